#include "dialect/sqlite/policy.h"

#include <algorithm>
#include <string>

#include <sqlite3.h>
#include <strings.h>

namespace aludel::sqlite {
namespace {

using Kind = Verdict::Kind;

// Pragmas that leave nothing in the session, even with an argument: they read, or they change the file inside the
// transaction (https://sqlite.org/pragma.html).
constexpr std::string_view kStateless[] = {
    "application_id",  "collation_list", "compile_options",    "database_list", "foreign_key_check", "foreign_key_list",
    "freelist_count",  "function_list",  "incremental_vacuum", "index_info",    "index_list",        "index_xinfo",
    "integrity_check", "module_list",    "optimize",           "page_count",    "pragma_list",       "quick_check",
    "schema_version",  "table_info",     "table_list",         "table_xinfo",   "user_version",      "wal_checkpoint",
};

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

Verdict judge_pragma(std::string_view name, std::string_view argument, RunMode mode) {
  if (argument.empty()) return {Kind::kPragma, {}, {}};
  if (joins_revision(mode) && same(name, "foreign_keys")) {
    return {Kind::kRefused, "`PRAGMA foreign_keys` does nothing inside a transaction",
            "write `foreign_keys:off` or `foreign_keys:on` on the section's marker instead, "
            "e.g. `-- migrate:up foreign_keys:off`"};
  }
  if (same(name, "writable_schema") && mode != RunMode::kSchemaEdit) {
    return {Kind::kRefused, "`PRAGMA writable_schema` can leave a database that SQLite no longer reads",
            "make a new table, copy the rows, drop the old table and rename the new one; if you know what you do, mark "
            "the section `schema_edit`"};
  }
  if (same(name, "journal_mode")) {
    if (joins_revision(mode)) {
      return {Kind::kRefused, "`PRAGMA journal_mode` does nothing inside a transaction",
              "mark the section `transaction:false`"};
    }
    if (same(argument, "off") || same(argument, "memory")) {
      return {Kind::kRefused, "without a journal on disk a crash would leave a broken database",
              "take the statement out, or name another journal mode"};
    }
  }
  const bool stateless = std::any_of(std::begin(kStateless), std::end(kStateless),
                                     [&](std::string_view pragma) { return same(pragma, name); });
  return {stateless ? Kind::kPragma : Kind::kChangesSession, {}, {}};
}

Verdict judge_temporary(RunMode mode) {
  if (joins_revision(mode)) return {Kind::kChangesSession, {}, {}};
  return {Kind::kRefused, "a temporary object would be gone if the run were interrupted and resumed",
          "use an ordinary table and drop it at the end, or remove `transaction:false`"};
}

Verdict judge_transaction(std::string_view operation) {
  if (operation == "BEGIN") return {Kind::kBegin, {}, {}};
  if (operation == "COMMIT") return {Kind::kCommit, {}, {}};
  return {Kind::kControl, {}, {}};
}

}  // namespace

Action action_of(int code, const char* first, const char* second, const char* database) {
  const auto text = [](const char* given) { return given == nullptr ? std::string_view() : std::string_view(given); };
  return {code, text(first), text(second), text(database)};
}

Verdict judge_action(const Action& action, RunMode mode) {
  switch (action.code) {
    case SQLITE_TRANSACTION:
      return judge_transaction(action.first);
    case SQLITE_SAVEPOINT:
      return {Kind::kControl, {}, {}};
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      return {Kind::kRefused, "a revision changes one database: two files cannot commit together",
              "give the other database its own migrations and its own URL"};
    case SQLITE_FUNCTION:
      if (!same(action.second, "load_extension")) return {};
      return {Kind::kRefused, "loading an extension would run foreign code inside Aludel", "remove `load_extension()`"};
    case SQLITE_PRAGMA:
      return judge_pragma(action.first, action.second, mode);
    case SQLITE_CREATE_TEMP_INDEX:
    case SQLITE_CREATE_TEMP_TABLE:
    case SQLITE_CREATE_TEMP_TRIGGER:
    case SQLITE_CREATE_TEMP_VIEW:
      return judge_temporary(mode);
    case SQLITE_CREATE_INDEX:
    case SQLITE_CREATE_TABLE:
    case SQLITE_CREATE_TRIGGER:
    case SQLITE_CREATE_VIEW:
    case SQLITE_CREATE_VTABLE:
      return action.database == "temp" ? judge_temporary(mode) : Verdict{};  // CREATE TABLE temp.x
    default:
      return {};
  }
}

}  // namespace aludel::sqlite
