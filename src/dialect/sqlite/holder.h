// Who holds a lock on a SQLite file. Asked of /proc/locks: opening and closing the file itself would drop this
// process's own locks (https://sqlite.org/howtocorrupt.html, 2.2).
#pragma once

#include <optional>
#include <string>

#include <sys/types.h>

namespace aludel::sqlite {

struct Holder {
  pid_t pid = 0;
  std::string name;        // of the program; empty if it cannot be seen
  bool is_aludel = false;  // another run of ours
  bool reads = false;      // it only reads; who writes is not among those that are seen
};

// The process that keeps others from writing; nothing if there is none, or if it cannot be seen (another container).
[[nodiscard]] std::optional<Holder> find_holder(const std::string& path);
// `sqlite3 (pid 4711)`; empty for nothing.
[[nodiscard]] std::string describe(const std::optional<Holder>& holder);

}  // namespace aludel::sqlite
