#include "generate/comparison.h"

#include <utility>

namespace aludel {

void run_sql(const Dialect& dialect, Connection& scratch, const Source& sql) {
  const auto reader = dialect.split(sql, {0, sql.text.size()});
  scratch.begin();
  try {
    while (const auto statement = reader->next()) scratch.run(sql, *statement, RunMode::kTransactional);
    scratch.commit();
  } catch (...) {
    scratch.rollback();
    throw;
  }
}

Comparison compare(const Dialect& dialect, const Schema& from, const Schema& to,
                   const std::function<Connection&()>& scratch, const ComparisonOptions& options) {
  Comparison result;
  const MakeIdentifier identifier = [&](std::string_view text) { return dialect.identifier(text); };
  result.to = with_hidden_of(from, to, options.filter);
  result.renames = settle_renames(from, result.to, options.renames, identifier);
  if (result.renames.empty()) {
    result.renamed = from;
  } else {
    Connection& connection = scratch();
    result.rename_script = dialect.render_renames(from, result.renames);
    const std::string sql = text_of(result.rename_script);
    run_sql(dialect, connection, {"renames", sql});
    result.renamed = dialect.introspect(connection, {});
    result.to = with_hidden_of(result.renamed, to, options.filter);
  }
  result.hidden = hidden_by(options.filter, result.renamed, to);
  result.changes = diff(result.renamed, result.to, options.diff);
  return result;
}

}  // namespace aludel
