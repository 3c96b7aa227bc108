// The parts of finding and settling renames.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "diff/rename.h"

namespace aludel {

// --- rename_request.cc
// What a user says, checked against the two schemas. Throws kRename.
[[nodiscard]] std::vector<Rename> read_renames(const Schema& from, const Schema& to,
                                               const std::vector<std::string>& texts, const RenameRules& rules);

// --- rename_definitions.cc
void find_definitions(const Schema& from, const Schema& to, const std::vector<Rename>& settled,
                      const RenameRules& rules, std::vector<Rename>& out);
void find_values(const Schema& from, const Schema& to, const std::vector<Rename>& settled, const RenameRules& rules,
                 std::vector<Rename>& out);
// What belongs to one and the same column before and after, under another name.
[[nodiscard]] std::vector<Rename> renames_with_columns(const Schema& from, const Schema& to,
                                                       const std::vector<Rename>& settled, const RenameRules& rules);
// What is a part of one and the same thing before and after, of the same structure, under another name.
[[nodiscard]] std::vector<Rename> renames_of_parts(const Schema& from, const Schema& to,
                                                   const std::vector<Rename>& settled, const RenameRules& rules);

// Texts of two schemas without the names of definitions that only one of them has: they may be the same ones.
class Masks {
 public:
  Masks(const Schema& from, const Schema& to, const RenameRules& rules);
  [[nodiscard]] std::string of_from(std::string text) const { return masked(std::move(text), from_); }
  [[nodiscard]] std::string of_to(std::string text) const { return masked(std::move(text), to_); }

 private:
  static std::string masked(std::string text, const std::vector<std::string>& names);
  std::vector<std::string> from_, to_;
};

// --- rename_candidates.cc

// Whether they rename the same thing, or to the same name.
[[nodiscard]] bool touch(const Rename& a, const Rename& b);
[[nodiscard]] const Rename* rename_to(const std::vector<Rename>& settled, const Rename& wanted);
[[nodiscard]] bool is_renamed(const std::vector<Rename>& settled, const Rename& wanted);

// What was dropped and what was added of one structure.
template <typename T>
struct Alike {
  std::vector<const T*> dropped, added;
};
template <typename T>
using Structures = std::map<std::string, Alike<T>>;

// More pairs than this of one structure would be asked for one by one, so each is then paired with one only, in order.
inline constexpr std::size_t kMostPairs = 16;

// Pairs what is alike; of several pairs for one name, those with the smallest distance first. `make(from, to)` gives
// the rename.
template <typename T, typename Distance, typename Make>
void pair_up(Structures<T>& structures, Distance distance, Make make, std::vector<Rename>& out) {
  const std::size_t before = out.size();
  for (auto& [signature, alike] : structures) {
    if (alike.dropped.size() * alike.added.size() > kMostPairs) {
      const std::size_t pairs = std::min(alike.dropped.size(), alike.added.size());
      for (std::size_t i = 0; i < pairs; ++i) out.push_back(make(*alike.dropped[i], *alike.added[i]));
      continue;
    }
    for (const T* dropped : alike.dropped) {
      std::stable_sort(alike.added.begin(), alike.added.end(),
                       [&](const T* a, const T* b) { return distance(*dropped, *a) < distance(*dropped, *b); });
      for (const T* added : alike.added) out.push_back(make(*dropped, *added));
    }
  }
  std::stable_sort(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(),
                   [](const Rename& a, const Rename& b) { return a.from < b.from; });
}

}  // namespace aludel
