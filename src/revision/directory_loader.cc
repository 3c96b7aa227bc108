#include "revision/directory_loader.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <functional>
#include <future>
#include <memory>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>

#include "core/error.h"
#include "core/second_thread.h"
#include "revision/inside_file.h"

namespace aludel {
namespace {

constexpr std::size_t kChunk = 32;  // files that a thread takes at a time
constexpr std::size_t kAhead = 8;   // files; the names of a hundred thousand are not in the processor's cache

void prefetch(const void* memory) { __builtin_prefetch(memory); }

std::vector<Node> order_on_disk(std::span<const ListedFile> files) {
  std::vector<std::pair<std::uint64_t, Node>> inodes;  // with places: a sort that need not look elsewhere
  inodes.reserve(files.size());
  for (const ListedFile& file : files) inodes.emplace_back(file.inode, static_cast<Node>(inodes.size()));
  std::sort(inodes.begin(), inodes.end());
  std::vector<Node> order;
  order.reserve(files.size());
  for (const auto& [inode, place] : inodes) order.push_back(place);
  return order;
}

// A page fault for each two megabytes instead of each four kilobytes, where the kernel has such pages to give.
void prefer_huge_pages(void* memory, std::size_t size) {
  constexpr std::size_t kPage = std::size_t{4} << 10U;
  void* first = memory;
  std::size_t left = size;
  if (std::align(kPage, kPage, first, left) != nullptr) ::madvise(first, left - left % kPage, MADV_HUGEPAGE);
}

// Threads that share a table of open files count references to each file that they read, and take turns at the table.
// Without a table of its own (unshare(2)) the thread is slower, and right.
void open_files_apart() { static_cast<void>(::unshare(CLONE_FILES)); }

}  // namespace

// What the threads that read one folder share.
struct DirectoryLoader::FolderWork {
  const ListedFolder* folder;
  int descriptor;
  std::string prefix;  // of the files' paths
  Node first;          // the node of the folder's first file
  std::vector<Node> order;
  std::atomic<std::size_t> next = 0;  // in `order`
};

// A second thread. It begins while the folders are still being listed, with what the caller has to do meanwhile.
class DirectoryLoader::Helper {
 public:
  explicit Helper(DirectoryLoader& loader)
      : thread_([&loader, this] {
          if (const auto meanwhile = std::exchange(loader.options_.meanwhile, {})) meanwhile();
          if (FolderWork* work = given_.get()) {
            open_files_apart();
            loader.read_share(*work);
          }
        }) {}
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;
  ~Helper() {
    if (!busy_) give_.set_value(nullptr);
  }

  void help_with(FolderWork& work) {
    busy_ = true;
    give_.set_value(&work);
  }
  void join() { thread_.join(); }

 private:
  std::promise<FolderWork*> give_;
  std::future<FolderWork*> given_ = give_.get_future();
  bool busy_ = false;
  SecondThread thread_;  // last: it uses the rest
};

DirectoryLoader::~DirectoryLoader() = default;

DirectoryLoader::DirectoryLoader(std::vector<std::string> folders, const DirectoryOptions& options)
    : options_(options) {
  directory_.folders_ = std::move(folders);
  directory_.dialect_ = options.checksum_dialect.value_or("");
}

Directory DirectoryLoader::run() {
  for (const std::string& folder : directory_.folders_) directory_.roots_.push_back(real_path(folder));
  {
    Arena names;
    const auto listed = list_folders(directory_.folders_, options_.recursion, names, [this] { start_helper(); });
    std::size_t files = 0;
    for (const ListedFolder& folder : listed) files += folder.files.size();
    directory_.revisions_.reserve(files);
    prefer_huge_pages(directory_.revisions_.data(), files * sizeof(Revision));
    directory_.revisions_.resize(files);
    if (options_.checksum_dialect) directory_.digests_.resize(files);
    Node first = 0;
    for (const ListedFolder& folder : listed) {
      read_folder(folder, first);
      first += static_cast<Node>(folder.files.size());
    }
  }
  helper_.reset();
  link_plain();
  return std::move(directory_);
}

void DirectoryLoader::read_folder(const ListedFolder& folder, Node first) {
  const OpenFile opened(::open(folder.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0) throw error(Code::kFile, "cannot read the folder `{}`: {}", folder.path, std::strerror(errno));
  FolderWork work{&folder, opened.get(), folder.path == "." ? std::string() : folder.path, first,
                  order_on_disk(folder.files)};
  if (!work.prefix.empty() && !work.prefix.ends_with('/')) work.prefix += '/';
  try {
    if (folder.files.size() >= kManyFiles) {
      read_with_help(work);
    } else {
      read_share(work);
    }
  } catch (const Error&) {
    // Of several faults the one in the first file by name is told, wherever the disk keeps it.
    FileReader reader(options_.checksum_dialect);
    for (std::size_t place = 0; place < folder.files.size(); ++place) read_file(work, place, reader);
    throw;
  }
}

// Reading small files is waiting for the kernel to find them: two threads need half the time, and no more of the
// processor.
void DirectoryLoader::read_with_help(FolderWork& work) {
  if (!helper_) start_helper();
  const std::unique_ptr<Helper> helper = std::move(helper_);
  if (helper) helper->help_with(work);
  read_share(work);
  if (helper) helper->join();
}

void DirectoryLoader::start_helper() {
  if (std::thread::hardware_concurrency() > 1) helper_ = std::make_unique<Helper>(*this);
}

// Reads files until none is left.
void DirectoryLoader::read_share(FolderWork& work) {
  FileReader reader(options_.checksum_dialect);
  const std::vector<ListedFile>& files = work.folder->files;
  const std::vector<Node>& order = work.order;
  for (std::size_t i = work.next.fetch_add(kChunk); i < order.size(); i = work.next.fetch_add(kChunk)) {
    for (const std::size_t end = std::min(i + kChunk, order.size()); i < end; ++i) {
      if (i + kAhead < order.size()) {
        prefetch(&files[order[i + kAhead]]);
        prefetch(files[order[i + kAhead / 2]].name.data());
        prefetch(&directory_.revisions_[work.first + order[i + kAhead / 2]]);
      }
      read_file(work, order[i], reader);
    }
  }
  const std::lock_guard guard(arena_mutex_);
  directory_.arena_.absorb(std::move(reader.arena()));
}

void DirectoryLoader::read_file(const FolderWork& work, std::size_t place, FileReader& reader) {
  const std::string_view name = work.folder->files[place].name;
  const OpenFile file = open_inside(work.descriptor, name.data(), work.folder->path, directory_.roots_);
  FileReader::Read read = reader.read(file.get(), work.prefix, name);
  const std::size_t node = work.first + place;
  directory_.revisions_[node] = read.revision;
  if (options_.checksum_dialect) directory_.digests_[node] = read.digest;
}

Directory Directory::load(std::vector<std::string> folders, const DirectoryOptions& options) {
  return DirectoryLoader(std::move(folders), options).run();
}

}  // namespace aludel
