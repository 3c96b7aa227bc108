#include "dialect/mariadb/carried.h"

#include "dialect/mariadb/tokens.h"

namespace aludel::mariadb {
namespace {

constexpr std::string_view kLastId = "LAST_INSERT_ID()";

bool is_sign(const Token& token, std::string_view text, char sign) {
  return token.kind == Token::Kind::kSign && text[token.place.begin] == sign;
}

bool touches(const Token& left, const Token& right) { return left.place.end == right.place.begin; }

// Calls `see` for each user variable (`@a`; not `@@a`, not `user@host`), and with the token after it.
template <typename See>
void each_variable(std::string_view text, const See& see) {
  Lexer lexer(text);
  std::optional<Token> first, second, name;  // the two tokens before
  while (const std::optional<Token> token = lexer.next()) {
    if (name) see("@" + lower(name_of(*name, text)), token->in(text));
    name.reset();
    if (second && is_sign(*second, text, '@') && touches(*second, *token) && token->kind != Token::Kind::kSign) {
      const bool apart = !first || !touches(*first, *second);
      if (apart || (first->kind == Token::Kind::kSign && !is_sign(*first, text, '@'))) name = token;
    }
    first = second;
    second = token;
  }
  if (name) see("@" + lower(name_of(*name, text)), std::string_view());
}

// The value may come from data: more than literals and signs.
bool reads_data(std::string_view statement) {
  return mentions(statement, "SELECT") || statement.find('(') != std::string_view::npos ||
         mentions(statement, "LAST_INSERT_ID");
}

// The name after TABLE [IF NOT EXISTS], without its database.
std::string table_name(std::string_view statement) {
  Lexer lexer(statement);
  bool table = false;
  std::string name;
  while (const std::optional<Token> token = lexer.next()) {
    const std::string word = token->kind == Token::Kind::kWord ? upper(token->in(statement)) : std::string();
    if (!table) {
      table = word == "TABLE";
    } else if (word != "IF" && word != "NOT" && word != "EXISTS") {
      if (!name.empty() && !is_sign(*token, statement, '.')) break;
      name = is_sign(*token, statement, '.') ? std::string() : lower(name_of(*token, statement));
    }
  }
  return name;
}

}  // namespace

std::optional<std::string> Carried::used(std::string_view statement, const Head& head) {
  if (things_.empty() || head.temporary) return std::nullopt;
  std::optional<std::string> found;
  const auto look = [&](const std::string& name) {
    const auto thing = things_.find(name);
    if (thing != things_.end() && thing->second.lost) found = name;
  };
  if (mentions(statement, "LAST_INSERT_ID")) look(std::string(kLastId));
  if (statement.find('@') != std::string_view::npos)
    each_variable(statement, [&](const std::string& name, std::string_view next) {
      const bool assigned = head.verb == "SET" && (next == "=" || next == ":");
      if (!assigned) look(name);
    });
  for (const auto& [name, thing] : things_) {
    if (thing.lost && temporary_.contains(name) && names_in(statement).contains(name)) found = name;
  }
  return found;
}

// A run can go on after the statement if it commits: then what is not repeated by a new session is lost, and what is
// repeated may find other data.
void Carried::pass(Recovery recovery, bool every_statement_commits) {
  const bool boundary = recovery != Recovery::kMoves || every_statement_commits;
  for (auto& [name, thing] : things_) {
    if (recovery != Recovery::kSession) thing.touched = true;
    if (boundary && (!thing.of_session || thing.touched)) thing.lost = true;
  }
}

void Carried::note_assignments(std::string_view statement, const Head& head, Recovery recovery) {
  const bool session = recovery == Recovery::kSession;
  if (head.verb == "INSERT" || head.verb == "REPLACE") things_[std::string(kLastId)] = {};
  if (head.temporary) {
    const std::string table = table_name(statement);
    things_.erase(table);
    temporary_.insert(table);
    if (head.verb == "CREATE" && head.select) things_[table] = {.of_session = true};
  }
  if (recovery == Recovery::kMoves && !temporary_.empty() && head.verb != "SELECT") {
    for (const std::string& name : names_in(statement)) {
      if (temporary_.contains(name)) things_[name] = {};
    }
  }
  if (statement.find('@') == std::string_view::npos) return;
  const bool data = reads_data(statement);
  const bool into = mentions(statement, "INTO");
  each_variable(statement, [&](const std::string& name, std::string_view next) {
    if (head.verb == "SET" && next == "=" && !data) {
      things_.erase(name);
    } else if ((head.verb == "SET" && next == "=") || next == ":" || (!session && into && head.verb != "INSERT")) {
      things_[name] = {.of_session = session};
    }
  });
}

std::optional<std::string> Carried::take(std::string_view statement, const Head& head, Recovery recovery,
                                         bool every_statement_commits) {
  std::optional<std::string> lost = used(statement, head);
  pass(recovery, every_statement_commits);
  note_assignments(statement, head, recovery);
  if (every_statement_commits && recovery == Recovery::kMoves) {
    for (auto& [name, thing] : things_) thing.lost = thing.lost || !thing.of_session;
  }
  return lost;
}

}  // namespace aludel::mariadb
