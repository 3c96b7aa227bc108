// aludel current: where the database stands (Alembic's rules 60-62). Never writes.
#include <algorithm>
#include <array>

#include "cli/command.h"
#include "cli/environment.h"
#include "core/error.h"
#include "report/revision_text.h"

namespace aludel {
namespace {

// Rule 61: the rows themselves against the versioned heads.
bool at_heads(const RevisionGraph& graph, Rows rows) {
  Rows heads;
  for (const Node node : graph.heads()) heads.emplace_back(graph.revision(node).id);
  std::sort(heads.begin(), heads.end());
  std::sort(rows.begin(), rows.end());
  return heads == rows;
}

Exit run(const Arguments& arguments, Environment& environment) {
  Console& console = environment.console();
  const RevisionGraph& graph = environment.graph();
  Database database = environment.open(Missing::kRefuse);
  const Rows rows = database.heads();
  const std::vector<Node> nodes = graph.current(rows);
  const bool complete = at_heads(graph, rows);
  if (console.verbose()) console.print(fmt::format("Current revision(s) for {}:\n", environment.url().masked()));
  const RevisionText text(graph, console);
  Json list{Json::Array{}};
  for (const Node node : nodes) {
    console.print((console.verbose() ? text.details(node) : text.head_line(node)) + "\n");
    list.push(text.json(node));
  }
  console.document(Json()
                       .set("database", database.name)
                       .set("rows", Json::list(rows))
                       .set("current", std::move(list))
                       .set("at_heads", complete));
  if (arguments.has("--check-heads") && !complete) {
    throw error(Code::kNotAtHead, "the database does not stand at all heads").help("run `aludel upgrade heads`");
  }
  return Exit::kDone;
}

constexpr std::array kOptions = {Option{"-c,--check-heads", "", "exit with 3 unless the database stands at all heads"}};

}  // namespace

extern const Command kCurrent = {
    "current", Group::kLook, "show the revisions at which the database stands", "", {}, kOptions, run,
};

}  // namespace aludel
