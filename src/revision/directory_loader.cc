#include "revision/directory_loader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <numeric>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "core/error.h"
#include "core/file.h"
#include "revision/encoding.h"
#include "revision/inside_file.h"
#include "revision/plain_layout.h"
#include "revision/sections.h"

namespace aludel {
namespace {

constexpr std::size_t kBuffer = std::size_t{256} << 10U;  // a file that fills it is mapped instead
constexpr std::size_t kAhead = 8;  // files; the names of a hundred thousand are not in the processor's cache

void prefetch(const void* memory) { __builtin_prefetch(memory); }

std::vector<std::size_t> order_on_disk(std::span<const ListedFile> files) {
  std::vector<std::size_t> order(files.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return files[a].inode < files[b].inode; });
  return order;
}

}  // namespace

DirectoryLoader::DirectoryLoader(std::vector<std::string> folders, const DirectoryOptions& options)
    : options_(options) {
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
    directory_.revisions_.resize(files);
    if (options_.checksum_dialect) directory_.digests_.resize(files);
    Node first = 0;
    for (const ListedFolder& folder : listed) {
      read_folder(folder, first);
      first += static_cast<Node>(folder.files.size());
    }
  }
  link_plain();
  return std::move(directory_);
}

void DirectoryLoader::read_folder(const ListedFolder& folder, Node first) {
  const OpenFile opened(::open(folder.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0) throw error(Code::kFile, "cannot read the folder `{}`: {}", folder.path, std::strerror(errno));
  std::string prefix = folder.path == "." ? std::string() : folder.path;
  if (!prefix.empty() && !prefix.ends_with('/')) prefix += '/';
  const auto read = [&](std::size_t place) {
    const std::string_view name = folder.files[place].name;
    const OpenFile file = open_inside(opened.get(), name.data(), folder.path, directory_.roots_);
    read_file(file.get(), prefix, name, first + static_cast<Node>(place));
  };
  try {
    const std::vector<std::size_t> order = order_on_disk(folder.files);
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (i + kAhead < order.size()) {
        prefetch(&folder.files[order[i + kAhead]]);
        prefetch(folder.files[order[i + kAhead / 2]].name.data());
        prefetch(&directory_.revisions_[first + order[i + kAhead / 2]]);
      }
      read(order[i]);
    }
  } catch (const Error&) {
    // Of several faults the one in the first file by name is told, wherever the disk keeps it.
    for (std::size_t place = 0; place < folder.files.size(); ++place) read(place);
    throw;
  }
}

void DirectoryLoader::read_file(int descriptor, std::string_view folder, std::string_view name, Node node) {
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
    if (::lseek(descriptor, 0, SEEK_SET) != 0)
      throw error(Code::kFileRefused, "`{}` is not a regular file", path).help("remove it");
    whole.emplace(FileBytes::read(descriptor, std::string(path)));
    source.text = whole->text();
  }
  const Header header = read_header(source);
  Revision& revision = directory_.revisions_[node];
  revision = header.native() ? native(source, header, path) : plain(source, name, path);
  if (options_.checksum_dialect)
    directory_.digests_[node] = digest(source, header, revision.layout, whole ? &*whole : nullptr);
}

std::span<const std::string_view> DirectoryLoader::keep_values(const Source& source, const Header& header, Key key) {
  values_.clear();
  for (const HeaderItem& item : header.items) {
    if (item.key == key) values_.push_back(directory_.arena_.copy(source.slice(item.span)));
  }
  return directory_.arena_.copy(std::span<const std::string_view>(values_));
}

Revision DirectoryLoader::native(const Source& source, const Header& header, std::string_view path) {
  Arena& arena = directory_.arena_;
  return {.id = arena.copy(source.slice(header.first(Key::kRevision))),
          .revises = keep_values(source, header, Key::kRevises),
          .depends_on = keep_values(source, header, Key::kDependsOn),
          .branch_labels = keep_values(source, header, Key::kBranchLabels),
          .replaces = keep_values(source, header, Key::kReplaces),
          .message = arena.copy(header.message),
          .created = arena.copy(source.slice(header.first(Key::kCreated))),
          .path = path,
          .layout = Layout::kNative};
}

Revision DirectoryLoader::plain(const Source& source, std::string_view name, std::string_view path) {
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
  Arena& arena = directory_.arena_;
  Revision revision;
  revision.id = arena.copy(parsed->number);
  revision.message = arena.copy(parsed->message);
  revision.path = path;
  revision.layout = Layout::kPlain;
  return revision;
}

// A file whose sections cannot be read gets no checksum: whether that matters is known when somebody asks for it.
std::optional<Digest> DirectoryLoader::digest(const Source& source, const Header& header, Layout layout,
                                              const FileBytes* mapped) {
  try {
    const std::vector<Section> sections = read_sections(source, header.end, layout, mapped);
    for (const Section* section : choose_sections(sections, Direction::kUp, directory_.dialect_, source)) {
      hash_.add(*section, source.text, mapped);
    }
    return hash_.finish();
  } catch (const Error&) {
    return std::nullopt;
  }
}

Directory Directory::load(std::vector<std::string> folders, const DirectoryOptions& options) {
  return DirectoryLoader(std::move(folders), options).run();
}

}  // namespace aludel
