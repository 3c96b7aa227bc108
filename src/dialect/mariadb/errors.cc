#include "dialect/mariadb/errors.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "dialect/mariadb/tokens.h"

namespace aludel::mariadb {
namespace {

constexpr unsigned kSyntax = 1064;
constexpr std::size_t kNearLength = 80;  // the server cuts the text after `near` there

struct Advice {
  unsigned number;
  std::string_view help;
};

// https://mariadb.com/kb/en/mariadb-error-codes/
constexpr Advice kAdvice[] = {
    {1044, "let somebody with the right grant it: `GRANT ... ON database.* TO user`"},
    {1142, "let somebody with the right grant it: `GRANT ... ON database.* TO user`"},
    {1227, "let somebody with the right grant it: `GRANT ... ON *.* TO user`"},
    {1153, "raise `max_allowed_packet` on the server, or make several statements of it"},
    {1205, "find who holds the lock with `SHOW FULL PROCESSLIST`, or wait longer with `lock_wait` in aludel.toml"},
    {1213, "run the same command again"},
    {1206, "make several smaller statements of it"},
    {1290, "connect to a server that can be written"},
    {1836, "connect to a server that can be written"},
    {1969, "raise `statement_timeout` in aludel.toml, or on the section: `-- migrate:up statement_timeout:10min`"},
    {1062, "make the rows unique first, in a statement before this one"},
    {1451, "change or delete the rows that refer to it first"},
    {1452, "make the rows refer to rows that exist, in a statement before this one"},
    {1071, "index only the beginning of the column: `column(191)`"},
    {1118, "make long columns TEXT or BLOB: they are stored beside the row"},
};

// `near 'FRM t' at line 2`
struct Near {
  std::string_view text;
  std::size_t line = 1;
};

std::optional<Near> near_of(std::string_view message) {
  constexpr std::string_view kNear = "near '", kLine = "' at line ";
  const std::size_t begin = message.find(kNear);
  const std::size_t end = message.rfind(kLine);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin + kNear.size())
    return std::nullopt;
  Near near{message.substr(begin + kNear.size(), end - begin - kNear.size())};
  const std::string_view number = message.substr(end + kLine.size());
  std::from_chars(number.data(), number.data() + number.size(), near.line);
  return near;
}

// The word or sign at an offset, to be underlined.
Span token_at(const Source& source, Span statement, std::size_t offset) {
  const std::size_t begin = std::min(std::max(offset, statement.begin), statement.end - 1);
  std::size_t end = begin;
  while (end < statement.end && is_word(source.text[end])) ++end;
  return {begin, std::max(end, begin + 1)};
}

std::optional<Span> place_of_near(const Near& near, const Source& source, Span statement) {
  const std::string_view text = source.slice(statement);
  // What was sent lacks the `;` at the end.
  const std::size_t sent = text.ends_with(';') ? text.size() - 1 : text.size();
  if (near.text.size() < kNearLength && near.text.size() <= sent &&
      text.substr(sent - near.text.size(), near.text.size()) == near.text)
    return token_at(source, statement, statement.begin + sent - near.text.size());
  std::size_t line = 0;
  for (std::size_t i = 1; i < near.line && line != std::string_view::npos; ++i) {
    line = text.find('\n', line);
    if (line != std::string_view::npos) ++line;
  }
  const std::size_t found =
      line == std::string_view::npos || near.text.empty() ? std::string_view::npos : text.find(near.text, line);
  if (found == std::string_view::npos) return std::nullopt;
  return token_at(source, statement, statement.begin + found);
}

// The first name in quotes in the message that occurs in the statement: `Unknown column 'x' in 'field list'`.
std::optional<Span> place_of_name(std::string_view message, const Source& source, Span statement) {
  Lexer names(message);
  while (const std::optional<Token> name = names.next()) {
    if (name->kind != Token::Kind::kString && name->kind != Token::Kind::kName) continue;
    std::string wanted = lower(name_of(*name, message));
    if (const std::size_t dot = wanted.rfind('.'); dot != std::string::npos) wanted.erase(0, dot + 1);
    const std::string_view text = source.text.substr(0, statement.end);
    Lexer tokens(text, statement.begin);
    while (const std::optional<Token> token = tokens.next()) {
      if (token->kind != Token::Kind::kSign && lower(name_of(*token, text)) == wanted) return token->place;
    }
  }
  return std::nullopt;
}

std::string message_of(const Failure& failure) {
  const std::optional<Near> near = near_of(failure.message);
  if (failure.number != kSyntax || !near) return failure.message;
  if (near->text.empty()) return "a syntax error at the end of the statement";
  return fmt::format("a syntax error near `{}`",
                     near->text.substr(0, std::min<std::size_t>(near->text.find('\n'), 40)));
}

Code code_of(const Failure& failure) {
  if (failure.lost()) return Code::kConnect;
  if (may_retry(failure)) return Code::kLockTimeout;
  return Code::kStatement;
}

Error failure_without_place(const Failure& failure, const std::string& shown) {
  if (failure.lost()) {
    return error(Code::kConnect, "the connection to {} was lost: {}", shown, failure.message)
        .note(fmt::format("error {}", failure.number))
        .help("run the same command again: it finds out what was done, and goes on there");
  }
  Error thrown = error(code_of(failure), "{}", message_of(failure));
  thrown.diagnostic().notes.push_back(fmt::format("the server says error {} ({})", failure.number, failure.state));
  for (const Advice& advice : kAdvice) {
    if (advice.number == failure.number) thrown.diagnostic().help.emplace_back(advice.help);
  }
  return thrown;
}

}  // namespace

// 1020: changed since it was read; 1047: a node of Galera that is not ready; 1205: a lock; 1213: a deadlock.
bool may_retry(const Failure& failure) {
  return failure.number == 1205 || failure.number == kDeadlock || failure.number == 1020 || failure.number == 1047;
}

bool was_stopped(const Failure& failure) { return failure.number == 1317; }

bool names_what_is_missing(const Failure& failure) {
  constexpr unsigned kMissing[] = {1054, 1072, 1091, 1109, 1146, 1176, 1305, 1824, 4091, 4092};
  return std::find(std::begin(kMissing), std::end(kMissing), failure.number) != std::end(kMissing);
}

Span place_of(const Failure& failure, const Source& source, Span statement) {
  if (const std::optional<Near> near = near_of(failure.message)) {
    if (const auto place = place_of_near(*near, source, statement)) return *place;
  } else if (const auto place = place_of_name(failure.message, source, statement)) {
    return *place;
  }
  return token_at(source, statement, statement.begin);
}

Error own_failure(const Failure& failure, const std::string& shown) { return failure_without_place(failure, shown); }

Error statement_failure(const Failure& failure, const Source& source, Span statement,
                        const std::vector<std::string>& warnings, const std::string& shown) {
  const Span place = place_of(failure, source, statement);
  const bool whole = place.begin == statement.begin;
  Error thrown = failure_without_place(failure, shown);
  thrown.diagnostic().places.push_back(source.locate(place, whole ? "this statement" : "here"));
  for (const std::string& warning : warnings) {
    if (warning != failure.message) thrown.diagnostic().notes.push_back(warning);
  }
  return thrown;
}

}  // namespace aludel::mariadb
