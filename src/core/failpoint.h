// Places where a test build can be made to die or to fail: ALUDEL_FAIL=POINT:N:ACTION at the N-th time that POINT is
// reached. Actions: kill (SIGKILL), stop (SIGSTOP), error (throws kInternal), delay (100 ms). Nothing of this is in a
// release build.
#pragma once

#include <string_view>

namespace aludel {

// Every failpoint, in one list; `aludel failpoints` prints it and the tests walk it.
inline constexpr std::string_view kFailpoints[] = {
    "conn.open",       "lock.before",   "lock.after",   "hist.create",  "hist.read",         "file.read",
    "stmt.before",     "stmt.after",    "head.update",  "ledger.write", "savepoint.release", "tx.commit.before",
    "tx.commit.after", "journal.begin", "journal.done", "alone.before", "alone.after",       "backup.done",
};

#ifdef ALUDEL_FAILPOINTS
void failpoint(std::string_view point);
#else
inline void failpoint(std::string_view /*point*/) {}
#endif

}  // namespace aludel
