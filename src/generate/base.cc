#include "generate/base.h"

#include <vector>

#include "core/error.h"
#include "generate/comparison.h"

namespace aludel {
namespace {

// An object that is not there, or that something else still needs, stays as it is: the proof will tell.
void run_if_possible(Connection& scratch, std::string_view sql) {
  scratch.begin();
  try {
    scratch.run(Source{"undo", sql}, {0, sql.size()}, RunMode::kTransactional);
    scratch.commit();
  } catch (const Error&) {
    scratch.rollback();
  }
}

}  // namespace

std::string live_base(const SchemaDialect& dialect, Connection& database, const OwnTables& tables, const Plan& plan) {
  const auto scratch = dialect.scratch(ScratchSql::kRevisions);
  run_sql(dialect, *scratch, "the database's schema", dialect.schema_sql(database, tables.names()));
  std::vector<std::string> undo;
  for (const PlannedStep& step : plan.steps) {
    for (const PlannedSection& section : step.sections) {
      for (const Span statement : statements_of(step, section, dialect)) {
        if (auto sql = dialect.undo_of(step.file->source().slice(statement))) undo.push_back(std::move(*sql));
      }
    }
  }
  for (auto sql = undo.rbegin(); sql != undo.rend(); ++sql) run_if_possible(*scratch, *sql);
  return dialect.schema_sql(*scratch, {});
}

}  // namespace aludel
