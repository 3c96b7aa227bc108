// aludel status: where the database stands, what is pending, what was edited or is missing.
#include <array>

#include "cli/command.h"
#include "cli/environment.h"
#include "cli/integrity_check.h"
#include "cli/move.h"
#include "core/error.h"
#include "core/listed.h"
#include "core/utf8.h"
#include "migrate/ledger.h"
#include "migrate/plan.h"
#include "migrate/progress.h"
#include "report/revision_text.h"

namespace aludel {
namespace {

constexpr std::size_t kShownPending = 20;

// A revision that is half-way, with what the file and the ledger say of it.
struct Stopped {
  Halfway halfway;
  std::optional<std::size_t> statements;  // of the file, if it can be read
  std::string error;                      // with its place; empty if the run did not live to tell
};

struct Status {
  bool no_database = false;
  Rows rows;
  Rows alembic;  // revisions of ours that Alembic's table names, while ours is empty
  Rows unknown;
  std::vector<Node> pending;
  Integrity integrity;
  std::vector<Stopped> halfway;

  [[nodiscard]] bool mismatch() const {
    return !unknown.empty() || !integrity.edited.empty() || !integrity.missing.empty() || !integrity.late.empty();
  }
  [[nodiscard]] Exit exit() const {
    if (mismatch()) return Exit::kMismatch;
    return pending.empty() && halfway.empty() ? Exit::kDone : Exit::kPending;
  }
};

Stopped stopped(Environment& environment, const Database& database, const Halfway& halfway) {
  Stopped found{halfway, {}, {}};
  if (const auto node = environment.graph().find(halfway.revision)) {
    try {
      const Step step{*node, halfway.direction, {}};
      const auto judge = database.dialect->judge();
      found.statements = plan_step(step, environment.revisions(), *database.dialect, *judge).statements;
    } catch (const Error&) {
      // Whoever runs it hears what is wrong with the file.
    }
  }
  for (const LedgerEntry& entry : Ledger(*database.connection, *database.dialect, database.tables).entries()) {
    if (entry.revision != halfway.revision || entry.direction != halfway.direction) continue;
    const bool here = entry.outcome == Outcome::kFailed && entry.statements == halfway.applied;
    found.error = here ? entry.error : std::string();
  }
  return found;
}

Status look(Environment& environment, Database& database) {
  const RevisionGraph& graph = environment.graph();
  Status status;
  Standing standing = standing_of(database);
  status.rows = std::move(standing.rows);
  if (status.rows.empty()) status.alembic = rows_of_alembic(environment, database);
  Rows known;
  for (const std::string& row : status.rows) (graph.find(row) ? known : status.unknown).push_back(row);
  status.integrity = integrity_of(environment, known, standing.records);
  if (status.unknown.empty()) {
    for (const Step& step : graph.upgrade_path(known, "heads")) status.pending.push_back(step.node);
  }
  Progress progress(*database.connection, *database.dialect, database.tables);
  if (!progress.exists()) return status;
  for (const Halfway& halfway : progress.halfway()) status.halfway.push_back(stopped(environment, database, halfway));
  return status;
}

void print_pending(Environment& environment, const Status& status) {
  Console& console = environment.console();
  const RevisionText text(environment.graph(), console);
  const std::size_t shown = console.verbose() ? status.pending.size() : std::min(status.pending.size(), kShownPending);
  for (std::size_t i = 0; i < shown; ++i) console.print(fmt::format("  {}\n", text.history_line(status.pending[i])));
  if (shown < status.pending.size()) console.print(fmt::format("  ... and {} more\n", status.pending.size() - shown));
}

void print(Environment& environment, const Database& database, const Status& status) {
  Console& console = environment.console();
  const RevisionGraph& graph = environment.graph();
  console.print(fmt::format("database: {}{}\nstands:   {}\n", printable(database.name),
                            status.no_database ? " (does not exist)" : "", stands_at(graph, status.rows)));
  if (!status.alembic.empty()) {
    console.print(console.paint(
        Paint::kRed,
        fmt::format("alembic:  stands at {}: set `version_table = \"alembic_version\"` to go on from there\n",
                    listed(status.alembic))));
  }
  for (const std::string& row : status.unknown) {
    console.print(console.paint(
        Paint::kRed,
        fmt::format("unknown:  {} is in the version table, and in none of the folders\n", printable(row))));
  }
  if (status.unknown.empty()) {
    console.print(
        fmt::format("pending:  {}\n", status.pending.empty() ? "nothing" : std::to_string(status.pending.size())));
    print_pending(environment, status);
  }
  for (const Stopped& stopped : status.halfway) {
    const Halfway& halfway = stopped.halfway;
    const std::string all = stopped.statements ? fmt::format("of {} ", *stopped.statements) : "";
    console.print(
        console.paint(Paint::kYellow, fmt::format("half-way: {} ({}), {} {}statements applied\n", halfway.revision,
                                                  name_of(halfway.direction), halfway.applied, all)));
    if (!stopped.error.empty()) console.print(fmt::format("            stopped at {}\n", printable(stopped.error)));
    console.print("            run the same command again to go on\n");
  }
  for (const Edited& edited : status.integrity.edited) {
    const Revision& revision = graph.revision(edited.node);
    console.print(console.paint(
        Paint::kRed, fmt::format("edited:   {} ({}) after it was applied\n", revision.id, printable(revision.path))));
    console.print(fmt::format("            applied {}\n            now     {}\n", edited.recorded,
                              edited.present.empty() ? "no `up` section" : edited.present));
  }
  for (const std::string& id : status.integrity.missing) {
    console.print(
        console.paint(Paint::kRed, fmt::format("missing:  the file of {}, which is applied\n", printable(id))));
  }
  for (const Node node : status.integrity.late) {
    const Revision& revision = graph.revision(node);
    console.print(console.paint(Paint::kRed, fmt::format("late:     {} ({}) came below applied ones, and never ran\n",
                                                         revision.id, printable(revision.path))));
  }
  if (!status.integrity.unverified.empty()) {
    console.print(fmt::format("unverified: {} applied without a checksum (stamped by another tool)\n",
                              status.integrity.unverified.size()));
  }
}

Json to_json(Environment& environment, const Database& database, const Status& status) {
  const RevisionGraph& graph = environment.graph();
  const RevisionText text(graph, environment.console());
  Json pending{Json::Array{}};
  for (const Node node : status.pending) pending.push(text.json(node));
  Json edited{Json::Array{}};
  for (const Edited& item : status.integrity.edited) {
    const Revision& revision = graph.revision(item.node);
    edited.push(Json()
                    .set("id", revision.id)
                    .set("path", revision.path)
                    .set("applied", item.recorded)
                    .set("now", Json::text_or_null(item.present)));
  }
  Json unverified{Json::Array{}};
  Json late{Json::Array{}};
  for (const Node node : status.integrity.late) late.push(graph.revision(node).id);
  for (const Node node : status.integrity.unverified) unverified.push(graph.revision(node).id);
  Json halfway{Json::Array{}};
  for (const Stopped& item : status.halfway) {
    halfway.push(Json()
                     .set("id", item.halfway.revision)
                     .set("direction", name_of(item.halfway.direction))
                     .set("statements_applied", item.halfway.applied)
                     .set("statements", item.statements ? Json(static_cast<std::int64_t>(*item.statements)) : Json())
                     .set("error", Json::text_or_null(item.error)));
  }
  Json json;
  json.set("database", database.name)
      .set("exists", !status.no_database)
      .set("rows", Json::list(status.rows))
      .set("unknown", Json::list(status.unknown))
      .set("alembic", Json::list(status.alembic))
      .set("pending", std::move(pending))
      .set("half_way", std::move(halfway))
      .set("edited", std::move(edited))
      .set("missing", Json::list(status.integrity.missing))
      .set("late", std::move(late))
      .set("unverified", std::move(unverified))
      .set("exit_code", static_cast<int>(status.exit()));
  return json;
}

std::optional<Database> open_if_there(Environment& environment) {
  try {
    return environment.open(Missing::kRefuse);
  } catch (const Error& failure) {
    if (failure.code() != Code::kNoDatabase) throw;
    return std::nullopt;
  }
}

Exit run(const Arguments& arguments, Environment& environment) {
  environment.want_checksums();
  static_cast<void>(graph_for_database(environment));
  std::optional<Database> there = open_if_there(environment);
  Database database = there ? std::move(*there) : environment.open(Missing::kPretend);
  Status status = look(environment, database);
  status.no_database = !there.has_value();
  if (environment.console().text()) {
    print(environment, database, status);
  } else {
    environment.console().document(to_json(environment, database, status));
  }
  return arguments.has("--exit-code") ? status.exit() : Exit::kDone;
}

constexpr std::array kOptions = {
    Option{"--exit-code", "",
           "exit with 3 if something is pending, 4 if an applied file was edited or is missing, or one came late"}};

}  // namespace

extern const Command kStatus = {
    "status", Group::kLook, "show where the database stands, what is pending, edited or missing", "", {}, kOptions, run,
};

}  // namespace aludel
