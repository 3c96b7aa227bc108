// aludel revision --autogenerate: a revision from what the revisions make to what the model describes.
#include "cli/autogenerate.h"

#include <algorithm>
#include <utility>

#include "cli/compare_states.h"
#include "cli/generate_options.h"
#include "cli/move.h"
#include "cli/write_revision.h"
#include "core/error.h"
#include "core/file.h"
#include "core/listed.h"
#include "generate/chain_path.h"

namespace aludel {
namespace {

// As Alembic has it: what is compared must be what the new revision follows.
void require_at(Environment& environment, std::vector<std::string> parents) {
  Database database = environment.open(Missing::kRefuse);
  Rows rows = database.heads();
  std::sort(rows.begin(), rows.end());
  std::sort(parents.begin(), parents.end());
  if (rows == parents) return;
  throw error(Code::kNotAtHead, "`{}` stands {}, and the new revision would follow {}", database.name,
              stands_at(environment.graph(), rows), parents.empty() ? "nothing" : listed(parents))
      .help("run `aludel upgrade`, or leave out `--from-database`: the database is then not needed");
}

class Autogeneration {
 public:
  Autogeneration(const Arguments& arguments, Environment& environment)
      : arguments_(arguments),
        environment_(environment),
        console_(environment.console()),
        sources_(state_sources(arguments, environment)),
        dialect_(environment.scratch_dialect()) {}

  Exit run() {
    for (const std::string& folder : environment_.config().migrations) make_directories(folder);
    revision_ = plan_revision(environment_.graph(), environment_.config().migrations, wish_of(arguments_));
    date(environment_, revision_);
    const auto from = starting_state();
    const auto to = make_state({StateKind::kModel, ""}, sources_);
    load_states(*from, *to, arguments_, environment_);
    check_row_hints(environment_.config(), dialect_, from->schema(), to->schema());
    GenerateOptions options = generate_options(arguments_, environment_);
    check_answers(options.ddl, dialect_, from->schema(), to->schema());
    options.start = [&] { return start_of(*from); };
    options.draft = [&](const std::vector<NewSection>& sections) {
      NewRevision draft = revision_;
      draft.sections = sections;
      return Draft(path_of(environment_, draft), render(draft));
    };
    console_.transient("proving");
    const Migration migration = autogenerate(dialect_, *from, *to, options);
    console_.transient("");
    tell_comparison(*from, *to, migration.comparison, console_);
    Json document = document_of(*from, *to, migration.comparison);
    if (migration.sections.empty()) {
      console_.print("no file was written\n");
      console_.document(document.set("path", Json()));
      return Exit::kDone;
    }
    console_.print(proof_text(migration, console_));
    revision_.sections = migration.sections;
    revision_.proof = proof_of(migration);
    document.set("proof", proof_json(migration));
    write_and_tell(environment_, std::move(revision_), std::move(document));
    return Exit::kDone;
  }

 private:
  [[nodiscard]] bool live() const { return arguments_.has("--from-database"); }

  [[nodiscard]] std::vector<std::string> parents() const {
    std::vector<std::string> all = revision_.revises;
    all.insert(all.end(), revision_.depends_on.begin(), revision_.depends_on.end());
    return all;
  }

  [[nodiscard]] std::unique_ptr<State> starting_state() {
    if (live()) {
      require_at(environment_, revision_.revises);
      return make_state({StateKind::kDatabase, ""}, sources_);
    }
    if (parents().empty()) return make_state({StateKind::kEmpty, ""}, sources_);
    return state_of_revisions(parents(), sources_);
  }

  [[nodiscard]] Start start_of(State& from) {
    if (live()) return {{}, "the database's schema", dialect_.schema_sql(*from.scratch(), {})};
    return {make_plan(path_to_all(environment_.graph(), parents()), environment_.revisions(), dialect_), {}, {}};
  }

  const Arguments& arguments_;
  Environment& environment_;
  Console& console_;
  StateSources sources_;
  const SchemaDialect& dialect_;
  NewRevision revision_;
};

}  // namespace

Exit run_autogenerate(const Arguments& arguments, Environment& environment) {
  return Autogeneration(arguments, environment).run();
}

}  // namespace aludel
