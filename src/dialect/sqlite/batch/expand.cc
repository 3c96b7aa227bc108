#include "dialect/sqlite/batch/expand.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/utf8.h"
#include "dialect/sqlite/batch/alter_table.h"
#include "dialect/sqlite/batch/edit.h"
#include "dialect/sqlite/ddl.h"
#include "dialect/sqlite/introspect.h"
#include "dialect/sqlite/scratch.h"
#include "dialect/sqlite/tokens.h"
#include "diff/diff.h"

namespace aludel::sqlite {
namespace {

const Table& find(const Schema& schema, const Source& source, Span name) {
  const std::string text = unquoted(source.slice(name));
  if (const Table* table = schema.find_table(identifier(text))) return *table;
  std::vector<std::string> names;
  for (const Table& table : schema.tables) names.push_back(table.name.text);
  throw error(Code::kStatement, "there is no table `{}` to alter", printable(text))
      .at(source.locate(name, "no such table"))
      .did_you_mean(text, names);
}

// The table as SQLite understands the text.
Table understood(const std::string& sql, const Source& source, Span statement) {
  const auto scratch = make_scratch();
  try {
    scratch->execute(sql);
  } catch (Error& failure) {
    failure.diagnostic().places.push_back(source.locate(statement, "makes a table that SQLite refuses"));
    failure.diagnostic().notes.push_back("the table would be: " + printable(sql));
    throw;
  }
  return introspect(*scratch, {}).tables.front();
}

}  // namespace

std::optional<Script> expand(Connection& connection, const Source& source, Span statement) {
  const std::optional<AlterTable> alter = read_alter_table(source, statement);
  if (!alter) return std::nullopt;
  const Schema from = introspect(connection, {});
  const Table& before = find(from, source, alter->table);
  DdlOptions options;
  std::string sql = before.sql;
  for (const AlterAction& action : alter->actions) {
    sql = altered_text(sql, source, action);
    const std::string column = before.name.text + "." + unquoted(source.slice(action.name));
    // Rows without a value stop it.
    if (action.kind == AlterAction::Kind::kSetNotNull || action.kind == AlterAction::Kind::kAddColumn)
      options.fill.insert_or_assign(column, "");
    if (!action.using_.empty()) options.convert.insert_or_assign(column, std::string(source.slice(action.using_)));
  }
  Table after = understood(sql, source, statement);
  after.indexes = before.indexes;
  Schema to = from;
  *std::find_if(to.tables.begin(), to.tables.end(), [&](const Table& one) { return one.name == before.name; }) = after;
  return render(from, to, diff(from, to, {ColumnOrder::kCompare}), options).script;
}

}  // namespace aludel::sqlite
