// What a revision or a branch may be called. Ids stand in the version table and in targets (`label@id-2`), so the signs
// of the target grammar are not part of them.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace aludel {

inline constexpr std::size_t kLongestName = 32;  // the width of the version table's column

// Words that mean something else where an id or a label may stand.
inline constexpr std::string_view kReservedWords[] = {"head", "heads", "base", "current", "database", "model", "empty"};

// A table: it is asked for each character of a hundred thousand headers.
inline constexpr std::array<bool, 256> kInName = [] {
  std::array<bool, 256> in_name{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."))
    in_name[static_cast<unsigned char>(c)] = true;
  return in_name;
}();

[[nodiscard]] inline bool is_name_character(char c) { return kInName[static_cast<unsigned char>(c)]; }
[[nodiscard]] bool is_reserved(std::string_view word);

// Why `name` cannot be an id or a label, as the end of a sentence that begins with it; empty if it can.
[[nodiscard]] std::string fault_of_name(std::string_view name);

}  // namespace aludel
