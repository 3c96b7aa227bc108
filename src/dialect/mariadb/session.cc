#include "dialect/mariadb/session.h"

#include <algorithm>

#include "core/error.h"
#include "dialect/mariadb/kinds.h"
#include "dialect/mariadb/literal.h"
#include "dialect/mariadb/tokens.h"

namespace aludel::mariadb {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLockTimeout{5000};
constexpr std::int64_t kForever = 31'536'000;         // lock_wait_timeout's most, in seconds
constexpr std::int64_t kForeverOfRows = 100'000'000;  // innodb_lock_wait_timeout's

// MariaDB tells which variables a session can set. Those that change by themselves, or with each statement, are left
// out.
constexpr std::string_view kVariables = R"sql(
SELECT variable_name, session_value FROM information_schema.system_variables
WHERE variable_scope LIKE 'SESSION%' AND read_only = 'NO' AND session_value IS NOT NULL
  AND variable_name NOT IN ('TIMESTAMP', 'INSERT_ID', 'LAST_INSERT_ID', 'IDENTITY', 'RAND_SEED1', 'RAND_SEED2',
    'GTID_SEQ_NO', 'PSEUDO_THREAD_ID', 'PSEUDO_SLAVE_MODE', 'ERROR_COUNT', 'WARNING_COUNT', 'AUTOCOMMIT'))sql";
// MySQL does not; these are what revisions set.
constexpr std::string_view kVariablesOfMysql = R"sql(
SHOW SESSION VARIABLES WHERE variable_name IN ('sql_mode', 'time_zone', 'foreign_key_checks', 'unique_checks',
  'character_set_client', 'character_set_results', 'character_set_connection', 'collation_connection', 'sql_safe_updates',
  'transaction_isolation', 'default_storage_engine', 'group_concat_max_len', 'max_execution_time', 'sql_select_limit',
  'lock_wait_timeout', 'innodb_lock_wait_timeout', 'explicit_defaults_for_timestamp', 'sql_notes'))sql";

std::int64_t seconds(milliseconds time, std::int64_t most) {
  return time.count() == 0 ? most : std::min<std::int64_t>((time.count() + 999) / 1000, most);
}

bool is_number(std::string_view value) {
  return !value.empty() && value.find_first_not_of("-0123456789.") == std::string_view::npos;
}

}  // namespace

std::string session_sql(const SessionWish& wish, const ConnectSettings& settings, bool is_mariadb) {
  const milliseconds lock = wish.lock_timeout.value_or(settings.lock_timeout.value_or(kLockTimeout));
  const milliseconds statement = wish.statement_timeout.value_or(settings.statement_timeout.value_or(milliseconds(0)));
  std::string sql =
      fmt::format("SET lock_wait_timeout = {}, innodb_lock_wait_timeout = {}, foreign_key_checks = {}",
                  seconds(lock, kForever), seconds(lock, kForeverOfRows), wish.foreign_keys == false ? 0 : 1);
  // MySQL's is for SELECT only.
  if (is_mariadb)
    sql += fmt::format(", max_statement_time = {}.{:03}", statement.count() / 1000, statement.count() % 1000);
  return sql;
}

Session::Variables Session::read() const {
  Variables variables;
  const std::string_view query = client_->is_mariadb() ? kVariables : kVariablesOfMysql;
  const Failure failure = client_->run(query, Client::Stoppable::kNo, [&](Row row) {
    variables.insert_or_assign(lower(row[0].value_or("")), std::string(row[1].value_or("")));
  });
  if (failure) throw error(Code::kStatement, "the session's variables cannot be read: {}", failure.message);
  return variables;
}

void Session::remember() {
  if (changed_) return;
  before_ = read();
  changed_ = true;
}

void Session::note(std::string_view statement) {
  const Head head = head_of(statement);
  if (head.temporary && head.verb == "CREATE") {
    Lexer lexer(statement);
    std::string name;
    bool table = false;
    while (const std::optional<Token> token = lexer.next()) {
      const std::string_view word = token->in(statement);
      if (table && !same_word(word, "IF") && !same_word(word, "NOT") && !same_word(word, "EXISTS")) {
        if (!name.empty() && word != "." && !name.ends_with('.')) break;
        name += word;
      }
      table = table || same_word(word, "TABLE");
    }
    left_.push_back("DROP TEMPORARY TABLE IF EXISTS " + name);
  }
  if (statement.find('@') == std::string_view::npos) return;
  Lexer lexer(statement);
  std::optional<Token> last;
  while (const std::optional<Token> token = lexer.next()) {
    const bool at = last && last->in(statement) == "@" && last->place.end == token->place.begin;
    if (at && token->kind != Token::Kind::kSign &&
        (last->place.begin == 0 || !is_word(statement[last->place.begin - 1])) &&
        (last->place.begin == 0 || statement[last->place.begin - 1] != '@'))
      left_.push_back(fmt::format("SET @{} = NULL", token->in(statement)));
    last = token;
  }
}

void Session::set(const std::string& name, const std::string& value) {
  const std::string text = is_number(value) ? value : literal(value);
  const Failure failure = client_->run(fmt::format("SET SESSION {} = {}", name, text), Client::Stoppable::kNo);
  if (failure)
    throw error(Code::kStatement, "a revision set `{}`, and it cannot be put back: {}", name, failure.message)
        .help("put it back at the end of the revision that sets it");
}

void Session::restore() {
  if (!changed_) return;
  for (const std::string& statement : left_) {
    if (const Failure failure = client_->run(statement, Client::Stoppable::kNo))
      throw error(Code::kStatement, "what a revision left in the session cannot be removed: {}", failure.message);
  }
  const Variables now = read();
  for (const auto& [name, value] : before_) {
    const auto found = now.find(name);
    if (found != now.end() && found->second != value) set(name, value);
  }
  left_.clear();
  changed_ = false;
}

}  // namespace aludel::mariadb
