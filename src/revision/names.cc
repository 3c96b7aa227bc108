#include "revision/names.h"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "core/utf8.h"

namespace aludel {
namespace {

// The characters of `name` that are not allowed, sorted, each once.
std::string bad_characters(std::string_view name) {
  std::set<std::string> found;
  for (std::size_t i = 0; i < name.size();) {
    std::size_t end = i + 1;
    while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) ++end;
    if (end > i + 1 || !is_name_character(name[i])) found.insert(printable(name.substr(i, end - i)));
    i = end;
  }
  std::string text;
  for (const std::string& character : found) text += fmt::format("{}`{}`", text.empty() ? "" : ", ", character);
  return text;
}

}  // namespace

bool is_reserved(std::string_view word) {
  return std::find(std::begin(kReservedWords), std::end(kReservedWords), word) != std::end(kReservedWords);
}

std::string fault_of_name(std::string_view name) {
  if (name.empty()) return "is empty";
  if (!std::all_of(name.begin(), name.end(), is_name_character)) {
    return fmt::format("has characters that are not allowed: {}", bad_characters(name));
  }
  if (name.size() > kLongestName) return fmt::format("is longer than {} characters", kLongestName);
  if (is_reserved(name)) return "is a reserved word";
  return {};
}

}  // namespace aludel
