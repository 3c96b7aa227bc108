#include "report/python_text.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <fmt/core.h>

#include "core/listed.h"

namespace aludel {
namespace {

// https://docs.python.org/3/reference/lexical_analysis.html#keywords
constexpr std::array<std::string_view, 35> kKeywords = {
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

constexpr std::size_t kWidth = 120;  // of a line

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// Line ends of Python's source are one kind only, and control characters nobody sees.
std::string escaped(char c) {
  switch (c) {
    case '\\':
      return "\\\\";
    case '"':
      return "\\\"";
    case '\n':
      return "\\n";
    case '\t':
      return "\\t";
    case '\r':
      return "\\r";
    default:
      break;
  }
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
}

}  // namespace

std::string python_literal(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) literal += escaped(c);
  return literal += '"';
}

std::string python_block(std::string_view text) {
  std::string block = "\"\"\"\\\n";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool plain = text[i] == '\n' || text[i] == '\t' || (text[i] == '"' && text.substr(i, 3) != "\"\"\"");
    block += plain ? std::string(1, text[i]) : escaped(text[i]);
  }
  return block += "\n\"\"\"";
}

std::string PythonCall::text() const { return fmt::format("{}({})", function_, joined(words_, ", ")); }

std::string PythonCall::line(std::size_t indent, std::string_view before, std::string_view after) const {
  const std::string margin(indent, ' ');
  std::string line = fmt::format("{}{}{}{}\n", margin, before, text(), after);
  if (line.size() <= kWidth + 1) return line;
  line = fmt::format("{}{}{}(\n", margin, before, function_);
  for (const std::string& word : words_) line += fmt::format("{}    {},\n", margin, word);
  return line + fmt::format("{}){}\n", margin, after);
}

std::string PythonNames::variable(std::string_view name) {
  std::string made;
  for (const char c : name) made += is_letter(c) || is_digit(c) || c == '_' ? c : '_';
  if (made.find_first_not_of('_') == std::string::npos) made = "unnamed";
  if (is_digit(made.front())) made.insert(0, "_");
  while (made.starts_with("__")) made.erase(0, 1);  // Python gives names that begin with two a meaning of their own
  return take(made);
}

std::string PythonNames::class_name(std::string_view name) {
  std::string made;
  bool begins = true;
  for (const char c : name) {
    if (is_letter(c) || is_digit(c)) made += begins ? upper(c) : c;
    begins = !is_letter(c) && !is_digit(c);
  }
  if (made.empty() || is_digit(made.front())) made.insert(0, "Table");
  return take(made);
}

std::string PythonNames::take(const std::string& name) {
  const auto will_do = [&](const std::string& candidate) {
    return !taken_.contains(candidate) && std::find(kKeywords.begin(), kKeywords.end(), candidate) == kKeywords.end();
  };
  std::string free = name;
  for (int i = 1; !will_do(free); ++i) free = name + "_" + (i == 1 ? "" : std::to_string(i));
  taken_.insert(free);
  return free;
}

}  // namespace aludel
