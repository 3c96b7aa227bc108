#include "dialect/mariadb/dialect.h"

#include <algorithm>
#include <optional>

#include <fmt/core.h>

#include "dialect/mariadb/connection.h"
#include "dialect/mariadb/judge.h"
#include "dialect/mariadb/literal.h"
#include "dialect/mariadb/split.h"
#include "dialect/mariadb/tokens.h"

namespace aludel::mariadb {
namespace {

constexpr std::string_view kSchemes[] = {"mysql", "mariadb"};

constexpr Capabilities kCapabilities{
    .transactional_ddl = false,
    .shared_transactions = false,
    .mixes_alone = true,
    .is_file = false,
    .identity_key = "BIGINT AUTO_INCREMENT PRIMARY KEY",
    .table_options = " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
};

// The shell stops at the first error by itself, unless it was given --force.
constexpr ScriptTexts kScriptTexts{
    .head = "SET NAMES utf8mb4;\n",
    .begin = "START TRANSACTION;\n",
    .commit = "COMMIT;\n",
    .now = "CONCAT(LEFT(DATE_FORMAT(UTC_TIMESTAMP(3), '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')",
};

// What stands between two statements, without what is for the shell: it may cut otherwise than this script does.
std::string only_comments(std::string_view text) {
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    if (is_blank(text[at]) || comment_begins(text, at)) {
      const std::size_t end = is_blank(text[at]) ? at + 1 : std::min(skip_comment(text, at), text.size());
      kept += text.substr(at, end - at);
      at = end;
    } else {
      at = std::min(text.find('\n', at), text.size());  // a line with a delimiter
    }
  }
  return kept;
}

// A body's `;` would end the statement for the shell.
bool has_body(std::string_view statement) {
  const std::size_t semicolon = statement.find(';');
  if (semicolon == std::string_view::npos || semicolon + 1 == statement.size()) return false;
  Lexer lexer(statement);
  while (const std::optional<Token> token = lexer.next()) {
    if (token->in(statement) == ";" && token->place.end < statement.size()) return true;
  }
  return false;
}

// A compound statement outside of a routine is MariaDB's own; MySQL does not know it.
constexpr std::string_view kGuard = R"sql(DELIMITER //
BEGIN NOT ATOMIC
  IF NOT ({}) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = {};
  END IF;
END //
DELIMITER ;
)sql";

class MariadbDialect final : public Dialect {
 public:
  [[nodiscard]] std::string_view name() const override { return "mariadb"; }
  [[nodiscard]] std::span<const std::string_view> schemes() const override { return kSchemes; }
  [[nodiscard]] const Capabilities& capabilities() const override { return kCapabilities; }

  [[nodiscard]] std::unique_ptr<Connection> connect(const Url& url, const ConnectSettings& settings) const override {
    return std::make_unique<MariadbConnection>(target_of(url, settings), settings);
  }
  [[nodiscard]] std::string describe(const Url& url, const ConnectSettings& settings) const override {
    return target_of(url, settings).shown();
  }
  [[nodiscard]] bool is_database_file(std::string_view /*begin*/) const override { return false; }

  [[nodiscard]] std::unique_ptr<StatementReader> split(const Source& source, Span body) const override {
    return std::make_unique<Splitter>(source, body);
  }
  [[nodiscard]] std::unique_ptr<StatementJudge> judge() const override { return std::make_unique<Judge>(); }

  [[nodiscard]] std::string quote_identifier(std::string_view name) const override { return quoted_name(name); }
  [[nodiscard]] std::string quote_literal(std::string_view text) const override { return literal(text); }

  [[nodiscard]] const ScriptTexts& script_texts() const override { return kScriptTexts; }
  [[nodiscard]] std::string script_session(const SessionWish& wish, const ConnectSettings& settings) const override {
    return session_sql(wish, settings, true) + ";\n";
  }
  [[nodiscard]] std::string script_statement(std::string_view before, std::string_view statement) const override {
    const std::string comments = only_comments(before);
    if (!has_body(statement)) return Dialect::script_statement(comments, statement);
    const std::string_view end = statement.find("$$") == std::string_view::npos ? "$$" : "//";
    return fmt::format("{}\nDELIMITER {}\n{}\n{}\nDELIMITER ;", comments, end, statement, end);
  }
  [[nodiscard]] std::string script_before(const SessionWish& /*wish*/) const override { return {}; }
  [[nodiscard]] std::string script_after(const SessionWish& /*wish*/) const override { return {}; }
  [[nodiscard]] std::string script_guard(std::string_view condition, std::string_view message) const override {
    return fmt::format(kGuard, condition, literal(fmt::format("refused, because this is not so: {}", message)));
  }
};

}  // namespace

const Dialect& dialect() {
  static const MariadbDialect instance;
  return instance;
}

}  // namespace aludel::mariadb
