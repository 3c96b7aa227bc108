// aludel revision --fill-down: the way back of a revision that somebody wrote by hand.
#include "cli/autogenerate.h"
#include "cli/compare_states.h"
#include "cli/generate_options.h"
#include "core/error.h"
#include "core/file.h"
#include "core/utf8.h"
#include "generate/chain_path.h"
#include "revision/way_back_text.h"

namespace aludel {
namespace {

std::vector<std::string> parents_of(const RevisionGraph& graph, Node node) {
  std::vector<std::string> ids;
  for (const Node parent : graph.parents(node)) ids.emplace_back(graph.id(parent));
  return ids;
}

Node revision_named(const RevisionGraph& graph, const std::string& target) {
  const auto node = graph.resolve_one(target);
  if (node) return *node;
  throw error(Code::kBadTarget, "`{}` is no revision whose way back could be written", target)
      .help("name a revision; `aludel history` lists them");
}

}  // namespace

Exit run_fill_down(const Arguments& arguments, Environment& environment) {
  const StateSources sources = state_sources(arguments, environment);
  const SchemaDialect& dialect = environment.scratch_dialect();
  const RevisionGraph& graph = environment.graph();
  const Node node = revision_named(graph, arguments.get_or("--fill-down", ""));
  const Revision& revision = graph.revision(node);
  const std::string path(revision.path);
  const WayBackText text(RevisionFile::read(path, revision.layout), dialect.name());

  const std::vector<std::string> parents = parents_of(graph, node);
  const auto before = state_of_revisions(parents, sources);
  GenerateOptions options = generate_options(arguments, environment);
  check_answers(options.ddl, dialect, before->schema(), before->schema());
  options.start = [&]() -> Start {
    return {make_plan(path_to_all(graph, parents), environment.revisions(), dialect), {}, {}, [&] {
              return before->scratch(ScratchSql::kRevisions);
            }};
  };
  options.draft = [&](const std::vector<NewSection>& sections) {
    return Draft(path, text.with(sections.front(), {}), revision.layout);
  };
  const Migration migration = way_back_of(dialect, *before, Draft(path, text.original(), revision.layout), options);
  const std::string proof = revision.layout == Layout::kNative ? proof_of(migration) : std::string();
  write_file(path, text.with(migration.sections.front(), proof), IfExists::kReplace);

  Console& console = environment.console();
  console.print(proof_text(migration, console));
  console.print(fmt::format("wrote the way back into {}\n", printable(path)));
  console.document(Json()
                       .set("id", revision.id)
                       .set("path", path)
                       .set("down", migration.sections.front().body)
                       .set("proof", proof_json(migration)));
  return Exit::kDone;
}

}  // namespace aludel
