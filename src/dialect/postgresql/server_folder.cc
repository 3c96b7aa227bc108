#include "dialect/postgresql/server_folder.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <limits>
#include <set>
#include <string_view>
#include <system_error>

#include <fmt/core.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "core/error.h"
#include "core/file.h"
#include "core/number.h"

namespace aludel::postgresql {
namespace {

constexpr std::chrono::seconds kYoung{120};  // a folder of this age may still be somebody's who is about to say so
constexpr std::string_view kPrefix = "aludel-pg-";
constexpr const char* kMemory = "/dev/shm";
constexpr const char* kTemporary = "/tmp";
constexpr std::size_t kLongest = 60;               // of a parent: a socket's path holds 107 bytes (unix(7))
constexpr std::uint64_t kPlenty = 1ULL << 30;      // a database of 3,000 tables takes some 150 MB, a proof has four
constexpr std::uint64_t kAlmostNothing = 8 << 20;  // a server that stopped for want of room has some in the end
constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

const char* chosen_parent() {
  return std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): nothing here changes the environment
}

// Nothing reserves what /proc/meminfo calls available (proc(5)).
std::uint64_t available_memory() {
  constexpr std::string_view kName = "MemAvailable:";
  std::ifstream file("/proc/meminfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(kName)) continue;
    const std::size_t digit = line.find_first_of("0123456789");
    return digit == std::string::npos ? 0 : number_of<std::uint64_t>(std::string_view(line).substr(digit)) * 1024;
  }
  return 0;
}

std::uint64_t limit_in(const std::string& path) {
  std::ifstream file(path);
  std::uint64_t limit = 0;
  return file >> limit ? limit : kNoLimit;  // `max`, or no such file
}

// What a control group of this process may have at most, or one above it (cgroups(7)): files in memory count there.
std::uint64_t group_limit() {
  std::uint64_t limit = kNoLimit;
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {  // `0::/path`; of version 1 `9:memory:/path`
    const std::size_t names = line.find(':') + 1;
    const std::size_t end = line.find(':', names);
    if (names == 0 || end == std::string::npos) continue;
    const std::string controllers = "," + line.substr(names, end - names) + ",";
    const bool second = controllers == ",,";
    if (!second && controllers.find(",memory,") == std::string::npos) continue;
    const std::string root = second ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
    const char* const file = second ? "/memory.max" : "/memory.limit_in_bytes";
    std::string path = line.substr(end + 1);
    for (bool more = true; more; path.resize(path.find_last_of('/') == std::string::npos ? 0 : path.rfind('/'))) {
      more = !path.empty();
      limit = std::min(limit, limit_in(root + path + file));
    }
  }
  return limit;
}

bool is_alive(const std::string& watcher) {
  const int pid = number_of<int>(watcher);
  return pid > 0 && (::kill(pid, 0) == 0 || errno == EPERM);
}

bool is_abandoned(const std::string& folder) {
  struct stat status {};
  if (::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return false;
  if (::geteuid() != 0 && status.st_uid != ::geteuid()) return false;
  if (std::time(nullptr) - status.st_mtime < kYoung.count()) return false;
  const std::string watcher = folder + "/watcher";
  return !file_exists(watcher) || !is_alive(std::string(FileBytes::read(watcher).text()));
}

// A server whose files are gone ends by itself.
void sweep(const std::string& parent) {
  namespace fs = std::filesystem;
  std::error_code failure;
  for (fs::directory_iterator entry(parent, failure), end; !failure && entry != end; entry.increment(failure)) {
    if (!entry->path().filename().native().starts_with(kPrefix)) continue;
    try {
      if (is_abandoned(entry->path())) fs::remove_all(entry->path(), failure);
    } catch (const Error&) {
      // Somebody else puts it away.
    }
  }
}

std::uint64_t free_in(const std::string& folder) {
  struct statfs system {};
  if (::statfs(folder.c_str(), &system) != 0) return kNoLimit;
  return static_cast<std::uint64_t>(system.f_bavail) * static_cast<std::uint64_t>(system.f_bsize);
}

bool is_in_memory(const std::string& folder) {
  struct statfs system {};
  return ::statfs(folder.c_str(), &system) == 0 && system.f_type == TMPFS_MAGIC;
}

}  // namespace

std::string server_parent(const char* chosen, std::uint64_t room) {
  const std::string folder = chosen == nullptr ? "" : chosen;
  if (!folder.empty()) return folder.starts_with('/') && folder.size() < kLongest ? folder : kTemporary;
  return room >= kPlenty ? kMemory : kTemporary;
}

// Half of the machine's, since others need it too. A container's own /dev/shm is small as a rule, its limit may be
// small even if that is not.
std::uint64_t memory_room() {
  constexpr mode_t kForAll = S_ISVTX | S_IRWXU | S_IRWXG | S_IRWXO;
  struct stat status {};
  if (!is_in_memory(kMemory) || ::stat(kMemory, &status) != 0 || (status.st_mode & kForAll) != kForAll) return 0;
  if (::access(kMemory, W_OK | X_OK) != 0) return 0;
  return std::min({free_in(kMemory), available_memory() / 2, group_limit() / 2});
}

std::string make_server_folder() {
  const std::string parent = server_parent(chosen_parent(), memory_room());
  for (const std::string& one : std::set<std::string>{parent, kTemporary, kMemory}) sweep(one);
  std::string folder = fmt::format("{}/{}XXXXXX", parent, kPrefix);
  if (::mkdtemp(folder.data()) == nullptr)
    throw error(Code::kScratch, "cannot make a folder in `{}`: {}", parent, std::strerror(errno));
  return folder;
}

Error when_full(const std::string& folder, Error failure) {
  const std::string parent = parent_path(folder);
  failure.diagnostic().code = Code::kScratch;
  failure.diagnostic().help = {
      fmt::format("set `TMPDIR` to a folder on a disk with more room: the scratch server has its files in `{}`{}",
                  parent, is_in_memory(parent) ? ", in memory" : "")};
  return failure;
}

Error when_ended(const std::string& folder, Error failure) {
  const std::string parent = parent_path(folder);
  if (free_in(parent) < kAlmostNothing) return when_full(folder, std::move(failure));
  failure.diagnostic().code = Code::kScratch;
  failure.diagnostic().help.clear();  // nothing goes on from what was committed there
  if (is_in_memory(parent)) {
    failure.diagnostic().help = {fmt::format(
        "if there was not enough memory, set `TMPDIR` to a folder on a disk: the scratch server has its files in `{}`, "
        "in memory",
        parent)};
  }
  return failure;
}

}  // namespace aludel::postgresql
