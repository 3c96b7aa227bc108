// aludel history: the revisions, newest first; drawn as a graph; or the ledger of the database.
#include <array>

#include "cli/command.h"
#include "cli/environment.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/listed.h"
#include "core/utf8.h"
#include "migrate/ledger.h"
#include "report/revision_text.h"
#include "revision/graph_drawing.h"

namespace aludel {
namespace {

Json to_json(const LedgerEntry& entry) {
  Json json;
  json.set("number", entry.number)
      .set("revision", entry.revision)
      .set("direction", name_of(entry.direction))
      .set("outcome", name_of(entry.outcome))
      .set("checksum", Json::text_or_null(entry.checksum))
      .set("started_at", entry.started_at)
      .set("finished_at", entry.finished_at)
      .set("statements", entry.statements)
      .set("error", Json::text_or_null(entry.error))
      .set("who", entry.who)
      .set("host", entry.host)
      .set("tool_version", entry.tool_version)
      .set("script", Json::text_or_null(entry.script));
  return json;
}

std::string text_of(const LedgerEntry& entry, const Console& console) {
  const bool failed = entry.outcome == Outcome::kFailed;
  std::string line =
      fmt::format("{:>4}  {}  {:<4}  {}  {}  {}@{}  {}", entry.number, entry.started_at, name_of(entry.direction),
                  console.paint(Paint::kYellow, fmt::format("{:<12}", entry.revision)),
                  console.paint(failed ? Paint::kRed : Paint::kGreen, fmt::format("{:<8}", name_of(entry.outcome))),
                  printable(entry.who), printable(entry.host), counted(entry.statements, "statement"));
  if (failed) line += fmt::format("\n      {}", printable(entry.error));
  if (console.verbose() && !entry.checksum.empty()) line += fmt::format("\n      {}", entry.checksum);
  return line + "\n";
}

Exit show_ledger(Environment& environment) {
  Console& console = environment.console();
  Database database = environment.open(Missing::kRefuse);
  Json list{Json::Array{}};
  for (const LedgerEntry& entry : Ledger(*database.connection, *database.dialect, database.tables).entries()) {
    console.print(text_of(entry, console));
    list.push(to_json(entry));
  }
  console.document(Json().set("database", database.name).set("applied", std::move(list)));
  return Exit::kDone;
}

bool names_current(const std::string& range) { return range.find("current") != std::string::npos; }

Exit show_revisions(const Arguments& arguments, Environment& environment) {
  Console& console = environment.console();
  const RevisionGraph& graph = environment.graph();
  const std::string range = arguments.get_or("--rev-range", ":");
  RevisionText text(graph, console);
  const bool indicate = arguments.has("--indicate-current");
  Rows rows;
  if (indicate || names_current(range)) {
    Database database = environment.open(Missing::kRefuse);
    rows = database.heads();
    if (indicate) text.mark_current(graph.current(rows));
  }
  const std::vector<Node> nodes = graph.history(range, &rows);
  if (arguments.has("--graph")) {
    for (const DrawnLine& line :
         draw_graph(graph, nodes, arguments.has("--ascii") ? Charset::kAscii : Charset::kUnicode)) {
      console.print(
          fmt::format("{}{}{}\n", line.lanes, line.node ? " " : "", line.node ? text.history_line(*line.node) : ""));
    }
  } else if (arguments.has("--ids")) {
    for (const Node node : nodes) console.print(fmt::format("{}\n", graph.revision(node).id));
  } else {
    for (const Node node : nodes) {
      console.print((console.verbose() ? text.details(node) : text.history_line(node)) + "\n");
    }
  }
  if (console.text()) return Exit::kDone;
  Json list{Json::Array{}};
  for (const Node node : nodes) list.push(text.json(node));
  console.document(Json().set("revisions", std::move(list)));
  return Exit::kDone;
}

Exit run(const Arguments& arguments, Environment& environment) {
  return arguments.has("--applied") ? show_ledger(environment) : show_revisions(arguments, environment);
}

constexpr std::array kOptions = {
    Option{"-r,--rev-range", "RANGE", "only a part: START:END, START: or :END, both ends included", Kind::kRevision},
    Option{"-i,--indicate-current", "", "mark where the database stands"},
    Option{"--graph", "", "draw the branches"},
    Option{"--ascii", "", "draw with ASCII characters only"},
    Option{"--ids", "", "only the ids"},
    Option{"--applied", "", "the ledger: what happened to this database, oldest first"},
};

}  // namespace

extern const Command kHistory = {
    "history", Group::kLook, "list the revisions, newest first", "", {}, kOptions, run,
};

}  // namespace aludel
