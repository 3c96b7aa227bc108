#include "revision/file_reader.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <unistd.h>

#include "core/encoding.h"
#include "core/error.h"
#include "core/open_file.h"
#include "revision/plain_layout.h"
#include "revision/sections.h"

namespace aludel {
namespace {

constexpr std::size_t kBuffer = std::size_t{256} << 10U;  // a file that fills it is mapped instead

}  // namespace

// The buffer is not filled with zeros: most files touch its first page only.
FileReader::FileReader(std::optional<std::string> dialect)
    : dialect_(std::move(dialect)), buffer_(std::make_unique_for_overwrite<char[]>(kBuffer)) {}

FileReader::Read FileReader::read(int descriptor, std::string_view folder, std::string_view name) {
  const std::string_view path = arena_.join(folder, name);
  ssize_t n = 0;
  do {
    n = read_some(descriptor, buffer_.get(), kBuffer);
  } while (n < 0 && errno == EINTR);
  if (n < 0) throw error(Code::kFile, "cannot read `{}`: {}", path, std::strerror(errno));
  const auto size = static_cast<std::size_t>(n);  // less than the buffer: a regular file ended there
  std::optional<FileBytes> whole;
  Source source{path, std::string_view(buffer_.get(), size)};
  if (size == kBuffer) {
    if (::lseek(descriptor, 0, SEEK_SET) != 0)
      throw error(Code::kFileRefused, "`{}` is not a regular file", path).help("remove it");
    whole.emplace(FileBytes::read(descriptor, std::string(path)));
    source.text = whole->text();
  }
  const Header header = read_header(source);
  Read read{header.native() ? native(source, header, path) : plain(source, name, path), {}};
  if (dialect_) read.digest = digest(source, header, read.revision.layout, whole ? &*whole : nullptr);
  return read;
}

std::span<const std::string_view> FileReader::keep_values(const Source& source, const Header& header, Key key) {
  values_.clear();
  for (const HeaderItem& item : header.items) {
    if (item.key == key) values_.push_back(arena_.copy(source.slice(item.span)));
  }
  return arena_.copy(std::span<const std::string_view>(values_));
}

Revision FileReader::native(const Source& source, const Header& header, std::string_view path) {
  return {.id = arena_.copy(source.slice(header.first(Key::kRevision))),
          .revises = keep_values(source, header, Key::kRevises),
          .depends_on = keep_values(source, header, Key::kDependsOn),
          .branch_labels = keep_values(source, header, Key::kBranchLabels),
          .replaces = keep_values(source, header, Key::kReplaces),
          .message = arena_.copy(header.message),
          .created = arena_.copy(source.slice(header.first(Key::kCreated))),
          .path = path,
          .layout = Layout::kNative};
}

Revision FileReader::plain(const Source& source, std::string_view name, std::string_view path) {
  const auto parsed = read_plain_name(name);
  if (!parsed) {
    check_encoding(path, FileBytes::of(std::string(source.text)));
    throw no_revision(source);
  }
  if (is_down_file(name)) {
    throw error(Code::kHeader, "`{}` goes down, and a plain file goes up", path)
        .at(Location{std::string(path), 0, 0, {}, 0, 1, {}})
        .help("put its statements into the file that goes up, below a line `-- migrate:down`");
  }
  Revision revision;
  revision.id = arena_.copy(parsed->number);
  revision.message = arena_.copy(parsed->message);
  revision.path = path;
  revision.layout = Layout::kPlain;
  return revision;
}

// A file whose sections cannot be read gets no checksum: whether that matters is known when somebody asks for it.
std::optional<Digest> FileReader::digest(const Source& source, const Header& header, Layout layout,
                                         const FileBytes* mapped) {
  try {
    const std::vector<Section> sections = read_sections(source, header.end, layout, mapped);
    for (const Section* section : choose_sections(sections, Direction::kUp, *dialect_, source)) {
      hash_.add(*section, source.text, mapped);
    }
    return hash_.finish();
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace aludel
