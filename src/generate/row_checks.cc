#include "generate/row_checks.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include <fmt/core.h>

#include "core/error.h"
#include "generate/asking.h"

namespace aludel {
namespace {

constexpr std::size_t kMostAlternatives = 40;
constexpr std::size_t kMostRounds = 8;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

std::string value_or_default(const std::string& value, const Column& column) {
  if (!value.empty()) return value;
  return column.default_value ? "(" + column.default_value->written + ")" : "NULL";
}

// What rows are judged by.
struct Court {
  const SchemaDialect& dialect;
  const Schema& schema;
  const Table& table;
  const std::map<Identifier, std::size_t>& places;
  std::vector<std::string> checks;
  std::set<std::size_t> named;  // places of columns that these may name

  [[nodiscard]] std::string value(const MadeRow& row, const Column& column) const {
    const auto place = places.find(column.name);
    std::string value = value_or_default(place == places.end() ? "" : row[place->second], column);
    const bool is_named = place == places.end() ? is_computed_of(column) : named.contains(place->second);
    return is_named ? dialect.typed_value(value, column, schema) : value;
  }
  [[nodiscard]] bool is_computed_of(const Column& column) const {
    return std::any_of(table.columns.begin(), table.columns.end(), [&](const Column& one) {
      return one.generated && may_name(dialect, one.generated->expression.written, column.name);
    });
  }
};

// A query that gives, for each row, its number and for each check 1 or 0. The rows take the place of the table.
std::string judging_sql(const Court& court, const std::vector<MadeRow>& rows, std::int64_t n) {
  const auto& [dialect, schema, table, places, checks, columns] = court;
  std::string names = "aludel_row";
  std::string generated;
  std::vector<const Column*> shown;
  for (const Column& column : table.columns) {
    const std::string name = dialect.column_sql(column.name);
    if (column.generated) {
      generated += fmt::format(", ({}) AS {}", column.generated->expression.written, name);
    } else {
      names += ", " + name;
      shown.push_back(&column);
    }
  }
  std::string values;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    values += fmt::format("{}SELECT {}", i == 0 ? "" : " UNION ALL ", i);
    for (const Column* column : shown) values += ", " + court.value(rows[i], *column);
    values += fmt::format(" FROM (SELECT {} AS n) AS aludel_number", n);
  }
  std::string verdicts;
  for (const std::string& check : checks)
    verdicts += fmt::format(", CASE WHEN ({}) IS NOT FALSE THEN 1 ELSE 0 END", check);
  const std::string name = dialect.quote_identifier(table.name.text);
  return fmt::format(
      "WITH aludel_rows ({}) AS ({}), {} AS (SELECT aludel_rows.*{} FROM aludel_rows) SELECT aludel_row{} FROM {}",
      names, values, name, generated, verdicts, name);
}

}  // namespace

bool may_name(const SchemaDialect& dialect, std::string_view sql, const Identifier& column) {
  const std::string text = lower(sql);
  const std::string sql_name = lower(dialect.column_sql(column));
  const bool in_quotes = sql_name.size() > 2 && std::isalnum(static_cast<unsigned char>(sql_name.front())) == 0;
  const std::string_view bare = in_quotes ? std::string_view(sql_name).substr(1, sql_name.size() - 2) : sql_name;
  return text.find(bare) != std::string::npos || text.find(lower(column.text)) != std::string::npos;
}

namespace {

std::vector<std::size_t> named_in(const SchemaDialect& dialect, const std::string& sql,
                                  const std::map<Identifier, std::size_t>& places) {
  std::vector<std::size_t> named;
  for (const auto& [name, place] : places) {
    if (may_name(dialect, sql, name)) named.push_back(place);
  }
  return named;
}

// Those, too, that columns which it names are computed of.
std::vector<std::size_t> decide(const SchemaDialect& dialect, const std::string& check, const Table& table,
                                const std::map<Identifier, std::size_t>& places) {
  std::string sql = check;
  for (const Column& column : table.columns) {
    if (column.generated && may_name(dialect, check, column.name)) sql += ' ' + column.generated->expression.written;
  }
  return named_in(dialect, sql, places);
}

}  // namespace

void RowChecks::add(const SchemaDialect& dialect, const Schema& schema, const Table& table,
                    const std::map<Identifier, std::size_t>& places) {
  View view{&schema, &table, places, {}, {}};
  for (const Column& column : table.columns) {
    if (!column.generated) continue;
    for (const std::size_t place : named_in(dialect, column.generated->expression.written, places))
      view.computed_of.insert(place);
  }
  for (const Constraint& constraint : table.constraints) {
    const auto* check = std::get_if<CheckConstraint>(&constraint);
    if (check == nullptr) continue;
    view.checks.push_back({{check->expression.written}, decide(dialect, check->expression.written, table, places)});
  }
  for (const Column& column : table.columns) {
    const auto place = places.find(column.name);
    if (place == places.end()) continue;
    for (std::string& check : dialect.checks_of_type(column, schema))
      view.checks.push_back({{std::move(check)}, {place->second}});
  }
  add_parts(dialect, view, views_.empty());
  if (!views_.empty() && *views_.front().table == table) forget_known(view);
  if (!view.checks.empty()) views_.push_back(std::move(view));
}

// What a table that does not change refuses it refuses now.
void RowChecks::forget_known(View& later) const {
  const std::vector<Check>& known = views_.front().checks;
  std::erase_if(later.checks, [&](const Check& check) {
    return std::any_of(known.begin(), known.end(), [&](const Check& one) { return one.in_turn == check.in_turn; });
  });
}

void RowChecks::add_parts(const SchemaDialect& dialect, View& view, bool with_wish) {
  std::vector<std::string> parts = dialect.conditions_of_parts(*view.table, *view.schema);
  if (parts.empty()) return;
  std::string any;
  for (const std::string& part : parts) any += (any.empty() ? "(" : " OR (") + part + ")";
  std::vector<std::size_t> columns = named_in(dialect, any, view.places);
  view.checks.push_back({{std::move(any)}, columns});
  if (with_wish) view.checks.push_back({std::move(parts), std::move(columns), kWish});
}

std::vector<std::string> RowChecks::about(std::size_t place) const {
  std::vector<std::string> texts;
  for (const View& view : views_) {
    for (const Check& check : view.checks) {
      const bool named = std::find(check.columns.begin(), check.columns.end(), place) != check.columns.end();
      if (named) texts.insert(texts.end(), check.in_turn.begin(), check.in_turn.end());
    }
  }
  return texts;
}

// Each round takes the change that leaves the fewest checks refusing.
void RowChecks::satisfy(const SchemaDialect& dialect, Connection& connection, MadeRow& row, std::int64_t n,
                        const Options& options) {
  if (!tried_) drop_unusable(dialect, connection, row.size());
  if (views_.empty()) return;
  random_.seed(static_cast<std::mt19937::result_type>(n));
  Verdict now = judge(dialect, connection, {row}, n).front();
  for (std::size_t round = 0; now.refused > 0 && round < kMostRounds; ++round) {
    const std::vector<MadeRow> tried = alternatives(*now.by, row, options);
    if (tried.empty()) return;
    const std::vector<Verdict> verdicts = judge(dialect, connection, tried, n);
    const bool is_wish = now.by->weight == kWish;
    // The first of the best after a place that moves with the row, so that rows differ.
    std::size_t best = 0;
    const std::size_t start = static_cast<std::size_t>(n) % tried.size();
    for (std::size_t i = 0; i < tried.size(); ++i) {
      const std::size_t place = (start + i) % tried.size();
      if (i == 0 || verdicts[place].refused < verdicts[best].refused) best = place;
    }
    if (is_wish && verdicts[best].refused >= now.refused) return;
    row = tried[best];
    now = verdicts[best];
  }
}

std::string RowChecks::refused_later(const SchemaDialect& dialect, Connection& connection, const Table& now,
                                     const MadeRow& row, std::int64_t n) const {
  for (const View& view : views_) {
    if (view.table == &now) continue;
    const std::optional<std::vector<Verdict>> verdict = judge(dialect, connection, view, {row}, n);
    if (verdict && verdict->front().by != nullptr) return verdict->front().by->of_row(n);
  }
  return {};
}

// All combinations of the options for the columns of a check, or some by chance.
std::vector<MadeRow> RowChecks::alternatives(const Check& check, const MadeRow& row, const Options& options) {
  std::vector<std::vector<std::string>> choices;
  std::size_t combinations = 1;
  for (const std::size_t place : check.columns) {
    choices.push_back(options(place));
    combinations = std::min(combinations * choices.back().size(), kMostAlternatives + 1);
  }
  std::vector<MadeRow> rows;
  for (std::size_t i = 0; i < std::min(combinations, kMostAlternatives); ++i) {
    MadeRow tried = row;
    std::size_t rest = i;
    for (std::size_t c = 0; c < check.columns.size(); ++c) {
      const std::size_t count = choices[c].size();
      tried[check.columns[c]] = choices[c][combinations > kMostAlternatives ? random_() % count : rest % count];
      rest /= count;
    }
    rows.push_back(std::move(tried));
  }
  return rows;
}

// A check that names what only a real table has cannot be asked about so; the insert decides.
void RowChecks::drop_unusable(const SchemaDialect& dialect, Connection& connection, std::size_t row_size) {
  tried_ = true;
  const std::vector<MadeRow> empty = {MadeRow(row_size)};
  for (View& view : views_) {
    std::erase_if(view.checks, [&](const Check& check) {
      try {
        std::set<std::size_t> named = view.computed_of;
        named.insert(check.columns.begin(), check.columns.end());
        const Court court{dialect, *view.schema, *view.table, view.places, check.in_turn, std::move(named)};
        ask(connection, judging_sql(court, empty, 0), [](Row) {});
        return false;
      } catch (const Error& failure) {
        if (failure.code() != Code::kStatement) throw;
        return true;
      }
    });
  }
  std::erase_if(views_, [](const View& view) { return view.checks.empty(); });
}

std::vector<RowChecks::Verdict> RowChecks::judge(const SchemaDialect& dialect, Connection& connection,
                                                 const std::vector<MadeRow>& rows, std::int64_t n) const {
  std::vector<Verdict> verdicts(rows.size());
  for (const View& view : views_) {
    std::optional<std::vector<Verdict>> all = judge(dialect, connection, view, rows, n);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::optional<std::vector<Verdict>> one;
      if (!all && rows.size() > 1) one = judge(dialect, connection, view, {rows[i]}, n);
      // A row that cannot be judged is not chosen; where there is no other the insert decides.
      const Verdict worst{rows.size() > 1 ? kMust * view.checks.size() : 0, &view.checks.front()};
      const Verdict found = all ? (*all)[i] : one ? one->front() : worst;
      verdicts[i].refused += found.refused;
      if (verdicts[i].by == nullptr) verdicts[i].by = found.by;
    }
  }
  return verdicts;
}

std::optional<std::vector<RowChecks::Verdict>> RowChecks::judge(const SchemaDialect& dialect, Connection& connection,
                                                                const View& view, const std::vector<MadeRow>& rows,
                                                                std::int64_t n) {
  Court court{dialect, *view.schema, *view.table, view.places, {}, view.computed_of};
  for (const Check& check : view.checks) {
    court.checks.push_back(check.of_row(n));
    court.named.insert(check.columns.begin(), check.columns.end());
  }
  std::vector<Verdict> verdicts(rows.size());
  try {
    ask(connection, judging_sql(court, rows, n), [&](Row row) {
      Verdict& verdict = verdicts[std::stoul(std::string(row[0].value_or("0")))];
      for (std::size_t i = 0; i < view.checks.size(); ++i) {
        if (row[i + 1].value_or("1") != "0") continue;
        verdict.refused += view.checks[i].weight;
        if (verdict.by == nullptr) verdict.by = &view.checks[i];
      }
    });
  } catch (const Error& failure) {
    if (failure.code() != Code::kStatement) throw;
    return std::nullopt;
  }
  return verdicts;
}

}  // namespace aludel
