#include "migrate/integrity.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "core/clock.h"
#include "core/error.h"

namespace aludel {
namespace {

std::string edit_text(const Edited& edited, const Revision& revision) {
  const std::string_view present =
      edited.present.empty() ? "(the file has no `up` section any more)" : std::string_view(edited.present);
  return fmt::format("`{}` ({}): applied as {}, now {}", revision.id, revision.path, edited.recorded, present);
}

// Plain revisions that the ledger calls applied and that have no file. Among native ones there can be none: the graph
// would lack a parent, or the version table would name an unknown head. In a chain of plain files the neighbours close
// up.
std::vector<std::string> missing_plain(const RevisionSet& revisions, std::span<const Node> applied,
                                       const Records& records) {
  const auto plain = [&](Node node) { return revisions[node].layout == Layout::kPlain; };
  if (std::none_of(applied.begin(), applied.end(), plain)) return {};
  std::unordered_set<std::string_view> known;
  for (const Revision& revision : revisions.revisions) known.insert(revision.id);
  std::vector<std::string> missing;
  for (const auto& [id, record] : records) {
    const bool number = id.find_first_not_of("0123456789") == std::string::npos;
    if (number && record.direction == Direction::kUp && !known.contains(id)) missing.push_back(id);
  }
  std::sort(missing.begin(), missing.end());
  return missing;
}

// One row of the ledger, in a transaction of its own.
void record(Connection& connection, const Dialect& dialect, const OwnTables& tables, LedgerEntry entry) {
  entry.started_at = entry.finished_at = utc_now_milliseconds();
  entry.outcome = Outcome::kAccepted;
  Ledger ledger(connection, dialect, tables);
  connection.begin();
  try {
    ledger.create();
    ledger.write(entry);
    connection.commit();
  } catch (...) {
    connection.rollback();
    throw;
  }
}

}  // namespace

Integrity check_integrity(const RevisionSet& revisions, std::span<const Node> applied, const Records& records) {
  Integrity integrity;
  std::size_t seen = 0;  // records that say `up`, of revisions that have a file
  for (const Node node : applied) {
    const Revision& revision = revisions[node];
    const auto record = records.find(std::string(revision.id));
    const bool known = record != records.end() && record->second.direction == Direction::kUp;
    if (known) ++seen;
    if (!known || record->second.checksum.empty()) {
      integrity.unverified.push_back(node);
      continue;
    }
    std::string present = revisions.up_checksum(node);
    if (present != record->second.checksum)
      integrity.edited.push_back({node, record->second.checksum, std::move(present)});
  }
  const auto says_up = [](const auto& entry) { return entry.second.direction == Direction::kUp; };
  if (static_cast<std::size_t>(std::count_if(records.begin(), records.end(), says_up)) == seen) return integrity;
  integrity.missing = missing_plain(revisions, applied, records);
  return integrity;
}

void require_integrity(const Integrity& integrity, const RevisionSet& revisions) {
  if (!integrity.missing.empty()) {
    const std::string& id = integrity.missing.front();
    Error failure = error(Code::kMissingRevision, "revision `{}` was applied, and its file is gone", id);
    for (std::size_t i = 1; i < integrity.missing.size(); ++i) {
      failure.diagnostic().notes.push_back(fmt::format("so is that of `{}`", integrity.missing[i]));
    }
    throw std::move(failure)
        .help("put the file back, from version control or a backup")
        .help(fmt::format("or forget that it was applied, if the file went away on purpose: `--accept-edit {}`", id));
  }
  if (integrity.edited.empty()) return;
  const Edited& first = integrity.edited.front();
  const Revision& revision = revisions[first.node];
  Error failure =
      error(Code::kEditedRevision, "the file of the applied revision `{}` was edited afterwards", revision.id);
  for (const Edited& edited : integrity.edited)
    failure.diagnostic().notes.push_back(edit_text(edited, revisions[edited.node]));
  throw std::move(failure)
      .help("undo the edit, and write a new revision for the change")
      .help(fmt::format("or accept the file as it is now: `--accept-edit {}`", revision.id));
}

void accept_edit(Connection& connection, const Dialect& dialect, const OwnTables& tables, const RevisionSet& revisions,
                 Node node) {
  LedgerEntry entry;
  entry.revision = revisions[node].id;
  entry.checksum = revisions.up_checksum(node);
  record(connection, dialect, tables, std::move(entry));
}

void accept_missing(Connection& connection, const Dialect& dialect, const OwnTables& tables, const std::string& id) {
  LedgerEntry entry;
  entry.revision = id;
  entry.direction = Direction::kDown;
  record(connection, dialect, tables, std::move(entry));
}

}  // namespace aludel
