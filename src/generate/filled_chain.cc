#include "generate/filled_chain.h"

#include <set>
#include <utility>

#include "aludel/error.h"
#include "generate/comparison.h"

namespace aludel {
namespace {

constexpr std::size_t kFirstRows = 10;  // of a new table
constexpr std::size_t kMoreRows = 4;    // of one that changed
constexpr std::size_t kMostRestarts = 6;
constexpr std::size_t kMostReadings = 50'000;  // between revisions

class Player {
 public:
  // No rows before `first` steps are done.
  Player(const SchemaDialect& dialect, ScratchSql sql, const FillRequest& request, std::size_t first)
      : dialect_(dialect),
        first_(first),
        stage_(std::make_unique<Stage>(dialect, dialect.scratch(sql))),
        filler_(dialect, request) {}

  void run_base(const Source& base) {
    run_sql(dialect_, stage_->connection(), base.path, base.text);
    if (first_ == 0) filler_.fill(stage_->connection());
  }

  // False: the step failed, and our rows may be why.
  [[nodiscard]] bool run(const PlannedStep& step, std::size_t index) {
    try {
      stage_->run(step);
    } catch (const Error& failure) {
      if (!filler_.has_rows() || is_no_verdict(failure)) throw;
      return false;
    }
    if (index + 1 >= first_ && filler_.readings() < kMostReadings) filler_.fill(stage_->connection());
    return true;
  }

  FilledChain finish(RowsWhen when) {
    if (when != RowsWhen::kNever) filler_.fill(stage_->connection());
    Schema schema = dialect_.introspect(stage_->connection(), {});
    return {std::move(stage_), std::move(schema), filler_.empty()};
  }

 private:
  const SchemaDialect& dialect_;
  std::size_t first_;
  std::unique_ptr<Stage> stage_;
  Filler filler_;
};

}  // namespace

Filler::Filler(const SchemaDialect& dialect, const FillRequest& request)
    : dialect_(&dialect), wanted_(request.wanted), rows_(dialect, request.hints) {
  rows_.suit(request.later);
}

void Filler::fill(Connection& connection) {
  std::string stamp = dialect_->schema_stamp(connection);
  if (stamp == stamp_) return;
  stamp_ = std::move(stamp);
  Schema now = dialect_->introspect(connection, {});
  readings_ += now.tables.size();
  std::set<Identifier> fresh, changed;
  for (const Table& table : now.tables) {
    if (wanted_ && !wanted_(table)) continue;
    const Table* before = filled_.find_table(table.name);
    if (before == nullptr) {
      fresh.insert(table.name);
    } else if (!(*before == table)) {
      changed.insert(table.name);
    }
  }
  if (!fresh.empty()) rows_.fill(connection, now, fresh, kFirstRows);
  if (!changed.empty()) rows_.fill(connection, now, changed, kMoreRows);
  has_rows_ = has_rows_ || !fresh.empty();
  filled_ = std::move(now);
}

FilledChain fill_copy(const SchemaDialect& dialect, std::unique_ptr<Connection> copy, const Schema& schema,
                      const FillRequest& request) {
  std::set<Identifier> tables;
  for (const Table& table : schema.tables) {
    if (!request.wanted || request.wanted(table)) tables.insert(table.name);
  }
  RowMaker rows(dialect, request.hints);
  rows.suit(request.later);
  rows.fill(*copy, schema, tables, kFirstRows);
  return {std::make_unique<Stage>(dialect, std::move(copy)), schema, rows.empty()};
}

FilledChain replay_with_rows(const SchemaDialect& dialect, const Source& base, const Plan& plan,
                             const FillRequest& request) {
  constexpr auto never = static_cast<std::size_t>(-1);
  std::size_t first = request.when == RowsWhen::kBetween ? 0 : never;
  for (std::size_t restarts = 0;; ++restarts) {
    Player player(dialect, plan.empty() ? ScratchSql::kOwn : ScratchSql::kRevisions, request, first);
    if (!base.text.empty()) player.run_base(base);
    std::size_t done = 0;
    while (done < plan.steps.size() && player.run(plan.steps[done], done)) ++done;
    if (done == plan.steps.size()) return player.finish(request.when);
    first = restarts < kMostRestarts ? done + 1 : never;
  }
}

}  // namespace aludel
