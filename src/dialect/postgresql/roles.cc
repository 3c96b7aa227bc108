#include "dialect/postgresql/roles.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "core/error.h"
#include "dialect/postgresql/scan.h"

namespace aludel::postgresql {
namespace {

// Statements of other kinds name no roles, but in bodies that run later.
constexpr std::array<std::string_view, 8> kFirst = {"GRANT", "REVOKE", "ALTER",    "CREATE",
                                                    "SET",   "DROP",   "REASSIGN", "COMMENT"};
constexpr std::array<std::string_view, 6> kBefore = {"TO", "FROM", "AUTHORIZATION", "ROLE", "USER", "GROUP"};
constexpr std::array<std::string_view, 3> kKinds = {"ROLE", "USER", "GROUP"};
constexpr std::string_view kNoRoles[] = {"public", "current_user", "current_role", "session_user", "none", "default"};

template <std::size_t Size>
bool is_one_of(std::string_view text, const std::array<std::string_view, Size>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return is_word(text, word); });
}

std::string name_of(std::string_view text, TokenKind kind) {
  std::string name;
  if (kind == TokenKind::kName) {
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
      name += text[i];
      if (text[i] == '"') ++i;
    }
    return name;
  }
  for (const char c : text) name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return name;
}

struct Word {
  std::string_view text;
  TokenKind kind;
};

std::vector<Word> words_of(std::string_view statement) {
  const Source source{"", statement};
  Scanner scanner(source, {0, statement.size()});
  std::vector<Word> words;
  for (Token token = scanner.next(); token.kind != TokenKind::kEnd; token = scanner.next()) {
    const std::string_view text = statement.substr(token.span.begin, token.span.size());
    // A quote inside of a name is two: for the scanner the name ends there, and another one begins.
    const bool goes_on = !words.empty() && words.back().kind == TokenKind::kName && token.kind == TokenKind::kName &&
                         words.back().text.data() + words.back().text.size() == text.data();
    if (goes_on) {
      words.back().text = {words.back().text.data(), words.back().text.size() + text.size()};
    } else {
      words.push_back({text, token.kind});
    }
  }
  return words;
}

bool is_name(const Word& word) { return word.kind == TokenKind::kWord || word.kind == TokenKind::kName; }

}  // namespace

RoleWords roles_in(std::string_view statement) {
  RoleWords found;
  const std::string_view first = statement.substr(0, statement.find_first_of(" \t\r\n"));
  if (!is_one_of(first, kFirst)) return found;
  const std::vector<Word> words = words_of(statement);
  if (words.size() < 3) return found;
  found.makes_or_drops = (is_word(words[0].text, "CREATE") || is_word(words[0].text, "DROP")) &&
                         is_one_of(words[1].text, kKinds) && !is_word(words[2].text, "MAPPING");
  const bool mapping = is_word(words[1].text, "USER") && is_word(words[2].text, "MAPPING");
  bool expected = false;  // a role's name
  for (const Word& word : words) {
    if (mapping && is_word(word.text, "SERVER")) break;
    if (expected && is_name(word) && !is_one_of(word.text, kBefore)) {
      std::string name = name_of(word.text, word.kind);
      const bool role = std::find(std::begin(kNoRoles), std::end(kNoRoles), name) == std::end(kNoRoles);
      expected = false;
      if (role) found.names.push_back(std::move(name));
      continue;
    }
    const bool comma = word.text == "," && !found.names.empty();
    expected = comma || (word.kind == TokenKind::kWord && is_one_of(word.text, kBefore) && !mapping) ||
               (mapping && is_word(word.text, "FOR"));
  }
  return found;
}

}  // namespace aludel::postgresql
