// Running a model on scratch. Statements run in the order of their files; one that misses an object that a later one
// makes waits until all others have run, and so on until nothing moves.
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/source.h"
#include "dialect/bites.h"
#include "model/model.h"

namespace aludel {
namespace {

struct Statement {
  Source source;
  Span span;
  std::optional<Error> failure;
};

// What is kept of a statement that fails while the others go on.
enum class Attempt : std::uint8_t {
  kPlain,    // the engine goes on after an error, or nobody expects one
  kGuarded,  // in a savepoint, since an error would end the transaction
};

class Loader {
 public:
  // The first `done` statements have run before.
  Loader(const SchemaDialect& dialect, Connection& scratch, Attempt attempt, std::size_t done)
      : dialect_(dialect),
        scratch_(scratch),
        judge_(dialect.judge()),
        attempt_(attempt),
        done_(done),
        bites_(dialect, scratch) {}

  void run_all(const Model& model) {
    for (const ModelText& text : model.texts) run_first(text);
    run_waiting();
    bites_.commit();
  }
  void rollback() noexcept { bites_.rollback(); }
  // How many statements need not run again after a failure.
  [[nodiscard]] std::size_t done() const { return done_ + bites_.committed(); }

 private:
  void run_first(const ModelText& text) {
    const Source source{text.name, text.text};
    const auto reader = dialect_.split(source, {0, source.text.size()});
    while (const auto span = reader->next()) {
      Statement statement{source, *span, std::nullopt};
      if (is_about_session(source.slice(*span)) || seen_++ < done_) continue;
      if (!runs(statement)) waiting_.push_back(std::move(statement));
      if (waiting_.empty()) bites_.commit_if_full();
    }
  }

  // Each round runs at least one of them, or is the last.
  void run_waiting() {
    while (!waiting_.empty()) {
      std::vector<Statement> still;
      for (Statement& statement : waiting_) {
        if (!runs(statement)) still.push_back(std::move(statement));
      }
      const bool stuck = still.size() == waiting_.size();
      waiting_ = std::move(still);
      if (stuck) throw_stuck();
    }
  }

  // A dump sets its session up and begins and ends a transaction; here only the schema counts.
  bool is_about_session(std::string_view statement) {
    const StatementKind kind = judge_->judge(statement, RunMode::kTransactional).kind;
    if (kind == StatementKind::kBegin || kind == StatementKind::kCommit) return true;
    return kind == StatementKind::kRefused && judge_->judge(statement, RunMode::kAlone).kind == StatementKind::kAlone;
  }

  bool runs(Statement& statement) {
    if (attempt_ == Attempt::kGuarded) scratch_.savepoint();
    try {
      bites_.run(statement.source, statement.span);
      if (attempt_ == Attempt::kGuarded) scratch_.release();
      return true;
    } catch (Error& failure) {
      if (!scratch_.missed_object()) throw;
      if (attempt_ == Attempt::kGuarded) scratch_.rollback_to_savepoint();
      statement.failure = std::move(failure);
      return false;
    }
  }

  [[noreturn]] void throw_stuck() {
    Error failure = std::move(*waiting_.front().failure);
    for (std::size_t i = 1; i < waiting_.size(); ++i) {
      const Location place = waiting_[i].source.locate(waiting_[i].span);
      failure.diagnostic().notes.push_back(
          fmt::format("{}:{}:{} waits too: {}", place.file, place.line, place.column, waiting_[i].failure->what()));
    }
    throw std::move(failure).help("statements of a model may stand in any order, but what they name must be there");
  }

  const SchemaDialect& dialect_;
  Connection& scratch_;
  std::unique_ptr<StatementJudge> judge_;
  Attempt attempt_;
  std::size_t done_;
  std::size_t seen_ = 0;
  Bites bites_;
  std::vector<Statement> waiting_;
};

// Nothing: all ran. Else a statement missed something, which one before it cannot say; so many need not run again.
std::optional<std::size_t> load(const Model& model, const SchemaDialect& dialect, Connection& scratch, Attempt attempt,
                                std::size_t done, bool last) {
  Loader loader(dialect, scratch, attempt, done);
  try {
    loader.run_all(model);
    return std::nullopt;
  } catch (const Error&) {
    const bool missed = scratch.missed_object();
    loader.rollback();
    if (last || !missed) throw;
    return loader.done();
  } catch (...) {
    loader.rollback();
    throw;
  }
}

}  // namespace

// Statements in an order that works need no savepoints, and on a server no round trip each.
void load_model(const Model& model, const SchemaDialect& dialect, Connection& scratch) {
  const bool goes_on = dialect.capabilities().goes_on_after_error;
  if (const auto done = load(model, dialect, scratch, Attempt::kPlain, 0, goes_on))
    load(model, dialect, scratch, Attempt::kGuarded, *done, true);
}

}  // namespace aludel
