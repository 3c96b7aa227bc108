#include "dialect/sqlite/ddl/guard.h"

#include <fmt/core.h>

#include "dialect/sqlite/ddl/context.h"
#include "dialect/sqlite/ddl/literal.h"
#include "dialect/sqlite/names.h"

namespace aludel::sqlite {
namespace {

std::string column(std::size_t number) { return fmt::format("found_{}", number); }

}  // namespace

ScriptStatement Guard::stop_if(std::string_view select, std::string_view message) {
  messages_.push_back(one_line(message));
  return {fmt::format("INSERT INTO {} ({}) {}", name_sql(table_), column(messages_.size()), select), {}};
}

ScriptStatement Guard::create() const {
  std::string columns;
  std::size_t number = 0;
  for (const std::string& message : messages_) {
    const std::string name = column(++number);
    std::string quoted = "\"";
    for (const char c : message) quoted.append(c == '"' ? 2 : 1, c);
    columns +=
        fmt::format("{}\n  {} CONSTRAINT {}\" CHECK ({} IS NULL)", columns.empty() ? "" : ",", name, quoted, name);
  }
  return {fmt::format("CREATE TABLE {} ({}\n)", name_sql(table_), columns), {}};
}

std::optional<std::string_view> guarded_select(std::string_view statement) {
  const std::string prefix = fmt::format("INSERT INTO {}", scratch_prefix(Guard::kPurpose));
  const std::string quoted = fmt::format("INSERT INTO \"{}", scratch_prefix(Guard::kPurpose));
  if (!statement.starts_with(prefix) && !statement.starts_with(quoted)) return std::nullopt;
  const std::size_t select = statement.find(") SELECT ");
  if (select == std::string_view::npos) return std::nullopt;
  return statement.substr(select + 2);
}

ScriptStatement Guard::drop() const { return {fmt::format("DROP TABLE {}", name_sql(table_)), {}}; }

}  // namespace aludel::sqlite
