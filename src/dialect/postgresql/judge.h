// Tells from a statement's first words what it does to its transaction and to its session. What they do not tell, the
// server does as it runs.
#pragma once

#include <string_view>

#include "dialect/statement.h"

namespace aludel::postgresql {

class Judge final : public StatementJudge {
 public:
  [[nodiscard]] Judgement judge(std::string_view statement, RunMode mode) override;
};

// Whether a statement could change what lives as long as the session: settings, the role, temporary tables, prepared
// statements. Errs to yes.
[[nodiscard]] bool may_change_session(std::string_view statement);
// Whether a statement that waits for a lock stands in nobody's way: ALTER TABLE ... VALIDATE CONSTRAINT.
[[nodiscard]] bool waits_harmlessly(std::string_view statement);

}  // namespace aludel::postgresql
