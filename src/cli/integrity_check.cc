#include "cli/integrity_check.h"

#include "core/error.h"
#include "migrate/heads.h"

namespace aludel {

Integrity integrity_of(Environment& environment, Database& database, const Rows& rows) {
  Ledger ledger(*database.connection, *database.dialect, database.tables);
  if (rows.empty() || !ledger.exists()) {
    Integrity integrity;
    if (!rows.empty()) integrity.unverified = environment.graph().applied(rows);
    return integrity;
  }
  const Directory& directory = environment.directory();
  return check_integrity(directory.revisions(), environment.graph().applied(rows), ledger.records(),
                         [&](Node node) { return directory.up_checksum(node); });
}

void require_unedited(Environment& environment, Database& database, const std::vector<std::string>& accepted) {
  const RevisionGraph& graph = environment.graph();
  const Rows rows = Heads(*database.connection, *database.dialect, database.tables).read();
  for (const std::string& target : accepted) {
    accept_edit(*database.connection, *database.dialect, database.tables, graph.revision(graph.resolve_one(target, rows)));
    environment.console().status(fmt::format("recorded the present file of `{}`", target));
  }
  require_integrity(integrity_of(environment, database, graph.require_known(rows)), environment.directory().revisions());
}

}  // namespace aludel
