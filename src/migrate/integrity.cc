#include "migrate/integrity.h"

#include <algorithm>
#include <map>
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
// up. `strangers`: the records of revisions without a file, oldest first.
std::vector<std::string> missing_plain(const RevisionSet& revisions, std::span<const Node> applied,
                                       std::span<const Record> strangers) {
  const auto plain = [&](Node node) { return revisions[node].layout == Layout::kPlain; };
  if (std::none_of(applied.begin(), applied.end(), plain)) return {};
  std::map<std::string_view, Direction> last;
  for (const Record& record : strangers) last[record.revision] = record.direction;
  std::vector<std::string> missing;
  for (const auto& [id, direction] : last) {
    const bool number = id.find_first_not_of("0123456789") == std::string_view::npos;
    if (number && direction == Direction::kUp) missing.emplace_back(id);
  }
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

Integrity check_integrity(const RevisionSet& revisions, const RevisionGraph& graph, std::span<const Node> applied,
                          const Records& records) {
  std::vector<const Record*> last(graph.size());
  std::vector<Record> strangers;
  for (const Record& record : records.entries) {
    if (const auto node = graph.find(record.revision)) {
      last[*node] = &record;
    } else {
      strangers.push_back(record);
    }
  }
  Integrity integrity;
  for (const Node node : applied) {
    const Record* record = last[node];
    if (record == nullptr || record->direction != Direction::kUp || record->checksum.empty()) {
      integrity.unverified.push_back(node);
      continue;
    }
    std::string present = revisions.up_checksum(node);
    if (present != record->checksum)
      integrity.edited.push_back({node, std::string(record->checksum), std::move(present)});
  }
  if (!strangers.empty()) integrity.missing = missing_plain(revisions, applied, strangers);
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
