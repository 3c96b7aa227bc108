// aludel status: where the database stands, what is pending, what was edited or is missing.
#include <array>

#include "cli/command.h"
#include "cli/environment.h"
#include "cli/integrity_check.h"
#include "cli/move.h"
#include "core/error.h"
#include "core/utf8.h"
#include "migrate/progress.h"
#include "report/revision_text.h"

namespace aludel {
namespace {

constexpr std::size_t kShownPending = 20;

struct Status {
  Rows rows;
  Rows unknown;
  std::vector<Node> pending;
  Integrity integrity;
  std::vector<Halfway> halfway;

  [[nodiscard]] bool mismatch() const {
    return !unknown.empty() || !integrity.edited.empty() || !integrity.missing.empty();
  }
  [[nodiscard]] Exit exit() const {
    if (mismatch()) return Exit::kMismatch;
    return pending.empty() && halfway.empty() ? Exit::kDone : Exit::kPending;
  }
};

Status look(Environment& environment, Database& database) {
  const RevisionGraph& graph = environment.graph();
  Status status;
  Standing standing = standing_of(database);
  status.rows = std::move(standing.rows);
  Rows known;
  for (const std::string& row : status.rows) (graph.find(row) ? known : status.unknown).push_back(row);
  status.integrity = integrity_of(environment, known, standing.records);
  if (status.unknown.empty()) {
    for (const Step& step : graph.upgrade_path(known, "heads")) status.pending.push_back(step.node);
  }
  Progress progress(*database.connection, *database.dialect, database.tables);
  if (progress.exists()) status.halfway = progress.halfway();
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
  console.print(fmt::format("database: {}\nstands:   {}\n", printable(database.name), stands_at(graph, status.rows)));
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
  for (const Halfway& halfway : status.halfway) {
    console.print(console.paint(
        Paint::kYellow, fmt::format("half-way: {} ({}), {} statement(s) applied; run the same command again to go on\n",
                                    halfway.revision, name_of(halfway.direction), halfway.applied)));
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
  for (const Node node : status.integrity.unverified) unverified.push(graph.revision(node).id);
  Json halfway{Json::Array{}};
  for (const Halfway& item : status.halfway) {
    halfway.push(Json()
                     .set("id", item.revision)
                     .set("direction", name_of(item.direction))
                     .set("statements_applied", item.applied));
  }
  Json json;
  json.set("database", database.name)
      .set("rows", Json::list(status.rows))
      .set("unknown", Json::list(status.unknown))
      .set("pending", std::move(pending))
      .set("half_way", std::move(halfway))
      .set("edited", std::move(edited))
      .set("missing", Json::list(status.integrity.missing))
      .set("unverified", std::move(unverified))
      .set("exit_code", static_cast<int>(status.exit()));
  return json;
}

Exit run(const Arguments& arguments, Environment& environment) {
  environment.want_checksums();
  static_cast<void>(environment.graph());
  Database database = environment.open(Missing::kPretend);
  const Status status = look(environment, database);
  if (environment.console().text()) {
    print(environment, database, status);
  } else {
    environment.console().document(to_json(environment, database, status));
  }
  return arguments.has("--exit-code") ? status.exit() : Exit::kDone;
}

constexpr std::array kOptions = {
    Option{"--exit-code", "", "exit with 3 if something is pending, 4 if an applied file was edited or is missing"}};

}  // namespace

extern const Command kStatus = {
    "status", Group::kLook, "show where the database stands, what is pending, edited or missing", "", {}, kOptions, run,
};

}  // namespace aludel
