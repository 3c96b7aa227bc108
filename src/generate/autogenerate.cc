#include "generate/autogenerate.h"

#include <utility>

#include <fmt/core.h>

#include "core/error.h"

namespace aludel {
namespace {

// On the way back a column may get its NOT NULL again: rows without a value stop it then, unless somebody says what
// they get. What else is asked says that it is about the way back.
Script render_way_back(const SchemaDialect& dialect, const Schema& now, const Schema& start, const Changes& changes,
                       DdlOptions& ddl, const Answer& answer) {
  constexpr std::string_view kWhere = "on the way back, ";
  const auto answer_back = [&](const Question& question, DdlOptions& options) {
    const Table* table = now.find_table(dialect.identifier(question.table));
    if (question.kind == Question::Kind::kFill && table != nullptr &&
        table->find_column(dialect.identifier(question.column)) != nullptr) {
      options.fill[question.table + "." + question.column] = "";
      return true;
    }
    Question about_back = question;
    about_back.text.insert(0, kWhere);
    return answer && answer(about_back, options);
  };
  try {
    return render_answered(dialect, now, start, changes, ddl, answer_back);
  } catch (Error& failure) {
    if (failure.code() == Code::kNeedsAnswer) failure.diagnostic().message.insert(0, kWhere);
    throw;
  }
}

// The way back to `start` from what the stage holds, in the texts that it will meet there.
NewSection way_back(const SchemaDialect& dialect, Stage& stage, const Schema& start,
                    const std::vector<Rename>& up_renames, DdlOptions& ddl, const Answer& answer) {
  Schema now = dialect.introspect(stage.connection(), {});
  Script rename_script;
  if (!up_renames.empty()) {
    rename_script = dialect.render_renames(now, inverse(up_renames));
    run_script(dialect, stage.connection(), rename_script, "renames");
    now = dialect.introspect(stage.connection(), {});
  }
  const Changes changes = diff(now, start);
  const Script script = render_way_back(dialect, now, start, changes, ddl, answer);
  NewSection section = section_of(Direction::kDown, rename_script, script, lost_for_good(changes));
  // Where the way up only moves rows there is nothing to take back that a schema shows.
  if (rename_script.empty() && script.empty()) section.options = "nothing";
  return section;
}

// What was asked once is not asked again.
RenameRequest settled(const std::vector<Rename>& renames) {
  RenameRequest request;
  request.no_others = true;
  for (const Rename& rename : renames) request.renames.push_back(text_of(rename));
  return request;
}

void run_unproven(Stage& stage, const PlannedStep& up) {
  try {
    stage.run(up);
  } catch (const Error& failure) {
    if (is_no_verdict(failure)) throw;
    throw not_proven("the up section failed on scratch", failure);
  }
}

// Writes a migration and proves it; if an edit of the stored text does not lead back to the same text, a new table
// does.
class Generator {
 public:
  Generator(const SchemaDialect& dialect, const GenerateOptions& options)
      : dialect_(dialect), options_(options), ddl_(options.ddl) {}
  Generator(const Generator&) = delete;
  Generator& operator=(const Generator&) = delete;
  virtual ~Generator() = default;

  Migration run() {
    write();
    if (made_.sections.empty()) return std::move(made_);
    try {
      made_.proof = prove();
    } catch (Error& failure) {
      if (failure.code() != Code::kNotProven) throw;
      const bool other_way = dialect_.capabilities().rebuilds && ddl_.rebuild == Rebuild::kAuto;
      if (!other_way || !is_proven_with_copies(failure)) {
        if (!options_.write_unproven) throw std::move(failure);
        made_.unproven = failure.diagnostic().message;
      }
    }
    return std::move(made_);
  }

 protected:
  [[nodiscard]] const SchemaDialect& dialect() const { return dialect_; }
  [[nodiscard]] const GenerateOptions& options() const { return options_; }
  [[nodiscard]] DdlOptions& ddl() { return ddl_; }
  [[nodiscard]] Migration& made() { return made_; }
  // Fills made(), but for its proof.
  virtual void write() = 0;
  [[nodiscard]] virtual const Schema& from() = 0;

  // Once made() holds its comparison and its way up.
  void begin_proof() { begun_ = HeadStart::of(dialect_, options_.draft(made_.sections), request()); }

 private:
  [[nodiscard]] bool is_proven_with_copies(Error& failure) {
    const DdlOptions kept = ddl_;
    Migration first = std::exchange(made_, {});
    ddl_.rebuild = Rebuild::kCopy;
    try {
      write();
      made_.proof = prove();
      return true;
    } catch (const Error& other) {
      if (is_no_verdict(other)) throw;
      if (other.diagnostic().message != failure.diagnostic().message)
        failure.diagnostic().notes.push_back("with `rebuild = \"copy\"`: " + other.diagnostic().message);
      begun_.reset();
      ddl_ = kept;
      made_ = std::move(first);
      return false;
    }
  }

  [[nodiscard]] Proof prove() {
    return aludel::prove(dialect_, options_.draft(made_.sections), request(), std::move(begun_));
  }

  [[nodiscard]] ProofRequest request() {
    if (!start_) start_ = options_.start();
    return {&*start_, &from(), &made_.comparison.to, &made_.comparison.renames, &ddl_, options_.hints};
  }

  const SchemaDialect& dialect_;
  const GenerateOptions& options_;
  DdlOptions ddl_;
  Migration made_;
  std::optional<Start> start_;
  std::unique_ptr<HeadStart> begun_;
};

class Autogenerate final : public Generator {
 public:
  Autogenerate(const SchemaDialect& dialect, State& current, State& desired, const GenerateOptions& options)
      : Generator(dialect, options), current_(current), desired_(desired), comparison_(options.comparison) {}

 private:
  void write() override {
    Migration& result = made();
    std::unique_ptr<Connection> scratch;
    const auto get_scratch = [&]() -> Connection& {
      if (!scratch) scratch = current_.scratch(ScratchSql::kOwn);
      return *scratch;
    };
    result.comparison = compare(dialect(), current_.schema(), desired_.schema(), get_scratch, comparison_);
    const Comparison& found = result.comparison;
    if (found.empty()) return;
    comparison_.renames = settled(found.renames);
    const Script up = render_answered(dialect(), found.renamed, found.to, found.changes, ddl(), options().answer);
    result.sections.push_back(section_of(Direction::kUp, found.rename_script, up, {}));
    get_scratch();
    begin_proof();
    Stage stage(dialect(), std::move(scratch));
    if (!up.empty()) {
      const Draft rest = options().draft({section_of(Direction::kUp, {}, up, {})});
      run_unproven(stage, rest.step(Direction::kUp, dialect()));
    }
    result.sections.push_back(way_back(dialect(), stage, from(), found.renames, ddl(), options().answer));
  }

  [[nodiscard]] const Schema& from() override { return current_.schema(); }

  State& current_;
  State& desired_;
  ComparisonOptions comparison_;
};

class FillDown final : public Generator {
 public:
  FillDown(const SchemaDialect& dialect, State& before, const Draft& up_only, const GenerateOptions& options)
      : Generator(dialect, options), before_(before), up_only_(up_only), renames_(options.comparison.renames) {}

 private:
  void write() override {
    Stage stage(dialect(), before_.scratch(ScratchSql::kRevisions));
    run_unproven(stage, up_only_.step(Direction::kUp, dialect()));
    Migration& result = made();
    Comparison& found = result.comparison;
    found.to = dialect().introspect(stage.connection(), {});
    found.renames = settle_renames(before_.schema(), found.to, renames_, rename_rules(dialect()));
    renames_ = settled(found.renames);
    result.sections.push_back(way_back(dialect(), stage, before_.schema(), found.renames, ddl(), options().answer));
  }

  [[nodiscard]] const Schema& from() override { return before_.schema(); }

  State& before_;
  const Draft& up_only_;
  RenameRequest renames_;
};

}  // namespace

Migration autogenerate(const SchemaDialect& dialect, State& current, State& desired, const GenerateOptions& options) {
  return Autogenerate(dialect, current, desired, options).run();
}

Migration way_back_of(const SchemaDialect& dialect, State& before, const Draft& up_only,
                      const GenerateOptions& options) {
  return FillDown(dialect, before, up_only, options).run();
}

}  // namespace aludel
