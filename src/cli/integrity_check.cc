#include "cli/integrity_check.h"

#include <algorithm>
#include <utility>

#include "cli/move.h"
#include "core/error.h"
#include "core/listed.h"
#include "migrate/heads.h"

namespace aludel {

namespace {

constexpr std::string_view kAlembicTable = "alembic_version";

// Ids that files revise or depend on, and that no file has.
std::vector<std::string> absent_parents(std::span<const Revision> revisions) {
  std::vector<std::string> absent;
  const auto is_there = [&](std::string_view id) {
    return std::any_of(revisions.begin(), revisions.end(), [&](const Revision& one) {
      const auto& labels = one.branch_labels;
      return one.id == id || std::find(labels.begin(), labels.end(), id) != labels.end();
    });
  };
  for (const Revision& revision : revisions) {
    for (const auto& names : {revision.revises, revision.depends_on}) {
      for (const std::string_view name : names) {
        if (!is_there(name)) absent.emplace_back(name);
      }
    }
  }
  return absent;
}

// Whether the version table or the ledger calls it applied.
bool is_applied(const Standing& standing, const std::string& id) {
  bool up = std::find(standing.rows.begin(), standing.rows.end(), id) != standing.rows.end();
  for (const Record& record : standing.records.entries) {
    if (record.revision == id) up = record.direction == Direction::kUp;
  }
  return up;
}

std::optional<std::string> absent_and_applied(Environment& environment) {
  try {
    const Standing standing = standing_of(environment.open(Missing::kPretend));
    for (std::string& id : absent_parents(environment.directory().revisions())) {
      if (is_applied(standing, id)) return std::move(id);
    }
  } catch (const Error&) {
    return std::nullopt;  // the gap itself is to be told
  }
  return std::nullopt;
}

}  // namespace

const RevisionGraph& graph_for_database(Environment& environment) {
  try {
    return environment.graph();
  } catch (const Error& failure) {
    if (failure.code() != Code::kUnknownRevision || !environment.has_url()) throw;
    const std::optional<std::string> id = absent_and_applied(environment);
    if (!id) throw;
    Error gone = error(Code::kMissingRevision, "revision `{}` was applied, and its file is gone", *id);
    gone.diagnostic().places = failure.diagnostic().places;
    throw std::move(gone).help("put the file back, from version control or a backup");
  }
}

Rows rows_of_alembic(Environment& environment, const Database& database) {
  if (database.tables.version == kAlembicTable || !database.connection->has_table(kAlembicTable)) return {};
  OwnTables tables = database.tables;
  tables.version = kAlembicTable;
  Rows rows;
  try {
    rows = Heads(*database.connection, *database.dialect, tables).read();
  } catch (const Error&) {
    return {};  // a table of that name that is none of Alembic's
  }
  std::erase_if(rows, [&](const std::string& row) { return !environment.graph().find(row); });
  return rows;
}

void require_not_alembics(Environment& environment, const Database& database, const Rows& rows) {
  if (!rows.empty()) return;
  const Rows theirs = rows_of_alembic(environment, database);
  if (theirs.empty()) return;
  throw error(Code::kConfig, "`{}` says that the database stands at {}, and `{}` says nothing", kAlembicTable,
              listed(theirs), database.tables.version)
      .help(fmt::format("set `version_table = \"{}\"` in the configuration: both tools then use one table",
                        kAlembicTable))
      .help(fmt::format("or leave Alembic's table behind: `aludel stamp {}`", joined(theirs, " ")));
}

Standing standing_of(const Database& database) {
  Standing standing;
  standing.rows = database.heads();  // before the records: what is applied is then in them
  standing.records = Ledger(*database.connection, *database.dialect, database.tables).records();
  return standing;
}

Integrity integrity_of(Environment& environment, const Rows& rows, const Records& records) {
  const RevisionGraph& graph = environment.graph();
  return check_integrity(environment.revisions(), graph, graph.applied(rows), records);
}

void require_not_late(Environment& environment, const Standing& standing, const std::string& target) {
  const RevisionGraph& graph = environment.graph();
  const std::vector<Node> late = late_revisions(graph, graph.applied(standing.rows), standing.records);
  if (late.empty()) return;
  const Path path = path_to(graph, standing.rows, target, Direction::kDown);
  const bool meets = std::any_of(path.begin(), path.end(), [&](const Step& step) {
    return std::find(late.begin(), late.end(), step.node) != late.end();
  });
  if (meets) throw late_revision(late, environment.revisions());
}

Unedited require_unedited(Environment& environment, Database& database, Standing standing,
                          const std::vector<std::string>& accepted) {
  const RevisionGraph& graph = environment.graph();
  if (standing.before_files && database.heads() != standing.rows) standing = standing_of(database);
  const Rows& rows = standing.rows;
  for (const std::string& target : accepted) {
    const std::vector<std::string> missing = integrity_of(environment, rows, standing.records).missing;
    if (std::find(missing.begin(), missing.end(), target) != missing.end()) {
      accept_missing(*database.connection, *database.dialect, database.tables, target);
      environment.console().status(fmt::format("recorded that the file of `{}` is gone", target));
      standing = standing_of(database);
      continue;
    }
    const std::optional<Node> node = graph.resolve_one(target, &rows);
    if (!node) throw error(Code::kUnknownRevision, "`{}` is no revision whose file could be accepted", target);
    const std::vector<Node> applied = graph.applied(rows);
    if (std::find(applied.begin(), applied.end(), *node) == applied.end()) {
      throw error(Code::kBadTarget, "`{}` is not applied, so its file may change as it likes", target)
          .help(fmt::format("leave out `--accept-edit {}`", target));
    }
    accept_edit(*database.connection, *database.dialect, database.tables, environment.revisions(), *node);
    environment.console().status(fmt::format("recorded the present file of `{}`", target));
    standing = standing_of(database);
  }
  Integrity integrity = integrity_of(environment, rows, standing.records);
  require_integrity(integrity, environment.revisions());
  return {rows, std::move(integrity.unrecorded)};
}

}  // namespace aludel
