// Asks SQLite, on a private empty database, what a statement would do, without running it.
#pragma once

#include <memory>

#include "dialect/sqlite/database.h"
#include "dialect/sqlite/policy.h"
#include "dialect/statement.h"

namespace aludel::sqlite {

class Judge final : public StatementJudge {
 public:
  [[nodiscard]] Judgement judge(std::string_view statement, RunMode mode) override;

 private:
  static int ask(void* self, int action, const char* first, const char* second, const char* database,
                 const char* inside);
  [[nodiscard]] Verdict compile(std::string_view statement, RunMode mode);
  [[nodiscard]] bool vacuums_into(std::string_view statement);

  std::unique_ptr<Database> empty_;  // opened when it is needed first
  RunMode mode_ = RunMode::kTransactional;
  Verdict verdict_;
};

}  // namespace aludel::sqlite
