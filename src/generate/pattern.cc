#include "generate/pattern.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

namespace aludel {
namespace {

// A text with places that may hold one of several characters each.
struct Choices {
  std::string text;
  std::vector<std::pair<std::size_t, std::string>> places;

  // The last places change fastest, as the digits of a number do.
  [[nodiscard]] std::string number(std::int64_t n) const {
    std::string result = text;
    auto rest = static_cast<std::size_t>(n);
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
      result[place->first] = place->second[rest % place->second.size()];
      rest /= place->second.size();
    }
    return result;
  }
};

// The characters of `[...]`, without the brackets; of a class that says what may not stand there, some others.
std::string members(std::string_view inside) {
  const bool negated = !inside.empty() && inside.front() == '^';
  if (negated) inside.remove_prefix(1);
  std::string all;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const bool range = i + 2 < inside.size() && inside[i + 1] == '-' && inside[i] < inside[i + 2];
    if (!range) {
      all += inside[i];
      continue;
    }
    for (char c = inside[i]; c < inside[i + 2]; ++c) all += c;
    i += 1;  // the end of the range comes by itself
  }
  std::erase(all, '\'');
  if (!negated) return all;
  std::string others = "x0X-_ ";
  std::erase_if(others, [&](char c) { return all.find(c) != std::string::npos; });
  return others;
}

std::string like(std::string_view literal, std::int64_t n) {
  std::string text;
  for (const char c : literal) text += c == '%' ? fmt::format("{}", n) : std::string(1, c == '_' ? 'x' : c);
  return text;
}

std::string glob(std::string_view literal, std::int64_t n) {
  Choices choices;
  for (std::size_t i = 0; i < literal.size(); ++i) {
    const char c = literal[i];
    // A `]` that stands first belongs to the class.
    const std::size_t after = i + 1 < literal.size() && literal[i + 1] == '^' ? i + 3 : i + 2;
    const std::size_t end = c == '[' && after < literal.size() ? literal.find(']', after) : std::string_view::npos;
    const std::string some = end == std::string_view::npos ? "" : members(literal.substr(i + 1, end - i - 1));
    if (!some.empty()) {
      choices.places.emplace_back(choices.text.size(), some);
      choices.text += some.front();
      i = end;
    } else {
      choices.text += c == '*' ? fmt::format("{}", n) : std::string(1, c == '?' ? 'x' : c);
    }
  }
  return choices.number(n);
}

}  // namespace

std::vector<std::string> texts_like(std::string_view literal, std::int64_t n) {
  std::vector<std::string> texts;
  if (literal.empty() || literal.front() != '\'') return texts;
  if (literal.find_first_of("%_") != std::string_view::npos) texts.push_back(like(literal, n));
  if (literal.find_first_of("*?[") != std::string_view::npos) texts.push_back(glob(literal, n));
  return texts;
}

}  // namespace aludel
