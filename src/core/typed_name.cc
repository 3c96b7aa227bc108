#include "core/typed_name.h"

#include <algorithm>

namespace aludel {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string typed_name(std::string_view name) {
  if (!name.empty() && std::all_of(name.begin(), name.end(), is_plain)) return std::string(name);
  std::string quoted = "\"";
  for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

std::string shell_word(std::string_view text) {
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return is_plain(c) || c == '.' || c == '=' || c == '-'; });
  if (plain) return std::string(text);
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? "'\\''" : std::string(1, c);
  return word + '\'';
}

std::optional<std::string> TypedNames::name() {
  std::string name;
  if (!take('"')) {
    const std::size_t end = std::min(rest_.find_first_of(".=\""), rest_.size());
    name = rest_.substr(0, end);
    rest_.remove_prefix(end);
  } else {
    while (true) {
      const std::size_t end = rest_.find('"');
      if (end == std::string_view::npos) return std::nullopt;
      name += rest_.substr(0, end);
      rest_.remove_prefix(end + 1);
      if (!take('"')) break;
      name += '"';
    }
  }
  if (name.empty()) return std::nullopt;
  return name;
}

bool TypedNames::take(char sign) {
  if (!rest_.starts_with(sign)) return false;
  rest_.remove_prefix(1);
  return true;
}

}  // namespace aludel
