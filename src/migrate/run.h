// One run of the runner: its plan, where it stands in it, and what it has committed. Private to migrate/.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "aludel/error.h"
#include "migrate/heads.h"
#include "migrate/ledger.h"
#include "migrate/plan.h"
#include "migrate/progress.h"
#include "migrate/runner.h"

namespace aludel {

class Run {
 public:
  Run(Connection& connection, const Dialect& dialect, const OwnTables& tables, const RevisionSet& revisions,
      RunObserver& observer, const Route& route, const RunOptions& options);
  RunResult go();

 private:
  using Clock = std::chrono::steady_clock;

  // A statement of a revision outside of a transaction.
  struct Place {
    Span statement;
    bool alone = false;       // runs outside of a transaction
    bool of_session = false;  // must be repeated in a new session: a pragma
  };

  // --- run.cc: the plan and the lock
  void plan_from(Rows rows);
  void require_one_transaction();
  void require_alone() const;
  void require_no_halfway();
  [[nodiscard]] bool has_unsettled(const Halfway& halfway);
  void require_not_taken_back(const Path& path) const;
  // Takes the lock and reads the heads again. False: another process moved them; the plan is a new one and the lock is
  // free.
  bool begin();
  // The same for a revision inside a transaction; the engine may do the comparing as the revision runs.
  bool begin_group();
  void finish(const PlannedStep& step, const std::string& started_at);
  void tell_losses(const PlannedStep& step);
  void tell_progress(const PlannedStep& step, std::size_t done);  // now and then
  void tell_held(const PlannedStep& step);
  void tell_committed(std::size_t first, std::size_t last);
  [[noreturn]] void report(const PlannedStep& step, Error failure, const std::string& hint);
  void record_failure(const PlannedStep& step, const Error& failure) noexcept;

  // --- group.cc: revisions inside a transaction
  void run_group();
  [[nodiscard]] bool again(std::size_t first);
  [[nodiscard]] std::optional<Error> run_step(PlannedStep& step);
  void expand(PlannedStep& step);
  void run_statements(const PlannedStep& step);
  void settle(std::size_t first, Error failure);
  void lost(std::size_t first, Error failure);
  void commit_group(std::size_t first);
  [[nodiscard]] bool commit_ahead(std::size_t first);
  [[nodiscard]] bool land();
  void rehearse();

  // --- statementwise.cc: a revision outside of a transaction
  // kDone: this run committed it, up to the end of the group. kAgain: look again at what is applied.
  enum class Ran : std::uint8_t { kDone, kAgain, kElsewhere };
  void run_statementwise();
  [[nodiscard]] std::vector<Place> places_of(const PlannedStep& step) const;
  [[nodiscard]] static std::size_t group_end(const PlannedStep& step, const std::vector<Place>& places,
                                             std::size_t index);
  [[nodiscard]] Ran begin_statement(const PlannedStep& step, const std::vector<Place>& places);
  [[nodiscard]] bool repeat_session(const PlannedStep& step, const std::vector<Place>& places, std::size_t from,
                                    std::size_t until);
  [[nodiscard]] Ran run_inside(const PlannedStep& step, std::vector<Place>& places, std::size_t index,
                               const std::string& started_at);
  [[nodiscard]] Ran run_alone(const PlannedStep& step, const std::vector<Place>& places, std::size_t index);
  // The intent of the first statement of the step after this one, in the transaction that this one ends with: a commit
  // less. Only if nothing can be in its way; else the step begins as any other.
  void begin_ahead(const PlannedStep& step);
  [[nodiscard]] Ran finish_statements(const PlannedStep& step, const std::vector<Place>& places,
                                      const std::string& started_at);
  void note_progress(const PlannedStep& step, const ProgressEntry& entry);
  void complete(const PlannedStep& step, const std::vector<Place>& places, std::size_t begin, std::size_t end,
                const std::string& started_at);
  void commit();
  void save_outcome(const PlannedStep& step) noexcept;
  // One that is about to run alone.
  struct Intent {
    ProgressEntry entry;
    std::string before;    // a fingerprint that is only told from, after an error
    bool running = false;  // it may be at work, or have been
  };
  [[nodiscard]] Intent intent_of(const PlannedStep& step, const Place& place, std::size_t index);
  void fail_alone(const PlannedStep& step, const Place& place, const Intent& intent, Error failure);
  [[nodiscard]] std::string fingerprint_or_nothing(std::string_view statement);
  void withdraw_intent(const PlannedStep& step, std::string_view text, const Intent& intent, Error& failure) noexcept;
  [[noreturn]] void report_halfway(const PlannedStep& step, std::size_t applied, Error failure);

  // --- recovery.cc: what was done of it before
  struct Applied {
    std::size_t count = 0;
    std::optional<ProgressEntry> begun;  // the next one was begun, and how it ended has to be found out
  };
  [[nodiscard]] Applied compare_applied(const PlannedStep& step, const std::vector<Place>& places, std::size_t known);
  [[nodiscard]] static bool is_as_applied(const PlannedStep& step, const std::vector<Place>& places, std::size_t index,
                                          std::string_view applied);
  [[nodiscard]] static Location location_of(const PlannedStep& step, const std::vector<Place>& places,
                                            std::size_t index, std::string_view label);
  [[noreturn]] static void refuse_edit_in_flight(const PlannedStep& step, const std::vector<Place>& places,
                                                 std::size_t index, const std::string& begun);
  [[noreturn]] static void refuse_edit(const PlannedStep& step, const std::vector<Place>& places, std::size_t index,
                                       const std::string& applied);
  [[nodiscard]] Fate fate_of(const PlannedStep& step, const std::vector<Place>& places, std::size_t index,
                             const ProgressEntry& begun);
  [[nodiscard]] Ran recover(const PlannedStep& step, const std::vector<Place>& places, std::size_t index,
                            const ProgressEntry& begun, const std::string& started_at);

  Connection* connection_;
  const Dialect* dialect_;
  OwnTables tables_;
  const RevisionSet* revisions_;
  RunObserver* observer_;
  const Route* route_;
  const RunOptions* options_;

  Heads heads_;
  Ledger ledger_;
  Progress progress_;

  Transactions transactions_;
  Flush flush_;  // of a revision that is not the last
  Plan plan_;
  std::size_t next_ = 0;                         // the step that comes next
  std::size_t statement_ = 0;                    // of the step that runs, from 1
  Rows rows_;                                    // as they are committed
  Rows rows_here_;                               // as the open transaction has them
  std::vector<std::chrono::microseconds> took_;  // of the steps of the plan
  std::unordered_set<Node> committed_;
  Clock::time_point told_progress_;
  bool backed_up_ = false;
  bool halfway_checked_ = false;  // since the plan was made
  bool nothing_halfway_ = false;  // and no revision was, as long as the lock is kept
  bool nothing_beyond_ = false;   // the progress table has no row of what comes next
  // A step whose commit is under way while the next one is sent.
  struct Flying {
    std::size_t step = 0;
    Rows rows;  // after it
    Clock::time_point since;
    const PlannedStep* next = nullptr;  // has begun, which is told when this one is done
  };
  std::optional<Flying> flying_;
  struct Ahead {
    std::vector<Place> places;
    ProgressEntry intent;
  };
  std::optional<Ahead> ahead_;            // what the step that comes next has begun with
  std::optional<ProgressEntry> unsaved_;  // the outcome of a statement that ran alone, not committed yet
  RunResult result_;
};

}  // namespace aludel
