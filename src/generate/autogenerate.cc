#include "generate/autogenerate.h"

#include <future>
#include <utility>

#include <fmt/core.h>

#include "core/error.h"

namespace aludel {
namespace {

Schema desired_schema(const Dialect& dialect, const ModelSpec& spec) {
  const Model model = read_model(spec, dialect);
  const auto scratch = dialect.scratch();
  load_model(model, dialect, *scratch);
  return dialect.introspect(*scratch, {});
}

// The way back from what the way up made, in the texts that it will meet there.
NewSection way_back(const Dialect& dialect, Stage& stage, const Schema& start, const Comparison& comparison,
                    DdlOptions& ddl, const Answer& answer) {
  const Schema above = dialect.introspect(stage.connection(), {});
  const std::vector<Rename> renames = inverse(comparison.renames);
  Script rename_script;
  Schema renamed = above;
  if (!renames.empty()) {
    rename_script = dialect.render_renames(above, renames);
    run_script(dialect, stage.connection(), rename_script, "renames");
    renamed = dialect.introspect(stage.connection(), {});
  }
  const Script script = render_answered(dialect, renamed, start, diff(renamed, start), ddl, answer);
  return section_of(Direction::kDown, rename_script, script, lost_for_good(comparison.changes));
}

class Generator {
 public:
  Generator(const Dialect& dialect, const Start& start, const ComparisonOptions& comparison,
            const GenerateOptions& options)
      : dialect_(dialect), start_(start), comparison_(comparison), options_(options), ddl_(options.ddl) {}

  Migration run(FilledChain current, const Schema& desired) {
    Migration result = write(current, desired);
    if (result.sections.empty() || !options_.prove) return result;
    try {
      result.proof = prove(result, current.schema);
      return result;
    } catch (const Error& failure) {
      if (failure.code() != Code::kNotProven || ddl_.rebuild == Rebuild::kCopy) throw;
      // An edit of the stored text may not lead back to the same text; a new table does.
      ddl_.rebuild = Rebuild::kCopy;
      try {
        FilledChain again = replay_start(dialect_, start_);
        result = write(again, desired);
        result.proof = prove(result, again.schema);
        return result;
      } catch (const Error&) {
        throw failure;
      }
    }
  }

 private:
  // The renames are asked for once, the answers are kept in ddl_.
  Migration write(FilledChain& current, const Schema& desired) {
    Migration result;
    Stage& stage = *current.stage;
    ComparisonOptions comparison = comparison_;
    if (settled_) {
      comparison.renames = {};
      comparison.renames.no_others = true;
      for (const Rename& rename : *settled_) comparison.renames.renames.push_back(text_of(rename));
    }
    result.comparison = compare(
        dialect_, current.schema, desired, [&]() -> Connection& { return stage.connection(); }, comparison);
    settled_ = result.comparison.renames;
    if (result.comparison.empty()) return result;
    const Comparison& found = result.comparison;
    const Script up = render_answered(dialect_, found.renamed, found.to, found.changes, ddl_, options_.answer);
    result.sections.push_back(section_of(Direction::kUp, found.rename_script, up, {}));
    if (!up.empty()) {
      const NewSection rest = section_of(Direction::kUp, {}, up, {});
      stage.run(options_.draft({rest}).step(Direction::kUp, dialect_));
    }
    result.sections.push_back(way_back(dialect_, stage, current.schema, found, ddl_, options_.answer));
    return result;
  }

  [[nodiscard]] Proof prove(const Migration& result, const Schema& from) const {
    const ProofRequest request{start_, &from, &result.comparison.to, &result.comparison.renames, &ddl_, options_.hints};
    return aludel::prove(dialect_, options_.draft(result.sections), request);
  }

  const Dialect& dialect_;
  const Start& start_;
  const ComparisonOptions& comparison_;
  const GenerateOptions& options_;
  DdlOptions ddl_;
  std::optional<std::vector<Rename>> settled_;
};

}  // namespace

FilledChain replay_start(const Dialect& dialect, const Start& start) {
  FillRequest none;
  none.when = RowsWhen::kNever;
  try {
    return replay_with_rows(dialect, start.base, *start.chain, none);
  } catch (Error& failure) {
    if (failure.code() == Code::kInterrupted) throw;
    throw std::move(failure)
        .note("the revisions were replayed on an empty scratch database, to see what schema they make")
        .help("if they do not begin at nothing, `--from-database` starts from the schema of the database instead");
  }
}

Migration autogenerate(const Dialect& dialect, const Start& start, const ModelSpec& model,
                       const ComparisonOptions& comparison, const GenerateOptions& options) {
  auto desired = std::async(std::launch::async, [&] { return desired_schema(dialect, model); });
  FilledChain current = replay_start(dialect, start);
  return Generator(dialect, start, comparison, options).run(std::move(current), desired.get());
}

}  // namespace aludel
