#include "migrate/heads.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/error.h"
#include "core/failpoint.h"

namespace aludel {
namespace {

// Exactly Alembic's (runtime/migration.py, _version), so that both tools read and write one table.
constexpr std::string_view kCreate = R"sql(CREATE TABLE {} (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT {} PRIMARY KEY (version_num)
){})sql";
constexpr std::string_view kRead = "SELECT version_num FROM {}";
constexpr std::string_view kInsert = "INSERT INTO {} (version_num) VALUES ({})";
constexpr std::string_view kUpdate = "UPDATE {} SET version_num = {} WHERE version_num = {}";
constexpr std::string_view kRemove = "DELETE FROM {} WHERE version_num = {}";
constexpr std::string_view kClear = "DELETE FROM {}";

// One UPDATE moves a row that only changes its name, as Alembic does; the rest are inserts and deletes.
struct Moves {
  std::vector<std::pair<std::string_view, std::string_view>> update;  // from, to
  std::vector<std::string_view> insert, remove;
};

Moves moves_of(const HeadsChange& change) {
  Moves moves;
  const std::size_t both = std::min<std::size_t>({change.remove.size(), change.add.size(), 1});
  if (both == 1) moves.update.emplace_back(change.remove.front(), change.add.front());
  moves.remove.assign(change.remove.begin() + static_cast<std::ptrdiff_t>(both), change.remove.end());
  moves.insert.assign(change.add.begin() + static_cast<std::ptrdiff_t>(both), change.add.end());
  return moves;
}

// `values`: the rows, as literals or as a `?` each.
std::string standing_text(const Dialect& dialect, std::string_view table, const std::vector<std::string>& values,
                          Keep keep) {
  const std::string quoted = dialect.quote_identifier(table);
  const std::string all =
      keep == Keep::kRows ? fmt::format("(SELECT version_num FROM {} FOR UPDATE) AS kept", quoted) : quoted;
  if (values.empty()) return fmt::format("(SELECT count(*) FROM {}) = 0", all);
  std::string is_one;
  for (const std::string& value : values) is_one += (is_one.empty() ? "version_num = " : " OR version_num = ") + value;
  return fmt::format("(SELECT count(*) = {0} AND count(CASE WHEN {1} THEN 1 END) = {0} FROM {2})", values.size(),
                     is_one, all);
}

}  // namespace

std::string version_table_sql(const Dialect& dialect, const OwnTables& tables) {
  // Alembic's naming convention for the constraint: <table>_pkc.
  return fmt::format(kCreate, dialect.quote_identifier(tables.version),
                     dialect.quote_identifier(tables.version + "_pkc"), dialect.capabilities().table_options);
}

std::vector<std::string> heads_sql(const Dialect& dialect, const OwnTables& tables, const HeadsChange& change) {
  const std::string table = dialect.quote_identifier(tables.version);
  const Moves moves = moves_of(change);
  std::vector<std::string> statements;
  for (const std::string_view id : moves.remove) {
    statements.push_back(fmt::format(kRemove, table, dialect.quote_literal(id)));
  }
  for (const auto& [from, to] : moves.update) {
    statements.push_back(fmt::format(kUpdate, table, dialect.quote_literal(to), dialect.quote_literal(from)));
  }
  for (const std::string_view id : moves.insert) {
    statements.push_back(fmt::format(kInsert, table, dialect.quote_literal(id)));
  }
  return statements;
}

std::string standing_sql(const Dialect& dialect, std::string_view table, const Rows& rows, Keep keep) {
  std::vector<std::string> literals;
  literals.reserve(rows.size());
  for (const std::string& row : rows) literals.push_back(dialect.quote_literal(row));
  return standing_text(dialect, table, literals, keep);
}

void apply_to(Rows& rows, const HeadsChange& change) {
  for (const std::string& id : change.remove) std::erase(rows, id);
  rows.insert(rows.end(), change.add.begin(), change.add.end());
}

Heads::Heads(Connection& connection, const Dialect& dialect, const OwnTables& tables)
    : connection_(&connection),
      dialect_(&dialect),
      table_(tables.version),
      create_(version_table_sql(dialect, tables)) {
  const std::string table = dialect.quote_identifier(table_);
  read_ = fmt::format(kRead, table);
  insert_ = fmt::format(kInsert, table, "?");
  update_ = fmt::format(kUpdate, table, "?", "?");
  remove_ = fmt::format(kRemove, table, "?");
  clear_ = fmt::format(kClear, table);
}

bool Heads::exists() { return connection_->has_table(table_); }

void Heads::create() {
  if (exists()) return;
  failpoint("hist.create");
  connection_->execute(create_);
}

Rows Heads::read() {
  Rows rows;
  failpoint("hist.read");
  if (!exists()) return rows;
  try {
    connection_->query(read_, [&](Row row) {
      if (!row[0]) {
        throw error(Code::kCorruptHeads, "`{}` holds a row that is NULL", table_)
            .help("delete that row: no tool writes one");
      }
      rows.emplace_back(*row[0]);
    });
  } catch (const Error& failure) {
    if (failure.code() == Code::kStatement) refuse_foreign();
    throw;
  }
  Rows sorted = rows;
  std::sort(sorted.begin(), sorted.end());
  if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end()) {
    throw error(Code::kCorruptHeads, "`{}` holds `{}` twice", table_, *twice)
        .help(fmt::format("give `{}` its primary key back, or delete one of the two rows", table_));
  }
  return rows;
}

void Heads::refuse_foreign() {
  if (connection_->has_column(table_, "version_num")) return;
  throw error(Code::kConfig, "`{}` is not Aludel's version table: it has no column `version_num`", table_)
      .help("give Aludel's table another name in the configuration: `version_table = \"my_version\"`");
}

void Heads::apply(const HeadsChange& change, std::string_view revision) {
  failpoint("head.update");
  const auto move = [&](const std::string& sql, Values values, std::string_view row) {
    connection_->change_one(
        sql, values,
        fmt::format("revision `{}` should change the row `{}` of `{}`, which is not as this run read it", revision, row,
                    table_));
  };
  const Moves moves = moves_of(change);
  for (const std::string_view id : moves.remove) move(remove_, {id}, id);
  for (const auto& [from, to] : moves.update) move(update_, {to, from}, from);
  for (const std::string_view id : moves.insert) move(insert_, {id}, id);
}

std::string Heads::standing(const Rows& rows) const {
  return standing_text(*dialect_, table_, std::vector<std::string>(rows.size(), "?"), Keep::kNothing);
}

void Heads::clear() { connection_->execute(clear_); }

}  // namespace aludel
