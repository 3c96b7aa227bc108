#include "dialect/sqlite/holder.h"

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

namespace aludel::sqlite {
namespace {

// https://sqlite.org/fileformat2.html, "the lock-byte page", and os_unix.c: UNIX_SHM_BASE.
constexpr std::uint64_t kPendingByte = 0x40000000;
constexpr std::uint64_t kReservedByte = kPendingByte + 1;
constexpr std::uint64_t kSharedFirst = kPendingByte + 2;
constexpr std::uint64_t kWalWriteByte = 120;

struct Close {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

struct Lock {
  bool write = false;
  pid_t pid = 0;
  std::uint64_t inode = 0, first = 0, last = 0;
  [[nodiscard]] bool covers(std::uint64_t byte) const { return first <= byte && byte <= last; }
};

// `1: POSIX  ADVISORY  WRITE 10074 fe:00:9978313 1073741825 1073741825`; a process that waits has a `->` after the
// number.
std::optional<Lock> parse(const char* line) {
  char kind[8] = {};
  char end[24] = {};
  Lock lock;
  long pid = 0;
  unsigned long inode = 0;
  unsigned long first = 0;
  if (std::sscanf(line, "%*d: POSIX %*s %7s %ld %*x:%*x:%lu %lu %23s", kind, &pid, &inode, &first, end) != 5) return {};
  lock.write = std::strcmp(kind, "WRITE") == 0;
  lock.pid = static_cast<pid_t>(pid);
  lock.inode = inode;
  lock.first = first;
  unsigned long last = std::numeric_limits<unsigned long>::max();
  if (std::strcmp(end, "EOF") != 0 && std::sscanf(end, "%lu", &last) != 1) return {};
  lock.last = last;
  return lock;
}

std::optional<std::uint64_t> inode_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status.st_ino;
}

std::string program_of(pid_t pid) {
  const File file(std::fopen(fmt::format("/proc/{}/comm", pid).c_str(), "re"));
  char name[64] = {};
  if (!file || std::fgets(name, sizeof name, file.get()) == nullptr) return {};
  std::string text = name;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace

std::optional<Holder> find_holder(const std::string& path) {
  const std::optional<std::uint64_t> database = inode_of(path);
  const std::optional<std::uint64_t> index = inode_of(path + "-shm");
  const File locks(std::fopen("/proc/locks", "re"));
  if (!locks || !database) return std::nullopt;
  std::optional<Lock> found;
  char line[256];
  while (std::fgets(line, sizeof line, locks.get()) != nullptr) {
    const std::optional<Lock> lock = parse(line);
    if (!lock || lock->pid == ::getpid() || lock->pid <= 0) continue;
    // Device numbers differ between stat() and /proc/locks on some file systems; the byte ranges are telling enough.
    const bool on_database = lock->inode == *database;
    const bool writes = lock->write && ((on_database && (lock->covers(kReservedByte) || lock->covers(kPendingByte))) ||
                                        (index && lock->inode == *index && lock->covers(kWalWriteByte)));
    const bool reads = on_database && lock->covers(kSharedFirst);
    if (writes || (reads && !found)) found = lock;
    if (found) found->write = writes || found->write;
    if (writes) break;
  }
  if (!found) return std::nullopt;
  Holder holder;
  holder.pid = found->pid;
  holder.name = program_of(holder.pid);
  holder.is_aludel = !holder.name.empty() && (holder.name == "aludel" || holder.name == program_of(::getpid()));
  holder.reads = !found->write;
  return holder;
}

std::string describe(const std::optional<Holder>& holder) {
  if (!holder) return {};
  return fmt::format("{} (pid {})", holder->name.empty() ? "another process" : holder->name, holder->pid);
}

}  // namespace aludel::sqlite
