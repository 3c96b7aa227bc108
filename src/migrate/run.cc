#include "migrate/run.h"

#include <algorithm>
#include <utility>

#include "core/clock.h"
#include "core/error.h"

namespace aludel {
namespace {

constexpr std::chrono::milliseconds kProgressEvery{500};

bool same_rows(Rows a, Rows b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

// What keeps a step out of one transaction: a statement, else its marker.
Location place_of_reason(const PlannedStep& step) {
  const Source source = step.file->source();
  for (const PlannedSection& section : step.sections) {
    if (step.grouped && section.alone) return source.locate(*section.alone, "runs outside of a transaction");
  }
  return source.locate(step.sections.front().section->marker);
}

std::string one_line(const Error& failure) {
  const Diagnostic& diagnostic = failure.diagnostic();
  if (diagnostic.places.empty()) return diagnostic.message;
  const Location& place = diagnostic.places.front();
  return fmt::format("{}:{}:{}: {}", place.file, place.line, place.column, diagnostic.message);
}

}  // namespace

Run::Run(Connection& connection, const Dialect& dialect, const OwnTables& tables, const RevisionSet& revisions,
         RunObserver& observer, const Route& route, const RunOptions& options)
    : connection_(&connection),
      dialect_(&dialect),
      tables_(tables),
      revisions_(&revisions),
      observer_(&observer),
      route_(&route),
      options_(&options),
      heads_(connection, dialect, tables_),
      ledger_(connection, dialect, tables_),
      progress_(connection, dialect, tables_),
      transactions_(options.dry_run ? Transactions::kSingle : options.transactions),
      flush_(transactions_ == Transactions::kPerRevision ? Flush::kNow : Flush::kWithLater) {
  if (transactions_ == Transactions::kShared && !dialect.capabilities().shared_transactions)
    transactions_ = Transactions::kPerRevision;
}

RunResult Run::go() {
  plan_from(options_->seen ? *options_->seen : heads_.read());
  result_.before = rows_;
  if (options_->dry_run) {
    if (!plan_.empty()) rehearse();
  } else {
    while (next_ < plan_.steps.size()) {
      if (plan_.steps[next_].transaction()) {
        run_group();
      } else {
        run_statementwise();
      }
    }
  }
  result_.after = rows_;
  return std::move(result_);
}

void Run::plan_from(Rows rows) {
  rows_ = std::move(rows);
  const Path path = (*route_)(rows_);
  require_not_taken_back(path);
  // Half-way the database is not where the path begins: what it tells there, it tells as the statements run.
  const bool ask = !path.empty() && !dialect_->capabilities().transactional_ddl && progress_.halfway().empty();
  plan_ = ask ? make_plan(path, *revisions_, *dialect_, *connection_) : make_plan(path, *revisions_, *dialect_);
  next_ = 0;
  took_.assign(plan_.steps.size(), {});
  halfway_checked_ = false;
  if (plan_.empty()) {
    if (progress_.exists()) require_no_halfway();  // "nothing to do" would not be true
    return;
  }
  if (transactions_ == Transactions::kSingle) require_one_transaction();
  require_alone();
  observer_->planned(plan_);
}

// Two runs with opposite targets would else undo each other for ever.
void Run::require_not_taken_back(const Path& path) const {
  for (const Step& step : path) {
    if (!committed_.contains(step.node)) continue;
    throw error(Code::kHeadsChanged, "another process took revision `{}` elsewhere while this run went on",
                (*revisions_)[step.node].id)
        .help("let one of the two runs finish, then run this command again");
  }
}

// Whether the first statement was begun and its end is to be found out.
bool Run::has_unsettled(const Halfway& halfway) {
  const auto entries = progress_.entries(halfway.revision, halfway.direction, 1);
  return std::any_of(entries.begin(), entries.end(),
                     [](const ProgressEntry& entry) { return !entry.fingerprint.empty(); });
}

void Run::require_no_halfway() {
  const std::vector<Halfway> found = progress_.halfway();
  nothing_halfway_ = found.empty();
  for (const Halfway& halfway : found) {
    // The intent of a first statement that can run again without harm: nothing is known to be done.
    if (halfway.applied == 0 && !has_unsettled(halfway)) continue;
    const auto step = std::find_if(plan_.steps.begin(), plan_.steps.end(), [&](const PlannedStep& planned) {
      return planned.id == halfway.revision && planned.step.direction == halfway.direction;
    });
    const std::string_view command = halfway.direction == Direction::kUp ? "upgrade" : "downgrade";
    if (step == plan_.steps.end()) {
      throw error(Code::kPartlyApplied, "revision `{}` is half-way {}: {}{} of its statements are applied",
                  halfway.revision, name_of(halfway.direction), halfway.applied,
                  halfway.begun ? fmt::format(" or {}", halfway.applied + 1) : "")
          .help(fmt::format("finish it first, with an `aludel {}` that includes `{}`", command, halfway.revision))
          .help("or put the schema right by hand and tell where it stands with `aludel stamp`");
    }
    if (step->transaction()) {
      throw error(Code::kPartlyApplied, "revision `{}` is half-way, and its file no longer runs outside a transaction",
                  halfway.revision)
          .at(step->file->source().locate(step->sections.front().section->marker))
          .help(
              "put `transaction:false` or the statement that needed it back, so that the run can go on where it "
              "stopped");
    }
  }
}

void Run::require_one_transaction() {
  const std::string_view option = options_->dry_run ? "--dry-run" : "--single-transaction";
  for (PlannedStep& step : plan_.steps) {
    if (dialect_->capabilities().transactional_ddl) step.join();
    const char* reason = nullptr;
    if (!step.transaction()) reason = step.grouped ? "cannot run inside one" : "has `transaction:false`";
    if (step.wish != plan_.steps.front().wish)
      reason = "sets up the session otherwise, which only works between two transactions";
    if (reason == nullptr) continue;
    throw error(Code::kUsage, "`{}` runs all in one transaction, but revision `{}` {}", option, step.id, reason)
        .at(place_of_reason(step))
        .help(fmt::format("run it without `{}`, or only up to the revision before", option));
  }
}

// What cannot run here is refused before anything runs.
void Run::require_alone() const {
  for (const PlannedStep& step : plan_.steps) {
    for (const PlannedSection& section : step.sections) {
      const std::optional<Span>& alone = section.alone ? section.alone : section.apart;
      if (!alone || step.transaction()) continue;
      try {
        connection_->require_alone();
      } catch (Error& refusal) {
        throw std::move(refusal).at(step.file->source().locate(*alone, "runs outside of a transaction"));
      }
      return;
    }
  }
}

bool Run::begin() {
  connection_->begin();
  if (connection_->kept_lock() && halfway_checked_) {
    rows_here_ = rows_;
    return true;
  }
  nothing_halfway_ = false;
  try {
    Rows rows = heads_.read();
    if (same_rows(rows, rows_)) {
      if (!halfway_checked_) require_no_halfway();
      halfway_checked_ = true;
      if (!options_->backup.empty() && !options_->dry_run && !backed_up_) {
        connection_->backup(options_->backup);
        backed_up_ = true;
        observer_->backed_up(options_->backup);
      }
      rows_here_ = std::move(rows);
      heads_.create();
      ledger_.create();
      return true;
    }
    connection_->rollback();
    plan_from(std::move(rows));
  } catch (...) {
    connection_->rollback();
    throw;
  }
  return false;
}

bool Run::begin_group() {
  const Rows rows = flying_ ? flying_->rows : rows_;
  const std::vector<Value> values(rows.begin(), rows.end());
  if (!halfway_checked_ || !connection_->begin_next(heads_.standing(rows), values)) return land() && begin();
  rows_here_ = rows;
  return true;
}

void Run::finish(const PlannedStep& step, const std::string& started_at) {
  heads_.apply(step.step.heads, step.id);
  apply_to(rows_here_, step.step.heads);
  LedgerEntry entry;
  entry.revision = step.id;
  entry.direction = step.step.direction;
  entry.checksum = step.checksum;
  entry.started_at = started_at;
  entry.finished_at = utc_now_milliseconds();
  entry.statements = static_cast<std::int64_t>(step.statements);
  entry.script = step.became;
  ledger_.write(entry);
}

void Run::tell_losses(const PlannedStep& step) {
  const std::vector<Loss> losses = connection_->losses();
  if (!losses.empty()) observer_->losing(step, losses);
}

void Run::tell_progress(const PlannedStep& step, std::size_t done) {
  const auto now = Clock::now();
  if (now < told_progress_ + kProgressEvery) return;
  told_progress_ = now;
  observer_->progress(step, done);
}

void Run::tell_held(const PlannedStep& step) {
  const std::vector<HeldLock> locks = connection_->held();
  if (!locks.empty()) observer_->held(step, locks);
}

void Run::tell_committed(std::size_t first, std::size_t last) {
  rows_ = rows_here_;
  for (std::size_t i = first; i < last; ++i) {
    committed_.insert(plan_.steps[i].step.node);
    ++result_.steps;
    observer_->committed(plan_.steps[i], took_[i]);
  }
}

void Run::report(const PlannedStep& step, Error failure, const std::string& hint) {
  // A lock that was not obtained would not be obtained for this either.
  if (failure.code() != Code::kInterrupted && failure.code() != Code::kLockTimeout) record_failure(step, failure);
  const std::string message = step.message.empty() ? std::string() : fmt::format(" ({})", step.message);
  std::string where = fmt::format("in the {} of revision `{}`{}",
                                  step.step.direction == Direction::kUp ? "upgrade" : "downgrade", step.id, message);
  if (statement_ > 0) where += fmt::format(", statement {} of {}", statement_, step.statements);
  failure.diagnostic().notes.push_back(std::move(where));
  if (!hint.empty()) failure.diagnostic().notes.push_back(hint);
  if (failure.code() == Code::kStatement && failure.diagnostic().help.empty()) {
    failure.diagnostic().help.emplace_back(
        "mend the statement, then run the same command again: nothing of this revision was kept");
  }
  throw std::move(failure);
}

// For the record only: if it cannot be written (the disk is full, say), the failure itself still must be told.
void Run::record_failure(const PlannedStep& step, const Error& failure) noexcept {
  try {
    LedgerEntry entry;
    entry.revision = step.id;
    entry.direction = step.step.direction;
    entry.checksum = step.checksum;
    entry.started_at = entry.finished_at = utc_now_milliseconds();
    entry.statements = static_cast<std::int64_t>(statement_ == 0 ? 0 : statement_ - 1);
    entry.outcome = Outcome::kFailed;
    entry.error = one_line(failure);
    connection_->begin();
    ledger_.create();
    ledger_.write(entry);
    connection_->commit();
  } catch (...) {
    connection_->rollback();
  }
}

}  // namespace aludel
