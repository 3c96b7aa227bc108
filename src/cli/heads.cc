// aludel heads, aludel branches: the shape of the graph. No database is asked.
#include <array>

#include <fmt/core.h>

#include "cli/command.h"
#include "cli/environment.h"
#include "report/revision_text.h"

namespace aludel {
namespace {

Exit run_heads(const Arguments& arguments, Environment& environment) {
  const RevisionGraph& graph = environment.graph();
  Console& console = environment.console();
  const RevisionText text(graph, console);
  Json list{Json::Array{}};
  for (const Node node : arguments.has("--resolve-dependencies") ? graph.real_heads() : graph.heads()) {
    console.print(console.verbose() ? text.details(node) + "\n" : text.head_line(node) + "\n");
    list.push(text.json(node));
  }
  console.document(Json().set("heads", std::move(list)));
  return Exit::kDone;
}

Exit run_branches(const Arguments& /*arguments*/, Environment& environment) {
  const RevisionGraph& graph = environment.graph();
  Console& console = environment.console();
  const RevisionText text(graph, console);
  Json list{Json::Array{}};
  for (const Node node : graph.branch_points()) {
    console.print(console.verbose() ? text.details(node) : text.head_line(node) + " (branchpoint)\n");
    Json children{Json::Array{}};
    for (const Node child : graph.next(node)) {
      console.print(fmt::format("    -> {}\n", text.head_line(child)));
      children.push(text.json(child));
    }
    list.push(text.json(node).set("children", std::move(children)));
  }
  console.document(Json().set("branches", std::move(list)));
  return Exit::kDone;
}

constexpr std::array kOptions = {
    Option{"--resolve-dependencies", "", "leave out heads that another revision depends on"},
};

}  // namespace

extern const Command kHeads = {"heads",  Group::kLook, "show the newest revision of each branch", "", {},
                               kOptions, run_heads};

extern const Command kBranches = {"branches", Group::kLook, "show where the history forks", "", {}, {}, run_branches};

}  // namespace aludel
