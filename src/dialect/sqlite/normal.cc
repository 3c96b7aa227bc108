#include "dialect/sqlite/normal.h"

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "core/source.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

using Pieces = std::vector<std::string_view>;

Pieces tokens_in(std::string_view sql) {
  Pieces tokens;
  for (Span at = next_token(sql, 0); !at.empty(); at = next_token(sql, at.end)) {
    tokens.push_back(sql.substr(at.begin, at.size()));
  }
  return tokens;
}

std::string quoted(std::string_view text, char quote) {
  std::string result(1, quote);
  for (const char c : text) result.append(c == quote ? 2 : 1, c);
  return result += quote;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

std::string normal_name(std::string_view token) {
  std::string key = folded(unquoted(token));
  return is_plain_word(key) && !is_reserved(key) ? key : quoted(key, '"');
}

std::string normal_token(std::string_view token, const IsName& is_name) {
  switch (token.front()) {
    case '\'':
      return std::string(token);
    case '`':
    case '[':
      return normal_name(token);
    case '"':
      return is_name(folded(unquoted(token))) ? normal_name(token) : std::string(token);
    default:
      return folded(token);
  }
}

// One pair of parentheses around the whole at a time.
void strip_parentheses(Pieces& tokens) {
  while (tokens.size() > 2 && tokens.front() == "(" && tokens.back() == ")") {
    int depth = 0;
    const auto closes = std::find_if(tokens.begin(), tokens.end(), [&](std::string_view token) {
      depth += token == "(" ? 1 : token == ")" ? -1 : 0;
      return depth == 0;
    });
    if (closes + 1 != tokens.end()) return;
    tokens.erase(tokens.begin());
    tokens.pop_back();
  }
}

// From the first token to the last, with the comments between them.
std::string_view written(const Pieces& tokens) {
  const char* const end = tokens.back().data() + tokens.back().size();
  return {tokens.front().data(), static_cast<std::size_t>(end - tokens.front().data())};
}

SqlText text_of(std::string_view sql, const Pieces& tokens, const IsName& is_name) {
  std::string normal;
  for (const std::string_view token : tokens) {
    if (!normal.empty()) normal += ' ';
    normal += normal_token(token, is_name);
  }
  return {std::string(sql), std::move(normal)};
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool is_number(std::string_view token) {
  return token.front() == '.' || (token.front() >= '0' && token.front() <= '9');
}

bool is_any(std::string_view token, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), folded(token)) != words.end();
}

// What a value or a name ends with, so that a sign after it takes two operands.
bool ends_operand(std::string_view token) {
  return token == ")" || token.front() == '"' || token.front() == '\'' || token.front() == '`' ||
         token.front() == '[' || is_number(token) || (is_word(token.front()) && !is_reserved(folded(token)));
}

// Whether a space belongs between two tokens: not inside parentheses, before a comma or around a point, and not between
// a function's name and its arguments.
bool apart(std::string_view before, std::string_view after) {
  if (before == "(" || before == "." || is_any(after, {")", ",", ".", ";"})) return false;
  if (after != "(") return true;
  if (is_any(before, {"cast", "raise"})) return false;
  return !is_plain_word(before) || is_reserved(folded(before)) ||
         is_any(before, {"match", "like", "glob", "regexp", "with", "by"});
}

const IsName kNothingIsName = [](const std::string&) { return false; };

// Words, then perhaps one or two numbers in parentheses. Any other type was in quotes, or has a comment inside, in
// which SQLite looks for INT, CHAR and others, too.
bool is_plain_type(std::string_view type) {
  const Pieces tokens = tokens_in(type);
  if (tokens.empty() || tokens.front().data() != type.data()) return false;
  const std::string_view last = tokens.back();
  if (last.data() + last.size() != type.data() + type.size()) return false;
  if (type.find("/*") != std::string_view::npos || type.find("--") != std::string_view::npos) return false;
  const auto is_word = [](std::string_view token) {
    return is_plain_word(token) && !is_reserved(folded(token)) && folded(token) != "generated";
  };
  const auto open = std::find_if_not(tokens.begin(), tokens.end(), is_word);
  if (open == tokens.begin()) return false;
  std::string shape;
  for (auto token = open; token != tokens.end(); ++token) {
    if (*token == "+" || *token == "-") continue;
    shape += is_number(*token) ? std::string_view("1") : *token;
  }
  return shape.empty() || shape == "(1)" || shape == "(1,1)";
}

// SQLite takes the quotes off a type that is quoted as a whole; of `"INT" x` it makes something else.
bool is_quoted_in_parts(std::string_view type) {
  constexpr std::string_view kQuotes = "'\"`[";
  return type.size() > 2 && kQuotes.find(type.front()) != std::string_view::npos &&
         type.substr(1, type.size() - 2).find_first_of(kQuotes) != std::string_view::npos;
}

}  // namespace

SqlText expression_text(std::string_view sql, const IsName& is_name) {
  Pieces tokens = tokens_in(sql);
  strip_parentheses(tokens);
  return text_of(tokens.empty() ? sql : written(tokens), tokens, is_name);
}

SqlText statement_text(std::string_view sql, const IsName& is_name) { return text_of(sql, tokens_in(sql), is_name); }

SqlText default_text(std::string_view sql) {
  Pieces tokens = tokens_in(sql);
  strip_parentheses(tokens);
  if (tokens.size() == 1) {
    const std::string_view token = tokens.front();
    const bool constant = token.back() == '\'' || is_number(token) ||
                          is_any(token, {"null", "true", "false", "current_date", "current_time", "current_timestamp"});
    if (!constant) {
      return {std::string(sql), quoted(unquoted(token), '\'')};
    }
  }
  return text_of(tokens.empty() ? sql : written(tokens), tokens, kNothingIsName);
}

std::string default_sql(const SqlText& value) {
  const Pieces tokens = tokens_in(value.normal);
  if (tokens.size() == 1) return is_word(value.normal.front()) ? upper(value.normal) : value.normal;
  const bool number = tokens.size() == 2 && is_any(tokens.front(), {"-", "+"}) && is_number(tokens.back());
  return number ? spaced(value.normal) : "(" + spaced(value.written) + ")";
}

SqlText type_text(std::string_view declared, std::string_view told) {
  if (told.empty()) return {};
  if (is_quoted_in_parts(declared)) return {std::string(declared), folded(declared)};
  return {std::string(folded(declared) == folded(told) ? declared : told),
          is_plain_type(told) ? text_of(told, tokens_in(told), kNothingIsName).normal : folded(told)};
}

std::string type_sql(const SqlText& type) {
  if (is_quoted_in_parts(type.written)) return type.written;
  if (!is_plain_type(type.written)) return quoted(type.written, '"');
  return upper(spaced(type.written));
}

std::string spaced(std::string_view sql) {
  std::string text;
  std::string_view before;
  bool unary = false;  // `before` is the sign of what follows
  for (const std::string_view token : tokens_in(sql)) {
    const bool sign = token == "-" || token == "+" || token == "~";
    if (!before.empty() && apart(before, token) && (!unary || sign)) text += ' ';
    unary = sign && (before.empty() || !ends_operand(before));
    text += token;
    before = token;
  }
  return text;
}

std::string without_end_comment(std::string_view sql) {
  std::size_t end = 0;
  for (Span at = next_token(sql, 0); !at.empty(); at = next_token(sql, at.end)) end = at.end;
  return std::string(sql.substr(0, end));
}

}  // namespace aludel::sqlite
