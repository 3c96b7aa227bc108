// aludel revision --autogenerate: a revision from what the revisions make to what the model describes.
#include "cli/autogenerate.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

// What was found for one engine, and what its sections became.
struct Generated {
  std::string dialect;  // empty: the project has only one
  Migration migration;
  Json document;
};

class Autogeneration {
 public:
  Autogeneration(const Arguments& arguments, Environment& environment)
      : arguments_(arguments), environment_(environment), console_(environment.console()) {}

  Exit run() {
    for (const std::string& folder : environment_.config().migrations) make_directories(folder);
    std::vector<Generated> all;
    const std::vector<std::string>& dialects = environment_.config().dialects;
    if (dialects.empty()) all.push_back(generate({}));
    if (!dialects.empty() && live()) {
      throw error(Code::kUsage, "--from-database excludes `dialects` in the configuration")
          .help("a database is of one engine; the revisions are what all engines start from");
    }
    environment_.on_each_dialect([&](const std::string& name) { all.push_back(generate(name)); });
    Json document = document_of(all);
    const bool changes = std::any_of(all.begin(), all.end(), [](const Generated& one) { return has_changes(one); });
    if (!changes) {
      console_.print("no file was written\n");
      console_.document(document.set("path", Json()));
      return Exit::kDone;
    }
    revision_->sections.clear();
    for (const Generated& one : all) add_to_revision(one);
    write_and_tell(environment_, std::move(*revision_), std::move(document));
    return Exit::kDone;
  }

 private:
  [[nodiscard]] bool live() const { return arguments_.has("--from-database"); }
  static bool has_changes(const Generated& one) { return !one.migration.sections.empty(); }

  // For the dialect that is chosen.
  Generated generate(const std::string& name) {
    const StateSources sources = state_sources(arguments_, environment_);
    const SchemaDialect& dialect = environment_.scratch_dialect();
    if (!revision_) {
      revision_ = plan_revision(environment_.graph(), environment_.config().migrations, wish_of(arguments_));
      date(environment_, *revision_);
    }
    const auto from = starting_state(sources);
    const auto to = make_state({StateKind::kModel, ""}, sources);
    load_states(*from, *to, arguments_, environment_, Wanted::kMigration);
    check_row_hints(environment_.config(), dialect, from->schema(), to->schema());
    GenerateOptions options = generate_options(arguments_, environment_);
    check_answers(options.ddl, dialect, from->schema(), to->schema());
    options.start = [&] { return start_of(*from, dialect); };
    options.draft = [&](const std::vector<NewSection>& sections) {
      NewRevision draft = *revision_;
      draft.sections = sections_for(name, sections);
      return Draft(path_of(environment_, draft), render(draft));
    };
    console_.transient("proving");
    Generated made{name, autogenerate(dialect, *from, *to, options), {}};
    console_.transient("");
    tell_comparison(*from, *to, made.migration.comparison, console_);
    made.document = aludel::document_of(*from, *to, made.migration.comparison);
    if (has_changes(made)) {
      console_.print(proof_text(made.migration, console_));
      made.document.set("proof", proof_json(made.migration));
    }
    return made;
  }

  [[nodiscard]] std::vector<std::string> parents() const {
    std::vector<std::string> all = revision_->revises;
    all.insert(all.end(), revision_->depends_on.begin(), revision_->depends_on.end());
    return all;
  }

  [[nodiscard]] std::unique_ptr<State> starting_state(const StateSources& sources) {
    if (live()) {
      require_at(environment_, revision_->revises);
      return make_state({StateKind::kDatabase, ""}, sources);
    }
    return state_of_revisions(parents(), sources);
  }

  [[nodiscard]] Start start_of(State& from, const SchemaDialect& dialect) {
    const auto copy = [&from] { return from.scratch(ScratchSql::kOwn); };
    if (live() && !dialect.capabilities().is_file) return {{}, {}, {}, copy};
    if (live()) return {{}, "the database's schema", dialect.schema_sql(*copy(), {}), {}};
    return {make_plan(path_to_all(environment_.graph(), parents()), environment_.revisions(), dialect), {}, {}, copy};
  }

  // As they stand in a file that has sections for several engines.
  static std::vector<NewSection> sections_for(const std::string& dialect, std::vector<NewSection> sections) {
    if (dialect.empty()) return sections;
    for (NewSection& section : sections)
      section.options = "dialect:" + dialect + (section.options.empty() ? "" : " ") + section.options;
    return sections;
  }

  void add_to_revision(const Generated& one) {
    constexpr std::string_view kNothing = "nothing";
    std::vector<NewSection> sections = one.migration.sections;
    if (sections.empty()) {
      sections.push_back({Direction::kUp, std::string(kNothing), {}});
      sections.push_back({Direction::kDown, std::string(kNothing), {}});
    } else {
      const std::string proof = proof_of(one.migration);
      revision_->proof +=
          (revision_->proof.empty() ? "" : "; ") + (one.dialect.empty() ? "" : one.dialect + ": ") + proof;
    }
    for (NewSection& section : sections_for(one.dialect, std::move(sections)))
      revision_->sections.push_back(std::move(section));
  }

  static Json document_of(std::vector<Generated>& all) {
    if (all.front().dialect.empty()) return std::move(all.front().document);
    Json dialects;
    for (Generated& one : all) dialects.set(one.dialect, std::move(one.document));
    return Json().set("dialects", std::move(dialects));
  }

  const Arguments& arguments_;
  Environment& environment_;
  Console& console_;
  std::optional<NewRevision> revision_;
};

}  // namespace

Exit run_autogenerate(const Arguments& arguments, Environment& environment) {
  return Autogeneration(arguments, environment).run();
}

}  // namespace aludel
