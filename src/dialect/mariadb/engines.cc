#include "dialect/mariadb/engines.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/core.h>

#include "dialect/mariadb/literal.h"
#include "dialect/mariadb/tokens.h"

namespace aludel::mariadb {
namespace {

// Names are compared before a table is opened (https://mariadb.com/kb/en/optimizing-information_schema-queries/).
constexpr std::string_view kWithout =
    "SELECT t.table_name FROM information_schema.tables t JOIN information_schema.engines e ON e.engine = t.engine "
    "WHERE t.table_schema = {} AND t.table_name IN ({}) AND t.table_type = 'BASE TABLE' "
    "AND COALESCE(e.transactions, 'NO') <> 'YES'";
constexpr std::string_view kExisting =
    "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()";

// Of others the run asks when the table is there.
constexpr std::string_view kWithoutTransactions[] = {"myisam", "aria",       "memory",    "heap",    "csv", "archive",
                                                     "merge",  "mrg_myisam", "blackhole", "connect", "s3"};

bool ends_targets(std::string_view verb, std::string_view word) {
  if (verb == "INSERT" || verb == "REPLACE")
    return word == "(" || word == "VALUES" || word == "VALUE" || word == "SELECT" || word == "SET" || word == "WITH";
  if (verb == "UPDATE") return word == "SET";
  return verb == "DELETE" && word == "WHERE";
}

bool writes(std::string_view verb) {
  return verb == "INSERT" || verb == "REPLACE" || verb == "UPDATE" || verb == "DELETE" || verb == "LOAD" ||
         verb == "ANALYZE";
}

// Names, qualified ones as one, and signs, one by one.
class Names {
 public:
  explicit Names(std::string_view text) : text_(text), lexer_(text) { token_ = lexer_.next(); }
  bool advance() {
    if (!token_ || token_->kind == Token::Kind::kOpen) return false;
    word_ = token_->kind == Token::Kind::kWord || token_->kind == Token::Kind::kSign ? upper(token_->in(text_)) : "";
    named_ = token_->kind != Token::Kind::kSign && text_[token_->place.begin] != '\'';
    name_ = {{}, lower(name_of(*token_, text_))};
    token_ = lexer_.next();
    if (!named_ || !token_ || token_->in(text_) != ".") return true;
    token_ = lexer_.next();
    if (!token_ || token_->kind == Token::Kind::kSign) return true;
    word_.clear();
    name_ = {std::move(name_.name), lower(name_of(*token_, text_))};
    token_ = lexer_.next();
    return true;
  }
  [[nodiscard]] const std::string& word() const { return word_; }  // in capitals; empty for a name that is no word
  [[nodiscard]] bool named() const { return named_; }
  [[nodiscard]] const TableName& name() const { return name_; }

 private:
  std::string_view text_;
  Lexer lexer_;
  std::optional<Token> token_;
  std::string word_;
  bool named_ = false;
  TableName name_;
};

// What `CREATE TABLE` and `ALTER TABLE` say of a table's engine.
struct TableClauses {
  TableName table;
  std::string engine;                     // in lower case
  std::optional<TableName> like, rename;  // LIKE other, RENAME TO other
};

TableClauses clauses_of(std::string_view statement) {
  TableClauses found;
  Names names(statement);
  bool table = false;
  std::string last, before;
  while (names.advance()) {
    const std::string& word = names.word();
    if (!table) {
      table = word == "TABLE";
    } else if (found.table.name.empty()) {
      if (word != "IF" && word != "NOT" && word != "EXISTS" && names.named()) found.table = names.name();
    } else if (last == "ENGINE" || (last == "=" && before == "ENGINE")) {
      if (word != "=") found.engine = names.name().name;
    } else if (last == "LIKE" && names.named()) {
      found.like = names.name();
    } else if ((last == "TO" && before == "RENAME") || (last == "RENAME" && word != "TO" && word != "COLUMN" &&
                                                        word != "INDEX" && word != "KEY" && word != "AS")) {
      found.rename = names.name();
    }
    before = std::exchange(last, word);
  }
  return found;
}

}  // namespace

std::string reason_without_transactions(const TableName& table) {
  return fmt::format("`{}` is a table without transactions, so after a crash nobody could tell which rows were written",
                     table.text());
}

std::vector<TableName> written_tables(std::string_view verb, std::string_view statement) {
  std::vector<TableName> tables;
  if (!writes(verb)) return tables;
  Names names(statement);
  while (names.advance()) {
    if (ends_targets(verb, names.word())) break;
    if (names.named() && names.word() != verb) tables.push_back(names.name());
  }
  return tables;
}

void Engines::ask(const std::string& schema, const std::set<std::string>& names, const std::string& key) {
  std::string list;
  for (const std::string& name : names) {
    has_[name][key] = true;
    list += fmt::format("{}{}", list.empty() ? "" : ", ", literal(name));
  }
  connection_->query(fmt::format(kWithout, schema.empty() ? "DATABASE()" : literal(schema), list),
                     [&](Row row) { has_[lower(row[0].value_or(""))][key] = false; });
}

std::optional<TableName> Engines::without_transactions(const std::vector<TableName>& tables,
                                                       const std::string& database) {
  std::map<std::string, std::set<std::string>> unknown;
  for (const TableName& table : tables) {
    if (!has_[table.name].contains(table.schema)) unknown[table.schema].insert(table.name);
  }
  for (const auto& [schema, names] : unknown) ask(schema.empty() ? database : schema, names, schema);
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const TableName& table) { return !has_[table.name][table.schema]; });
  return found == tables.end() ? std::nullopt : std::optional(*found);
}

void Engines::learn(const TableName& table, std::string_view definition) {
  // No line of it but the last of a table's begins so: texts in it have no line breaks.
  if (definition.starts_with("CREATE TABLE ") && definition.find("\n) ENGINE=InnoDB") != std::string_view::npos)
    has_[lower(table.name)][lower(table.schema)] = true;
}

void Engines::forget(std::string_view statement) {
  const std::string verb = verb_of(statement);
  if ((verb == "CREATE" || verb == "DROP") && head_of(statement).object == "INDEX") return;
  const std::set<std::string> names = names_in(statement);
  const bool names_all = verb == "CREATE" || verb == "ALTER" || verb == "DROP" || verb == "RENAME";
  if (!names_all || names.contains("database") || names.contains("schema")) {
    if (verb != "SET" && verb != "TRUNCATE" && verb != "ANALYZE" && verb != "GRANT") has_.clear();
    return;
  }
  for (const std::string& name : names) has_.erase(name);
}

bool PlannedEngines::is_there(const TableName& table) {
  if (!table.schema.empty()) return true;
  if (!existing_) {
    existing_.emplace();
    connection_->query(kExisting, [&](Row row) { existing_->insert(lower(row[0].value_or(""))); });
  }
  return existing_->contains(table.name);
}

bool PlannedEngines::has_transactions(const TableName& table) {
  if (const auto planned = planned_.find(table); planned != planned_.end()) return planned->second;
  return !is_there(table) || !now_.without_transactions({table});
}

std::optional<TableName> PlannedEngines::without_transactions(const std::vector<TableName>& tables) {
  if (elsewhere_) return std::nullopt;
  const auto found =
      std::find_if(tables.begin(), tables.end(), [&](const TableName& table) { return !has_transactions(table); });
  return found == tables.end() ? std::nullopt : std::optional(*found);
}

void PlannedEngines::rename(std::string_view statement) {
  Names names(statement);
  TableName from;
  bool to = false;
  while (names.advance()) {
    if (to && names.named()) planned_[names.name()] = has_transactions(from);
    to = names.word() == "TO";
    if (names.named() && !to) from = names.name();
  }
}

void PlannedEngines::pass(std::string_view statement, const Head& head) {
  elsewhere_ = elsewhere_ || head.verb == "USE";
  if (elsewhere_ || head.object != "TABLE") return;
  if (head.verb == "RENAME") return rename(statement);
  const TableClauses clauses = clauses_of(statement);
  const bool without = std::find(std::begin(kWithoutTransactions), std::end(kWithoutTransactions), clauses.engine) !=
                       std::end(kWithoutTransactions);
  if (head.verb == "CREATE") {
    if (head.conditional && is_there(clauses.table)) return;
    planned_[clauses.table] = clauses.like ? has_transactions(*clauses.like) : !without;
  } else if (head.verb == "DROP") {
    planned_[clauses.table] = true;
  } else {
    if (!clauses.engine.empty()) planned_[clauses.table] = !without;
    if (clauses.rename) planned_[*clauses.rename] = has_transactions(clauses.table);
  }
}

}  // namespace aludel::mariadb
