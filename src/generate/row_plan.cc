#include "generate/row_plan.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <variant>

#include <fmt/core.h>

#include "core/error.h"

namespace aludel {
namespace {

constexpr std::size_t kMostCombinations = 256;
constexpr std::size_t kMostParents = 50;
constexpr std::size_t kRounds = 4;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return result;
}

// Whether the text may name the column. A word too much only costs time.
bool mentions(const std::string& lower_text, const Identifier& column, const Dialect& dialect) {
  if (lower_text.find(lower(column.text)) != std::string::npos) return true;
  return lower_text.find(lower(dialect.quote_identifier(column.text))) != std::string::npos;
}

// The literal, and if it is a whole number its neighbours: a CHECK's bounds.
void add_literal(const std::string& literal, std::vector<std::string>& to) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(literal.data(), literal.data() + literal.size(), number);
  to.push_back(literal);
  if (failure != std::errc() || end != literal.data() + literal.size()) return;
  for (const std::int64_t near : {number - 1, number + 1}) to.push_back(fmt::format("{}", near));
}

std::string value_or_default(const std::string& value, const Column& column) {
  if (!value.empty()) return value;
  return column.default_value ? "(" + column.default_value->written + ")" : "NULL";
}

}  // namespace

RowPlan::RowPlan(const Dialect& dialect, const Schema& schema, const Table& table, const LaterSchema& later,
                 const RowHints& hints)
    : dialect_(&dialect), table_(&table) {
  add_columns(hints, later);
  add_constraints(schema, later);
  if (const std::string number = dialect.row_number(table); !number.empty()) {
    names_.push_back(number);
    numbered_ = true;
  }
}

void RowPlan::add_columns(const RowHints& hints, const LaterSchema& later) {
  views_.push_back({table_, {}});
  const auto kept = std::find_if(later.kept.begin(), later.kept.end(),
                                 [&](const KeptTable& pair) { return pair.from->name == table_->name; });
  if (kept != later.kept.end()) views_.push_back({kept->to, {}});
  for (const Column& column : table_->columns) {
    if (column.generated) continue;
    PlannedColumn planned;
    planned.column = &column;
    planned.nullable = !column.not_null;
    const std::string full = dialect_->identifier(table_->name.text + "." + column.name.text).key;
    if (const auto hint = hints.find(full); hint != hints.end()) planned.hint = hint->second;
    views_[0].places[column.name] = columns_.size();
    if (kept != later.kept.end()) {
      for (const KeptColumn& pair : kept->columns) {
        if (!(pair.from->name == column.name)) continue;
        planned.later = pair.to;
        views_[1].places[pair.to->name] = columns_.size();
        if (pair.to->not_null && !later.filled.contains(full)) planned.nullable = false;
      }
    }
    names_.push_back(dialect_->quote_identifier(column.name.text));
    columns_.push_back(std::move(planned));
  }
}

void RowPlan::add_constraints(const Schema& schema, const LaterSchema& later) {
  for (std::size_t view = 0; view < views_.size(); ++view) {
    const Table& table = *views_[view].table;
    if (table.primary_key) {
      mark_unique(views_[view], table.primary_key->parts);
      for (const KeyPart& part : table.primary_key->parts) {
        const auto place = views_[view].places.find(part.column);
        if (place != views_[view].places.end()) columns_[place->second].nullable = false;
      }
    }
    for (const Index& index : table.indexes) {
      if (index.unique) mark_unique(views_[view], index.parts);
    }
    for (const Constraint& constraint : table.constraints) {
      if (const auto* unique = std::get_if<UniqueConstraint>(&constraint)) mark_unique(views_[view], unique->parts);
      if (const auto* check = std::get_if<CheckConstraint>(&constraint)) add_check(view, check->expression.written);
    }
  }
  for (std::size_t view = 0; view < views_.size(); ++view) {
    for (const Constraint& constraint : views_[view].table->constraints) {
      if (const auto* key = std::get_if<ForeignKey>(&constraint)) add_key(schema, later, view, *key);
    }
  }
}

void RowPlan::mark_unique(const View& view, const std::vector<KeyPart>& parts) {
  for (const KeyPart& part : parts) {
    const std::string text = lower(part.expression.written);
    for (const auto& [name, place] : view.places) {
      if (part.column == name || (part.column.empty() && mentions(text, name, *dialect_)))
        columns_[place].unique = true;
    }
  }
}

void RowPlan::add_key(const Schema& schema, const LaterSchema& later, std::size_t view, const ForeignKey& key) {
  RowKey row_key;
  row_key.parent_name = key.parent.text;
  for (const Identifier& name : key.columns) {
    const auto place = views_[view].places.find(name);
    if (place == views_[view].places.end()) return;  // generated, or not there yet
    row_key.columns.push_back(place->second);
    row_key.nullable = row_key.nullable || columns_[place->second].nullable;
  }
  const auto kept = std::find_if(later.kept.begin(), later.kept.end(),
                                 [&](const KeptTable& pair) { return pair.to->name == key.parent; });
  const bool elsewhere = view == 1 && kept != later.kept.end();
  if (view == 0) row_key.parent = schema.find_table(key.parent);
  if (elsewhere) row_key.parent = schema.find_table(kept->from->name);
  std::vector<Identifier> wanted = key.parent_columns;
  const Table* told = elsewhere ? kept->to : row_key.parent;
  if (wanted.empty() && told != nullptr && told->primary_key) {
    for (const KeyPart& part : told->primary_key->parts) wanted.push_back(part.column);
  }
  for (const Identifier& name : wanted) {
    std::string now = name.text;
    if (elsewhere) {
      const auto pair = std::find_if(kept->columns.begin(), kept->columns.end(),
                                     [&](const KeptColumn& column) { return column.to->name == name; });
      if (pair == kept->columns.end()) row_key.parent = nullptr;
      if (pair != kept->columns.end()) now = pair->from->name.text;
    }
    row_key.parent_columns.push_back(std::move(now));
  }
  if (row_key.parent_columns.size() != row_key.columns.size()) row_key.parent = nullptr;
  for (const std::size_t place : row_key.columns) columns_[place].in_key = true;
  keys_.push_back(std::move(row_key));
}

void RowPlan::add_check(std::size_t view, const std::string& expression) {
  Check check;
  check.view = view;
  check.expression = expression;
  const std::string text = lower(expression);
  for (const auto& [name, place] : views_[view].places) {
    if (!mentions(text, name, *dialect_)) continue;
    check.columns.push_back(place);
    for (const std::string& literal : dialect_->literals(expression)) add_literal(literal, columns_[place].literals);
  }
  checks_.push_back(std::move(check));
}

std::string RowPlan::impossible() const {
  for (const RowKey& key : keys_) {
    if (key.parent == nullptr && !key.nullable)
      return fmt::format("every row must refer to one of `{}`, which is not there or lacks the columns",
                         key.parent_name);
  }
  return {};
}

MadeRow RowPlan::make(Connection& connection, std::int64_t n, std::size_t attempt) {
  if (attempt == 0) random_.seed(static_cast<std::mt19937::result_type>(n));
  MadeRow row(columns_.size());
  choose_values(row, n, attempt);
  choose_parents(connection, row, n, attempt);
  satisfy_checks(connection, row, n);
  if (numbered_) row.push_back(fmt::format("{}", n * 3));  // with gaps, so that a new numbering shows
  return row;
}

std::vector<std::string> RowPlan::options_of(std::size_t place, std::int64_t n) const {
  const PlannedColumn& column = columns_[place];
  if (!column.hint.empty()) return {column.hint};
  const bool changes = column.later != nullptr && !(column.later->type == column.column->type);
  std::vector<std::string> options = dialect_->samples(*column.column, changes ? column.later : nullptr, n);
  options.insert(options.end(), column.literals.begin(), column.literals.end());
  if (column.nullable) options.emplace_back("NULL");
  return options;
}

// The first attempt is varied, the second asks for as little as it can, the others are by chance.
void RowPlan::choose_values(MadeRow& row, std::int64_t n, std::size_t attempt) {
  const auto turn = static_cast<std::size_t>(n);
  for (std::size_t place = 0; place < columns_.size(); ++place) {
    const PlannedColumn& column = columns_[place];
    const bool has_default = column.column->default_value.has_value() && !column.unique && column.hint.empty();
    const std::vector<std::string> options = options_of(place, n);
    if (attempt == 1) {
      row[place] = has_default ? "" : (column.nullable ? "NULL" : options.front());
    } else if (attempt == 0) {
      const bool by_default = has_default && (turn + place) % 3 == 0;
      row[place] = by_default ? "" : options[column.unique ? 0 : (turn * 5 + place * 3) % options.size()];
    } else {
      row[place] = options[random(options.size())];
    }
  }
}

void RowPlan::choose_parents(Connection& connection, MadeRow& row, std::int64_t n, std::size_t attempt) {
  const auto turn = static_cast<std::size_t>(n);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const RowKey& key = keys_[i];
    const auto pool = parents_of(connection, key);
    const bool without = key.nullable && (pool.empty() || attempt == 1 || (turn + i) % 4 == 3);
    const std::size_t pick = pool.empty() ? 0 : (turn + i * (turn / pool.size()) + attempt * random_()) % pool.size();
    for (std::size_t part = 0; part < key.columns.size(); ++part) {
      const std::size_t place = key.columns[part];
      if (!columns_[place].hint.empty()) continue;
      if (without) {
        if (columns_[place].nullable) row[place] = "NULL";
      } else if (!pool.empty()) {
        row[place] = pool[pick][part];
      } else if (key.parent == table_) {
        const auto own =
            views_[0].places.find(table_->find_column(dialect_->identifier(key.parent_columns[part]))->name);
        if (own != views_[0].places.end()) row[place] = row[own->second];
      }
    }
  }
}

std::vector<std::vector<std::string>> RowPlan::parents_of(Connection& connection, const RowKey& key) const {
  std::vector<std::vector<std::string>> pool;
  if (key.parent == nullptr) return pool;
  std::string texts, filter;
  for (const std::string& name : key.parent_columns) {
    const std::string quoted = dialect_->quote_identifier(name);
    texts += (texts.empty() ? "" : ", ") + dialect_->literal_of(quoted, CellTypes::kCount);
    filter += (filter.empty() ? "" : " AND ") + quoted + " IS NOT NULL";
  }
  connection.query(fmt::format("SELECT {} FROM {} WHERE {} LIMIT {}", texts,
                               dialect_->quote_identifier(key.parent->name.text), filter, kMostParents),
                   [&](Row row) {
                     std::vector<std::string>& values = pool.emplace_back();
                     for (const auto& cell : row) values.emplace_back(cell.value_or("NULL"));
                   });
  return pool;
}

void RowPlan::satisfy_checks(Connection& connection, MadeRow& row, std::int64_t n) {
  for (std::size_t round = 0; round < kRounds; ++round) {
    bool all = true;
    for (Check& check : checks_) {
      if (!check.usable || accepted(connection, check, {row}, n).front()) continue;
      all = false;
      const bool varies = std::any_of(check.columns.begin(), check.columns.end(), [&](std::size_t place) {
        return columns_[place].unique || columns_[place].in_key;
      });
      if (varies || check.good.empty()) find_good(connection, check, row, n);
      if (check.good.empty()) continue;
      const auto& values = check.good[(static_cast<std::size_t>(n) + round) % check.good.size()];
      for (std::size_t i = 0; i < check.columns.size(); ++i) row[check.columns[i]] = values[i];
    }
    if (all) return;
  }
}

// Tries values for the columns of a check, all combinations or some by chance.
void RowPlan::find_good(Connection& connection, Check& check, const MadeRow& row, std::int64_t n) {
  check.good.clear();
  std::vector<std::vector<std::string>> options;
  std::size_t combinations = 1;
  for (const std::size_t place : check.columns) {
    options.push_back(columns_[place].in_key ? std::vector<std::string>{row[place]} : options_of(place, n));
    combinations = std::min(combinations * options.back().size(), kMostCombinations + 1);
  }
  std::vector<MadeRow> rows;
  for (std::size_t i = 0; i < std::min(combinations, kMostCombinations); ++i) {
    MadeRow tried = row;
    std::size_t rest = i;
    for (std::size_t c = 0; c < check.columns.size(); ++c) {
      const std::size_t pick = combinations > kMostCombinations ? random(options[c].size()) : rest % options[c].size();
      rest /= options[c].size();
      tried[check.columns[c]] = options[c][pick];
    }
    rows.push_back(std::move(tried));
  }
  const std::vector<bool> fine = accepted(connection, check, rows, n);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!fine[i]) continue;
    auto& values = check.good.emplace_back();
    for (const std::size_t place : check.columns) values.push_back(rows[i][place]);
  }
}

// Asks the engine, with a table of these rows that exists in the query only. A check that cannot be asked about so (it
// names what only a real table has) is left to the insert.
std::vector<bool> RowPlan::accepted(Connection& connection, Check& check, const std::vector<MadeRow>& rows,
                                    std::int64_t n) const {
  const View& view = views_[check.view];
  std::string names = "aludel_row";
  std::string generated;
  std::vector<const Column*> shown;
  for (const Column& column : view.table->columns) {
    const std::string name = dialect_->quote_identifier(column.name.text);
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
    for (const Column* column : shown) {
      const auto place = view.places.find(column->name);
      values += ", " + value_or_default(place == view.places.end() ? "" : rows[i][place->second], *column);
    }
    values += fmt::format(" FROM (SELECT {} AS n)", n);
  }
  std::vector<bool> fine(rows.size(), true);
  try {
    connection.query(fmt::format("WITH aludel_rows ({}) AS ({}), {} AS (SELECT aludel_rows.*{} FROM aludel_rows) "
                                 "SELECT aludel_row, CASE WHEN ({}) IS NOT FALSE THEN 1 ELSE 0 END FROM {}",
                                 names, values, dialect_->quote_identifier(view.table->name.text), generated,
                                 check.expression, dialect_->quote_identifier(view.table->name.text)),
                     [&](Row row) {
                       const std::string index(row[0].value_or("0"));
                       fine[std::stoul(index)] = row[1].value_or("1") != "0";
                     });
  } catch (const Error& failure) {
    if (failure.code() != Code::kStatement) throw;
    check.usable = false;
    fine.assign(rows.size(), true);
  }
  return fine;
}

}  // namespace aludel
