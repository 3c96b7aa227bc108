#include "dialect/sqlite/ddl/table_edit.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "dialect/sqlite/ddl/body.h"
#include "dialect/sqlite/ddl/clause_moves.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/normal.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

struct Edit {
  Span span;
  std::string text;
};

// Two pieces of SQL that may have stood apart.
void join(std::string& text, std::string_view piece) {
  constexpr std::string_view kApart = " \t\r\n\f(),";
  if (text.empty() || piece.empty()) {
    text += piece;
    return;
  }
  const bool apart =
      kApart.find(text.back()) != std::string_view::npos || kApart.find(piece.front()) != std::string_view::npos;
  if (!apart) text += ' ';
  text += piece;
}

std::string apply(const TableText& table, Span all, std::vector<Edit> edits) {
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    return std::make_pair(a.span.begin, a.span.end) < std::make_pair(b.span.begin, b.span.end);
  });
  std::string text;
  std::size_t at = all.begin;
  for (const Edit& edit : edits) {
    join(text, table.text({at, std::max(at, edit.span.begin)}));
    join(text, edit.text);
    at = std::max(at, edit.span.end);
  }
  join(text, table.text({at, all.end}));
  return text;
}

// With the blanks before it.
Span with_blanks(const TableText& table, Span span) {
  while (span.begin > 0 && (table.sql[span.begin - 1] == ' ' || table.sql[span.begin - 1] == '\t')) --span.begin;
  return span;
}

class Editor {
 public:
  Editor(const TableText& from, const TableText& to, const TableChange& change)
      : from_(from), to_(to), change_(change), moves_(from, to, change) {}

  std::string run() {
    Body body(from_);
    edit_columns(body);
    edit_constraints(body);
    const TableText& options = change_.options ? to_ : from_;
    return std::string(from_.text({0, from_.body.begin})) + body.text() + ")" +
           std::string(options.text(options.options));
  }

  [[nodiscard]] std::string new_column(const ColumnText& column) const {
    std::vector<Edit> edits;
    for (const ClauseText& clause : column.clauses) {
      if (moves_.stripped().contains(&clause)) edits.push_back({with_blanks(to_, clause.all), ""});
    }
    return without_end_comment(apply(to_, column.all, std::move(edits)));
  }

 private:
  // The clause of `candidates` in whose place `clause` of `to` stands, or that has the same words.
  [[nodiscard]] const ClauseText* counterpart(const ClauseText& clause,
                                              const std::vector<ClauseText>& candidates) const {
    const auto coming = moves_.coming().find(&clause);
    if (coming != moves_.coming().end()) return coming->second;
    const std::string words = normalised(to_.text(clause.all));
    const auto found = std::find_if(candidates.begin(), candidates.end(), [&](const ClauseText& one) {
      return !moves_.going().contains(&one) && normalised(from_.text(one.all)) == words;
    });
    return found == candidates.end() ? nullptr : &*found;
  }
  [[nodiscard]] bool is_new(const ClauseText& clause) const {
    const auto coming = moves_.coming().find(&clause);
    return coming != moves_.coming().end() && coming->second == nullptr;
  }

  [[nodiscard]] const ModifyColumn* modification_of(const ColumnText& column) const {
    const auto found = std::find_if(change_.modified.begin(), change_.modified.end(),
                                    [&](const ModifyColumn* one) { return one->from.name.key == folded(column.name); });
    return found == change_.modified.end() ? nullptr : *found;
  }

  void edit_type(const ColumnText& before, const ColumnText& after, std::vector<Edit>& edits) const {
    const std::string type(to_.text(after.type));
    if (before.type.empty()) {
      edits.push_back({before.type, " " + type});
    } else if (type.empty()) {
      edits.push_back({with_blanks(from_, before.type), ""});
    } else {
      edits.push_back({before.type, type});
    }
  }

  // A comment between the type and GENERATED would become a part of the type.
  [[nodiscard]] Edit replacing_edit(const ColumnText& column, const ClauseText& before, const ClauseText& after) const {
    std::string text(to_.text(after.all));
    const bool behind_type = &before == column.clauses.data() && before.kind == ClauseKind::kGenerated;
    if (behind_type) return {{column.type.end, before.all.end}, " " + text};
    return {before.all, std::move(text)};
  }

  // So it would if what stands between them goes.
  void keep_comments_from_type(const ColumnText& column, std::vector<Edit>& edits) const {
    const auto stays = [&](const ClauseText& clause) {
      const auto going = moves_.going().find(&clause);
      return going == moves_.going().end() || going->second != nullptr;
    };
    const auto first = std::find_if(column.clauses.begin(), column.clauses.end(), stays);
    if (first == column.clauses.end() || first == column.clauses.begin() || first->kind != ClauseKind::kGenerated)
      return;
    const Span between{column.type.end, first->all.begin};
    if (from_.text(between).find_first_of("/-") == std::string_view::npos) return;
    std::erase_if(edits, [&](const Edit& edit) {
      return edit.span.begin >= between.begin && edit.span.end <= between.end && edit.span.end > column.type.end;
    });
    edits.push_back({between, " "});
  }

  [[nodiscard]] std::string column_text(const ColumnText& before, const ColumnText& after) const {
    std::vector<Edit> edits;
    const ModifyColumn* change = modification_of(before);
    if (change != nullptr && change->changes(ColumnPart::kType)) edit_type(before, after, edits);
    for (const ClauseText& clause : before.clauses) {
      const auto going = moves_.going().find(&clause);
      if (going == moves_.going().end()) continue;
      if (going->second == nullptr) {
        edits.push_back({with_blanks(from_, clause.all), ""});
      } else {
        edits.push_back(replacing_edit(before, clause, *going->second));
      }
    }
    keep_comments_from_type(before, edits);
    std::size_t place = before.type.end;
    for (const ClauseText& clause : after.clauses) {
      if (is_new(clause)) {
        edits.push_back({{place, place}, " " + std::string(to_.text(clause.all))});
      } else if (const ClauseText* anchor = counterpart(clause, before.clauses)) {
        place = anchor->all.end;
      }
    }
    return apply(from_, before.all, std::move(edits));
  }

  void edit_columns(Body& body) const {
    std::vector<std::pair<std::string, Piece>> pieces;
    for (std::size_t i = 0; i < from_.columns.size(); ++i) {
      const ColumnText& before = from_.columns[i];
      const bool dropped = std::any_of(change_.dropped.begin(), change_.dropped.end(),
                                       [&](const Column* one) { return one->name.key == folded(before.name); });
      if (dropped) continue;
      Piece piece = std::move(body.columns[i]);
      const ColumnText* after = find_column(to_, {before.name, folded(before.name)});
      if (after != nullptr) piece.text = column_text(before, *after);
      pieces.emplace_back(folded(before.name), std::move(piece));
    }
    body.columns.clear();
    for (const auto& [name, piece] : pieces) body.columns.push_back(piece);
    for (const Column* column : change_.added) {
      pieces.emplace_back(column->name.key, body.new_piece(new_column(*find_column(to_, column->name))));
    }
    if (change_.reordered) {
      const auto rank = [&](const std::string& name) {
        return std::find_if(to_.columns.begin(), to_.columns.end(),
                            [&](const ColumnText& column) { return folded(column.name) == name; });
      };
      std::stable_sort(pieces.begin(), pieces.end(),
                       [&](const auto& a, const auto& b) { return rank(a.first) < rank(b.first); });
    }
    body.columns.clear();
    for (auto& [name, piece] : pieces) body.columns.push_back(std::move(piece));
  }

  void edit_constraints(Body& body) const {
    std::vector<std::pair<const ClauseText*, Piece>> pieces;
    for (std::size_t i = 0; i < from_.constraints.size(); ++i) {
      const ClauseText& before = from_.constraints[i];
      const auto going = moves_.going().find(&before);
      if (going != moves_.going().end() && going->second == nullptr) continue;
      pieces.emplace_back(&before, std::move(body.constraints[i]));
      if (going != moves_.going().end()) pieces.back().second.text = to_.text(going->second->all);
    }
    std::size_t place = 0;
    for (const ClauseText& after : to_.constraints) {
      if (is_new(after)) {
        pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(place++),
                      {&after, body.new_piece(std::string(to_.text(after.all)))});
        continue;
      }
      const ClauseText* anchor = counterpart(after, from_.constraints);
      const auto found =
          std::find_if(pieces.begin(), pieces.end(), [&](const auto& piece) { return piece.first == anchor; });
      if (anchor != nullptr && found != pieces.end()) place = static_cast<std::size_t>(found - pieces.begin()) + 1;
    }
    body.constraints.clear();
    for (auto& [clause, piece] : pieces) body.constraints.push_back(std::move(piece));
  }

  const TableText& from_;
  const TableText& to_;
  const TableChange& change_;
  const ClauseMoves moves_;
};

}  // namespace

std::string edited_text(const TableText& from, const TableText& to, const TableChange& change) {
  return Editor(from, to, change).run();
}

std::string text_of_new_column(const TableText& from, const TableText& to, const TableChange& change,
                               const Column& column) {
  return Editor(from, to, change).new_column(*find_column(to, column.name));
}

bool loses_check(const TableText& from, const TableText& to, const TableChange& change) {
  return ClauseMoves(from, to, change).loses_check();
}

TableChange without_new_columns(const TableText& from, const TableText& to, const TableChange& change) {
  const std::vector<bool> in_new_column = ClauseMoves(from, to, change).in_new_column();
  TableChange rest = change;
  rest.added.clear();
  rest.constraints.clear();
  for (std::size_t i = 0; i < change.constraints.size(); ++i) {
    const Replacement<Constraint>& one = change.constraints[i];
    if (!in_new_column[i]) {
      rest.constraints.push_back(one);
    } else if (one.from != nullptr) {
      rest.constraints.push_back({one.from, nullptr});
    }
  }
  return rest;
}

std::string renamed_text(const TableText& table, std::string_view name) {
  return "CREATE TABLE " + name_sql(name) + table.sql.substr(table.name_span.end);
}

}  // namespace aludel::sqlite
