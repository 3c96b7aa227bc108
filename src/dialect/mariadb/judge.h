// Tells a statement's kind from its first words (kinds.h), and finds what could not be resumed.
#pragma once

#include <optional>

#include "dialect/mariadb/carried.h"
#include "dialect/mariadb/engines.h"
#include "dialect/statement.h"

namespace aludel::mariadb {

class Judge final : public StatementJudge {
 public:
  [[nodiscard]] Judgement judge(std::string_view statement, RunMode mode) override;
  void look_at(Connection& connection) override;

 private:
  [[nodiscard]] std::optional<Judgement> of_database(std::string_view statement, const Head& head, const Kind& kind);

  Carried carried_;
  Connection* connection_ = nullptr;
  std::optional<PlannedEngines> engines_;
};

}  // namespace aludel::mariadb
