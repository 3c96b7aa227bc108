#include "dialect/sqlite/batch/edit.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/utf8.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/normal.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

using Kind = AlterAction::Kind;
using Position = AlterAction::Position;
using Chosen = std::function<bool(const ClauseText&, const ColumnText*)>;

bool same(std::string_view a, std::string_view b) { return folded(a) == folded(b); }

// The default as the manual's grammar wants it: an expression needs parentheses.
std::string default_clause(std::string_view value) {
  const Tokens tokens = tokens_of(value);
  const bool is_signed = tokens.size() == 2 && (tokens.front() == "-" || tokens.front() == "+");
  const bool wrapped = !tokens.empty() && tokens.front() == "(" && tokens.back() == ")";
  if (tokens.size() == 1 || is_signed || wrapped) return fmt::format("DEFAULT {}", value);
  return fmt::format("DEFAULT ({})", value);
}

// The text of one action on one table.
class Edit {
 public:
  Edit(const std::string& sql, const Source& source, const AlterAction& action)
      : table_(read_create_table(sql)), source_(source), action_(action) {}

  std::string make() {
    switch (action_.kind) {
      case Kind::kAddColumn:
        return add_column();
      case Kind::kDropColumn:
        return drop_column();
      case Kind::kSetType:
        return set_type();
      case Kind::kSetDefault:
        return with_clause(ClauseKind::kDefault, default_clause(source_.slice(action_.text)));
      case Kind::kDropDefault:
        return with_clause(ClauseKind::kDefault, "");
      case Kind::kSetNotNull:
        return with_clause(ClauseKind::kNotNull, "NOT NULL");
      case Kind::kDropNotNull:
        return with_clause(ClauseKind::kNotNull, "");
      case Kind::kAddConstraint:
        return add_constraint();
      case Kind::kDropConstraint:
      case Kind::kDropPrimaryKey:
      case Kind::kDropUnique:
      case Kind::kDropCheck:
      case Kind::kDropForeignKey:
        return drop_constraint();
      case Kind::kSetStrict:
      case Kind::kDropStrict:
      case Kind::kSetWithoutRowid:
      case Kind::kDropWithoutRowid:
        return with_options();
    }
    return table_.sql;
  }

 private:
  [[nodiscard]] std::string replaced(Span span, std::string_view by) const {
    return table_.sql.substr(0, span.begin) + std::string(by) + table_.sql.substr(span.end);
  }
  [[nodiscard]] std::string inserted(std::size_t at, std::string_view text) const { return replaced({at, at}, text); }
  // Without the clause and the white space before it.
  [[nodiscard]] std::string without(Span span) const {
    while (span.begin > 0 && std::string_view(" \t\r\n").find(table_.sql[span.begin - 1]) != std::string_view::npos)
      --span.begin;
    return replaced(span, "");
  }

  [[noreturn]] void refuse(Span place, const std::string& why, const std::string& help) const {
    throw error(Code::kStatement, "{}", why).at(source_.locate(place, "here")).help(help);
  }

  [[nodiscard]] bool has_column(Span name) const {
    const std::string wanted = unquoted(source_.slice(name));
    return std::any_of(table_.columns.begin(), table_.columns.end(),
                       [&](const ColumnText& one) { return same(one.name, wanted); });
  }
  [[nodiscard]] const ColumnText& column(Span name) const {
    const std::string wanted = unquoted(source_.slice(name));
    for (const ColumnText& one : table_.columns) {
      if (same(one.name, wanted)) return one;
    }
    std::vector<std::string> names;
    for (const ColumnText& one : table_.columns) names.push_back(one.name);
    throw error(Code::kStatement, "the table has no column `{}`", printable(wanted))
        .at(source_.locate(name, "no such column"))
        .did_you_mean(wanted, names);
  }

  // Columns and constraints in their order.
  [[nodiscard]] std::vector<Span> elements() const {
    std::vector<Span> spans;
    for (const ColumnText& one : table_.columns) spans.push_back(one.all);
    for (const ClauseText& one : table_.constraints) spans.push_back(one.all);
    return spans;
  }
  // Without an element and the comma that parted it from the others.
  [[nodiscard]] std::string without_element(Span element) const {
    const std::vector<Span> all = elements();
    const auto at = std::find(all.begin(), all.end(), element);
    if (at != all.begin()) return replaced({(at - 1)->end, element.end}, "");
    if (at + 1 == all.end()) return replaced(element, "");
    return replaced({element.begin, (at + 1)->begin}, "");
  }

  std::string add_column() {
    const std::string text(source_.slice(action_.text));
    const std::string name = unquoted(source_.slice(action_.name));
    for (const ColumnText& one : table_.columns) {
      if (same(one.name, name)) {
        if (action_.lenient) return table_.sql;
        refuse(action_.name, fmt::format("the table has a column `{}` already", printable(name)),
               "give the new column another name, or drop the old one first");
      }
    }
    switch (action_.position) {
      case Position::kLast:
        return inserted(table_.columns.back().all.end, ", " + text);
      case Position::kFirst:
        return inserted(table_.columns.front().all.begin, text + ", ");
      case Position::kBefore:
        return inserted(column(action_.beside).all.begin, text + ", ");
      case Position::kAfter:
        return inserted(column(action_.beside).all.end, ", " + text);
    }
    return table_.sql;
  }

  std::string drop_column() {
    if (action_.lenient && !has_column(action_.name)) return table_.sql;
    const ColumnText& dropped = column(action_.name);
    if (table_.columns.size() == 1) refuse(action_.name, "a table needs a column", "drop the table instead");
    for (const ClauseText& constraint : table_.constraints) {
      const Tokens tokens = tokens_of(table_.text(constraint.all));
      if (std::find(tokens.begin(), tokens.end(), folded(dropped.name)) == tokens.end()) continue;
      refuse(action_.name, fmt::format("the constraint `{}` needs the column", table_.text(constraint.all)),
             "drop the constraint in the same statement, before the column");
    }
    return without_element(dropped.all);
  }

  std::string set_type() {
    const ColumnText& changed = column(action_.name);
    const std::string text(source_.slice(action_.text));
    const std::size_t collate = folded(text).find(" collate ");
    const std::string type = text.substr(0, collate);
    if (changed.type.empty()) return inserted(changed.name_span.end, " " + type);
    if (collate == std::string::npos) return replaced(changed.type, type);
    // `TYPE text COLLATE nocase`: the clause is set first, since it stands behind the type.
    TableText clause = read_create_table(with_clause(ClauseKind::kCollate, text.substr(collate + 1)));
    std::swap(table_, clause);
    return replaced(column(action_.name).type, type);
  }

  // The column with this clause instead of the one of its kind; empty: without it.
  std::string with_clause(ClauseKind kind, const std::string& text) {
    const ColumnText& changed = column(action_.name);
    const auto is_kind = [&](const ClauseText& clause) {
      return clause.kind == kind || (kind == ClauseKind::kNotNull && clause.kind == ClauseKind::kNull);
    };
    const auto found = std::find_if(changed.clauses.begin(), changed.clauses.end(), is_kind);
    if (found == changed.clauses.end()) return text.empty() ? table_.sql : inserted(changed.all.end, " " + text);
    return text.empty() ? without(found->all) : replaced(found->all, text);
  }

  // SQLite would take a second constraint of one name, and nobody could say which one is to go.
  void require_new_constraint_name(std::string_view text) const {
    const Span word = next_token(text, 0);
    if (folded(text.substr(word.begin, word.size())) != "constraint") return;
    const Span at = next_token(text, word.end);
    const std::string name = unquoted(text.substr(at.begin, at.size()));
    if (!find([&](const ClauseText& clause, const ColumnText*) { return same(clause.name, name); })) return;
    refuse({action_.text.begin + at.begin, action_.text.begin + at.end},
           fmt::format("the table has a constraint `{}` already", printable(name)),
           "give the new one another name, or drop the old one first");
  }

  std::string add_constraint() {
    const std::string text(source_.slice(action_.text));
    require_new_constraint_name(text);
    const Tokens tokens = tokens_of(text);
    const bool key = std::find(tokens.begin(), tokens.end(), "primary") != tokens.end() &&
                     (tokens.front() == "primary" || (tokens.size() > 2 && tokens[2] == "primary"));
    if (key) {
      // A table has one primary key; the new one takes the place of the old.
      if (const auto old = find(
              [](const ClauseText& clause, const ColumnText*) { return clause.kind == ClauseKind::kPrimaryKey; })) {
        TableText bare = read_create_table(without_clause(*old));
        std::swap(table_, bare);
      }
    }
    return inserted(elements().back().end, ", " + text);
  }

  struct Found {
    Span span;
    bool of_table;
  };
  [[nodiscard]] std::optional<Found> find(const Chosen& chosen) const {
    for (const ColumnText& one : table_.columns) {
      for (const ClauseText& clause : one.clauses) {
        if (chosen(clause, &one)) return Found{clause.all, false};
      }
    }
    for (const ClauseText& clause : table_.constraints) {
      if (chosen(clause, nullptr)) return Found{clause.all, true};
    }
    return std::nullopt;
  }
  [[nodiscard]] std::string without_clause(const Found& found) const {
    return found.of_table ? without_element(found.span) : without(found.span);
  }

  [[nodiscard]] static std::vector<std::string> columns_of(const ClauseText& clause, const ColumnText* of) {
    if (of != nullptr) return {folded(of->name)};
    std::vector<std::string> names;
    for (const KeyText& part : clause.columns) names.push_back(folded(part.column));
    return names;
  }
  // `a, "b c"`
  [[nodiscard]] static std::vector<std::string> columns_in(std::string_view list) {
    std::vector<std::string> names;
    for (Span token = next_token(list, 0); !token.empty(); token = next_token(list, token.end)) {
      const std::string_view word = list.substr(token.begin, token.size());
      if (word != ",") names.push_back(folded(unquoted(word)));
    }
    return names;
  }

  std::string drop_constraint() {
    const std::string name = folded(unquoted(source_.slice(action_.name)));
    const std::vector<std::string> columns = columns_in(source_.slice(action_.text));
    const IsName is_name = [&](const std::string& key) {
      return std::any_of(table_.columns.begin(), table_.columns.end(),
                         [&](const ColumnText& column) { return folded(column.name) == key; });
    };
    const SqlText check = expression_text(source_.slice(action_.text), is_name);
    const auto found = find([&](const ClauseText& clause, const ColumnText* of) {
      switch (action_.kind) {
        case Kind::kDropConstraint:
          return !clause.name.empty() && same(clause.name, name);
        case Kind::kDropPrimaryKey:
          return clause.kind == ClauseKind::kPrimaryKey;
        case Kind::kDropUnique:
          return clause.kind == ClauseKind::kUnique && columns_of(clause, of) == columns;
        case Kind::kDropForeignKey:
          return clause.kind == ClauseKind::kForeignKey && columns_of(clause, of) == columns;
        default:
          return clause.kind == ClauseKind::kCheck && expression_text(table_.text(clause.expression), is_name) == check;
      }
    });
    if (found) return without_clause(*found);
    if (action_.lenient) return table_.sql;
    std::vector<std::string> names;
    static_cast<void>(find([&](const ClauseText& clause, const ColumnText*) {
      if (!clause.name.empty()) names.push_back(clause.name);
      return false;
    }));
    throw error(Code::kStatement, "the table has no such constraint")
        .at(source_.locate(action_.all, "nothing to drop"))
        .did_you_mean(name, names)
        .help(
            "`aludel inspect` shows the table; one without a name is dropped as DROP UNIQUE (...), DROP CHECK (...), "
            "DROP FOREIGN KEY (...) or DROP PRIMARY KEY");
  }

  [[nodiscard]] std::string with_options() const {
    const bool strict = action_.kind == Kind::kSetStrict || (table_.strict && action_.kind != Kind::kDropStrict);
    const bool without_rowid =
        action_.kind == Kind::kSetWithoutRowid || (table_.without_rowid && action_.kind != Kind::kDropWithoutRowid);
    std::string options = without_rowid ? " WITHOUT ROWID" : "";
    if (strict) options += options.empty() ? " STRICT" : ", STRICT";
    return replaced({table_.body.end + 1, table_.sql.size()}, options);
  }

  TableText table_;
  Source source_;
  const AlterAction& action_;
};

}  // namespace

std::string altered_text(const std::string& sql, const Source& source, const AlterAction& action) {
  return Edit(sql, source, action).make();
}

}  // namespace aludel::sqlite
