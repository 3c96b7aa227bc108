// What SQLite's authorizer reports while it compiles a user's statement, judged: may it run in this mode, and what does
// it change beyond its transaction?
#pragma once

#include <cstdint>
#include <string_view>

#include "dialect/connection.h"

namespace aludel::sqlite {

struct Verdict {
  enum class Kind : std::uint8_t {
    kHarmless,
    kPragma,          // a pragma that sets nothing for the session
    kChangesSession,  // a setting or an object that lives as long as the session
    kBegin,
    kCommit,
    kControl,  // any other control of transactions
    kRefused,
  };
  Kind kind = Kind::kHarmless;
  std::string_view reason;  // of a refusal
  std::string_view help;
};

// What sqlite3_set_authorizer() gives its callback; null pointers as empty texts.
struct Action {
  int code = 0;
  std::string_view first, second, database;
};
[[nodiscard]] Action action_of(int code, const char* first, const char* second, const char* database);

[[nodiscard]] Verdict judge_action(const Action& action, RunMode mode);

}  // namespace aludel::sqlite
