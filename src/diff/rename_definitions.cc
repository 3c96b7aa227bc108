#include <algorithm>
#include <optional>
#include <tuple>

#include "core/spelling.h"
#include "diff/match.h"
#include "diff/rename_parts.h"

namespace aludel {
namespace {

// Calls `dropped` and `added` for what only one of the schemas has and can be renamed.
template <typename Dropped, typename Added>
void each_of_one(const Schema& from, const Schema& to, const RenameRules& rules, Dropped dropped, Added added) {
  if (!rules.renamable) return;
  const auto key = [](const Definition& definition) { return std::tie(definition.kind, definition.name); };
  match_sorted(from.definitions, to.definitions, key, [&](const Definition* before, const Definition* after) {
    if (before != nullptr && after != nullptr) return;
    const Definition& one = before != nullptr ? *before : *after;
    const auto found = rules.renamable(one, before != nullptr ? from : to);
    if (!found) return;
    if (before != nullptr) {
      dropped(one, *found);
    } else {
      added(one, *found);
    }
  });
}

bool is_part_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         c == '"' || static_cast<unsigned char>(c) >= 0x80;
}

// A value of a type, and the value that both schemas have before it.
struct Value {
  Identifier name;
  std::string behind;
};
std::vector<Value> only_in(const std::vector<std::string>& values, const std::vector<std::string>& others) {
  std::vector<Value> found;
  std::string last;
  for (const std::string& value : values) {
    if (std::find(others.begin(), others.end(), value) != others.end()) {
      last = value;
    } else if (!value.empty()) {  // a name that nobody can type
      found.push_back({{value, value}, last});
    }
  }
  return found;
}

}  // namespace

Masks::Masks(const Schema& from, const Schema& to, const RenameRules& rules) {
  const auto add = [](std::vector<std::string>& names, const RenamableDefinition& one) {
    if (!one.part_of) names.push_back(one.spelling);
  };
  each_of_one(
      from, to, rules, [&](const Definition&, const RenamableDefinition& one) { add(from_, one); },
      [&](const Definition&, const RenamableDefinition& one) { add(to_, one); });
}

std::string Masks::masked(std::string text, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
      const std::size_t end = at + name.size();
      const bool whole =
          (at == 0 || !is_part_of_name(text[at - 1])) && (end == text.size() || !is_part_of_name(text[end]));
      if (whole) text.replace(at, name.size(), 1, '\4');
    }
  }
  return text;
}

namespace {

// What goes and what comes of one kind and structure, as a part of the same thing. `whole_before` and `whole_after`
// name that thing as it is called afterwards; nothing: such a definition is not looked for.
template <typename Whole, typename WholeAfter>
Structures<Definition> alike(const Schema& from, const Schema& to, const std::vector<Rename>& settled,
                             const RenameRules& rules, Whole whole_before, WholeAfter whole_after) {
  Structures<Definition> structures;
  const Masks masks(from, to, rules);
  const auto of = [&](const Definition& one, const std::string& whole, const std::string& text) -> Alike<Definition>& {
    return structures[one.kind + '\1' + whole + '\1' + text];
  };
  const auto dropped = [&](const Definition& one, const RenamableDefinition& renamable) {
    const std::optional<std::string> whole = whole_before(renamable);
    if (!whole || is_renamed(settled, {{}, one.name, {}, one.kind})) return;
    of(one, *whole, masks.of_from(renamable.structure)).dropped.push_back(&one);
  };
  const auto added = [&](const Definition& one, const RenamableDefinition& renamable) {
    const std::optional<std::string> whole = whole_after(renamable);
    if (!whole || rename_to(settled, {{}, {}, one.name, one.kind}) != nullptr) return;
    of(one, *whole, masks.of_to(renamable.structure)).added.push_back(&one);
  };
  each_of_one(from, to, rules, dropped, added);
  return structures;
}

}  // namespace

void find_definitions(const Schema& from, const Schema& to, const std::vector<Rename>& settled,
                      const RenameRules& rules, std::vector<Rename>& out) {
  const auto whole = [](const RenamableDefinition& one) -> std::optional<std::string> {
    return one.column || one.part_of ? std::nullopt : std::optional(std::string());
  };
  Structures<Definition> structures = alike(from, to, settled, rules, whole, whole);
  const auto distance = [](const Definition& a, const Definition& b) { return edit_distance(a.name.key, b.name.key); };
  const auto make = [](const Definition& a, const Definition& b) { return Rename{{}, a.name, b.name, a.kind}; };
  pair_up(structures, distance, make, out);
}

void find_values(const Schema& from, const Schema& to, const std::vector<Rename>& settled, const RenameRules& rules,
                 std::vector<Rename>& out) {
  if (!rules.renamable) return;
  for (const Definition& now : to.definitions) {
    const Rename* renamed = rename_to(settled, {{}, {}, now.name, now.kind});
    const Definition* old = from.find_definition(now.kind, renamed != nullptr ? renamed->from : now.name);
    if (old == nullptr || old->sql == now.sql) continue;
    const auto before = rules.renamable(*old, from);
    const auto after = rules.renamable(now, to);
    if (!before || !after || before->values.empty()) continue;
    const std::vector<Value> dropped = only_in(before->values, after->values);
    const std::vector<Value> added = only_in(after->values, before->values);
    Structures<Value> places;
    for (const Value& value : dropped) {
      if (!is_renamed(settled, {now.name, value.name, {}, now.kind})) places[value.behind].dropped.push_back(&value);
    }
    for (const Value& value : added) {
      if (rename_to(settled, {now.name, {}, value.name, now.kind}) == nullptr)
        places[value.behind].added.push_back(&value);
    }
    // Of values in a row, the one that stands where the other stood is the likeliest.
    const auto distance = [&](const Value& a, const Value& b) {
      const std::ptrdiff_t apart = (&a - dropped.data()) - (&b - added.data());
      return apart < 0 ? -apart : apart;
    };
    const auto make = [&](const Value& a, const Value& b) { return Rename{now.name, a.name, b.name, now.kind}; };
    pair_up(places, distance, make, out);
  }
}

std::vector<Rename> renames_with_columns(const Schema& from, const Schema& to, const std::vector<Rename>& settled,
                                         const RenameRules& rules) {
  std::vector<Rename> found;
  std::map<std::pair<Identifier, Identifier>, const Definition*> old;  // by the column, as it is called afterwards
  const auto dropped = [&](const Definition& one, const RenamableDefinition& renamable) {
    if (!renamable.column || is_renamed(settled, {{}, one.name, {}, one.kind})) return;
    auto [table, column] = *renamable.column;
    for (const Rename& rename : settled) {
      if (rename.what() == Renamed::kTable && rename.from == renamable.column->first) table = rename.to;
    }
    for (const Rename& rename : settled) {
      if (rename.what() == Renamed::kColumn && rename.table == table && rename.from == renamable.column->second)
        column = rename.to;
    }
    old[{table, column}] = &one;
  };
  std::vector<std::pair<const Definition*, RenamableDefinition>> come;
  const auto added = [&](const Definition& one, const RenamableDefinition& renamable) {
    if (renamable.column && rename_to(settled, {{}, {}, one.name, one.kind}) == nullptr)
      come.emplace_back(&one, renamable);
  };
  each_of_one(from, to, rules, dropped, added);
  for (const auto& [now, renamable] : come) {
    const auto before = old.find(*renamable.column);
    if (before == old.end() || before->second->kind != now->kind) continue;
    found.push_back({{}, before->second->name, now->name, now->kind});
    old.erase(before);
  }
  return found;
}

std::vector<Rename> renames_of_parts(const Schema& from, const Schema& to, const std::vector<Rename>& settled,
                                     const RenameRules& rules) {
  const auto called_then = [&](const Identifier& whole) {
    const auto found = std::find_if(settled.begin(), settled.end(), [&](const Rename& rename) {
      return (rename.what() == Renamed::kTable || rename.what() == Renamed::kDefinition) && rename.from == whole;
    });
    return found == settled.end() ? whole.key : found->to.key;
  };
  const auto before = [&](const RenamableDefinition& one) {
    return one.part_of ? std::optional(called_then(*one.part_of)) : std::nullopt;
  };
  const auto after = [](const RenamableDefinition& one) {
    return one.part_of ? std::optional(one.part_of->key) : std::nullopt;
  };
  std::vector<Rename> found;
  for (const auto& [key, same] : alike(from, to, settled, rules, before, after)) {
    for (std::size_t i = 0; i < std::min(same.dropped.size(), same.added.size()); ++i)
      found.push_back({{}, same.dropped[i]->name, same.added[i]->name, same.added[i]->kind});
  }
  return found;
}

}  // namespace aludel
