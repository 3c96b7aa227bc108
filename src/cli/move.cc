#include "cli/move.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "cli/interrupt.h"
#include "core/error.h"
#include "dialect/registry.h"
#include "generate/chain_path.h"
#include "migrate/batch.h"
#include "migrate/heads.h"
#include "migrate/script.h"
#include "report/run_report.h"

namespace aludel {
namespace {

// `+1`, `-2`, `label@+1`: counted from where the database stands.
bool counts_from_rows(std::string_view target) {
  const std::size_t at = target.find('@');
  const std::string_view step = at == std::string_view::npos ? target : target.substr(at + 1);
  return !step.empty() && (step[0] == '+' || step[0] == '-');
}

Rows sorted(Rows rows) {
  std::sort(rows.begin(), rows.end());
  return rows;
}

Rows rows_after(Rows rows, const Path& path) {
  for (const Step& step : path) apply_to(rows, step.heads);
  return sorted(std::move(rows));
}

// What a relative target meant when it was first looked at.
struct FirstLook {
  Rows before;
  Path path;
};

}  // namespace

RunOptions run_options(const Arguments& arguments) {
  RunOptions options;
  if (arguments.has("--transaction-per-revision") && arguments.has("--single-transaction")) {
    throw error(Code::kUsage, "--transaction-per-revision and --single-transaction exclude each other");
  }
  if (arguments.has("--transaction-per-revision")) options.transactions = Transactions::kPerRevision;
  if (arguments.has("--single-transaction")) options.transactions = Transactions::kSingle;
  options.dry_run = arguments.has("--dry-run");
  options.backup = arguments.get_or("--backup", "");
  return options;
}

bool wants_script(const Arguments& arguments, const std::string& target) {
  if (!arguments.has("--sql")) {
    if (target.find(':') == std::string::npos) return false;
    throw error(Code::kBadRange, "a range `{}` is for --sql only", target)
        .help("name one target, or add --sql to print the script of the range");
  }
  for (const std::string_view option : {"--dry-run", "--single-transaction", "--backup", "--accept-edit"}) {
    if (!arguments.has(option)) continue;
    throw error(Code::kUsage, "--sql and {} exclude each other: a script is printed, and nothing runs", option);
  }
  return true;
}

Path path_to(const RevisionGraph& graph, const Rows& rows, const std::string& target, Direction direction) {
  return direction == Direction::kUp ? graph.upgrade_path(rows, target) : graph.downgrade_path(rows, target);
}

Route absolute_route(const RevisionGraph& graph, const std::string& target, Direction direction) {
  if (!counts_from_rows(target)) {
    return [&graph, target, direction](const Rows& rows) { return path_to(graph, rows, target, direction); };
  }
  const auto first = std::make_shared<std::optional<FirstLook>>();
  return [&graph, target, direction, first](const Rows& rows) -> Path {
    if (!first->has_value()) {
      first->emplace(FirstLook{sorted(rows), path_to(graph, rows, target, direction)});
      return (*first)->path;
    }
    const FirstLook& look = **first;
    if (sorted(rows) == look.before) return look.path;
    if (look.path.empty() || sorted(rows) == rows_after(look.before, look.path)) return {};
    if (direction == Direction::kUp)
      return graph.upgrade_path(rows, std::string(graph.revision(look.path.back().node).id));
    // Half-way along our own path (a group was committed, then the rest is asked for again): go on with what is left.
    Rows walked = look.before;
    for (std::size_t i = 0; i < look.path.size(); ++i) {
      apply_to(walked, look.path[i].heads);
      if (sorted(walked) == sorted(rows))
        return Path(look.path.begin() + static_cast<std::ptrdiff_t>(i) + 1, look.path.end());
    }
    throw error(Code::kHeadsChanged,
                "another process moved the database while this one waited, so `{}` means something else now", target)
        .help("run `aludel current`, then say where to go");
  };
}

std::string stands_at(const RevisionGraph& graph, const Rows& rows) {
  if (rows.empty()) return "at <base>";
  std::string text = "at ";
  for (const std::string& row : sorted(rows)) {
    if (text.size() > 3) text += ", ";
    text += row;
    const auto node = graph.find(row);
    if (node && graph.is_head(*node)) text += " (head)";
  }
  return text;
}

Exit run_move(Environment& environment, Database& database, const Route& route, const RunOptions& options,
              Direction direction) {
  Console& console = environment.console();
  const RevisionGraph& graph = environment.graph();
  RunReport report(console, direction == Direction::kUp ? "upgrade" : "downgrade", database.name,
                   environment.directory().revisions());
  const InterruptGuard guard([&database] { database.connection->interrupt(); });
  Runner runner(*database.connection, *database.dialect, database.tables, environment.revisions(), report);
  try {
    const RunResult result = runner.run(route, options);
    report.finished(result, stands_at(graph, result.after));
  } catch (const Error&) {
    report.failed();
    throw;
  }
  return Exit::kDone;
}

Exit print_script(Environment& environment, const std::string& range, Direction direction, bool per_revision) {
  const RevisionGraph& graph = environment.graph();
  const std::size_t colon = range.find(':');
  const bool up = direction == Direction::kUp;
  std::string from = colon == std::string::npos ? "" : range.substr(0, colon);
  std::string to = colon == std::string::npos ? range : range.substr(colon + 1);
  if (from.empty()) from = up ? "base" : "heads";
  if (to.empty()) to = up ? "heads" : "base";
  Rows start;
  for (const Node node : graph.resolve_many(from)) start.emplace_back(graph.revision(node).id);
  const Path path = path_to(graph, start, to, direction);
  if (path.empty())
    environment.console().status(fmt::format("note: the script is empty: no {} leads from `{}` to `{}`",
                                             up ? "upgrade" : "downgrade", from, to));
  const Dialect& dialect = environment.dialect();
  Plan plan = make_plan(path, environment.revisions(), dialect);
  if (has_batch(plan)) {
    Plan before = make_plan(path_to_all(graph, start), environment.revisions(), dialect);
    expand_batches(plan, require_schemas(dialect), before);
  }
  ScriptOptions options;
  options.per_revision = per_revision;
  options.settings = environment.connect_settings(Missing::kRefuse);
  write_script(plan, start, dialect, environment.tables(), options,
               [&](std::string_view text) { environment.console().raw(text); });
  return Exit::kDone;
}

}  // namespace aludel
