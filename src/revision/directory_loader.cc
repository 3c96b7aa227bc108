#include "revision/directory_loader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "core/file.h"
#include "revision/encoding.h"
#include "revision/inside_file.h"
#include "revision/plain_layout.h"
#include "revision/sections.h"

namespace aludel {
namespace {

constexpr std::size_t kBuffer = std::size_t{256} << 10U;  // a file that fills it is mapped instead

}  // namespace

DirectoryLoader::DirectoryLoader(std::vector<std::string> folders, const DirectoryOptions& options) : options_(options) {
  directory_.folders_ = std::move(folders);
  directory_.dialect_ = options.checksum_dialect.value_or("");
  buffer_.resize(kBuffer);
}

Directory DirectoryLoader::run() {
  for (const std::string& folder : directory_.folders_) directory_.roots_.push_back(real_path(folder));
  {
    Arena names;
    const auto listed = list_folders(directory_.folders_, options_.recursion, names);
    std::size_t files = 0;
    for (const ListedFolder& folder : listed) files += folder.files.size();
    directory_.revisions_.reserve(files);
    if (options_.checksum_dialect) directory_.digests_.reserve(files);
    for (const ListedFolder& folder : listed) read_folder(folder);
  }
  link_plain();
  return std::move(directory_);
}

void DirectoryLoader::read_folder(const ListedFolder& folder) {
  const OpenFile opened(::open(folder.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0) throw error(Code::kFile, "cannot read the folder `{}`: {}", folder.path, std::strerror(errno));
  std::string prefix = folder.path == "." ? std::string() : folder.path;
  if (!prefix.empty() && !prefix.ends_with('/')) prefix += '/';
  std::string name;
  for (const std::string_view file : folder.files) {
    name = file;
    const OpenFile descriptor = open_inside(opened.get(), name.c_str(), folder.path, directory_.roots_);
    read_file(descriptor.get(), prefix, file);
  }
}

void DirectoryLoader::read_file(int descriptor, std::string_view folder, std::string_view name) {
  const std::string_view path = directory_.arena_.join(folder, name);
  ssize_t n = 0;
  do {
    n = ::read(descriptor, buffer_.data(), buffer_.size());
  } while (n < 0 && errno == EINTR);
  if (n < 0) throw error(Code::kFile, "cannot read `{}`: {}", path, std::strerror(errno));
  const auto size = static_cast<std::size_t>(n);  // less than the buffer: a regular file ended there
  std::optional<FileBytes> whole;
  Source source{path, std::string_view(buffer_).substr(0, size)};
  if (size == buffer_.size()) {
    if (::lseek(descriptor, 0, SEEK_SET) != 0) throw error(Code::kFileRefused, "`{}` is not a regular file", path).help("remove it");
    whole.emplace(FileBytes::read(descriptor, std::string(path)));
    source.text = whole->text();
  }
  const Header header = read_header(source);
  if (header.native()) {
    add_native(source, header, path);
  } else {
    add_plain(source, name, path);
  }
  if (options_.checksum_dialect) add_digest(source, header, directory_.revisions_.back().layout, whole ? &*whole : nullptr);
}

std::span<const std::string_view> DirectoryLoader::keep_values(const Source& source, const Header& header, Key key) {
  std::vector<std::string_view> values;
  for (const HeaderItem& item : header.items) {
    if (item.key == key) values.push_back(directory_.arena_.copy(source.slice(item.span)));
  }
  return directory_.arena_.copy(std::span<const std::string_view>(values));
}

void DirectoryLoader::add_native(const Source& source, const Header& header, std::string_view path) {
  Arena& arena = directory_.arena_;
  directory_.revisions_.push_back({.id = arena.copy(source.slice(header.first(Key::kRevision))),
                                   .revises = keep_values(source, header, Key::kRevises),
                                   .depends_on = keep_values(source, header, Key::kDependsOn),
                                   .branch_labels = keep_values(source, header, Key::kBranchLabels),
                                   .replaces = keep_values(source, header, Key::kReplaces),
                                   .message = arena.copy(header.message),
                                   .created = arena.copy(source.slice(header.first(Key::kCreated))),
                                   .path = path,
                                   .layout = Layout::kNative});
}

void DirectoryLoader::add_plain(const Source& source, std::string_view name, std::string_view path) {
  const auto plain = read_plain_name(name);
  if (!plain) {
    check_encoding(path, FileBytes::of(std::string(source.text)));
    throw no_revision(source);
  }
  if (is_down_file(name)) {
    throw error(Code::kHeader, "`{}` goes down, and a plain file goes up", path)
        .at(Location{std::string(path), 0, 0, {}, 0, 1, {}})
        .help("put its statements into the file that goes up, below a line `-- migrate:down`");
  }
  Arena& arena = directory_.arena_;
  Revision revision;
  revision.id = arena.copy(plain->number);
  revision.message = arena.copy(plain->message);
  revision.path = path;
  revision.layout = Layout::kPlain;
  directory_.revisions_.push_back(revision);
}

// A file whose sections cannot be read gets no checksum: whether that matters is known when somebody asks for it.
void DirectoryLoader::add_digest(const Source& source, const Header& header, Layout layout, const FileBytes* mapped) {
  std::optional<Digest>& digest = directory_.digests_.emplace_back();
  try {
    const std::vector<Section> sections = read_sections(source, header.end, layout, mapped);
    for (const Section* section : choose_sections(sections, Direction::kUp, directory_.dialect_, source)) {
      hash_.add(*section, source.text, mapped);
    }
    digest = hash_.finish();
  } catch (const Error&) {
    digest.reset();
  }
}

Directory Directory::load(std::vector<std::string> folders, const DirectoryOptions& options) {
  return DirectoryLoader(std::move(folders), options).run();
}

}  // namespace aludel
