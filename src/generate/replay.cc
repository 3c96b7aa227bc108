#include "generate/replay.h"

#include <utility>

#include <fmt/core.h>

#include "core/error.h"

namespace aludel {
namespace {

// One statement on scratch, in the manner that its revision would have, but in a transaction of its own: what it sets
// in the session stays for the next one.
void run_on_scratch(Connection& scratch, const Source& source, Span statement, RunMode mode) {
  if (joins_revision(mode)) {
    scratch.begin();
    scratch.run(source, statement, mode == RunMode::kTransactional ? RunMode::kStatementwise : mode);
    scratch.commit();
    return;
  }
  scratch.run(source, statement, RunMode::kAlone);
}

class Player {
 public:
  explicit Player(const SchemaDialect& dialect)
      : dialect_(dialect), scratch_(dialect.scratch(ScratchSql::kRevisions)) {}

  void run_base(const Source& base) {
    const auto reader = dialect_.split(base, {0, base.text.size()});
    while (const auto statement = reader->next()) run_on_scratch(*scratch_, base, *statement, RunMode::kTransactional);
    if (scratch_->session_changed()) scratch_->reopen();
    look();
  }

  [[nodiscard]] const Schema& state() const { return state_; }

  ReplayedStep run(const PlannedStep& step) {
    ReplayedStep played;
    played.step = &step;
    const Source source = step.file->source();
    scratch_->switch_session(step.wish);
    for (const PlannedSection& section : step.sections) {
      for (const Span statement : statements_of(step, section, dialect_)) {
        run_on_scratch(*scratch_, source, statement, step.mode);
        played.effects.push_back(effect_of(statement));
      }
    }
    if (scratch_->session_changed()) scratch_->reopen();
    played.after = state_;
    return played;
  }

 private:
  // What the statement that just ran did to the schema. Most statements of a big file change rows only.
  Effect effect_of(Span statement) {
    if (dialect_.schema_stamp(*scratch_) == stamp_) return {statement, {}, {}};
    const Facts before = std::move(facts_);
    look();
    return {statement, without(facts_, before), without(before, facts_)};
  }

  void look() {
    state_ = dialect_.introspect(*scratch_, {});
    facts_ = facts_of(state_);
    stamp_ = dialect_.schema_stamp(*scratch_);
  }

  const SchemaDialect& dialect_;
  std::unique_ptr<Connection> scratch_;
  Schema state_;
  Facts facts_;        // of state_
  std::string stamp_;  // of state_
};

}  // namespace

Replay replay(const SchemaDialect& dialect, const Source& base, const Plan& plan) {
  Player player(dialect);
  Replay result;
  player.run_base(base);
  result.start = player.state();
  for (const PlannedStep& step : plan.steps) {
    try {
      result.steps.push_back(player.run(step));
    } catch (Error& failure) {
      Error told = std::move(failure);
      told.diagnostic().notes.push_back(
          fmt::format("revision `{}` was replayed on an empty scratch database, to see what it does", step.id));
      if (base.text.empty()) {
        told.diagnostic().help.emplace_back(
            "if the application made some tables by itself, give what the chain starts from: `--base schema.sql`, "
            "`--base URL`, or "
            "`--base live` for what this database has beyond the files");
      }
      throw told;
    }
  }
  return result;
}

}  // namespace aludel
