#include "dialect/sqlite/split.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include <sqlite3.h>

#include "core/error.h"
#include "core/utf8.h"

namespace aludel::sqlite {
namespace {

enum class Kind : std::uint8_t { kPlain, kSpace, kQuote, kBracket, kDash, kSlash, kSemicolon };

constexpr std::array<Kind, 256> kKinds = [] {
  std::array<Kind, 256> kinds{};
  for (const char c : {' ', '\t', '\n', '\r', '\f'}) kinds[static_cast<unsigned char>(c)] = Kind::kSpace;
  for (const char c : {'\'', '"', '`'}) kinds[static_cast<unsigned char>(c)] = Kind::kQuote;
  kinds['['] = Kind::kBracket;
  kinds['-'] = Kind::kDash;
  kinds['/'] = Kind::kSlash;
  kinds[';'] = Kind::kSemicolon;
  return kinds;
}();

Kind kind_of(char c) { return kKinds[static_cast<unsigned char>(c)]; }

bool comment_begins(std::string_view text, std::size_t at) {
  return at + 1 < text.size() && ((text[at] == '-' && text[at + 1] == '-') || (text[at] == '/' && text[at + 1] == '*'));
}

bool starts_with_word(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (std::toupper(static_cast<unsigned char>(text[i])) != word[i]) return false;
  }
  return true;
}

// Only these can hold a `;` that does not end them (https://sqlite.org/c3ref/complete.html).
bool may_hold_body(std::string_view statement) {
  return starts_with_word(statement, "CREATE") || starts_with_word(statement, "EXPLAIN");
}

}  // namespace

Splitter::Splitter(const Source& source, Span body)
    : source_(source), text_(source.text.substr(0, body.end)), at_(body.begin) {
  if (text_.substr(at_).starts_with(kByteOrderMark)) at_ += kByteOrderMark.size();
}

void Splitter::unterminated(Span opened, std::string_view what) const {
  throw unterminated_error(source_, opened, text_.size(), what);
}

// The offset after the quoted text or the comment that begins at `at`; `at + 1` if neither does.
std::size_t Splitter::skip_token(std::size_t at) const {
  const char c = text_[at];
  if (c == '\'' || c == '"' || c == '`' || c == '[') {
    const std::size_t close = text_.find(c == '[' ? ']' : c, at + 1);
    if (close == std::string_view::npos) unterminated({at, at + 1}, c == '\'' ? "a string" : "a quoted name");
    return close + 1;  // a doubled quote begins the next piece of the same text
  }
  if (!comment_begins(text_, at)) return at + 1;
  if (c == '-') {
    const std::size_t newline = text_.find('\n', at);
    return newline == std::string_view::npos ? text_.size() : newline + 1;
  }
  const std::size_t close = text_.find("*/", at + 2);
  if (close == std::string_view::npos) unterminated({at, at + 2}, "a comment");
  return close + 2;
}

bool Splitter::skip_to_statement() {
  while (at_ < text_.size()) {
    const Kind kind = kind_of(text_[at_]);
    if (kind == Kind::kSpace || kind == Kind::kSemicolon) {
      ++at_;
    } else if (comment_begins(text_, at_)) {
      at_ = skip_token(at_);
    } else {
      return true;
    }
  }
  return false;
}

// The offset of the next `;` outside of quotes and comments, or the text's end.
std::size_t Splitter::find_semicolon(std::size_t at) {
  while (at < text_.size()) {
    const Kind kind = kind_of(text_[at]);
    if (kind == Kind::kSemicolon) return at;
    if (kind == Kind::kSpace) {
      ++at;
    } else if (kind == Kind::kPlain) {
      last_ = ++at;
    } else {
      const bool comment = comment_begins(text_, at);
      at = skip_token(at);
      if (!comment) last_ = at;
    }
  }
  return at;
}

std::optional<Span> Splitter::next() {
  if (!skip_to_statement()) return std::nullopt;
  const std::size_t begin = at_;
  const bool body = may_hold_body(text_.substr(begin));
  std::size_t from = begin;
  // What sqlite3_complete() is asked about: first the statement, then, inside a trigger's body, only what follows the
  // last `;`, behind a beginning that brings it to the same state. So a long trigger costs no more than its length.
  std::string asked;
  while (true) {
    const std::size_t semicolon = find_semicolon(from);
    if (!body) {
      at_ = std::min(semicolon + 1, text_.size());
      return Span{begin, semicolon < text_.size() ? semicolon + 1 : last_};
    }
    if (from > begin) asked = "CREATE TRIGGER ;";
    asked.append(text_.substr(from, semicolon - from)).append("\n;");
    const bool complete = sqlite3_complete(asked.c_str()) != 0;
    if (complete) {
      at_ = std::min(semicolon + 1, text_.size());
      return Span{begin, semicolon < text_.size() ? semicolon + 1 : last_};
    }
    if (semicolon == text_.size()) unterminated({begin, begin + 6}, "the body of a trigger");
    from = semicolon + 1;
  }
}

}  // namespace aludel::sqlite
