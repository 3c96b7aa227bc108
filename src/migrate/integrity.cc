#include "migrate/integrity.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
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

// Rows of the ledger, in a transaction of their own. `skip`: what the ledger says meanwhile may make some needless.
template <typename Skip>
void record(Connection& connection, const Dialect& dialect, const OwnTables& tables, std::vector<LedgerEntry> entries,
            const Skip& skip) {
  Ledger ledger(connection, dialect, tables);
  connection.begin();
  try {
    ledger.create();
    for (LedgerEntry& entry : entries) {
      if (skip(ledger, entry)) continue;
      entry.started_at = entry.finished_at = utc_now_milliseconds();
      entry.outcome = Outcome::kAccepted;
      ledger.write(entry);
    }
    connection.commit();
  } catch (...) {
    connection.rollback();
    throw;
  }
}

constexpr auto kSkipNone = [](Ledger& /*ledger*/, const LedgerEntry& /*entry*/) { return false; };

// What the ledger says of an id: whether it calls it applied, and when, by number of entry, that was last said by an
// entry that vouches, when it was last taken back. 0: never.
struct Standing {
  bool up = false;
  std::size_t vouched = 0;
  std::size_t down = 0;
};

std::unordered_map<std::string_view, Standing> standings(const Records& records) {
  std::unordered_map<std::string_view, Standing> found;
  std::size_t number = 0;
  for (const Record& entry : records.entries) {
    ++number;
    Standing& standing = found[entry.revision];
    standing.up = entry.direction == Direction::kUp;
    if (!standing.up) standing.down = number;
    if (standing.up && entry.vouches) standing.vouched = number;
  }
  return found;
}

LedgerEntry entry_of(const RevisionSet& revisions, Node node) {
  LedgerEntry entry;
  entry.revision = revisions[node].id;
  entry.checksum = revisions.up_checksum(node);
  return entry;
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
    const bool recorded = record != nullptr && record->direction == Direction::kUp;
    if (!recorded) integrity.unrecorded.push_back(node);
    if (!recorded || record->checksum.empty()) {
      integrity.unverified.push_back(node);
      continue;
    }
    std::string present = revisions.up_checksum(node);
    if (present != record->checksum)
      integrity.edited.push_back({node, std::string(record->checksum), std::move(present)});
  }
  if (!strangers.empty()) integrity.missing = missing_plain(revisions, applied, strangers);
  if (integrity.unrecorded.empty()) return integrity;
  integrity.late = late_revisions(graph, applied, records);
  std::erase_if(integrity.unverified, [&](Node node) {
    return std::find(integrity.late.begin(), integrity.late.end(), node) != integrity.late.end();
  });
  return integrity;
}

std::vector<Node> late_revisions(const RevisionGraph& graph, std::span<const Node> applied, const Records& records) {
  const auto recorded = standings(records);
  const auto standing = [&](std::string_view id) {
    const auto at = recorded.find(id);
    return at == recorded.end() ? Standing{} : at->second;
  };
  // When it, or what it needs, was last taken back: an older entry says nothing, others applied it since.
  std::vector<std::size_t> down(graph.size());
  for (std::size_t i = applied.size(); i-- > 0;) {
    const Node node = applied[i];
    down[node] = standing(graph.id(node)).down;
    for (const Node parent : graph.parents(node)) down[node] = std::max(down[node], down[parent]);
  }
  std::vector<bool> passed(graph.size());  // something that needs it was applied when all that it needed had an entry
  std::vector<Node> late;
  for (const Node node : applied) {
    const Revision& revision = graph.revision(node);
    const Standing here = standing(revision.id);
    if (here.vouched > down[node] || passed[node]) {
      for (const Node parent : graph.parents(node)) passed[parent] = true;
    }
    // It may stand for others, which ran.
    const bool known = here.up || std::any_of(revision.replaces.begin(), revision.replaces.end(),
                                              [&](std::string_view id) { return standing(id).up; });
    if (passed[node] && !known) late.push_back(node);
  }
  std::reverse(late.begin(), late.end());
  return late;
}

Error late_revision(std::span<const Node> late, const RevisionSet& revisions) {
  const Revision& first = revisions[late.front()];
  Location place;
  place.file = first.path;
  Error failure = error(Code::kLateRevision,
                        "revision `{}` was added below revisions that are applied, and has never run", first.id)
                      .at(std::move(place));
  for (const Node node : late.subspan(1)) {
    failure.diagnostic().notes.push_back(fmt::format("so was `{}` ({})", revisions[node].id, revisions[node].path));
  }
  const bool plain = first.layout == Layout::kPlain;
  return std::move(failure)
      .help(plain
                ? fmt::format("run `aludel revision --from {}`: it makes a revision of it that comes last", first.path)
                : fmt::format("let it come last: `aludel heads` shows what its `-- revises:` should name, and what "
                              "revises `{}` must revise what it did",
                              first.id))
      .help(fmt::format("or record it as applied, if that was done by hand: `aludel upgrade --accept-edit {}`",
                        first.id));
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
  if (!integrity.late.empty()) throw late_revision(integrity.late, revisions);
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
  record(connection, dialect, tables, {entry_of(revisions, node)}, kSkipNone);
}

void accept_foreign(Connection& connection, const Dialect& dialect, const OwnTables& tables,
                    const RevisionSet& revisions, std::span<const Node> unrecorded) {
  std::vector<LedgerEntry> entries;
  for (const Node node : unrecorded) entries.push_back(entry_of(revisions, node));
  std::reverse(entries.begin(), entries.end());  // oldest first
  Records meanwhile;                             // another process may have done the same
  std::optional<std::unordered_map<std::string_view, Standing>> recorded;
  record(connection, dialect, tables, std::move(entries), [&](Ledger& ledger, const LedgerEntry& entry) {
    if (!recorded) {
      meanwhile = ledger.records();
      recorded = standings(meanwhile);
    }
    const auto at = recorded->find(entry.revision);
    return at != recorded->end() && at->second.up;
  });
}

void accept_missing(Connection& connection, const Dialect& dialect, const OwnTables& tables, const std::string& id) {
  LedgerEntry entry;
  entry.revision = id;
  entry.direction = Direction::kDown;
  record(connection, dialect, tables, {entry}, kSkipNone);
}

}  // namespace aludel
