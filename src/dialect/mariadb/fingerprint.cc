#include "dialect/mariadb/fingerprint.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/checksum.h"
#include "core/error.h"
#include "dialect/mariadb/errors.h"
#include "dialect/mariadb/kinds.h"
#include "dialect/mariadb/literal.h"
#include "dialect/mariadb/tokens.h"

namespace aludel::mariadb {
namespace {

// The server compares the names, with the collation that it finds objects by: `DROP PROCEDURE arger` drops `Ärger`.
// Of tables only names are asked for: then none is opened
// (https://mariadb.com/kb/en/information-schema-tables-table/). InnoDB calls a table as its file is called.
constexpr std::string_view kTables =
    "SELECT table_name, CAST(CONVERT(table_schema USING filename) AS BINARY), "
    "CAST(CONVERT(table_name USING filename) AS BINARY) FROM information_schema.tables "
    "WHERE table_schema = ? AND table_name IN ({})";
constexpr std::string_view kTablesOfMysql =
    "SELECT table_name, table_schema, table_name FROM information_schema.tables "
    "WHERE table_schema = ? AND table_name IN ({})";
constexpr std::string_view kRoutines =
    "SELECT routine_name, routine_type FROM information_schema.routines "
    "WHERE routine_schema = ? AND routine_name IN ({})";
constexpr std::string_view kTriggers =
    "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = ? AND trigger_name IN ({})";
constexpr std::string_view kEvents =
    "SELECT event_name FROM information_schema.events WHERE event_schema = ? AND event_name IN ({})";
constexpr std::string_view kSchemas =
    "SELECT schema_name, default_character_set_name, default_collation_name FROM information_schema.schemata "
    "WHERE schema_name IN ({})";
constexpr std::string_view kIds = "SELECT name, table_id FROM information_schema.innodb_sys_tables";
constexpr std::string_view kIdsOfMysql = "SELECT name, table_id FROM information_schema.innodb_tables";

// 1146: no such table.
constexpr std::string_view kEachThatIsThere = "BEGIN NOT ATOMIC\nDECLARE CONTINUE HANDLER FOR 1146 BEGIN END;\n";

constexpr unsigned kNoPrivilege = 1227;
constexpr std::size_t kLongestName = 256;  // bytes: 64 characters
constexpr std::size_t kLongestPlainName = 64;

// Whether something of the server may be called so: its names have no characters beyond U+FFFF
// (https://mariadb.com/kb/en/identifier-names/), and it would not even compare a name with a text that has one.
bool may_be_name(std::string_view text) {
  return text.size() <= kLongestName &&
         std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0xF0; });
}

// What the names are compared with.
std::string list_of(const std::set<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    if (may_be_name(name)) list += (list.empty() ? "" : ", ") + literal(name);
  }
  return list;
}

// Nothing: a name is such that the server would refuse to look for it.
using TableNames = std::optional<std::set<std::string>>;

// A name that may stand after SHOW CREATE TABLE, whatever is there.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestPlainName && std::all_of(name.begin(), name.end(), is_word);
}

// What could be a table's name in the statement, as it is written there.
TableNames table_names_in(std::string_view statement) {
  std::set<std::string> names;
  Lexer lexer(statement);
  bool after_dot = false;
  while (const std::optional<Token> token = lexer.next()) {
    const std::string_view written = token->in(statement);
    const bool word = token->kind == Token::Kind::kWord;
    const bool quoted =
        token->kind == Token::Kind::kName || (token->kind == Token::Kind::kString && written.front() == '"');
    const bool number = word && written.find_first_not_of("0123456789") == std::string_view::npos;
    if (quoted || (word && !number && (after_dot || !is_reserved(written)))) {
      std::string name = name_of(*token, statement);
      if (may_be_name(name) && !is_plain_name(name)) return std::nullopt;
      if (may_be_name(name)) names.insert(std::move(name));
    }
    after_dot = written == ".";
  }
  return names;
}

// Each insert moves it: it says nothing of definitions.
std::string without_auto_increment(std::string definition) {
  constexpr std::string_view kOption = " AUTO_INCREMENT=";
  const std::size_t begin = definition.rfind(kOption);
  if (begin == std::string::npos) return definition;
  const std::size_t end = definition.find_first_not_of("0123456789", begin + kOption.size());
  return definition.erase(begin, end == std::string::npos ? end : end - begin);
}

class Fingerprint {
 public:
  Fingerprint(Client& client, std::string_view statement, std::string database, Engines& engines)
      : client_(&client),
        engines_(&engines),
        statement_(statement),
        database_(std::move(database)),
        names_(names_in(statement)),
        list_(list_of(names_)) {}

  std::string text() {
    for (const std::string& schema : schemas()) {
      tables(schema);
      if (has("procedure") || has("function")) routines(schema);
      if (has("trigger")) named(kTriggers, schema, "TRIGGER", 2);
      if (has("event")) named(kEvents, schema, "EVENT", 3);
    }
    if (has("user") || has("role") || has("revoke")) grants();
    if (about_numbers()) ids();
    Sha256 sum;
    for (const auto& [name, definition] : parts_) {
      sum.add(name);
      sum.add(std::string_view("\0", 1));
      sum.add(definition);
      sum.add(std::string_view("\0", 1));
    }
    return checksum_text(sum.finish());
  }

 private:
  [[nodiscard]] bool has(const std::string& name) const { return names_.contains(name); }
  [[nodiscard]] bool about_numbers() const { return has("rename") || has("exchange"); }

  // The rows of those whose names occur in the statement.
  void query(std::string_view sql, Values values, const RowReader& read) {
    const std::string text = bound(fmt::format(fmt::runtime(sql), list_), values);
    if (const Failure failure = client_->run(text, Client::Stoppable::kNo, read)) throw own_failure(failure, database_);
  }

  // The session's database, and others that the statement names.
  std::vector<std::string> schemas() {
    std::vector<std::string> all = {database_};
    const bool about_them = has("database") || has("schema");
    if (!about_them && statement_.find('.') == std::string_view::npos) return all;
    query(kSchemas, {}, [&](Row row) {
      const std::string name(row[0].value_or(""));
      if (name != database_) all.push_back(name);
      if (about_them)
        parts_["database " + name] = std::string(row[1].value_or("")) + " " + std::string(row[2].value_or(""));
    });
    return all;
  }

  void tables(const std::string& schema) {
    if (client_->is_mariadb() && !about_numbers() && show_at_once(schema)) return;
    std::vector<std::string> found;
    query(client_->is_mariadb() ? kTables : kTablesOfMysql, {schema}, [&](Row row) {
      found.emplace_back(row[0].value_or(""));
      files_.insert(lower(fmt::format("{}/{}", row[1].value_or(""), row[2].value_or(""))));
    });
    for (const std::string& name : found) show("TABLE", schema, name, 1);
  }

  // Asks for each name that could be a table's, in one round trip; a list of the tables, which the server reads from
  // the folder of the database, takes the longer the more there are. False: it has to be read all the same.
  bool show_at_once(const std::string& schema) {
    if (!tables_named_) tables_named_ = table_names_in(statement_);
    if (!*tables_named_) return false;
    if ((*tables_named_)->empty()) return true;
    const std::string in_schema = quoted_name(schema) + ".";
    std::string sql(kEachThatIsThere);
    for (const std::string& name : **tables_named_)
      sql += fmt::format("SHOW CREATE TABLE {}{};\n", in_schema, quoted_name(name));
    bool seen = true;
    const Failure failure = client_->run(sql += "END", Client::Stoppable::kNo, [&](Row row) {
      seen = seen && row[0] && row[1];
      if (!seen || row[1]->starts_with("CREATE TEMPORARY ")) return;  // that is of this session alone
      engines_->learn({schema == database_ ? "" : schema, std::string(*row[0])}, *row[1]);
      parts_[fmt::format("TABLE {}.{}", schema, *row[0])] = without_auto_increment(std::string(*row[1]));
    });
    if (failure.lost()) throw own_failure(failure, database_);
    return seen && !failure;
  }

  void routines(const std::string& schema) {
    std::vector<std::pair<std::string, std::string>> found;
    query(kRoutines, {schema}, [&](Row row) { found.emplace_back(row[0].value_or(""), row[1].value_or("")); });
    for (const auto& [name, type] : found) show(type, schema, name, 2);
  }

  void named(std::string_view list, const std::string& schema, std::string_view type, std::size_t column) {
    std::vector<std::string> found;
    query(list, {schema}, [&](Row row) { found.emplace_back(row[0].value_or("")); });
    for (const std::string& name : found) show(type, schema, name, column);
  }

  void show(std::string_view type, const std::string& schema, const std::string& name, std::size_t column) {
    const std::string sql = fmt::format("SHOW CREATE {} {}.{}", type, quoted_name(schema), quoted_name(name));
    std::string& part = parts_[fmt::format("{} {}.{}", type, schema, name)];
    const Failure failure = client_->run(sql, Client::Stoppable::kNo, [&](Row row) {
      if (!row[column]) throw_hidden(fmt::format("the definition of `{}`", name));
      part = without_auto_increment(std::string(*row[column]));
    });
    if (!failure) return;
    if (failure.lost()) throw own_failure(failure, database_);
    if (!names_what_is_missing(failure))
      throw_hidden(fmt::format("the definition of `{}` ({})", name, failure.message));
  }

  // Of every account that the statement could mean.
  void grants() {
    Lexer lexer(statement_);
    std::vector<Token> tokens;
    while (const std::optional<Token> token = lexer.next()) tokens.push_back(*token);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].kind == Token::Kind::kSign) continue;
      std::string account = literal(name_of(tokens[i], statement_));
      if (i + 2 < tokens.size() && tokens[i + 1].in(statement_) == "@")
        account += "@" + literal(name_of(tokens[i + 2], statement_));
      std::string& part = parts_["account " + account];
      const Failure failure = client_->run("SHOW GRANTS FOR " + account, Client::Stoppable::kNo, [&](Row row) {
        part += row[0].value_or("");
        part += '\n';
      });
      if (failure.lost()) throw own_failure(failure, database_);
    }
  }

  // InnoDB's own numbers follow a table through its renames, so they tell two equal tables apart.
  void ids() {
    const auto note = [&](Row row) {
      std::string name(row[0].value_or(""));
      if (const std::size_t partition = name.find('#'); partition != std::string::npos) name.resize(partition);
      if (files_.contains(lower(name))) parts_["id " + std::string(row[0].value_or(""))] = row[1].value_or("");
    };
    const Failure failure = client_->run(client_->is_mariadb() ? kIds : kIdsOfMysql, Client::Stoppable::kNo, note);
    if (failure && failure.number != kNoPrivilege) throw own_failure(failure, database_);
    if (failure && (has("exchange") || equal_tables())) throw_hidden("the numbers of InnoDB's tables");
  }

  [[nodiscard]] bool equal_tables() const {
    std::set<std::string> seen;
    for (const auto& [name, definition] : parts_) {
      if (!name.starts_with("TABLE ")) continue;
      if (!seen.insert(definition.substr(std::min(definition.find('('), definition.size()))).second) return true;
    }
    return false;
  }

  [[noreturn]] static void throw_hidden(const std::string& what) {
    throw error(Code::kForbiddenStatement, "this user may not see {}, so nobody could tell after a crash what was done",
                what)
        .help("grant it: `GRANT PROCESS ON *.* TO user`, or SELECT and SHOW VIEW on the database")
        .help("or say that the section can be run again without harm: `-- migrate:up repeatable:true`");
  }

  Client* client_;
  Engines* engines_;
  std::string_view statement_;
  std::string database_;
  std::set<std::string> names_;
  std::string list_;  // the same, as SQL
  std::optional<TableNames> tables_named_;
  std::set<std::string> files_;               // of the tables: `database/table`, in lower case
  std::map<std::string, std::string> parts_;  // what is named: how it stands
};

}  // namespace

std::string fingerprint_of(Client& client, std::string_view statement, const std::string& database, Engines& engines) {
  const Kind* kind = kind_of(head_of(statement));
  if (kind != nullptr && (kind->recovery == Recovery::kHarmless || kind->recovery == Recovery::kSession)) return {};
  return Fingerprint(client, statement, database, engines).text();
}

}  // namespace aludel::mariadb
