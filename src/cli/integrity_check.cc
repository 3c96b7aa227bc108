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
  return check_integrity(environment.revisions(), environment.graph().applied(rows), ledger.records());
}

void require_unedited(Environment& environment, Database& database, const std::vector<std::string>& accepted) {
  const RevisionGraph& graph = environment.graph();
  const Rows rows = Heads(*database.connection, *database.dialect, database.tables).read();
  for (const std::string& target : accepted) {
    const std::optional<Node> node = graph.resolve_one(target, &rows);
    if (!node) throw error(Code::kUnknownRevision, "`{}` is no revision whose file could be accepted", target);
    accept_edit(*database.connection, *database.dialect, database.tables, environment.revisions(), *node);
    environment.console().status(fmt::format("recorded the present file of `{}`", target));
  }
  require_integrity(integrity_of(environment, database, rows), environment.revisions());
}

}  // namespace aludel
