#include "cli/integrity_check.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace aludel {

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

Rows require_unedited(Environment& environment, Database& database, Standing standing,
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
  require_integrity(integrity_of(environment, rows, standing.records), environment.revisions());
  return std::move(standing.rows);
}

}  // namespace aludel
