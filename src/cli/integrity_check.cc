#include "cli/integrity_check.h"

#include <algorithm>

#include "core/error.h"

namespace aludel {

Integrity integrity_of(Environment& environment, Database& database, const Rows& rows) {
  Ledger ledger(*database.connection, *database.dialect, database.tables);
  if (rows.empty() || !ledger.exists()) {
    Integrity integrity;
    if (!rows.empty()) integrity.unverified = environment.graph().applied(rows);
    return integrity;
  }
  return check_integrity(environment.revisions(), environment.graph().applied(rows), ledger.records());
}

void require_unedited(Environment& environment, Database& database, const std::vector<std::string>& accepted) {
  const RevisionGraph& graph = environment.graph();
  const Rows rows = database.heads();
  for (const std::string& target : accepted) {
    const std::vector<std::string> missing = integrity_of(environment, database, rows).missing;
    if (std::find(missing.begin(), missing.end(), target) != missing.end()) {
      accept_missing(*database.connection, *database.dialect, database.tables, target);
      environment.console().status(fmt::format("recorded that the file of `{}` is gone", target));
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
  }
  require_integrity(integrity_of(environment, database, rows), environment.revisions());
}

}  // namespace aludel
