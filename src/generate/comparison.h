// What differs between a state and the one that it should become, with renames settled: the engine itself renames on
// scratch, so that views, triggers, indexes and foreign keys follow, and only what then still differs is a change.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "dialect/schema_dialect.h"
#include "diff/diff.h"
#include "diff/filter.h"
#include "diff/rename.h"

namespace aludel {

struct ComparisonOptions {
  RenameRequest renames;
  Filter filter;
  DiffOptions diff;
};

// From `from` to `to` leads: `rename_script`, then Dialect::render(renamed, to, changes).
struct Comparison {
  std::vector<Rename> renames;       // in the order of Renamed
  Script rename_script;              // for a database with the first schema; empty: no renames
  Schema renamed;                    // what it is after the renames; without any, what it was
  Schema to;                         // what a filter hides is in it as it is in `renamed`, so that it stays as it is
  Changes changes;                   // diff(renamed, to)
  std::vector<Rename> possible;      // renames that nobody spoke of: what was one thing may be dropped and added
  std::vector<Hidden> hidden;        // what the filter hides of both
  std::vector<Unmanaged> unmanaged;  // of both

  [[nodiscard]] bool empty() const { return renames.empty() && changes.empty(); }
  // Renames and changes, to be shown: sorted by table.
  [[nodiscard]] Changes all() const;
};

// `scratch` gives a private database that holds `from`, and is asked for only if something is renamed; that database
// then holds `renamed`. Throws kRename: what looks like a rename and is not settled, or a rename that cannot be.
[[nodiscard]] Comparison compare(const SchemaDialect& dialect, const Schema& from, const Schema& to,
                                 const std::function<Connection&()>& scratch, const ComparisonOptions& options);

// What the dialect, which has to outlive them, knows of renames.
[[nodiscard]] RenameRules rename_rules(const SchemaDialect& dialect);

// Runs SQL that Aludel wrote on scratch. If a statement fails, `name` is shown, and a part of a long text may stay.
void run_sql(const SchemaDialect& dialect, Connection& scratch, std::string_view name, std::string_view sql);
void run_script(const SchemaDialect& dialect, Connection& scratch, const Script& script, std::string_view name);

}  // namespace aludel
