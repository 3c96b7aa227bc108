// Statements that stop the migration, with a message, if the database is not as it has to be. SQL has no word for that;
// what SQLite shows of a failed CHECK is its name, so the name of a constraint is the message.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/script.h"

namespace aludel::sqlite {

// A table with a column for each check; nothing is ever in it.
class Guard {
 public:
  // The table's name is a scratch name for this purpose.
  static constexpr std::string_view kPurpose = "check";
  explicit Guard(std::string table) : table_(std::move(table)) {}

  // Fails with `message` if `select` has a row; its one column says what was found.
  [[nodiscard]] ScriptStatement stop_if(std::string_view select, std::string_view message);

  [[nodiscard]] bool empty() const { return messages_.empty(); }
  // Before and after all of them.
  [[nodiscard]] ScriptStatement create() const;
  [[nodiscard]] ScriptStatement drop() const;

 private:
  std::string table_;
  std::vector<std::string> messages_;
};

// The select of such a statement; nothing if `statement` is another one.
[[nodiscard]] std::optional<std::string_view> guarded_select(std::string_view statement);

}  // namespace aludel::sqlite
