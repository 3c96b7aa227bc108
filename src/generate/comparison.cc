#include "generate/comparison.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/utf8.h"
#include "dialect/bites.h"

namespace aludel {

namespace {

std::vector<Unmanaged> unmanaged_of(const Schema& from, const Schema& to) {
  std::vector<Unmanaged> all = from.unmanaged;
  for (const Unmanaged& one : to.unmanaged) {
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  }
  return all;
}

// The script of renames stands in no file yet.
Error about_renames(Error failure, const Schema& from) {
  if (failure.code() != Code::kStatement) return failure;
  failure.diagnostic().places.clear();
  failure.diagnostic().message.insert(0, "nothing can be renamed: ");
  for (const Definition& definition : from.definitions) {
    if (definition.fault.empty()) continue;
    failure =
        std::move(failure)
            .note(fmt::format("{} `{}` cannot be compiled: {}", definition.kind, printable(definition.name.text),
                              definition.fault))
            .help(fmt::format("mend or drop `{}` in a revision of its own first", printable(definition.name.text)));
  }
  return failure;
}

// Without those that somebody was asked about and said no to.
std::vector<Rename> unspoken_renames(const Schema& from, const Comparison& found, const RenameRules& rules) {
  std::vector<Rename> possible = find_possible_renames(found.changes);
  if (possible.empty()) return possible;
  for (const Renamed what : {Renamed::kTable, Renamed::kColumn}) {
    for (const Rename& asked : find_rename_candidates(from, found.to, found.renames, what, rules))
      std::erase(possible, asked);
  }
  return possible;
}

}  // namespace

Changes Comparison::all() const {
  Changes all;
  for (const Rename& rename : renames) {
    switch (rename.what()) {
      case Renamed::kTable:
        all.emplace_back(RenameTable{rename.from, rename.to});
        break;
      case Renamed::kColumn:
        all.emplace_back(RenameColumn{rename.table, rename.from, rename.to});
        break;
      case Renamed::kDefinition:
        all.emplace_back(RenameDefinition{rename.kind, rename.from, rename.to});
        break;
      case Renamed::kValue:
        all.emplace_back(RenameValue{rename.table, rename.from, rename.to});
        break;
    }
  }
  all.insert(all.end(), changes.begin(), changes.end());
  sort_changes(all, renamed, to);
  return all;
}

RenameRules rename_rules(const SchemaDialect& dialect) {
  return {[&](std::string_view text) { return dialect.identifier(text); },
          [&](const Definition& definition, const Schema& schema) { return dialect.renamable(definition, schema); }};
}

void run_sql(const SchemaDialect& dialect, Connection& scratch, std::string_view name, std::string_view sql) {
  const Source source{name, sql};
  const auto reader = dialect.split(source, {0, sql.size()});
  Bites bites(dialect, scratch);
  try {
    while (const auto statement = reader->next()) {
      bites.run(source, *statement);
      bites.commit_if_full();
    }
    bites.commit();
  } catch (...) {
    bites.rollback();
    throw;
  }
}

void run_script(const SchemaDialect& dialect, Connection& scratch, const Script& script, std::string_view name) {
  run_sql(dialect, scratch, name, text_of(script));
}

Comparison compare(const SchemaDialect& dialect, const Schema& from, const Schema& to,
                   const std::function<Connection&()>& scratch, const ComparisonOptions& options) {
  Comparison result;
  result.unmanaged = unmanaged_of(from, to);
  if (&from == &to && options.renames.renames.empty()) {  // two states that were written alike
    result.renamed = result.to = from;
    result.hidden = hidden_by(options.filter, from, to);
    return result;
  }
  const RenameRules rules = rename_rules(dialect);
  result.to = with_hidden_of(from, to, options.filter);
  result.renames = settle_renames(from, result.to, options.renames, rules);
  if (result.renames.empty()) {
    result.renamed = from;
  } else {
    Connection& connection = scratch();
    result.rename_script = dialect.render_renames(from, result.renames);
    try {
      run_script(dialect, connection, result.rename_script, "renames");
    } catch (const Error& failure) {
      throw about_renames(failure, from);
    }
    result.renamed = dialect.introspect(connection, {});
    result.to = with_hidden_of(result.renamed, to, options.filter);
  }
  result.hidden = hidden_by(options.filter, result.renamed, to);
  result.changes = diff(result.renamed, result.to, options.diff);
  if (!options.renames.no_others) result.possible = unspoken_renames(from, result, rules);
  return result;
}

}  // namespace aludel
