#include "diff/rename.h"

#include <algorithm>

#include "core/error.h"
#include "core/typed_name.h"
#include "diff/rename_parts.h"

namespace aludel {
namespace {

constexpr std::size_t kShownCandidates = 20;

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
    const Rename& one = candidates[i];
    refusal =
        std::move(refusal).help(fmt::format("if {} becomes `{}`{}: `--rename {}`", what_is(one), one.to.text,
                                            keeps_values(one) ? " with its values" : "", shell_word(text_of(one))));
  }
  if (candidates.size() > kShownCandidates) {
    refusal = std::move(refusal).note(fmt::format("and {} more", candidates.size() - kShownCandidates));
  }
  const bool values = std::any_of(candidates.begin(), candidates.end(), keeps_values);
  throw std::move(refusal).help(
      fmt::format("if not, `--no-rename` drops the old one{}, and adds the new one", values ? " with its values" : ""));
}

}  // namespace

std::string text_of(const Rename& rename) {
  const std::string table = rename.table.empty() ? "" : typed_name(rename.table.text) + '.';
  return table + typed_name(rename.from.text) + '=' + typed_name(rename.to.text);
}

std::string what_is(const Rename& rename) {
  switch (rename.what()) {
    case Renamed::kTable:
      return fmt::format("table `{}`", rename.from.text);
    case Renamed::kColumn:
      return fmt::format("column `{}.{}`", rename.table.text, rename.from.text);
    case Renamed::kDefinition:
      return fmt::format("{} `{}`", rename.kind, rename.from.text);
    case Renamed::kValue:
      break;
  }
  return fmt::format("value `{}` of `{}`", rename.from.text, rename.table.text);
}

bool keeps_values(const Rename& rename) {
  return rename.what() == Renamed::kTable || rename.what() == Renamed::kColumn;
}

std::vector<Rename> settle_renames(const Schema& from, const Schema& to, const RenameRequest& request,
                                   const RenameRules& rules) {
  std::vector<Rename> settled = read_renames(from, to, request.renames, rules);
  std::vector<Rename> open;
  for (const Renamed what : kRenamed) {
    if (what == Renamed::kDefinition) {
      const std::vector<Rename> followers = renames_with_columns(from, to, settled, rules);
      settled.insert(settled.end(), followers.begin(), followers.end());
    }
    if (request.no_others) continue;
    const std::vector<Rename> candidates = find_rename_candidates(from, to, settled, what, rules);
    if (request.ask) {
      ask_for(candidates, request, settled);
    } else {
      open.insert(open.end(), candidates.begin(), candidates.end());
    }
  }
  const std::vector<Rename> parts = renames_of_parts(from, to, settled, rules);
  settled.insert(settled.end(), parts.begin(), parts.end());
  if (!open.empty()) refuse(open);
  std::stable_sort(settled.begin(), settled.end(),
                   [](const Rename& a, const Rename& b) { return a.what() < b.what(); });
  return settled;
}

}  // namespace aludel
