#include "migrate/progress.h"

#include <fmt/core.h>

#include "core/checksum.h"
#include "core/error.h"
#include "core/failpoint.h"
#include "core/number.h"

namespace aludel {
namespace {

constexpr std::string_view kCreate = R"sql(CREATE TABLE {} (
	revision VARCHAR(32) NOT NULL,
	direction VARCHAR(4) NOT NULL,
	step INTEGER NOT NULL,
	{} TEXT NOT NULL,
	state VARCHAR(8) NOT NULL,
	fingerprint TEXT,
	PRIMARY KEY (revision, direction, step)
){})sql";
constexpr std::string_view kAddFingerprint = "ALTER TABLE {} ADD COLUMN fingerprint TEXT";
constexpr std::string_view kRemoveOne = "DELETE FROM {} WHERE revision = ? AND direction = ? AND step = ?";
constexpr std::string_view kSettle =
    "UPDATE {} SET state = 'done', fingerprint = NULL WHERE revision = ? AND direction = ? AND step = ?";
constexpr std::string_view kInsert =
    "INSERT INTO {} (revision, direction, step, {}, state, fingerprint) VALUES (?, ?, ?, ?, ?, ?)";
constexpr std::string_view kEntries =
    "SELECT step, {}, state, fingerprint FROM {} WHERE revision = ? AND direction = ? AND step >= ? ORDER BY step";
constexpr std::string_view kHalfway =
    "SELECT revision, direction, count(CASE WHEN state = 'done' THEN 1 END), count(CASE WHEN state <> 'done' THEN 1 "
    "END) FROM {} GROUP BY revision, direction ORDER BY 1, 2";
constexpr std::string_view kForget = "DELETE FROM {} WHERE revision = ?";

constexpr std::string_view kDrop = "DROP TABLE {}";

constexpr std::size_t kLongestText = 16'384;  // a longer statement is kept as its checksum

Direction direction_named(std::string_view name) { return name == "down" ? Direction::kDown : Direction::kUp; }

}  // namespace

std::string progress_text(std::string_view statement) {
  if (statement.size() <= kLongestText) return std::string(statement);
  Sha256 sum;
  sum.add_lines(statement);
  return checksum_text(sum.finish());
}

bool is_whole_text(std::string_view progress_text) { return !progress_text.starts_with("h1:"); }

Progress::Progress(Connection& connection, const Dialect& dialect, const OwnTables& tables)
    : connection_(&connection), table_(tables.progress) {
  const std::string table = dialect.quote_identifier(table_);
  const std::string text = dialect.quote_identifier("sql");  // a reserved word of MariaDB
  create_ = fmt::format(kCreate, table, text, dialect.capabilities().table_options);
  add_fingerprint_ = fmt::format(kAddFingerprint, table);
  drops_ = dialect.capabilities().transactional_ddl;
  insert_ = fmt::format(kInsert, table, text);
  settle_ = fmt::format(kSettle, table);
  remove_ = fmt::format(kRemoveOne, table);
  entries_ = fmt::format(kEntries, text, table);
  halfway_ = fmt::format(kHalfway, table);
  forget_ = fmt::format(kForget, table);
  drop_ = fmt::format(kDrop, table);
}

bool Progress::exists() { return connection_->has_table(table_); }

void Progress::create() {
  if (!exists()) {
    connection_->execute(create_);
  } else if (!connection_->has_column(table_, "fingerprint")) {  // of an earlier version that died half-way
    connection_->execute(add_fingerprint_);
  }
}

std::vector<Halfway> Progress::halfway() {
  std::vector<Halfway> all;
  if (!exists()) return all;
  try {
    connection_->query(halfway_, [&](Row row) {
      all.push_back({std::string(row[0].value_or("")), direction_named(row[1].value_or("")),
                     number_of(row[2].value_or("0")), row[3] != "0"});
    });
  } catch (const Error&) {
    // Without the lock, another process may have finished just now and dropped the table.
    if (exists()) throw;
    all.clear();
  }
  return all;
}

std::vector<ProgressEntry> Progress::entries(std::string_view revision, Direction direction, std::int64_t from) {
  std::vector<ProgressEntry> all;
  connection_->query(entries_, {revision, name_of(direction), from}, [&](Row row) {
    all.push_back({number_of(row[0].value_or("0")), std::string(row[1].value_or("")), row[2].value_or("") == "done",
                   std::string(row[3].value_or(""))});
  });
  return all;
}

void Progress::write(std::string_view revision, Direction direction, const ProgressEntry& entry) {
  connection_->execute(remove_, {revision, name_of(direction), entry.step});
  add(revision, direction, entry);
}

void Progress::settle(std::string_view revision, Direction direction, std::int64_t step) {
  failpoint("journal.done");
  connection_->execute(settle_, {revision, name_of(direction), step});
}

void Progress::add(std::string_view revision, Direction direction, const ProgressEntry& entry) {
  failpoint(entry.done ? "journal.done" : "journal.begin");
  connection_->execute(insert_, {revision, name_of(direction), entry.step, entry.sql, entry.done ? "done" : "intent",
                                 text_or_null(entry.fingerprint)});
}

void Progress::remove(std::string_view revision, Direction direction, std::int64_t step) {
  connection_->execute(remove_, {revision, name_of(direction), step});
}

void Progress::drop_if_empty() {
  // Where DROP commits by itself, it would part the last statement from its revision's row.
  if (drops_ && exists() && halfway().empty()) connection_->execute(drop_);
}

void Progress::forget(std::string_view revision) { connection_->execute(forget_, {revision}); }

}  // namespace aludel
