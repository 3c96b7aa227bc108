#include "dialect/postgresql/stilled.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include <fmt/core.h>

#include "dialect/postgresql/names.h"
#include "dialect/postgresql/scan.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kMark = "/*aludel ";
constexpr std::string_view kEndOfMark = "*/";
constexpr std::string_view kLanguage = "\n LANGUAGE plpgsql\n";
constexpr std::string_view kBody = R"sql({}{}*/
BEGIN
  RAISE EXCEPTION 'a routine of the schema would run, beside somebody''s own databases'
    USING HINT = 'let scratch databases be made elsewhere: install the server''s programs, or set `scratch.postgresql`';
END)sql";

std::string hex(std::string_view text) {
  std::string digits;
  for (const char c : text) digits += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return digits;
}

std::string text_of_hex(std::string_view digits) {
  const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string text;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    text += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
  return text;
}

// Where the parts of a statement that makes a routine stand.
struct Parts {
  Span language, body;  // empty: there is none
  std::vector<Span> pieces;
  bool routine = false;
  bool parsed = false;  // its body is no text
};

class Reader {
 public:
  explicit Reader(std::string_view sql) : sql_(sql), scanner_(Source{"", sql}, {0, sql.size()}) { advance(); }

  Parts read() {
    if (!take("CREATE")) return parts_;
    if (take("OR")) take("REPLACE");
    parts_.routine = take("FUNCTION") || take("PROCEDURE");
    for (int depth = 0; parts_.routine && !at_end();) {
      if (depth == 0 && read_clause()) continue;
      depth += token_.kind == TokenKind::kOpen ? 1 : token_.kind == TokenKind::kClose ? -1 : 0;
      advance();
    }
    return parts_;
  }

 private:
  [[nodiscard]] bool at_end() const { return token_.kind == TokenKind::kEnd || token_.kind == TokenKind::kSemicolon; }
  void advance() { token_ = scanner_.next(); }
  bool take(std::string_view word) {
    const bool is_it =
        token_.kind == TokenKind::kWord && is_word(sql_.substr(token_.span.begin, token_.span.size()), word);
    if (is_it) advance();
    return is_it;
  }

  bool read_clause() {
    if (take("LANGUAGE")) {
      parts_.language = token_.span;
      return true;
    }
    if (take("AS")) {
      for (; token_.kind == TokenKind::kString; advance()) parts_.pieces.push_back(token_.span);
      if (!parts_.pieces.empty()) parts_.body = {parts_.pieces.front().begin, parts_.pieces.back().end};
      return true;
    }
    parts_.parsed = parts_.parsed || take("RETURN") || take("ATOMIC");
    return false;
  }

  std::string_view sql_;
  Scanner scanner_;
  Token token_;
  Parts parts_;
};

std::string language_of(std::string_view written) {
  if (written.starts_with('\'')) return unquoted_text(written);
  if (written.starts_with('"')) return std::string(written.substr(1, written.size() - 2));
  std::string name(written);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return name;
}

// A doubled quote is where two pieces meet; other pieces stand on lines of their own.
std::optional<std::string> text_of(std::string_view sql, const std::vector<Span>& pieces) {
  std::string text;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string_view piece = sql.substr(pieces[i].begin, pieces[i].size());
    if (piece.front() == '$' && pieces.size() == 1) {
      const std::size_t tag = piece.find('$', 1) + 1;
      return std::string(piece.substr(tag, piece.size() - 2 * tag));
    }
    if (piece.front() != '\'') return std::nullopt;
    if (i > 0 && pieces[i - 1].end == pieces[i].begin) text += '\'';
    text += piece.substr(1, piece.size() - 2);
  }
  return text;
}

}  // namespace

std::optional<std::string> stilled(std::string_view statement) {
  const Parts parts = Reader(statement).read();
  if (!parts.routine || parts.parsed) return std::string(statement);
  if (parts.language.size() == 0) return std::string(statement);  // which the server refuses
  const std::string language = language_of(statement.substr(parts.language.begin, parts.language.size()));
  if (language == "c" || language == "internal") return std::string(statement);
  const std::optional<std::string> body = text_of(statement, parts.pieces);
  if (!body || parts.pieces.empty()) return std::nullopt;
  std::string sql(statement);
  const auto replace = [&](Span span, const std::string& text) { sql.replace(span.begin, span.size(), text); };
  const std::string still =
      "$aludel$" + fmt::format(fmt::runtime(kBody), kMark, hex(language) + ' ' + hex(*body)) + "$aludel$";
  if (parts.language.begin > parts.body.begin) {
    replace(parts.language, "plpgsql");
    replace(parts.body, still);
  } else {
    replace(parts.body, still);
    replace(parts.language, "plpgsql");
  }
  return sql;
}

std::string awakened(std::string definition) {
  const std::size_t mark = definition.find(kMark);
  const std::size_t language = definition.find(kLanguage);
  if (mark == std::string::npos || language == std::string::npos || language > mark) return definition;
  const std::size_t begin = mark + kMark.size();
  const std::string_view held = std::string_view(definition).substr(begin, definition.find(kEndOfMark, begin) - begin);
  const std::string name = text_of_hex(held.substr(0, held.find(' ')));
  const std::string body = text_of_hex(held.substr(held.find(' ') + 1));
  // As the server quotes it (print_function_sqlbody and its kin in ruleutils.c).
  std::string tag = definition.starts_with("CREATE OR REPLACE PROCEDURE") ? "$procedure" : "$function";
  while (body.find(tag) != std::string::npos) tag += 'x';
  tag += '$';
  std::string sql = definition.substr(0, language) + "\n LANGUAGE " + simple_name(name).text + '\n';
  const std::size_t behind = language + kLanguage.size();
  const std::string rest = definition.substr(behind, definition.rfind("AS $", mark) - behind);
  return sql + rest + "AS " + tag + body + tag;
}

}  // namespace aludel::postgresql
