// aludel inspect [STATE]: the schema of a database, the model, a revision or a file, as SQL, JSON or SQLAlchemy's
// models. Never writes.
#include <array>

#include "cli/command.h"
#include "cli/compare_states.h"
#include "cli/environment.h"
#include "core/error.h"
#include "report/changes_text.h"
#include "report/schema_json.h"
#include "report/sqlalchemy.h"

namespace aludel {
namespace {

constexpr std::string_view kDetails =
    "STATE is `database` (the default), `model`, `head`, a revision, a file, a URL. The SQL is canonical: it spells "
    "each thing in one way and makes an equal schema in an empty database. Comments inside a table's text are lost; "
    "views and triggers are printed as they are.\n"
    "With `--format sqlalchemy` it writes models: `aludel inspect --format sqlalchemy > app/models.py`. They make the "
    "same schema again, so that `revision --autogenerate` finds nothing.";

void tell_document(const State& state, const Schema& schema, const std::vector<Hidden>& hidden, Console& console) {
  Json list{Json::Array{}};
  for (const Hidden& one : hidden) list.push(Json().set("kind", one.kind).set("name", one.name));
  console.document(Json().set("state", state.name()).set("schema", to_json(schema)).set("hidden", std::move(list)));
}

Exit run(const Arguments& arguments, Environment& environment) {
  Console& console = environment.console();
  const bool models = arguments.get("--format") == "sqlalchemy";
  const StateSources sources = state_sources(arguments, environment);
  if (models && !sources.dialect->capabilities().models) {
    throw error(Code::kUnsupportedDialect, "models of {} cannot be written yet", sources.dialect->name())
        .help("without `--format` the schema is printed as SQL");
  }
  const auto state = make_state(parse_state(arguments.get_or("STATE", "database"), sources), sources);
  const Schema& all = state->schema();
  tell_said(*state, console);
  require_matches(arguments, all, all);
  const Filter filter = filter_of(arguments, environment);
  const Schema schema = with_hidden_of({}, all, filter);
  const std::vector<Hidden> hidden = hidden_by(filter, all, all);
  if (!console.text()) {
    tell_document(*state, schema, hidden, console);
    return Exit::kDone;
  }
  console.print(models ? sqlalchemy_models(schema, *sources.dialect) : text_of(sources.dialect->canonical(schema)));
  std::string left_out = left_out_text(hidden, schema.unmanaged, console);
  if (!left_out.empty()) {
    left_out.pop_back();
    console.status(left_out);
  }
  return Exit::kDone;
}

constexpr std::array kPositionals = {
    Positional{"STATE", "what has the schema; if it is left out, the database", Count::kOptional, Kind::kState}};
constexpr std::array kOptions = {
    kTableOption,
    kNoCacheOption,
    Option{"--format", "FORMAT", "text (SQL), json, jsonl, or sqlalchemy: models in Python", Kind::kChoice,
           "text,json,jsonl,sqlalchemy"},
};

}  // namespace

extern const Command kInspect = {
    "inspect", Group::kLook, "print a schema as SQL, JSON or models in Python", kDetails, kPositionals, kOptions, run,
};

}  // namespace aludel
