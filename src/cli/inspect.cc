// aludel inspect [STATE]: the schema of a database, the model, a revision or a file, as SQL, JSON or SQLAlchemy's
// models. Never writes.
#include <array>
#include <map>
#include <vector>

#include <fmt/core.h>

#include "cli/command.h"
#include "cli/environment.h"
#include "core/listed.h"
#include "generate/state.h"
#include "report/schema_json.h"
#include "report/sqlalchemy.h"

namespace aludel {
namespace {

constexpr std::string_view kDetails =
    "STATE is `database` (the default), `model`, `head`, a revision, a file, a URL. The SQL is canonical: it spells "
    "each "
    "thing in one way and makes an equal schema in an empty database. Comments inside a table's text are lost; views "
    "and triggers are printed as they are.\n"
    "With `--format sqlalchemy` it prints models for SQLAlchemy: `aludel inspect --format sqlalchemy > models.py`. "
    "They "
    "make the same schema again, so `revision --autogenerate` finds nothing.";

// What the state holds beyond what is printed.
void tell_unmanaged(const Schema& schema, Console& console) {
  std::map<std::string, std::vector<std::string>> names;
  for (const Unmanaged& one : schema.unmanaged) names[one.kind].push_back(one.name);
  for (const auto& [kind, list] : names) console.status(fmt::format("not managed: {} {}", kind, listed(list)));
}

Exit run(const Arguments& arguments, Environment& environment) {
  Console& console = environment.console();
  const StateSources sources = environment.state_sources();
  const auto state = make_state(parse_state(arguments.get_or("STATE", "database"), sources), sources);
  const Schema& schema = state->schema();
  if (!console.text()) {
    console.document(Json().set("state", state->name()).set("schema", to_json(schema)));
    return Exit::kDone;
  }
  console.print(arguments.get("--format") == "sqlalchemy" ? sqlalchemy_models(schema, *sources.dialect)
                                                          : text_of(sources.dialect->canonical(schema)));
  tell_unmanaged(schema, console);
  return Exit::kDone;
}

constexpr std::array kPositionals = {
    Positional{"STATE", "what has the schema; if it is left out, the database", Count::kOptional, Kind::kRevision}};

constexpr std::array kOptions = {
    Option{"--format", "FORMAT", "text (SQL), json, jsonl, or sqlalchemy: models in Python", Kind::kChoice,
           "text,json,jsonl,sqlalchemy"},
};

}  // namespace

extern const Command kInspect = {
    "inspect", Group::kLook, "print a schema as SQL, JSON or models in Python", kDetails, kPositionals, kOptions, run,
};

}  // namespace aludel
