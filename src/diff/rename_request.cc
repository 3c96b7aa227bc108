// What a user says of renames.
#include <algorithm>
#include <optional>
#include <utility>

#include "core/error.h"
#include "core/typed_name.h"
#include "diff/rename_parts.h"

namespace aludel {
namespace {

// Reads `[table.]from=to`.
class RenameReader {
 public:
  explicit RenameReader(std::string_view text) : text_(text), names_(text) {}

  struct Names {
    std::optional<std::string> table;
    std::string from, to;
  };
  Names read() {
    Names names;
    names.from = name();
    if (names_.take('.')) names.table = std::exchange(names.from, name());
    if (!names_.take('=')) fail();
    names.to = name();
    if (!names_.rest().empty()) fail();
    return names;
  }

 private:
  std::string name() {
    std::optional<std::string> name = names_.name();
    if (!name) fail();
    return std::move(*name);
  }
  [[noreturn]] void fail() const {
    throw error(Code::kRename, "`--rename {}` is not understood", text_)
        .help(
            "write `--rename TABLE.COLUMN=NEW` or `--rename TABLE=NEW`; a name with `.`, `=` or `\"` in it stands in "
            "double quotes");
  }

  std::string_view text_;
  TypedNames names_;
};

template <typename Range>
std::vector<std::string> names_of(const Range& range) {
  std::vector<std::string> names;
  names.reserve(range.size());
  for (const auto& item : range) names.push_back(item.name.text);
  return names;
}

std::string_view arguments_of(const Definition& definition) {
  const std::string_view text = definition.name.text;
  return text.substr(std::min(text.find('('), text.size()));
}

class Request {
 public:
  Request(const Schema& from, const Schema& to, const RenameRules& rules) : from_(from), to_(to), rules_(rules) {}

  std::vector<Rename> read(const std::vector<std::string>& texts) {
    std::vector<RenameReader::Names> parts;
    for (const std::string& text : texts) {
      RenameReader::Names names = RenameReader(text).read();
      if (names.table) {
        parts.push_back(std::move(names));
      } else {
        add(whole(names));
      }
    }
    for (const auto& names : parts) add(part(names));
    return std::move(renames_);
  }

 private:
  using Found = std::vector<const Definition*>;

  void add(Rename rename) {
    for (const Rename& other : renames_) {
      if (!touch(other, rename)) continue;
      throw error(Code::kRename, "`--rename {}` and `--rename {}` contradict each other", text_of(other),
                  text_of(rename));
    }
    renames_.push_back(std::move(rename));
  }

  [[nodiscard]] Rename whole(const RenameReader::Names& names) const {
    const Rename table{{}, rules_.identifier(names.from), rules_.identifier(names.to)};
    if (from_.find_table(table.from) != nullptr) return checked_table(table);
    const Found found = definitions(from_, names.from);
    if (!found.empty()) return definition(found, names);
    refuse_definition(table.from);
    throw error(Code::kRename, "there is no table `{}` to be renamed", table.from.text)
        .did_you_mean(table.from.text, names_of(from_.tables));
  }

  [[nodiscard]] Rename checked_table(const Rename& rename) const {
    if (to_.find_table(rename.to) == nullptr) throw missing(rename, "table", names_of(to_.tables));
    if (from_.find_table(rename.to) != nullptr) throw taken(rename, "table `" + rename.to.text + '`');
    return rename;
  }

  void refuse_definition(const Identifier& name) const {
    for (const Definition& definition : from_.definitions) {
      if (definition.name != name) continue;
      throw error(Code::kRename, "`{}` is a {}: it is dropped and made anew", name.text, definition.kind)
          .help(fmt::format("leave out `--rename {}=...`", typed_name(name.text)));
    }
  }

  // --- Definitions

  [[nodiscard]] std::optional<RenamableDefinition> renamable(const Definition& one, const Schema& schema) const {
    return rules_.renamable ? rules_.renamable(one, schema) : std::nullopt;
  }

  // Those of that name; a routine's arguments may be left out.
  [[nodiscard]] Found definitions(const Schema& schema, const std::string& typed) const {
    const std::string name = rules_.identifier(typed).text;
    Found found;
    for (const Definition& one : schema.definitions) {
      const std::string& text = one.name.text;
      const std::string bare = text.substr(0, text.size() - arguments_of(one).size());
      const bool named = text == typed || text == name || bare == name;
      if (named && renamable(one, schema)) found.push_back(&one);
    }
    return found;
  }

  [[nodiscard]] Rename definition(const Found& before, const RenameReader::Names& names) const {
    std::vector<std::pair<const Definition*, const Definition*>> pairs, alike;
    for (const Definition* old : before) {
      for (const Definition* now : definitions(to_, names.to)) {
        if (old->kind != now->kind) continue;
        pairs.emplace_back(old, now);
        if (arguments_of(*old) == arguments_of(*now)) alike.emplace_back(old, now);
      }
    }
    if (!alike.empty()) pairs = alike;
    const Definition& old = *before.front();
    Rename rename{{}, old.name, rules_.identifier(names.to), old.kind};
    if (pairs.empty()) {
      std::vector<std::string> others;
      for (const Definition& one : to_.definitions) {
        if (one.kind == old.kind) others.push_back(one.name.text);
      }
      throw missing(rename, old.kind, others);
    }
    if (pairs.size() > 1) {
      throw error(Code::kRename, "`--rename {}={}` may mean more than one {}", names.from, names.to, old.kind)
          .help(fmt::format("name it with its arguments: `--rename {}`",
                            shell_word(text_of(Rename{{}, old.name, pairs.front().second->name, old.kind}))));
    }
    rename.from = pairs.front().first->name;
    rename.to = pairs.front().second->name;
    rename.kind = pairs.front().first->kind;
    if (from_.find_definition(rename.kind, rename.to) != nullptr)
      throw taken(rename, rename.kind + " `" + rename.to.text + '`');
    return rename;
  }

  // --- Columns and values

  // The table or the type may be named as it was, too.
  struct Sides {
    Identifier before, after;
  };
  [[nodiscard]] Sides sides_of(const Identifier& name, Renamed what) const {
    Sides sides{name, name};
    for (const Rename& rename : renames_) {
      if (rename.what() != what) continue;
      if (rename.to.text == name.text) sides.before = rename.from;
      if (rename.from.text == name.text) sides.after = rename.to;
    }
    return sides;
  }

  [[nodiscard]] Rename part(const RenameReader::Names& names) const {
    const Identifier table = rules_.identifier(*names.table);
    const Sides sides = sides_of(table, Renamed::kTable);
    const Table* old_table = from_.find_table(sides.before);
    const Table* new_table = to_.find_table(sides.after);
    if (old_table != nullptr && new_table != nullptr) {
      return column(*old_table, *new_table,
                    {new_table->name, rules_.identifier(names.from), rules_.identifier(names.to)});
    }
    if (old_table == nullptr) {
      if (const auto found = value(table, names)) return *found;
    }
    const std::string_view when = old_table == nullptr ? "" : " afterwards";
    throw error(Code::kRename, "there is no table `{}`{} whose column could be renamed", table.text, when)
        .did_you_mean(table.text, names_of(old_table == nullptr ? from_.tables : to_.tables));
  }

  [[nodiscard]] Rename column(const Table& old_table, const Table& new_table, Rename rename) const {
    if (old_table.find_column(rename.from) == nullptr) {
      throw error(Code::kRename, "table `{}` has no column `{}` to be renamed", old_table.name.text, rename.from.text)
          .did_you_mean(rename.from.text, names_of(old_table.columns));
    }
    if (new_table.find_column(rename.to) == nullptr) throw missing(rename, "column", names_of(new_table.columns));
    if (old_table.find_column(rename.to) != nullptr) throw taken(rename, "column `" + rename.to.text + '`');
    return rename;
  }

  // Nothing: there is no such type.
  [[nodiscard]] std::optional<Rename> value(const Identifier& type, const RenameReader::Names& names) const {
    const Sides sides = sides_of(type, Renamed::kDefinition);
    for (const Definition* old : definitions(from_, sides.before.text)) {
      for (const Definition* now : definitions(to_, sides.after.text)) {
        const std::vector<std::string> before = renamable(*old, from_)->values;
        const std::vector<std::string> after = renamable(*now, to_)->values;
        if (old->kind != now->kind || before.empty()) continue;
        const Rename rename{now->name, {names.from, names.from}, {names.to, names.to}, now->kind};
        const auto has = [](const std::vector<std::string>& all, const std::string& one) {
          return std::find(all.begin(), all.end(), one) != all.end();
        };
        if (!has(before, names.from)) {
          throw error(Code::kRename, "{} `{}` has no value `{}` to be renamed", old->kind, old->name.text, names.from)
              .did_you_mean(names.from, before);
        }
        if (!has(after, names.to)) throw missing(rename, "value", after);
        if (has(before, names.to)) throw taken(rename, "value `" + names.to + '`');
        return rename;
      }
    }
    return std::nullopt;
  }

  // `names`: those that are there afterwards.
  static Error missing(const Rename& rename, std::string_view what, const std::vector<std::string>& names) {
    return error(Code::kRename, "{} cannot become `{}`: there is no such {} afterwards", what_is(rename),
                 rename.to.text, what)
        .did_you_mean(rename.to.text, names);
  }

  static Error taken(const Rename& rename, const std::string& what) {
    return error(Code::kRename, "{} cannot become `{}`: there is a {} already", what_is(rename), rename.to.text, what)
        .help("rename in two revisions, over a name that is free");
  }

  const Schema& from_;
  const Schema& to_;
  const RenameRules& rules_;
  std::vector<Rename> renames_;
};

}  // namespace

std::vector<Rename> read_renames(const Schema& from, const Schema& to, const std::vector<std::string>& texts,
                                 const RenameRules& rules) {
  return Request(from, to, rules).read(texts);
}

}  // namespace aludel
