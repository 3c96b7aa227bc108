// aludel show REVISION: what a revision is; with --sql, one section ready for the engine's own shell.
#include <array>

#include "cli/command.h"
#include "cli/environment.h"
#include "core/error.h"
#include "dialect/registry.h"
#include "generate/chain_path.h"
#include "migrate/batch.h"
#include "migrate/section_script.h"
#include "report/revision_text.h"

namespace aludel {
namespace {

Rows rows_of(Environment& environment) {
  Database database = environment.open(Missing::kRefuse);
  return database.heads();
}

Direction direction_of(const std::string& word) {
  if (word == "up") return Direction::kUp;
  if (word == "down") return Direction::kDown;
  throw error(Code::kUsage, "`{}` is no section: it is up or down", word).did_you_mean(word, {"up", "down"});
}

// What a `batch` section becomes depends on what came before it.
PlannedStep planned(Environment& environment, Node node, Direction direction) {
  const RevisionGraph& graph = environment.graph();
  const Dialect& dialect = environment.dialect();
  Plan plan;
  plan.steps.push_back(plan_step({node, direction, {}}, environment.revisions(), dialect, *dialect.judge()));
  if (has_batch(plan)) {
    Path before = path_to_all(graph, {std::string(graph.revision(node).id)});
    if (direction == Direction::kUp) before.pop_back();
    Plan passed = make_plan(before, environment.revisions(), dialect);
    expand_batches(plan, require_schemas(dialect), passed);
  }
  return std::move(plan.steps.front());
}

Exit run(const Arguments& arguments, Environment& environment) {
  Console& console = environment.console();
  const RevisionGraph& graph = environment.graph();
  const std::string target = arguments.get_or("REVISION", "");
  const Rows rows = target == "current" ? rows_of(environment) : Rows{};
  const std::vector<Node> nodes = graph.resolve_many(target, &rows);
  const auto sql = arguments.get("--sql");
  const RevisionText text(graph, console);
  Json list{Json::Array{}};
  for (const Node node : nodes) {
    if (sql) {
      const Dialect& dialect = environment.dialect();
      console.raw(section_script(planned(environment, node, direction_of(*sql)), dialect,
                                 environment.connect_settings(Missing::kRefuse)));
      continue;
    }
    console.print(text.details(node) + "\n");
    list.push(text.json(node));
  }
  if (!sql) console.document(Json().set("revisions", std::move(list)));
  return Exit::kDone;
}

constexpr std::array kPositionals = {
    Positional{"REVISION", "an id or its beginning, head, current, a label ...", Count::kOne, Kind::kRevision}};
constexpr std::array kOptions = {Option{"--sql", "up|down",
                                        "print that section with the transaction and the pragmas that it needs",
                                        Kind::kChoice, "up,down"}};

}  // namespace

extern const Command kShow = {"show", Group::kLook, "show a revision", "", kPositionals, kOptions, run};

}  // namespace aludel
