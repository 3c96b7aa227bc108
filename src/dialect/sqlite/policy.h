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

// `action`, `first`, `second`: as sqlite3_set_authorizer() gives them; null pointers as empty texts.
[[nodiscard]] Verdict judge_action(int action, std::string_view first, std::string_view second, RunMode mode);

}  // namespace aludel::sqlite
