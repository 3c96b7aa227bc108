#include "diff/rename.h"

#include <algorithm>
#include <optional>

#include "core/error.h"
#include "core/typed_name.h"

namespace aludel {
namespace {

constexpr std::size_t kShownCandidates = 20;

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

// Checks what a user says against the two schemas.
class Checker {
 public:
  Checker(const Schema& from, const Schema& to, const MakeIdentifier& identifier)
      : from_(from), to_(to), identifier_(identifier) {}

  std::vector<Rename> check(const std::vector<std::string>& texts) {
    std::vector<std::pair<std::string, RenameReader::Names>> columns;
    for (const std::string& text : texts) {
      RenameReader::Names names = RenameReader(text).read();
      if (names.table) {
        columns.emplace_back(text, std::move(names));
      } else {
        add(check_table({{}, identifier_(names.from), identifier_(names.to)}));
      }
    }
    for (const auto& [text, names] : columns) {
      add(check_column(identifier_(*names.table), identifier_(names.from), identifier_(names.to)));
    }
    return std::move(renames_);
  }

 private:
  void add(Rename rename) {
    for (const Rename& other : renames_) {
      if (!(other.table == rename.table) || !(other.from == rename.from || other.to == rename.to)) continue;
      throw error(Code::kRename, "`--rename {}` and `--rename {}` contradict each other", text_of(other),
                  text_of(rename));
    }
    renames_.push_back(std::move(rename));
  }

  [[nodiscard]] Rename check_table(const Rename& rename) const {
    if (from_.find_table(rename.from) == nullptr) {
      refuse_definition(rename.from);
      throw error(Code::kRename, "there is no table `{}` to be renamed", rename.from.text)
          .did_you_mean(rename.from.text, names_of(from_.tables));
    }
    if (to_.find_table(rename.to) == nullptr) {
      throw error(Code::kRename, "{} cannot become `{}`: there is no such table afterwards", what_is(rename),
                  rename.to.text)
          .did_you_mean(rename.to.text, names_of(to_.tables));
    }
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

  // The table may be named as it was, too.
  [[nodiscard]] Rename check_column(const Identifier& table, const Identifier& from, const Identifier& to) const {
    Identifier before = table;
    Identifier after = table;
    for (const Rename& rename : renames_) {
      if (!rename.table.empty()) continue;
      if (rename.to == table) before = rename.from;
      if (rename.from == table) after = rename.to;
    }
    const Table* old_table = from_.find_table(before);
    const Table* new_table = to_.find_table(after);
    if (old_table == nullptr || new_table == nullptr) {
      const std::string_view when = old_table == nullptr ? "" : " afterwards";
      throw error(Code::kRename, "there is no table `{}`{} whose column could be renamed", table.text, when)
          .did_you_mean(table.text, names_of(old_table == nullptr ? from_.tables : to_.tables));
    }
    Rename rename{new_table->name, from, to};
    if (old_table->find_column(from) == nullptr) {
      throw error(Code::kRename, "table `{}` has no column `{}` to be renamed", old_table->name.text, from.text)
          .did_you_mean(from.text, names_of(old_table->columns));
    }
    if (new_table->find_column(to) == nullptr) {
      throw error(Code::kRename, "{} cannot become `{}`: there is no such column afterwards", what_is(rename), to.text)
          .did_you_mean(to.text, names_of(new_table->columns));
    }
    if (old_table->find_column(to) != nullptr) throw taken(rename, "column `" + to.text + '`');
    return rename;
  }

  static Error taken(const Rename& rename, const std::string& what) {
    return error(Code::kRename, "{} cannot become `{}`: there is a {} already", what_is(rename), rename.to.text, what)
        .help("rename in two revisions, over a name that is free");
  }

  const Schema& from_;
  const Schema& to_;
  const MakeIdentifier& identifier_;
  std::vector<Rename> renames_;
};

bool touch(const Rename& a, const Rename& b) { return a.table == b.table && (a.from == b.from || a.to == b.to); }

void ask_for(const std::vector<Rename>& candidates, const RenameRequest& request, std::vector<Rename>& settled) {
  for (const Rename& candidate : candidates) {
    const bool free =
        std::none_of(settled.begin(), settled.end(), [&](const Rename& one) { return touch(one, candidate); });
    if (free && request.ask(candidate)) settled.push_back(candidate);
  }
}

[[noreturn]] void refuse(const std::vector<Rename>& candidates) {
  Error refusal =
      candidates.size() == 1
          ? error(Code::kRename, "{} looks renamed, and nobody said whether it is", what_is(candidates[0]))
          : error(Code::kRename, "{} changes look like renames, and nobody said whether they are", candidates.size());
  for (std::size_t i = 0; i < std::min(candidates.size(), kShownCandidates); ++i) {
    refusal =
        std::move(refusal).help(fmt::format("if {} becomes `{}` with its values: `--rename {}`", what_is(candidates[i]),
                                            candidates[i].to.text, shell_word(text_of(candidates[i]))));
  }
  if (candidates.size() > kShownCandidates) {
    refusal = std::move(refusal).note(fmt::format("and {} more", candidates.size() - kShownCandidates));
  }
  throw std::move(refusal).help("if not, `--no-rename` drops the old one with its values, and adds the new one");
}

}  // namespace

std::string text_of(const Rename& rename) {
  const std::string table = rename.table.empty() ? "" : typed_name(rename.table.text) + '.';
  return table + typed_name(rename.from.text) + '=' + typed_name(rename.to.text);
}

std::string what_is(const Rename& rename) {
  if (rename.table.empty()) return fmt::format("table `{}`", rename.from.text);
  return fmt::format("column `{}.{}`", rename.table.text, rename.from.text);
}

std::vector<Rename> settle_renames(const Schema& from, const Schema& to, const RenameRequest& request,
                                   const MakeIdentifier& identifier) {
  std::vector<Rename> settled = Checker(from, to, identifier).check(request.renames);
  if (request.no_others) return settled;
  std::vector<Rename> open;
  for (const Renamable what : {Renamable::kTables, Renamable::kColumns}) {
    const std::vector<Rename> candidates = find_rename_candidates(from, to, settled, what);
    if (request.ask) {
      ask_for(candidates, request, settled);
    } else {
      open.insert(open.end(), candidates.begin(), candidates.end());
    }
  }
  if (!open.empty()) refuse(open);
  std::stable_sort(settled.begin(), settled.end(),
                   [](const Rename& a, const Rename& b) { return a.table.empty() && !b.table.empty(); });
  return settled;
}

}  // namespace aludel
