#include "dialect/sqlite/holder.h"

#include <cstdlib>
#include <string>

#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

namespace aludel::sqlite {
namespace {

// Holds the write lock of the file in another process while it lives.
class OtherProcess {
 public:
  OtherProcess(const std::string& path, const char* journal_mode) {
    int ready[2] = {};
    if (::pipe(ready) != 0) std::abort();
    pid_ = ::fork();
    if (pid_ == 0) {
      sqlite3* handle = nullptr;
      sqlite3_open(path.c_str(), &handle);
      sqlite3_exec(handle, journal_mode, nullptr, nullptr, nullptr);
      sqlite3_exec(handle, "CREATE TABLE IF NOT EXISTS t(a); BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
      (void)!::write(ready[1], "x", 1);
      ::pause();
      ::_exit(0);
    }
    char byte = 0;
    (void)!::read(ready[0], &byte, 1);
    ::close(ready[0]);
    ::close(ready[1]);
  }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;
  ~OtherProcess() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = 0;
};

TEST(Holder, NamesTheProcessThatHoldsTheWriteLock) {
  for (const char* mode : {"PRAGMA journal_mode = DELETE", "PRAGMA journal_mode = WAL"}) {
    char folder[] = "/tmp/aludel-holder-XXXXXX";
    ASSERT_NE(::mkdtemp(folder), nullptr);
    const std::string path = std::string(folder) + "/a.db";
    {
      const OtherProcess other(path, mode);
      const auto holder = find_holder(path);
      ASSERT_TRUE(holder) << mode;
      EXPECT_EQ(holder->pid, other.pid());
      EXPECT_FALSE(holder->reads);
    }
    EXPECT_FALSE(find_holder(path)) << mode;
    for (const char* end : {"", "-wal", "-shm", "-journal"}) ::unlink((path + end).c_str());
    ::rmdir(folder);
  }
}

}  // namespace
}  // namespace aludel::sqlite
