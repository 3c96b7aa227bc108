#include "generate/rows.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "core/error.h"
#include "generate/row_plan.h"
#include "schema/order.h"

namespace aludel {
namespace {

constexpr std::size_t kMostAttempts = 6;   // for one row
constexpr std::size_t kMostFailures = 24;  // for one table

// What went wrong in the engine; anything else (a signal, a full disk) is no answer about rows.
std::string reason_of(const Error& failure) {
  const bool of_rows = failure.code() == Code::kStatement || failure.code() == Code::kForeignKeys ||
                       failure.code() == Code::kForbiddenStatement;
  if (!of_rows) throw failure;
  return failure.diagnostic().message;
}

// Inside the transaction that fill() began. A statement that fails leaves nothing; a trigger may end the transaction.
std::string try_statement(Connection& connection, std::string_view sql) {
  connection.savepoint();
  try {
    connection.run(Source{"rows", sql}, {0, sql.size()}, RunMode::kTransactional);
    if (connection.in_transaction()) connection.release();
    return {};
  } catch (const Error& failure) {
    if (connection.in_transaction()) {
      connection.rollback_to_savepoint();
    } else {
      connection.begin();
    }
    return reason_of(failure);
  }
}

std::string insert_sql(const SchemaDialect& dialect, const Table& table, const std::vector<std::string>& names,
                       const MadeRow& row, std::int64_t n) {
  std::string columns, values;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i].empty()) continue;
    columns += (columns.empty() ? "" : ", ") + names[i];
    values += (values.empty() ? "" : ", ") + row[i];
  }
  const std::string name = dialect.table_sql(table.name);
  if (columns.empty()) return fmt::format("INSERT INTO {} DEFAULT VALUES", name);
  return fmt::format("INSERT INTO {} ({}) SELECT {} FROM (SELECT {} AS n) AS aludel_number", name, columns, values, n);
}

// `child.a = parent.x AND ...` of a foreign key; `holds` of every row that refers to something.
struct KeySql {
  std::string child;
  std::string refers;   // no part of the key is NULL
  std::string matches;  // a row of the parent, called aludel_parent
  std::string parent;

  [[nodiscard]] std::string broken() const {
    if (parent.empty()) return refers;
    return fmt::format("{} AND NOT EXISTS (SELECT 1 FROM {} AS aludel_parent WHERE {})", refers, parent, matches);
  }
};

KeySql key_sql(const SchemaDialect& dialect, const Table& table, const RowPlan& plan, const RowKey& key) {
  KeySql sql{dialect.table_sql(table.name), {}, {}, {}};
  if (key.parent != nullptr) sql.parent = dialect.table_sql(key.parent->name);
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const std::string column = fmt::format("{}.{}", sql.child, plan.columns()[key.columns[i]]);
    sql.refers += fmt::format("{}{} IS NOT NULL", i == 0 ? "" : " AND ", column);
    if (key.parent == nullptr) continue;
    sql.matches += fmt::format("{}aludel_parent.{} = {}", i == 0 ? "" : " AND ",
                               dialect.column_sql(dialect.identifier(key.parent_columns[i])), column);
  }
  return sql;
}

bool any(Connection& connection, const std::string& table, const std::string& condition) {
  bool found = false;
  connection.query(fmt::format("SELECT 1 FROM {} WHERE {} LIMIT 1", table, condition), [&](Row) { found = true; });
  return found;
}

// The rows of a cycle were made before the ones that they refer to: now they get a parent.
std::string adopt_sql(const SchemaDialect& dialect, const KeySql& sql, const RowPlan& plan, const RowKey& key) {
  std::string order, sets;
  for (const std::string& name : key.parent_columns)
    order += (order.empty() ? "" : ", ") + dialect.column_sql(dialect.identifier(name));
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    sets += fmt::format("{}{} = (SELECT {} FROM {} AS aludel_parent ORDER BY {} LIMIT 1)", i == 0 ? "" : ", ",
                        plan.columns()[key.columns[i]], dialect.column_sql(dialect.identifier(key.parent_columns[i])),
                        sql.parent, order);
  }
  return fmt::format("UPDATE {} SET {} WHERE {}", sql.child, sets, sql.broken());
}

struct Filling {
  const Table* table;
  RowPlan plan;
  std::vector<bool> held;  // each foreign key, before there were rows of ours
  std::string reason;
};

class Fill {
 public:
  Fill(Connection& connection, const SchemaDialect& dialect) : connection_(connection), dialect_(dialect) {}

  void fill(Filling& filling, std::int64_t first, std::size_t count) {
    const std::string impossible = filling.plan.impossible();
    if (!impossible.empty()) {
      filling.reason = impossible;
      return;
    }
    const Table& table = *filling.table;
    for (const RowKey& key : filling.plan.keys()) {
      filling.held.push_back(holds(key_sql(dialect_, table, filling.plan, key)));
    }
    const bool numbers = table.primary_key && table.primary_key->clauses.contains("autoincrement");
    connection_.begin();
    MadeRow last;
    std::size_t done = 0;
    std::size_t failures = 0;
    for (std::int64_t n = first; done < count + (numbers ? 1 : 0) && failures < kMostFailures; ++n) {
      if (std::optional<MadeRow> row = insert(filling, n, failures)) {
        last = std::move(*row);
        ++done;
      }
    }
    if (numbers && done > 1) forget(filling, last);
    connection_.commit();
  }

  void mend(Filling& filling) {
    connection_.begin();
    for (std::size_t i = 0; i < filling.held.size(); ++i) {
      const RowKey& key = filling.plan.keys()[i];
      const KeySql sql = key_sql(dialect_, *filling.table, filling.plan, key);
      if (!filling.held[i] || !any(connection_, sql.child, sql.broken())) continue;
      if (key.parent != nullptr) (void)try_statement(connection_, adopt_sql(dialect_, sql, filling.plan, key));
    }
    connection_.commit();
  }

  // A row that was put into a parent may lie where it could not stay.
  void drop_unsuited(const Filling& filling) {
    connection_.begin();
    for (const std::string& condition : filling.plan.conditions_of_child()) {
      (void)try_statement(connection_, fmt::format("DELETE FROM {} WHERE NOT ({})",
                                                   dialect_.table_sql(filling.table->name), condition));
    }
    connection_.commit();
  }

  // Rows that refer to nothing go, and then those that referred to them. True: some went.
  bool drop_broken(Filling& filling) {
    bool dropped = false;
    connection_.begin();
    for (std::size_t i = 0; i < filling.held.size(); ++i) {
      const KeySql sql = key_sql(dialect_, *filling.table, filling.plan, filling.plan.keys()[i]);
      if (!filling.held[i] || !any(connection_, sql.child, sql.broken())) continue;
      const std::string failure =
          try_statement(connection_, fmt::format("DELETE FROM {} WHERE {}", sql.child, sql.broken()));
      dropped = dropped || failure.empty();
      filling.reason = "its rows and those that they refer to need each other";
    }
    connection_.commit();
    return dropped;
  }

 private:
  // False, too, for one that comes later, and whose columns have types by then that can be compared.
  bool holds(const KeySql& sql) {
    try {
      return !any(connection_, sql.child, sql.broken());
    } catch (const Error& failure) {
      if (failure.code() != Code::kStatement) throw;
      return false;
    }
  }

  // The row that was inserted, without columns if the engine makes up all of it; nothing if none could be.
  std::optional<MadeRow> insert(Filling& filling, std::int64_t n, std::size_t& failures) {
    for (std::size_t attempt = 0; attempt < kMostAttempts && failures < kMostFailures; ++attempt) {
      MadeRow row = filling.plan.make(connection_, n, attempt);
      std::string failure = try_row(filling, row, n);
      if (failure.empty()) return row;
      filling.reason = std::move(failure);
      ++failures;
    }
    return std::nullopt;
  }

  std::string try_row(const Filling& filling, const MadeRow& row, std::int64_t n) {
    try {
      if (std::string reason = filling.plan.refused_later(connection_, row, n); !reason.empty()) return reason;
    } catch (const Error& failure) {
      return reason_of(failure);  // a hint that is no SQL
    }
    return try_statement(connection_, insert_sql(dialect_, *filling.table, filling.plan.columns(), row, n));
  }

  // The highest number that was given out is then no row's.
  void forget(Filling& filling, const MadeRow& row) {
    const Table& table = *filling.table;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string& name = filling.plan.columns()[i];
      if (row[i].empty() || name != dialect_.column_sql(table.primary_key->parts.front().column)) continue;
      (void)try_statement(connection_,
                          fmt::format("DELETE FROM {} WHERE {} = {}", dialect_.table_sql(table.name), name, row[i]));
    }
  }

  Connection& connection_;
  const SchemaDialect& dialect_;
};

}  // namespace

RowMaker::RowMaker(const SchemaDialect& dialect, const RowHints& hints) : dialect_(&dialect) {
  for (const auto& [name, expression] : hints) hints_[dialect.identifier(name).key] = expression;
}

void RowMaker::fill(Connection& connection, const Schema& schema, const std::set<Identifier>& tables,
                    std::size_t count) {
  SessionWish unchecked;
  unchecked.foreign_keys = false;
  connection.switch_session(unchecked);
  Fill fill(connection, *dialect_);
  std::vector<const Table*> chosen;
  for (const Table& table : schema.tables) {
    if (tables.contains(table.name)) chosen.push_back(&table);
  }
  std::vector<Filling> fillings;
  fillings.reserve(chosen.size());
  // A circle is cut somewhere: its keys are mended afterwards.
  for (const Table* table : parents_first(chosen)) {
    fillings.push_back({table, RowPlan(*dialect_, schema, *table, later_, hints_), {}, {}});
    fill.fill(fillings.back(), next_, count);
  }
  next_ += 100;
  for (const Filling& filling : fillings) fill.drop_unsuited(filling);
  for (Filling& filling : fillings) fill.mend(filling);
  // A trigger may keep a row that should go, so this has an end.
  bool dropped = true;
  for (std::size_t round = 0; dropped && round <= fillings.size(); ++round) {
    dropped = false;
    for (Filling& filling : fillings) dropped = fill.drop_broken(filling) || dropped;
  }
  for (const Filling& filling : fillings) {
    const std::string& name = filling.table->name.text;
    empty_.erase(name);
    if (!any(connection, dialect_->table_sql(filling.table->name), "1 = 1"))
      empty_[name] = filling.reason.empty() ? "its rows went with others" : filling.reason;
  }
}

}  // namespace aludel
