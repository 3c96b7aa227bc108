// Tells a statement's kind from its first words (kinds.h), and finds what could not be resumed.
#pragma once

#include "dialect/mariadb/carried.h"
#include "dialect/statement.h"

namespace aludel::mariadb {

class Judge final : public StatementJudge {
 public:
  [[nodiscard]] Judgement judge(std::string_view statement, RunMode mode) override;

 private:
  Carried carried_;
};

}  // namespace aludel::mariadb
