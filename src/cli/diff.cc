// aludel diff FROM TO: what has to change so that one state becomes another.
#include <array>

#include "cli/command.h"
#include "cli/compare_states.h"
#include "cli/generate_options.h"
#include "core/error.h"
#include "generate/draft.h"
#include "generate/way.h"

namespace aludel {
namespace {

// Ready for the engine's own shell.
std::string script_of(const Comparison& comparison, GenerateOptions& options, Environment& environment) {
  if (comparison.empty()) return {};
  const SchemaDialect& dialect = environment.scratch_dialect();
  const Script script =
      render_answered(dialect, comparison.renamed, comparison.to, comparison.changes, options.ddl, options.answer);
  const NewSection section = section_of(Direction::kUp, comparison.rename_script, script, {});
  const Draft draft("diff", fmt::format("-- revision: diff\n\n-- migrate:up {}\n{}", section.options, section.body));
  const PlannedStep step = draft.step(Direction::kUp, dialect);
  ConnectSettings settings;
  settings.foreign_keys = environment.config().sqlite_foreign_keys;
  const ScriptTexts& texts = dialect.script_texts();
  std::string text(texts.head);
  text += dialect.script_session(step.wish, settings);
  // With a statement that has to run outside of a transaction, each commits by itself.
  if (!step.transaction()) return text + '\n' + section.body;
  text += texts.begin;
  text += dialect.script_before(step.wish) + '\n' + section.body + '\n' + dialect.script_after(step.wish);
  text += texts.commit;
  return text;
}

Exit run(const Arguments& arguments, Environment& environment) {
  const StateSources sources = state_sources(arguments, environment);
  const auto from = make_state(parse_state(arguments.get_or("FROM", ""), sources), sources);
  const auto to = make_state(parse_state(arguments.get_or("TO", ""), sources), sources);
  GenerateOptions options = generate_options(arguments, environment);
  const Comparison comparison = compare_states(*from, *to, arguments, environment, options.comparison);
  check_answers(options.ddl, environment.scratch_dialect(), from->schema(), to->schema());

  Console& console = environment.console();
  if (arguments.has("--sql")) {
    console.raw(script_of(comparison, options, environment));
  } else {
    tell_comparison(*from, *to, comparison, console);
    console.document(document_of(*from, *to, comparison));
  }
  return arguments.has("--exit-code") && !comparison.empty() ? Exit::kPending : Exit::kDone;
}

constexpr std::array kPositionals = {
    Positional{"FROM",
               "a state: database, model, empty, head, a revision, a file or folder of SQL, a SQLite file, a URL",
               Count::kOne, Kind::kState},
    Positional{"TO", "the state that it should become", Count::kOne, Kind::kState}};
constexpr std::array kOptions = {
    Option{"--sql", "", "print the SQL that turns FROM into TO, for the engine's own shell"},
    Option{"--exit-code", "", "exit with 3 if there are differences"},
    kRenameOption,
    kNoRenameOption,
    kTableOption,
    kColumnOrderOption,
    kFillOption,
    kLossyOption,
    kNoCacheOption,
};

}  // namespace

extern const Command kDiff = {
    "diff",
    Group::kLook,
    "show what has to change so that one state becomes another",
    "A state is `database` (the configured one, as it is), `model` (the configured one), `empty`, `current` (the "
    "revision that the database says it is at), `head`, any other revision, a `.sql` file or a folder of them, a "
    "SQLite file, a URL, `exec:COMMAND` or `sqlalchemy:MODULE:ATTRIBUTE`. `rev:`, `file:` and `url:` in front of it "
    "say which is meant. Revisions and models are run on private scratch databases; nothing else is written to.",
    kPositionals,
    kOptions,
    run,
};

}  // namespace aludel
