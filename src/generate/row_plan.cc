#include "generate/row_plan.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <variant>

#include <fmt/core.h>

#include "diff/lineage.h"
#include "generate/asking.h"
#include "generate/pattern.h"

namespace aludel {
namespace {

constexpr std::size_t kMostParents = 50;
constexpr std::int64_t kLongestText = 4096;
constexpr std::int64_t kMoreRows = 16, kFarRow = 1009;  // whose values a row may take

std::optional<std::int64_t> whole_number(std::string_view literal) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(literal.data(), literal.data() + literal.size(), number);
  if (failure != std::errc() || end != literal.data() + literal.size()) return std::nullopt;
  return number;
}

}  // namespace

RowPlan::RowPlan(const SchemaDialect& dialect, const Schema& schema, const Table& table, const LaterSchema& later,
                 const RowHints& hints)
    : dialect_(&dialect),
      table_(&whole_of(table)),
      schema_(&schema),
      later_schema_(later.schema),
      renames_(later.renames),
      is_child_(table.whole != nullptr) {
  add_columns(hints, later);
  for (const View& view : views_) {
    add_unique(view);
    const bool is_later = view.table != table_ && later.schema != nullptr;
    checks_.add(dialect, is_later ? *later.schema : schema, *view.table, view.places);
  }
  for (const View& view : views_) {
    for (const Constraint& constraint : view.table->constraints) {
      if (const auto* key = std::get_if<ForeignKey>(&constraint)) add_key(schema, later, view, *key);
    }
  }
  add_checks();
  if (const std::string number = dialect.row_number(table); !number.empty()) {
    names_.push_back(number);
    numbered_ = true;
  }
}

void RowPlan::add_columns(const RowHints& hints, const LaterSchema& later) {
  const auto kept = std::find_if(later.kept.begin(), later.kept.end(),
                                 [&](const KeptTable& pair) { return pair.from->name == table_->name; });
  View now{table_, {}};
  View after{kept == later.kept.end() ? nullptr : &whole_of(*kept->to), {}};
  for (const Column& column : table_->columns) {
    if (column.generated || column.clauses.contains("identity")) continue;  // numbers come by themselves
    PlannedColumn planned;
    planned.column = &column;
    planned.nullable = !column.not_null;
    const std::string full = dialect_->identifier(table_->name.text + "." + column.name.text).key;
    if (const auto hint = hints.find(full); hint != hints.end()) planned.hint = hint->second;
    now.places[column.name] = columns_.size();
    if (after.table != nullptr) {
      const auto pair = std::find_if(kept->columns.begin(), kept->columns.end(),
                                     [&](const KeptColumn& both) { return both.from->name == column.name; });
      if (pair != kept->columns.end()) {
        planned.later = pair->to;
        after.places[pair->to->name] = columns_.size();
        if (pair->to->not_null && !later.filled.contains(full)) planned.nullable = false;
      }
    }
    names_.push_back(dialect_->column_sql(column.name));
    columns_.push_back(std::move(planned));
  }
  views_.push_back(std::move(now));
  if (after.table != nullptr) views_.push_back(std::move(after));
}

void RowPlan::add_unique(const View& view) {
  const Table& table = *view.table;
  if (table.primary_key) {
    mark_unique(view, table.primary_key->parts);
    for (const KeyPart& part : table.primary_key->parts) {
      const auto place = view.places.find(part.column);
      if (place != view.places.end()) columns_[place->second].nullable = false;
    }
  }
  for (const Index& index : table.indexes) {
    if (index.unique) mark_unique(view, index.parts);
  }
  for (const Constraint& constraint : table.constraints) {
    if (const auto* unique = std::get_if<UniqueConstraint>(&constraint)) mark_unique(view, unique->parts);
  }
}

void RowPlan::mark_unique(const View& view, const std::vector<KeyPart>& parts) {
  if (view.table != table_) later_keys_.push_back(places_of(view, parts));
  for (const KeyPart& part : parts) {
    for (const auto& [name, place] : view.places) {
      const bool named = part.column.empty() ? may_name(*dialect_, part.expression.written, name) : part.column == name;
      if (named) columns_[place].unique = true;
    }
  }
}

// None if one of them is an expression or not there yet: that is left to chance.
std::vector<std::size_t> RowPlan::places_of(const View& view, const std::vector<KeyPart>& parts) {
  std::vector<std::size_t> places;
  for (const KeyPart& part : parts) {
    const auto place = view.places.find(part.column);
    if (place == view.places.end()) return {};
    places.push_back(place->second);
  }
  return places;
}

std::string RowPlan::refused_later(Connection& connection, const MadeRow& row, std::int64_t n) const {
  if (repeats(connection, row, n)) return "its rows would not be unique in what the table becomes";
  const std::string check = checks_.refused_later(*dialect_, connection, *table_, row, n);
  return check.empty() ? "" : fmt::format("no value was found for CHECK ({})", check);
}

std::vector<std::string> RowPlan::conditions_of_child() const {
  std::vector<std::string> all;
  if (!is_child_) return all;
  for (const Constraint& constraint : views_.back().table->constraints) {
    if (const auto* check = std::get_if<CheckConstraint>(&constraint)) all.push_back(check->expression.written);
  }
  return all;
}

// Whether there is a row with the same key.
bool RowPlan::repeats(Connection& connection, const MadeRow& row, std::int64_t n) const {
  for (const std::vector<std::size_t>& key : later_keys_) {
    std::string condition;
    for (const std::size_t place : key) {
      if (row[place].empty()) continue;  // a default, which a key's column seldom has
      condition += fmt::format("{}aludel_row.{} = ({})", condition.empty() ? "" : " AND ", names_[place], row[place]);
    }
    if (condition.empty()) continue;
    bool found = false;
    ask(connection,
        fmt::format("SELECT 1 FROM {} AS aludel_row, (SELECT {} AS n) AS number WHERE {} LIMIT 1",
                    dialect_->table_sql(table_->name), n, condition),
        [&](Row) { found = true; });
    if (found) return true;
  }
  return false;
}

void RowPlan::add_key(const Schema& schema, const LaterSchema& later, const View& view, const ForeignKey& key) {
  RowKey row_key;
  row_key.parent_name = key.parent.text;
  for (const Identifier& name : key.columns) {
    const auto place = view.places.find(name);
    if (place == view.places.end()) return;  // generated, or not there yet
    row_key.columns.push_back(place->second);
    row_key.nullable = row_key.nullable || columns_[place->second].nullable;
  }
  // A key of the table as it is going to be says what its parent is going to be called.
  const bool is_later = view.table != table_;
  const auto kept = std::find_if(later.kept.begin(), later.kept.end(),
                                 [&](const KeptTable& pair) { return is_later && pair.to->name == key.parent; });
  const bool translated = kept != later.kept.end();
  row_key.parent =
      translated ? schema.find_table(kept->from->name) : (is_later ? nullptr : schema.find_table(key.parent));
  std::vector<Identifier> wanted = key.parent_columns;
  const Table* told = translated ? kept->to : row_key.parent;
  if (wanted.empty() && told != nullptr && told->primary_key) {
    for (const KeyPart& part : told->primary_key->parts) wanted.push_back(part.column);
  }
  for (const Identifier& name : wanted) {
    const Identifier* now = &name;
    if (translated) {
      const auto pair = std::find_if(kept->columns.begin(), kept->columns.end(),
                                     [&](const KeptColumn& column) { return column.to->name == name; });
      now = pair == kept->columns.end() ? nullptr : &pair->from->name;
    }
    if (now == nullptr || row_key.parent == nullptr || row_key.parent->find_column(*now) == nullptr) {
      row_key.parent = nullptr;
      break;
    }
    row_key.parent_columns.push_back(now->text);
  }
  if (row_key.parent_columns.size() != row_key.columns.size()) row_key.parent = nullptr;
  for (const std::size_t place : row_key.columns) columns_[place].in_key = true;
  keys_.push_back(std::move(row_key));
}

// What a CHECK names it probably accepts; and if it is a number, its neighbours, or as many characters.
void RowPlan::add_checks() {
  for (std::size_t place = 0; place < columns_.size(); ++place) {
    PlannedColumn& column = columns_[place];
    for (const std::string& text : checks_.about(place)) {
      for (const std::string& literal : dialect_->literals(text)) {
        if (std::find(column.named.begin(), column.named.end(), literal) != column.named.end()) continue;
        column.named.push_back(literal);
        column.literals.push_back(literal);
        const auto number = whole_number(literal);
        if (!number) continue;
        for (const std::int64_t near : {*number - 1, *number, *number + 1}) {
          if (near != *number) column.literals.push_back(fmt::format("{}", near));
          if (near > 0 && near <= kLongestText) column.lengths.push_back(static_cast<std::size_t>(near));
        }
      }
    }
  }
}

// What a CHECK names may be meant for another column, and spoil what is asked with it.
void RowPlan::forget_foreign_literals(Connection& connection) {
  fit_ = true;
  for (PlannedColumn& column : columns_) {
    const auto is_foreign = [&](const std::string& literal) {
      const std::string value = dialect_->typed_value(literal, *column.column, *schema_);
      if (value == literal) return false;
      try {
        ask(connection, "SELECT " + value, [](Row) {});
        return false;
      } catch (const Error& failure) {
        if (failure.code() != Code::kStatement) throw;
        return true;
      }
    };
    std::erase_if(column.named, is_foreign);
    std::erase_if(column.literals, is_foreign);
  }
}

std::string RowPlan::impossible() const {
  for (const RowKey& key : keys_) {
    if (key.parent == nullptr && !key.nullable)
      return fmt::format("each of its rows must refer to a row of `{}`, which is not there", key.parent_name);
  }
  for (std::size_t place = 0; place < columns_.size(); ++place) {
    const Column& column = *columns_[place].column;
    if (!column.default_value && options_of(place, 0).empty())
      return fmt::format("nobody knows a value of type `{}` for `{}`; `[rows]` in the configuration may say one",
                         column.type.written, column.name.text);
  }
  return {};
}

MadeRow RowPlan::make(Connection& connection, std::int64_t n, std::size_t attempt) {
  if (!fit_) forget_foreign_literals(connection);
  if (attempt == 0) random_.seed(static_cast<std::mt19937::result_type>(n));
  MadeRow row(columns_.size());
  choose_values(row, n, attempt);
  choose_parents(connection, row, n, attempt);
  checks_.satisfy(*dialect_, connection, row, n, [&](std::size_t place) {
    return columns_[place].in_key ? std::vector<std::string>{row[place]} : more_options_of(place, n);
  });
  if (numbered_) row.push_back(fmt::format("{}", n * 3));  // with gaps, so that a new numbering shows
  return row;
}

std::vector<std::string> RowPlan::options_of(std::size_t place, std::int64_t n) const {
  const PlannedColumn& column = columns_[place];
  if (!column.hint.empty()) return {column.hint};
  const bool changes = column.later != nullptr && !(column.later->type == column.column->type);
  std::vector<std::string> options = dialect_->samples(
      *column.column, {n, changes ? column.later : nullptr, column.lengths, schema_, later_schema_, renames_});
  for (const std::string& literal : column.literals) {
    options.push_back(literal);
    for (std::string& text : texts_like(literal, n)) options.push_back(std::move(text));
  }
  for (const std::string& literal : column.named) {
    for (std::string& value : dialect_->values_near(literal, *column.column, n)) options.push_back(std::move(value));
  }
  if (column.nullable) options.emplace_back("NULL");
  return options;
}

// Where a CHECK says nothing that helps.
std::vector<std::string> RowPlan::more_options_of(std::size_t place, std::int64_t n) const {
  std::vector<std::string> options = options_of(place, n);
  if (!columns_[place].named.empty() || !columns_[place].hint.empty()) return options;
  for (std::int64_t more = 1; more <= kMoreRows; ++more) {
    for (std::string& value : options_of(place, n + more * kFarRow)) {
      if (std::find(options.begin(), options.end(), value) == options.end()) options.push_back(std::move(value));
    }
  }
  return options;
}

// The first attempt is varied, the second asks for as little as it can, the others are by chance.
void RowPlan::choose_values(MadeRow& row, std::int64_t n, std::size_t attempt) {
  const auto turn = static_cast<std::size_t>(n);
  for (std::size_t place = 0; place < columns_.size(); ++place) {
    const PlannedColumn& column = columns_[place];
    const bool has_default = column.column->default_value.has_value() && !column.unique && column.hint.empty();
    const std::vector<std::string> options = options_of(place, n);
    if (options.empty()) {
      row[place] = "";
    } else if (attempt == 1) {
      row[place] = has_default ? "" : (column.nullable ? "NULL" : options.front());
    } else if (attempt == 0) {
      const bool counts = dialect_->counts(*column.column) && column.hint.empty();
      const bool by_default = counts || (has_default && (turn + place) % 3 == 0);
      row[place] = by_default ? "" : options[column.unique ? 0 : (turn + place * 3) % options.size()];
    } else {
      row[place] = options[random_() % options.size()];
    }
  }
}

void RowPlan::choose_parents(Connection& connection, MadeRow& row, std::int64_t n, std::size_t attempt) {
  const auto turn = static_cast<std::size_t>(n);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const RowKey& key = keys_[i];
    const auto pool = parents_of(connection, key);
    if (key.nullable && (pool.empty() || attempt == 1 || (turn + i) % 4 == 3)) {
      for (const std::size_t place : key.columns) {
        if (columns_[place].nullable && columns_[place].hint.empty()) row[place] = "NULL";
      }
    } else if (!pool.empty()) {
      // Two keys of one table turn at different speeds, so that their pairs differ.
      const std::size_t pick = turn + i * (turn / pool.size()) + (attempt == 0 ? 0 : random_());
      choose_parent(key, pool[pick % pool.size()], row);
    } else if (key.parent->name == table_->name) {
      std::vector<std::string> own;
      for (const std::string& name : key.parent_columns) {
        const auto place = views_.front().places.find(dialect_->identifier(name));
        own.push_back(place == views_.front().places.end() ? "NULL" : row[place->second]);
      }
      choose_parent(key, own, row);
    }
  }
}

void RowPlan::choose_parent(const RowKey& key, const std::vector<std::string>& parent, MadeRow& row) const {
  for (std::size_t part = 0; part < key.columns.size(); ++part) {
    const std::size_t place = key.columns[part];
    if (columns_[place].hint.empty()) row[place] = parent[part];
  }
}

std::vector<std::vector<std::string>> RowPlan::parents_of(Connection& connection, const RowKey& key) const {
  std::vector<std::vector<std::string>> pool;
  if (key.parent == nullptr) return pool;
  std::string texts, filter;
  for (const std::string& name : key.parent_columns) {
    const std::string quoted = dialect_->column_sql(dialect_->identifier(name));
    texts += (texts.empty() ? "" : ", ") + dialect_->literal_of(quoted, CellTypes::kCount);
    filter += (filter.empty() ? "" : " AND ") + quoted + " IS NOT NULL";
  }
  connection.query(fmt::format("SELECT {} FROM {} WHERE {} LIMIT {}", texts, dialect_->table_sql(key.parent->name),
                               filter, kMostParents),
                   [&](Row row) {
                     std::vector<std::string>& values = pool.emplace_back();
                     for (const auto& cell : row) values.emplace_back(cell.value_or("NULL"));
                   });
  return pool;
}

}  // namespace aludel
