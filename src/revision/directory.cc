#include "revision/directory.h"

#include <fcntl.h>

#include "core/error.h"
#include "core/file.h"
#include "revision/inside_file.h"

namespace aludel {

std::optional<Node> Directory::find(std::string_view id) const {
  for (Node node = 0; node < revisions_.size(); ++node) {
    if (revisions_[node].id == id) return node;
  }
  return std::nullopt;
}

RevisionFile Directory::open(Node node) const {
  const Revision& revision = revisions_.at(node);
  const std::string path(revision.path);
  const OpenFile file = open_inside(AT_FDCWD, path.c_str(), "", roots_);
  RevisionFile read = RevisionFile::parse(path, FileBytes::read(file.get(), path), revision.layout);
  const Span id = read.header().first(Key::kRevision);
  const bool same = revision.layout == Layout::kNative ? read.source().slice(id) == revision.id : id.empty();
  if (!same) {
    throw error(Code::kFile, "`{}` is no longer the file of revision `{}`", path, revision.id)
        .help("the file was changed while the command ran; run it again");
  }
  return read;
}

std::string Directory::up_checksum(Node node) const {
  if (node < digests_.size() && digests_[node]) return checksum_text(*digests_[node]);
  const RevisionFile file = open(node);
  return file.checksum(file.sections_for(Direction::kUp, dialect_));
}

Location Directory::locate(Node node, Key key, std::string_view value, std::string label) const {
  const Revision& revision = revisions_.at(node);
  Location whole{std::string(revision.path), 0, 0, {}, 0, 1, label};
  try {
    const std::string path(revision.path);
    const OpenFile file = open_inside(AT_FDCWD, path.c_str(), "", roots_);
    const FileBytes bytes = FileBytes::read(file.get(), path);
    const Source source{revision.path, bytes.text()};
    for (const HeaderItem& item : read_header(source).items) {
      if (item.key == key && source.slice(item.span) == value) return source.locate(item.span, std::move(label));
    }
  } catch (const Error&) {
    // The error that is being made matters more than a file that vanished meanwhile.
  }
  return whole;
}

std::string Directory::folder_text() const {
  std::string text;
  for (const std::string& folder : folders_)
    text += fmt::format("{}{}{}", text.empty() ? "" : ", ", folder, folder.ends_with('/') ? "" : "/");
  return text;
}

}  // namespace aludel
