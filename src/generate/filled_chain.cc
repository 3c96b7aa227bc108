#include "generate/filled_chain.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "aludel/error.h"

namespace aludel {
namespace {

constexpr std::size_t kFirstRows = 10;  // of a new table
constexpr std::size_t kMoreRows = 4;    // of one that changed
constexpr std::size_t kMostRestarts = 6;
constexpr std::size_t kMostReadings = 50'000;  // of a table's definition, between revisions

class Player {
 public:
  // No rows before step `first`.
  Player(const Dialect& dialect, const FillRequest& request, std::size_t first)
      : dialect_(dialect),
        request_(request),
        first_(first),
        stage_(std::make_unique<Stage>(dialect)),
        rows_(dialect, request.hints) {
    rows_.suit(request.later);
  }

  void run_base(const Source& base) {
    Connection& scratch = stage_->connection();
    const auto reader = dialect_.split(base, {0, base.text.size()});
    scratch.begin();
    while (const auto statement = reader->next()) scratch.run(base, *statement, RunMode::kTransactional);
    scratch.commit();
    if (first_ == 0) fill();
  }

  // False: the step failed, and our rows may be why.
  [[nodiscard]] bool run(const PlannedStep& step, std::size_t index) {
    try {
      stage_->run(step);
    } catch (const Error& failure) {
      if (!has_rows_ || failure.code() == Code::kInterrupted) throw;
      return false;
    }
    if (index + 1 >= first_ && readings_ < kMostReadings) fill();
    return true;
  }

  FilledChain finish() {
    if (request_.when != RowsWhen::kNever) fill();
    return {std::move(stage_), dialect_.introspect(stage_connection(), {}), rows_.empty()};
  }

 private:
  [[nodiscard]] Connection& stage_connection() { return stage_->connection(); }

  // Rows for the tables that are new or not what they were.
  void fill() {
    std::string stamp = dialect_.schema_stamp(stage_connection());
    if (stamp == stamp_) return;
    stamp_ = std::move(stamp);
    Schema now = dialect_.introspect(stage_connection(), {});
    readings_ += now.tables.size();
    std::set<Identifier> fresh, changed;
    for (const Table& table : now.tables) {
      if (request_.wanted && !request_.wanted(table)) continue;
      const Table* before = filled_.find_table(table.name);
      if (before == nullptr) {
        fresh.insert(table.name);
      } else if (!(*before == table)) {
        changed.insert(table.name);
      }
    }
    if (!fresh.empty()) rows_.fill(stage_connection(), now, fresh, kFirstRows);
    if (!changed.empty()) rows_.fill(stage_connection(), now, changed, kMoreRows);
    has_rows_ = has_rows_ || !fresh.empty();
    filled_ = std::move(now);
  }

  const Dialect& dialect_;
  const FillRequest& request_;
  std::size_t first_;
  std::unique_ptr<Stage> stage_;
  RowMaker rows_;
  Schema filled_;  // when rows were last put in
  std::string stamp_;
  std::size_t readings_ = 0;
  bool has_rows_ = false;
};

}  // namespace

FilledChain replay_with_rows(const Dialect& dialect, const Source& base, const Plan& plan, const FillRequest& request) {
  const std::size_t never = plan.steps.size() + 1;
  std::size_t first = request.when == RowsWhen::kBetween ? 0 : never;
  for (std::size_t restarts = 0;; ++restarts) {
    Player player(dialect, request, first);
    if (!base.text.empty()) player.run_base(base);
    std::size_t done = 0;
    while (done < plan.steps.size() && player.run(plan.steps[done], done)) ++done;
    if (done == plan.steps.size()) return player.finish();
    first = restarts < kMostRestarts ? done + 1 : never;
  }
}

}  // namespace aludel
