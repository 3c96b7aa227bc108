#include "dialect/mariadb/split.h"

#include <algorithm>

#include "core/error.h"
#include "core/utf8.h"
#include "dialect/mariadb/body.h"

namespace aludel::mariadb {
namespace {

std::string_view word_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_word(text[end])) ++end;
  return text.substr(at, end - at);
}

bool may_matter(char c) { return c == '\'' || c == '"' || c == '`' || c == '#' || c == '-' || c == '/'; }

bool is_quote(char c) { return c == '\'' || c == '"' || c == '`'; }

}  // namespace

Splitter::Splitter(const Source& source, Span body)
    : source_(source), text_(source.text.substr(0, body.end)), at_(body.begin) {
  if (text_.substr(at_).starts_with(kByteOrderMark)) at_ += kByteOrderMark.size();
}

void Splitter::unterminated(Span opened, std::string_view what) const {
  throw unterminated_error(source_, opened, text_.size(), what);
}

// `DELIMITER //`: for the client, which keeps it to itself.
bool Splitter::take_delimiter_line() {
  constexpr std::string_view kWord = "DELIMITER";
  if (!same_word(text_.substr(at_, kWord.size()), kWord)) return false;
  const std::size_t after = at_ + kWord.size();
  if (after < text_.size() && !is_blank(text_[after])) return false;
  const std::size_t newline = std::min(text_.find('\n', at_), text_.size());
  std::size_t begin = after;
  while (begin < newline && is_blank(text_[begin])) ++begin;
  std::size_t end = begin;
  while (end < newline && !is_blank(text_[end])) ++end;
  const std::string_view named = text_.substr(begin, end - begin);
  if (named.empty() || named.find_first_of("\\'\"`") != std::string_view::npos) {
    throw error(Code::kUnterminated, "DELIMITER is not followed by what ends statements from there on")
        .at(source_.locate({at_, after}, "here"))
        .help("write `DELIMITER //` on a line of its own, and `DELIMITER ;` after the statement that needs it");
  }
  delimiter_ = named;
  at_ = newline;
  return true;
}

bool Splitter::skip_to_statement() {
  while (at_ < text_.size()) {
    if (is_blank(text_[at_]) || text_[at_] == ';') {
      ++at_;
    } else if (text_.substr(at_).starts_with(delimiter_)) {
      at_ += delimiter_.size();
    } else if (comment_begins(text_, at_)) {
      const std::size_t end = skip_comment(text_, at_);
      if (end == std::string_view::npos) unterminated({at_, at_ + 2}, "a comment");
      at_ = end;
    } else if (!take_delimiter_line()) {
      return true;
    }
  }
  return false;
}

std::size_t Splitter::skip_executable(std::size_t at) const {
  const std::size_t begin = at;
  for (at += 3; at < text_.size();) {
    if (text_.substr(at).starts_with("*/")) return at + 2;
    if (is_quote(text_[at])) {
      const std::size_t end = skip_quoted(text_, at);
      if (end == std::string_view::npos) unterminated({at, at + 1}, "a quoted text");
      at = end;
    } else {
      ++at;
    }
  }
  unterminated({begin, begin + 3}, "an executable comment");
}

// The way of almost all statements, so it looks at no words. Its `;` is the statement's, any other delimiter is the
// client's.
Span Splitter::delimited(std::size_t begin) {
  const bool keeps = delimiter_ == ";";
  std::size_t last = begin;  // after what is neither blank nor comment
  std::size_t at = begin;
  while (at < text_.size()) {
    const char c = text_[at];
    if (c == delimiter_.front() && text_.substr(at).starts_with(delimiter_)) {
      at_ = at + delimiter_.size();
      return {begin, keeps ? at_ : last};
    }
    if (!may_matter(c)) {
      ++at;
      if (!is_blank(c)) last = at;
    } else if (is_quote(c)) {
      const std::size_t end = skip_quoted(text_, at);
      if (end == std::string_view::npos) unterminated({at, at + 1}, c == '`' ? "a quoted name" : "a string");
      last = at = end;
    } else if (comment_begins(text_, at)) {
      const std::size_t end = skip_comment(text_, at);
      if (end == std::string_view::npos) unterminated({at, at + 2}, "a comment");
      at = end;
    } else if (is_executable_comment(text_, at)) {
      last = at = skip_executable(at);
    } else {
      last = ++at;
    }
  }
  at_ = text_.size();
  return {begin, last};
}

Span Splitter::with_body(std::size_t begin) {
  Lexer lexer(text_, begin);
  Body body;
  std::size_t last = begin;
  while (const std::optional<Token> token = lexer.next()) {
    if (token->kind == Token::Kind::kOpen) unterminated({token->place.begin, token->place.begin + 1}, "a quoted text");
    last = token->place.end;
    const bool semicolon = token->kind == Token::Kind::kSign && token->in(text_) == ";";
    if (!semicolon) {
      body.take(*token, text_);
    } else if (body.ends_at_semicolon() && !token->executable) {
      at_ = last;
      return {begin, last};
    }
  }
  if (!body.ends_at_semicolon()) unterminated({begin, begin + word_at(text_, begin).size()}, "the body of a routine");
  at_ = text_.size();
  return {begin, last};
}

std::optional<Span> Splitter::next() {
  if (!skip_to_statement()) return std::nullopt;
  const std::size_t begin = at_;
  if (delimiter_ != ";") return delimited(begin);
  const bool body = is_executable_comment(text_, begin) || Body::may_begin_with(word_at(text_, begin));
  return body ? with_body(begin) : delimited(begin);
}

}  // namespace aludel::mariadb
