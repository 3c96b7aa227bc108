#include "postgresql_drawing.h"

#include <algorithm>

#include <fmt/core.h>

namespace aludel::property {
namespace {

constexpr const char* kTypes[] = {
    "integer",     "bigint", "smallint", "numeric(10,2)", "text",      "varchar(20)", "boolean",  "date",
    "timestamptz", "uuid",   "jsonb",    "bytea",         "integer[]", "inet",        "interval", "double precision"};
constexpr const char* kLabels[] = {"a", "b", "it's", "B c", "d\\e", "\xC3\xA9t\xC3\xA9", "z", "ok", "sad"};
constexpr const char* kColumnNames[] = {"a", "b", "order", "It's", "c d", "x\"y", "\xC3\xBC", "user", "e", "f"};
constexpr const char* kTableNames[] = {"users", "T 1", "order", "pg_class", "logs", "a.b", "\xC3\xA4"};
constexpr const char* kActions[] = {"", "CASCADE", "SET NULL", "RESTRICT"};
constexpr const char* kComments[] = {"", "of it", "it's */ $$ -- migrate:down"};

template <typename List>
bool has_name(const List& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(), [&](const auto& one) { return one.name == name; });
}

class Drawer {
 public:
  Drawer(PgDrawing drawing, Random& random) : drawing_(std::move(drawing)), random_(random) {}

  PgDrawing fresh() {
    for (std::size_t left = random_.below(3); left > 0; --left) add_enum();
    for (std::size_t left = random_.below(3); left > 0; --left) add_domain();
    if (random_.chance(40)) add_composite();
    for (std::size_t left = random_.below(3); left > 0; --left) add_function();
    if (random_.chance(50)) change_sequence();
    for (std::size_t left = 1 + random_.below(3); left > 0; --left) add_table();
    for (std::size_t left = random_.below(3); left > 0; --left) add_view();
    return std::move(drawing_);
  }

  PgDrawing changed() {
    for (std::size_t left = 1 + random_.below(4); left > 0; --left) change();
    return std::move(drawing_);
  }

 private:
  std::string label() { return random_.pick(kLabels); }

  void add_enum() {
    const std::string name = fmt::format("enum {}", drawing_.enums.size());
    std::vector<std::string> labels;
    for (std::size_t left = 1 + random_.below(4); left > 0; --left) add_label(labels);
    drawing_.enums.emplace_back(name, std::move(labels));
  }
  void add_label(std::vector<std::string>& labels) {
    const std::string one = label();
    if (std::find(labels.begin(), labels.end(), one) == labels.end())
      labels.insert(labels.begin() + static_cast<std::ptrdiff_t>(random_.below(labels.size() + 1)), one);
  }
  void add_domain() {
    PgDomain domain{fmt::format("domain {}", drawing_.domains.size()), random_.chance(50) ? "integer" : "text", 0,
                    false};
    change_domain(domain);
    drawing_.domains.push_back(std::move(domain));
  }
  void change_domain(PgDomain& domain) {
    if (random_.chance(60)) domain.least = static_cast<int>(random_.below(3));
    if (random_.chance(40)) domain.with_default = !domain.with_default;
  }
  void add_composite() {
    std::vector<std::string> fields;
    for (std::size_t left = 1 + random_.below(3); left > 0; --left) fields.emplace_back(random_.pick(kTypes));
    drawing_.composites.emplace_back(fmt::format("pair {}", drawing_.composites.size()), std::move(fields));
  }
  void add_function() {
    drawing_.functions.push_back(
        {fmt::format("f{}", drawing_.functions.size()), "n", 1 + static_cast<int>(random_.below(3))});
  }
  void change_sequence() {
    drawing_.sequences[random_.chance(50) ? "numbers" : "s 2"] = 1 + static_cast<int>(random_.below(5));
  }

  std::string type() {
    const std::size_t own = random_.below(10);
    if (own == 0 && !drawing_.enums.empty()) return '"' + random_.pick(drawing_.enums).first + '"';
    if (own == 1 && !drawing_.enums.empty()) return '"' + random_.pick(drawing_.enums).first + "\"[]";
    if (own == 2 && !drawing_.domains.empty()) return '"' + random_.pick(drawing_.domains).name + '"';
    if (own == 3 && !drawing_.composites.empty()) return '"' + random_.pick(drawing_.composites).first + '"';
    return random_.pick(kTypes);
  }

  void add_column(PgTable& table) {
    PgColumn column;
    column.name = random_.pick(kColumnNames);
    if (has_name(table.columns, column.name)) return;
    column.type = type();
    column.not_null = random_.chance(30);
    column.with_default = random_.chance(30);
    if (random_.chance(10)) column.filled = PgFilled::kComputed;
    if (random_.chance(10)) column.filled = PgFilled::kSerial;
    column.comment = random_.pick(kComments);
    table.columns.push_back(std::move(column));
  }

  void add_table() {
    PgTable table;
    table.name = random_.pick(kTableNames);
    if (has_name(drawing_.tables, table.name)) return;
    PgColumn id{"id", random_.chance(50) ? "integer" : "bigint", true, false, PgFilled::kByHand, ""};
    if (random_.chance(40)) id.filled = random_.chance(50) ? PgFilled::kIdentity : PgFilled::kSerial;
    table.columns.push_back(std::move(id));
    for (std::size_t left = random_.below(5); left > 0; --left) add_column(table);
    if (random_.chance(20)) table.partitions = 1 + static_cast<int>(random_.below(3));
    if (random_.chance(80)) table.key = {"id"};
    for (std::size_t left = random_.below(5); left > 0; --left) change_parts(table);
    drawing_.tables.push_back(std::move(table));
  }

  const std::string& column_of(const PgTable& table) { return random_.pick(table.columns).name; }

  void change_parts(PgTable& table) {
    switch (random_.below(13)) {
      case 0:
        table.unique = {column_of(table)};
        break;
      case 1:
        table.checks.push_back(
            {fmt::format("check {}", table.checks.size()),
             drawing_.functions.empty() || random_.chance(50) ? "" : random_.pick(drawing_.functions).name,
             -static_cast<int>(random_.below(50))});
        break;
      case 2:
        if (!drawing_.tables.empty())
          table.references.push_back({column_of(table), random_.pick(drawing_.tables).name, random_.pick(kActions)});
        break;
      case 3:
      case 4: {
        PgIndex index;
        index.name = fmt::format("i {} {}", table.name, table.indexes.size());
        index.column = column_of(table);
        if (random_.chance(20)) index.other = column_of(table);
        index.unique = random_.chance(15);
        index.partial = random_.chance(20);
        index.by_expression = random_.chance(20);
        index.descending = random_.chance(20);
        table.indexes.push_back(std::move(index));
        break;
      }
      case 5:
        table.with_trigger = !table.with_trigger;
        break;
      case 6:
        table.guarded = !table.guarded;
        break;
      case 7:
        table.comment = random_.pick(kComments);
        break;
      case 8:
        table.hashed = !table.hashed;
        break;
      case 9:
        table.clustered = !table.clustered;
        break;
      case 10:
        table.toasted = !table.toasted;
        break;
      case 11:
        table.partly_off = !table.partly_off;
        break;
      default:
        table.unlogged = !table.unlogged;
        break;
    }
  }

  void add_view() {
    if (drawing_.tables.empty()) return;
    PgView view;
    std::size_t number = drawing_.views.size();  // others may have gone
    do view.name = fmt::format("v {}", number++);
    while (has_name(drawing_.views, view.name));
    const PgTable& table = random_.pick(drawing_.tables);
    view.table = table.name;
    for (std::size_t left = random_.below(3); left > 0; --left) view.columns.push_back(column_of(table));
    view.materialized = random_.chance(30);
    view.least = static_cast<int>(random_.below(3));
    drawing_.views.push_back(std::move(view));
  }

  void change() {
    switch (random_.below(12)) {
      case 0:
        change_enum();
        break;
      case 1:
        if (!drawing_.domains.empty()) change_domain(drawing_.domains[random_.below(drawing_.domains.size())]);
        break;
      case 2:
        if (!drawing_.composites.empty()) {
          auto& fields = drawing_.composites[random_.below(drawing_.composites.size())].second;
          fields[random_.below(fields.size())] = random_.pick(kTypes);
        }
        break;
      case 3:
        change_function();
        break;
      case 4:
        change_sequence();
        break;
      case 5:
        random_.chance(50) ? add_table() : drop_one(drawing_.tables);
        break;
      case 6:
        random_.chance(50) ? add_view() : drop_one(drawing_.views);
        break;
      default:
        if (!drawing_.tables.empty()) change_table(drawing_.tables[random_.below(drawing_.tables.size())]);
        break;
    }
  }
  template <typename List>
  void drop_one(List& list) {
    if (!list.empty()) list.erase(list.begin() + static_cast<std::ptrdiff_t>(random_.below(list.size())));
  }
  void change_enum() {
    if (drawing_.enums.empty()) return add_enum();
    auto& labels = drawing_.enums[random_.below(drawing_.enums.size())].second;
    const std::size_t what = random_.below(4);
    if (what == 0 && labels.size() > 1) {
      drop_one(labels);
    } else if (what == 1) {
      random_.shuffle(labels);
    } else {
      add_label(labels);
    }
  }
  void change_function() {
    if (drawing_.functions.empty()) return add_function();
    PgFunction& one = drawing_.functions[random_.below(drawing_.functions.size())];
    if (random_.chance(60)) {
      ++one.factor;
    } else {
      one.parameter = one.parameter == "n" ? "m" : "n";
    }
  }
  void change_table(PgTable& table) {
    const std::size_t at = random_.below(table.columns.size());
    PgColumn& column = table.columns[at];
    switch (random_.below(10)) {
      case 0:
      case 1:
        add_column(table);
        break;
      case 2:
        if (at > 0) table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 3:
        column.type = at == 0 ? (column.type == "bigint" ? "integer" : "bigint") : type();
        break;
      case 4:
        if (at > 0) column.not_null = !column.not_null;
        break;
      case 5:
        column.with_default = !column.with_default;
        break;
      case 6:
        if (at == 0) column.filled = static_cast<PgFilled>(random_.below(3));
        break;
      case 7:
        table.partitions = table.partitions == 0 && random_.chance(70) ? 0 : static_cast<int>(random_.below(4));
        break;
      case 8:
        column.comment = random_.pick(kComments);
        break;
      default:
        change_parts(table);
        break;
    }
  }

  PgDrawing drawing_;
  Random& random_;
};

}  // namespace

PgDrawing draw_postgresql(Random& random) { return Drawer({}, random).fresh(); }
PgDrawing redraw(PgDrawing drawing, Random& random) { return Drawer(std::move(drawing), random).changed(); }

}  // namespace aludel::property
