#include "generate/content.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/core.h>

#include "core/utf8.h"

namespace aludel {
namespace {

constexpr std::size_t kMostRows = 10'000;  // of a table, that are kept as text
constexpr std::size_t kLongestRow = 160;   // that is shown

// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash;
}

std::string shown(const std::string& row) {
  if (row.size() <= kLongestRow) return printable(row);
  std::size_t end = kLongestRow;
  while (end > 0 && (static_cast<unsigned char>(row[end]) & 0xC0U) == 0x80U) --end;
  return printable(row.substr(0, end)) + " ...";
}

std::vector<std::string> without(const std::vector<std::string>& rows, const std::vector<std::string>& others) {
  std::vector<std::string> rest;
  std::set_difference(rows.begin(), rows.end(), others.begin(), others.end(), std::back_inserter(rest));
  return rest;
}

std::string difference(const std::string& table, const TableContent& before, const TableContent& after) {
  if (before.count == 0) return fmt::format("`{}`: {} rows out of nothing", table, after.count);
  if (after.count != before.count) return fmt::format("`{}`: {} rows, and then {}", table, before.count, after.count);
  const auto gone = without(before.rows, after.rows);
  const auto come = without(after.rows, before.rows);
  if (gone.empty() || come.empty()) return fmt::format("`{}`: rows are not the same", table);
  return fmt::format("`{}`: {} of {} rows changed, for example ({}) became ({})", table, gone.size(), before.count,
                     shown(gone.front()), shown(come.front()));
}

void read_rows(Connection& connection, const std::string& sql, TableContent& table) {
  connection.query(sql, [&](Row row) {
    std::string text;
    for (const auto& cell : row) {
      if (!text.empty()) text += ", ";
      text += cell.value_or("NULL");
    }
    ++table.count;
    table.sum += hash_of(text);
    if (table.rows.size() < kMostRows) table.rows.push_back(std::move(text));
  });
  std::sort(table.rows.begin(), table.rows.end());
}

}  // namespace

std::size_t Content::rows() const {
  std::size_t all = 0;
  for (const TableContent& table : tables) all += table.count;
  return all;
}

KeptRows::KeptRows(const SchemaDialect& dialect, const Schema& schema, const Schema& later,
                   std::vector<KeptTable> tables, const std::set<std::string>& free, const std::vector<Rename>& renames)
    : dialect_(&dialect), tables_(std::move(tables)) {
  for (const KeptTable& table : tables_) {
    std::string from, to;
    const auto add = [&](const std::string& from_cell, const std::string& to_cell) {
      from += (from.empty() ? "" : ", ") + from_cell;
      to += (to.empty() ? "" : ", ") + to_cell;
    };
    const std::string from_number = dialect.row_number(*table.from);
    const std::string to_number = dialect.row_number(*table.to);
    if (!from_number.empty() && !to_number.empty()) add(from_number, to_number);
    for (const auto& [before, after] : table.columns) {
      if (before->generated != after->generated) continue;
      if (free.contains(dialect.identifier(table.from->name.text + "." + before->name.text).key)) continue;
      const CellTypes types =
          dialect.same_type(*before, schema, *after, later) ? CellTypes::kCount : CellTypes::kDoNotCount;
      add(dialect.literal_of(dialect.renamed_value(*before, schema, renames), types),
          dialect.literal_of(dialect.column_sql(after->name), types));
    }
    if (from.empty()) from = to = "1";
    const char* const none = table.regrouped ? " WHERE 1 = 0" : "";
    queries_.push_back({fmt::format("SELECT {} FROM {}{}", from, dialect.table_sql(table.from->name), none),
                        fmt::format("SELECT {} FROM {}{}", to, dialect.table_sql(table.to->name), none)});
  }
  find_counters(schema, renames);
}

void KeptRows::find_counters(const Schema& schema, const std::vector<Rename>& renames) {
  const auto numbers = [](const Table& t) { return t.primary_key && t.primary_key->clauses.contains("autoincrement"); };
  for (const KeptTable& table : tables_) {
    if (numbers(*table.from) && numbers(*table.to)) counters_.push_back({table.from->name.text, table.to->name.text});
    for (const auto& [from, to] : table.columns)
      counters_.push_back({table.from->name.text + '.' + from->name.text, table.to->name.text + '.' + to->name.text});
  }
  for (const Definition& one : schema.definitions) {
    if (schema.find_table(one.name) != nullptr) continue;
    const auto renamed = std::find_if(renames.begin(), renames.end(), [&](const Rename& rename) {
      return rename.what() == Renamed::kDefinition && rename.kind == one.kind && rename.from == one.name;
    });
    counters_.push_back({one.name.text, renamed == renames.end() ? one.name.text : renamed->to.text});
  }
}

Content KeptRows::read_from(Connection& connection) const { return read(connection, &Sides::from, &KeptTable::from); }
Content KeptRows::read_to(Connection& connection) const { return read(connection, &Sides::to, &KeptTable::to); }

Content KeptRows::read(Connection& connection, const std::string Sides::*side, const Table* KeptTable::*table) const {
  Content content;
  const std::set<Identifier> empty = dialect_->tables_without_rows(connection);
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    TableContent& rows = content.tables.emplace_back();
    if (!empty.contains((tables_[i].*table)->name)) read_rows(connection, queries_[i].*side, rows);
  }
  const Counters all = dialect_->counters(connection);
  for (const Sides& counter : counters_) {
    if (const auto found = all.find(counter.*side); found != all.end()) content.counters[counter.to] = found->second;
  }
  return content;
}

std::vector<std::string> KeptRows::differences(const Content& before, const Content& after) const {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const TableContent& old = before.tables[i];
    const TableContent& now = after.tables[i];
    if (old.count != now.count || old.sum != now.sum) lines.push_back(difference(tables_[i].from->name.text, old, now));
  }
  for (const auto& [name, counter] : before.counters) {
    const auto then = after.counters.find(name);
    if (then == after.counters.end() || !then->second.is_behind(counter)) continue;
    lines.push_back(fmt::format("`{}`: the last number that was given out was {}, and is then {}", name, *counter.last,
                                then->second.last ? fmt::format("{}", *then->second.last) : "none"));
  }
  return lines;
}

std::vector<std::string> KeptRows::lost(const Content& before, const Content& between, const Content& after) const {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    std::vector<std::string> kept;
    std::set_intersection(before.tables[i].rows.begin(), before.tables[i].rows.end(), between.tables[i].rows.begin(),
                          between.tables[i].rows.end(), std::back_inserter(kept));
    const std::vector<std::string> gone = without(kept, after.tables[i].rows);
    if (gone.empty() || before.tables[i].count > kMostRows) continue;
    lines.push_back(
        fmt::format("`{}`: {} of {} rows that were kept on the way up are gone or changed, for example ({})",
                    tables_[i].from->name.text, gone.size(), kept.size(), shown(gone.front())));
  }
  return lines;
}

}  // namespace aludel
