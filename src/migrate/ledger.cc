#include "migrate/ledger.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <fmt/core.h>
#include <unistd.h>

#include "aludel/version.h"
#include "core/error.h"
#include "core/failpoint.h"
#include "core/number.h"

namespace aludel {
namespace {

constexpr std::string_view kCreate = R"sql(CREATE TABLE {} (
	id {},
	revision VARCHAR(32) NOT NULL,
	direction VARCHAR(4) NOT NULL,
	checksum VARCHAR(80),
	started_at VARCHAR(24) NOT NULL,
	finished_at VARCHAR(24) NOT NULL,
	statements INTEGER NOT NULL,
	outcome VARCHAR(8) NOT NULL,
	error TEXT,
	who VARCHAR(64),
	host VARCHAR(255),
	tool_version VARCHAR(32),
	script TEXT
){})sql";
// A ledger that was made before there was such a column gets it when it is needed.
constexpr std::string_view kAddScript = "ALTER TABLE {} ADD COLUMN script TEXT";
constexpr std::string_view kKeepScript = "UPDATE {0} SET script = ? WHERE id = (SELECT max(id) FROM {0})";

constexpr std::string_view kColumns =
    "revision, direction, checksum, started_at, finished_at, statements, outcome, error, who, host, tool_version";
constexpr std::string_view kInsert = "INSERT INTO {} ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view kInsertLiterals =
    "INSERT INTO {} ({}) VALUES ({}, {}, {}, {}, {}, {}, {}, NULL, NULL, NULL, {})";
constexpr std::string_view kRecords =
    "SELECT revision, direction, checksum, CASE WHEN outcome <> 'accepted' AND who IS NOT NULL THEN 1 ELSE 0 END "
    "FROM {} WHERE outcome <> 'failed' ORDER BY id";
constexpr std::string_view kEntries = "SELECT id, {}, {} FROM {} ORDER BY id DESC LIMIT ?";

constexpr std::pair<Outcome, std::string_view> kOutcomes[] = {{Outcome::kDone, "done"},
                                                              {Outcome::kFailed, "failed"},
                                                              {Outcome::kStamped, "stamped"},
                                                              {Outcome::kAccepted, "accepted"}};

Outcome outcome_named(std::string_view name) {
  for (const auto& [outcome, text] : kOutcomes) {
    if (text == name) return outcome;
  }
  return Outcome::kFailed;
}

Direction direction_named(std::string_view name) { return name == "down" ? Direction::kDown : Direction::kUp; }

// Not getpwuid(): it opens files and sockets, and a container often has no such user.
std::string user_name() {
  for (const char* variable : {"USER", "LOGNAME"}) {
    if (const char* name = std::getenv(variable); name != nullptr && *name != '\0') return name;
  }
  return fmt::format("uid {}", ::geteuid());
}

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

}  // namespace

std::string_view name_of(Outcome outcome) {
  for (const auto& [known, text] : kOutcomes) {
    if (known == outcome) return text;
  }
  return "";
}

std::string ledger_table_sql(const Dialect& dialect, const OwnTables& tables) {
  return fmt::format(kCreate, dialect.quote_identifier(tables.history), dialect.capabilities().identity_key,
                     dialect.capabilities().table_options);
}

std::string ledger_sql(const Dialect& dialect, const OwnTables& tables, const LedgerEntry& entry) {
  const std::string_view now = dialect.script_texts().now;
  const std::string checksum = entry.checksum.empty() ? "NULL" : dialect.quote_literal(entry.checksum);
  return fmt::format(kInsertLiterals, dialect.quote_identifier(tables.history), kColumns,
                     dialect.quote_literal(entry.revision), dialect.quote_literal(name_of(entry.direction)), checksum,
                     now, now, entry.statements, dialect.quote_literal(name_of(entry.outcome)),
                     dialect.quote_literal(version()));
}

Ledger::Ledger(Connection& connection, const Dialect& dialect, const OwnTables& tables)
    : connection_(&connection), table_(tables.history), create_(ledger_table_sql(dialect, tables)) {
  quoted_ = dialect.quote_identifier(table_);
  insert_ = fmt::format(kInsert, quoted_, kColumns);
  records_ = fmt::format(kRecords, quoted_);
}

bool Ledger::exists() { return connection_->has_table(table_); }

void Ledger::create() {
  if (!exists()) connection_->execute(create_);
}

void Ledger::write(const LedgerEntry& entry) {
  failpoint("ledger.write");
  if (who_.empty()) {
    who_ = user_name();
    host_ = host_name();
  }
  connection_->execute(insert_, {entry.revision, name_of(entry.direction), text_or_null(entry.checksum),
                                 entry.started_at, entry.finished_at, entry.statements, name_of(entry.outcome),
                                 text_or_null(entry.error), text_or_null(who_), text_or_null(host_), version()});
  if (!entry.script.empty()) keep_script(entry);
}

void Ledger::keep_script(const LedgerEntry& entry) {
  if (!keeps_scripts()) connection_->execute(fmt::format(kAddScript, quoted_));
  connection_->execute(fmt::format(kKeepScript, quoted_), {entry.script});
}

Records Ledger::records() {
  Records records;
  if (!exists()) return records;
  try {
    connection_->query(records_, [&](Row row) {
      records.entries.push_back({records.text.copy(row[0].value_or("")), direction_named(row[1].value_or("")),
                                 records.text.copy(row[2].value_or("")), row[3] == "1"});
    });
  } catch (const Error& failure) {
    if (failure.code() != Code::kStatement || connection_->has_column(table_, "outcome")) throw;
    throw error(Code::kConfig, "`{}` is not Aludel's ledger: it has no column `outcome`", table_)
        .help("rename that table: Aludel keeps its ledger under this name");
  }
  return records;
}

std::vector<LedgerEntry> Ledger::entries(std::optional<std::size_t> limit) {
  std::vector<LedgerEntry> entries;
  if (!exists()) return entries;
  const std::int64_t most = limit ? static_cast<std::int64_t>(*limit) : INT64_MAX;
  const std::string sql = fmt::format(kEntries, kColumns, keeps_scripts() ? "script" : "NULL", quoted_);
  connection_->query(sql, {most}, [&](Row row) {
    const auto text = [&](std::size_t column) { return std::string(row[column].value_or("")); };
    entries.push_back({.number = number_of(text(0)),
                       .revision = text(1),
                       .direction = direction_named(text(2)),
                       .checksum = text(3),
                       .started_at = text(4),
                       .finished_at = text(5),
                       .statements = number_of(text(6)),
                       .outcome = outcome_named(text(7)),
                       .error = text(8),
                       .script = text(12),
                       .who = text(9),
                       .host = text(10),
                       .tool_version = text(11)});
  });
  std::reverse(entries.begin(), entries.end());
  return entries;
}

}  // namespace aludel
