#include "dialect/postgresql/scan.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/utf8.h"
#include "dialect/statement.h"

namespace aludel::postgresql {
namespace {

enum class Char : std::uint8_t { kOther, kSpace, kLetter, kDigit };

// scan.l: `space`, `ident_start`, `digit`.
constexpr std::array<Char, 256> kChars = [] {
  std::array<Char, 256> chars{};
  for (const char c : {' ', '\t', '\n', '\r', '\f', '\v'}) chars[static_cast<unsigned char>(c)] = Char::kSpace;
  for (unsigned c = 0; c < 256; ++c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80) chars[c] = Char::kLetter;
    if (c >= '0' && c <= '9') chars[c] = Char::kDigit;
  }
  return chars;
}();

Char char_of(char c) { return kChars[static_cast<unsigned char>(c)]; }
bool starts_word(char c) { return char_of(c) == Char::kLetter; }
bool continues_word(char c) { return char_of(c) == Char::kLetter || char_of(c) == Char::kDigit || c == '$'; }

bool begins_comment(std::string_view text, std::size_t at) {
  return at + 1 < text.size() && ((text[at] == '-' && text[at + 1] == '-') || (text[at] == '/' && text[at + 1] == '*'));
}

}  // namespace

bool is_word(std::string_view text, std::string_view keyword) {
  return std::equal(text.begin(), text.end(), keyword.begin(), keyword.end(),
                    [](char c, char capital) { return (c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) == capital; });
}

Scanner::Scanner(const Source& source, Span body)
    : source_(source), text_(source.text.substr(0, body.end)), at_(body.begin) {
  if (text_.substr(at_).starts_with(kByteOrderMark)) at_ += kByteOrderMark.size();
}

void Scanner::unterminated(Span opened, std::string_view what) const {
  throw unterminated_error(source_, opened, text_.size(), what);
}

void Scanner::skip_spaces() {
  while (at_ < text_.size()) {
    if (char_of(text_[at_]) == Char::kSpace) {
      ++at_;
    } else if (!begins_comment(text_, at_)) {
      return;
    } else if (text_[at_] == '-') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else {
      skip_block_comment();
    }
  }
}

void Scanner::skip_block_comment() {  // they nest
  const std::size_t open = at_;
  std::size_t depth = 0;
  while (at_ + 1 < text_.size()) {
    if (text_[at_] == '/' && text_[at_ + 1] == '*') {
      ++depth;
      at_ += 2;
    } else if (text_[at_] == '*' && text_[at_ + 1] == '/') {
      at_ += 2;
      if (--depth == 0) return;
    } else {
      ++at_;
    }
  }
  unterminated({open, open + 2}, "a comment");
}

// The offset after the quoted text that opens at `open`. A doubled quote begins the next piece of the same text.
std::size_t Scanner::after_quoted(std::size_t open, bool backslashes) const {
  if (backslashes) return after_escaped(open);
  const std::size_t close = text_.find(text_[open], open + 1);
  if (close == std::string_view::npos)
    unterminated({open, open + 1}, text_[open] == '"' ? "a quoted name" : "a string");
  return close + 1;
}

std::size_t Scanner::after_escaped(std::size_t open) const {
  for (std::size_t at = open + 1; at < text_.size(); ++at) {
    if (text_[at] == '\\') {
      ++at;
    } else if (text_[at] == '\'') {
      if (at + 1 < text_.size() && text_[at + 1] == '\'') {
        ++at;
        continue;
      }
      const std::size_t more = continued_string(at + 1);
      if (more == std::string_view::npos) return at + 1;
      at = more;
    }
  }
  unterminated({open, open + 1}, "a string");
}

// Where a string goes on that was closed before `at`: at a quote on a later line (scan.l: `quotecontinue`).
std::size_t Scanner::continued_string(std::size_t at) const {
  bool newline = false;
  while (at < text_.size() && char_of(text_[at]) == Char::kSpace) newline = text_[at++] == '\n' || newline;
  return newline && at < text_.size() && text_[at] == '\'' ? at : std::string_view::npos;
}

Token Scanner::word() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && continues_word(text_[at_])) ++at_;
  const bool escapes = at_ == begin + 1 && (text_[begin] == 'E' || text_[begin] == 'e');
  if (!escapes || at_ == text_.size() || text_[at_] != '\'') return {TokenKind::kWord, {begin, at_}};
  at_ = after_quoted(at_, true);
  return {TokenKind::kString, {begin, at_}};
}

Token Scanner::dollar() {
  const std::size_t begin = at_;
  std::size_t end = begin + 1;
  if (end < text_.size() && starts_word(text_[end])) {
    while (end < text_.size() && text_[end] != '$' && continues_word(text_[end])) ++end;
  }
  if (end == text_.size() || text_[end] != '$') {  // a parameter
    ++at_;
    return {TokenKind::kOther, {begin, at_}};
  }
  const std::string_view tag = text_.substr(begin, end + 1 - begin);
  const std::size_t close = text_.find(tag, end + 1);
  if (close == std::string_view::npos) unterminated({begin, end + 1}, "a dollar-quoted string");
  at_ = close + tag.size();
  return {TokenKind::kString, {begin, at_}};
}

Token Scanner::next() {
  skip_spaces();
  if (at_ >= text_.size()) return {TokenKind::kEnd, {text_.size(), text_.size()}};
  const std::size_t begin = at_;
  const char c = text_[at_];
  if (starts_word(c)) return word();
  if (char_of(c) == Char::kDigit) {
    while (at_ < text_.size() && continues_word(text_[at_])) ++at_;
    return {TokenKind::kOther, {begin, at_}};
  }
  if (c == '$') return dollar();
  if (c == '\'' || c == '"') {
    at_ = after_quoted(at_, false);
    return {c == '"' ? TokenKind::kName : TokenKind::kString, {begin, at_}};
  }
  ++at_;
  switch (c) {
    case '(':
      return {TokenKind::kOpen, {begin, at_}};
    case ')':
      return {TokenKind::kClose, {begin, at_}};
    case ';':
      return {TokenKind::kSemicolon, {begin, at_}};
    case '\\':
      return {TokenKind::kBackslash, {begin, at_}};
    default:
      return {TokenKind::kOther, {begin, at_}};
  }
}

}  // namespace aludel::postgresql
