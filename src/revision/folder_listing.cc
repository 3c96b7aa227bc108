#include "revision/folder_listing.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <set>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <strings.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/file.h"
#include "revision/inside_file.h"

namespace aludel {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

constexpr std::string_view kNul("\0", 1);

enum class Kind { kRegular, kFolder, kLink, kOther };

// A file or folder on disk, whatever it is called.
using Identity = std::pair<dev_t, ino_t>;

Kind kind_of(int folder, const dirent& entry) {
  if (entry.d_type == DT_REG) return Kind::kRegular;
  if (entry.d_type == DT_DIR) return Kind::kFolder;
  if (entry.d_type == DT_LNK) return Kind::kLink;
  if (entry.d_type != DT_UNKNOWN) return Kind::kOther;
  struct stat status {};
  if (::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return Kind::kOther;
  if (S_ISREG(status.st_mode)) return Kind::kRegular;
  if (S_ISDIR(status.st_mode)) return Kind::kFolder;
  return S_ISLNK(status.st_mode) ? Kind::kLink : Kind::kOther;
}

// Most names differ in their first bytes, and so need not be fetched to be compared.
std::uint64_t start_of(std::string_view name) {
  std::uint64_t start = 0;
  for (std::size_t i = 0; i < sizeof start; ++i)
    start = start << 8U | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0U);
  return start;
}

bool by_name(const ListedFile& a, const ListedFile& b) {
  return a.start != b.start ? a.start < b.start : a.name < b.name;
}

// `.SQL` and the like: another system, where case does not matter, would have read it.
bool nearly_sql(std::string_view name) {
  if (name.size() < 4) return false;
  const std::string_view end = name.substr(name.size() - 4);
  return end != ".sql" && ::strncasecmp(end.data(), ".sql", 4) == 0;
}

// Lists one folder after another; remembers what it has seen.
class Listing {
 public:
  Listing(const std::vector<std::string>& folders, Recursion recursion, Arena& names,
          const std::function<void()>& on_many)
      : recursion_(recursion), names_(names), on_many_(on_many) {
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) pending_.push_back(*folder);
    for (const std::string& folder : folders) roots_.push_back(real_path(folder));
  }

  std::vector<ListedFolder> run() {
    while (!pending_.empty()) {
      const std::string path = std::move(pending_.back());
      pending_.pop_back();
      list(path);
    }
    return std::move(listed_);
  }

 private:
  void list(const std::string& path) {
    const OpenFolder folder(::opendir(path.c_str()));
    struct stat status {};
    if (folder == nullptr || ::fstat(::dirfd(folder.get()), &status) != 0) {
      throw error(Code::kFile, "cannot read the folder `{}`: {}", path, std::strerror(errno))
          .help("`aludel init` makes the folder; the key `migrations` of the configuration names it");
    }
    if (!seen_folders_.insert({status.st_dev, status.st_ino}).second) return;
    listed_.push_back({path, {}});
    std::vector<std::string> subfolders;
    errno = 0;
    while (const dirent* entry = ::readdir(folder.get())) {
      const std::string_view name = entry->d_name;
      if (name.front() == '.') continue;
      const Kind kind = kind_of(::dirfd(folder.get()), *entry);
      if (name.ends_with(".sql")) {
        if (kind == Kind::kLink ? accept_link(path, name) : accept(path, name, kind)) {
          listed_.back().files.push_back(
              {names_.join(name, kNul).substr(0, name.size()), start_of(name), entry->d_ino});
          if (++files_ == kManyFiles && on_many_) on_many_();
        }
      } else if (nearly_sql(name)) {
        throw error(Code::kFileRefused, "`{}` would be passed over: only names that end in `.sql` are read",
                    join_path(path, name))
            .help("rename it to end in `.sql`, or move it out of the folder");
      } else if (recursion_ == Recursion::kSubfolders && kind == Kind::kFolder) {
        subfolders.emplace_back(name);
      } else if (recursion_ == Recursion::kSubfolders && kind == Kind::kLink) {
        refuse_folder_link(path, name);
      }
      errno = 0;
    }
    if (errno != 0) throw error(Code::kFile, "cannot read the folder `{}`: {}", path, std::strerror(errno));
    std::sort(listed_.back().files.begin(), listed_.back().files.end(), by_name);
    std::sort(subfolders.rbegin(), subfolders.rend());
    for (const std::string& name : subfolders) pending_.push_back(join_path(path, name));
  }

  static bool accept(const std::string& path, std::string_view name, Kind kind) {
    if (kind == Kind::kRegular) return true;
    throw error(Code::kFileRefused, "`{}` is not a regular file", join_path(path, name))
        .help("only regular files are read; remove or rename it");
  }

  // Folders that are links could lead anywhere, or round in a circle. One that is read anyway does no harm.
  void refuse_folder_link(const std::string& path, std::string_view name) const {
    const std::string full = join_path(path, name);
    const std::string real = real_path(full);
    struct stat status {};
    if (real.empty() || ::stat(real.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return;
    for (const std::string& root : roots_) {
      if (!root.empty() && (real == root || real.starts_with(root + "/"))) return;
    }
    throw error(Code::kFileRefused, "`{}` is a link out of the folder, to `{}`", full, real)
        .help("name that folder in `migrations` instead");
  }

  // A link to a file that is read anyway is not read again; a link out of the folders is never followed. Links into a
  // hidden subfolder are what Kubernetes makes of a mounted ConfigMap.
  [[nodiscard]] bool accept_link(const std::string& path, std::string_view name) const {
    const std::string full = join_path(path, name);
    const std::string real = real_path(full);
    struct stat status {};
    if (real.empty() || ::stat(real.c_str(), &status) != 0) {
      throw error(Code::kFileRefused, "`{}` is a link to nothing", full).help("remove the link");
    }
    if (!S_ISREG(status.st_mode)) {
      throw error(Code::kFileRefused, "`{}` is a link to something that is not a regular file", full)
          .help("remove the link");
    }
    for (const std::string& root : roots_) {
      if (root.empty() || !real.starts_with(root) || real.size() <= root.size() || real[root.size()] != '/') continue;
      const std::string_view inside = std::string_view(real).substr(root.size());
      const bool hidden = inside.find("/.") != std::string_view::npos;
      const bool direct = inside.find('/', 1) == std::string_view::npos;
      return hidden || !inside.ends_with(".sql") || !(direct || recursion_ == Recursion::kSubfolders);
    }
    throw error(Code::kFileRefused, "`{}` is a link out of the folder, to `{}`", full, real)
        .help("copy the file here, or name its folder in `migrations`");
  }

  Recursion recursion_;
  Arena& names_;
  const std::function<void()>& on_many_;
  std::size_t files_ = 0;
  std::vector<std::string> roots_;    // real paths
  std::vector<std::string> pending_;  // a stack: the next folder is last
  std::set<Identity> seen_folders_;
  std::vector<ListedFolder> listed_;
};

}  // namespace

std::vector<ListedFolder> list_folders(const std::vector<std::string>& folders, Recursion recursion, Arena& names,
                                       const std::function<void()>& on_many) {
  return Listing(folders, recursion, names, on_many).run();
}

}  // namespace aludel
