// A session with a PostgreSQL server.
//
// Inside a transaction all statements but queries go into a pipeline, so that a revision costs a few round trips
// however many statements it has. Aludel's own statements run with a search_path of the schema of its tables, or name
// that schema where they are repeated for each revision; those of files run with the one that the session has.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialect/connection.h"
#include "dialect/dialect.h"
#include "dialect/patience.h"
#include "dialect/postgresql/alone.h"
#include "dialect/postgresql/holder.h"
#include "dialect/postgresql/link.h"
#include "dialect/postgresql/losses.h"
#include "dialect/postgresql/target.h"

namespace aludel::postgresql {

// How long a statement waits for somebody's lock, unless it is said otherwise.
inline constexpr std::chrono::milliseconds kLockTimeout{5000};

class PostgresqlConnection final : public Connection {
 public:
  // `held` is let go after the connection has ended. Throws kNoDatabase, kConnect.
  PostgresqlConnection(Target target, const ConnectSettings& settings, std::shared_ptr<void> keeper = {});

  // Asked before each statement of a file: what runs in its place, which may differ behind its end. Nothing: it does
  // not run. May throw what the statement is to end with.
  using StatementFilter = std::function<std::optional<std::string>(const Source& source, Span statement)>;
  void on_statement(StatementFilter asked) { on_statement_ = std::move(asked); }
  // Between transactions only; what the session had set is lost.
  void disconnect();
  void connect_again();
  [[nodiscard]] int major_version() const { return link_->server_version() / 10'000; }
  [[nodiscard]] const Target& target() const { return target_; }
  [[nodiscard]] bool pooled() const { return pooled_; }

  void execute(std::string_view sql, Values values) override;
  void change_one(std::string_view sql, Values values, const std::string& message) override;
  void query(std::string_view sql, Values values, const RowReader& read) override;
  [[nodiscard]] bool has_table(std::string_view name) override;
  [[nodiscard]] bool has_column(std::string_view table, std::string_view column) override;

  void begin() override;
  [[nodiscard]] bool begin_next(std::string_view condition, std::span<const Value> values) override;
  void commit() override;
  [[nodiscard]] bool commit_ahead(Flush flush) override;
  void finish_commit() override;
  void rollback() noexcept override;
  [[nodiscard]] bool in_transaction() const override { return in_transaction_; }
  void savepoint() override;
  void release() override;
  void rollback_to_savepoint() override;

  [[nodiscard]] bool fits(const SessionWish& wish) const override { return wish == wish_; }
  void switch_session(const SessionWish& wish) override { wish_ = wish; }
  void start_revision(const SessionWish& wish) override;
  void run(const Source& source, Span statement, RunMode mode) override;
  [[nodiscard]] std::size_t statements_behind() const override { return behind_; }
  [[nodiscard]] bool wait_to_retry() override;
  [[nodiscard]] std::string fingerprint(std::string_view statement) override;
  [[nodiscard]] Fate fate_of(std::string_view statement, std::string_view fingerprint) override;
  [[nodiscard]] bool must_run_alone() const override;
  [[nodiscard]] bool missed_object() const override;
  void check_revision(const SessionWish& wish) override;
  [[nodiscard]] std::vector<Loss> losses() override;
  [[nodiscard]] std::vector<HeldLock> held() const override { return held_; }
  void require_alone() const override;
  [[nodiscard]] bool session_changed() const override { return changed_; }
  void reopen() override;

  void backup(const std::string& path) override;
  void interrupt() noexcept override { interrupted_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool interrupted() const noexcept override { return interrupted_.load(std::memory_order_relaxed); }

 private:
  // --- connection.cc: Aludel's own statements
  void look_around();
  void send(std::string_view sql, Values values = {}, Errand errand = {});
  // The same for one of the few that a run repeats for each revision.
  void send_again(std::string_view sql, std::span<const Value> values, Errand errand);
  // Sends a statement and waits for its answer, and for those of all before it.
  [[nodiscard]] Result ask(std::string_view sql, Values values = {});
  [[nodiscard]] std::string own_sql(std::string_view sql) const;
  void settle();
  [[noreturn]] void fail(const Failure& failure, bool on_trust);  // `on_trust`: as on_trust_ was, then
  [[nodiscard]] Error statement_failure(const Failure& failure) const;
  void stop_if_interrupted() const;
  void note_tables(const Result& tables);

  // --- transaction.cc: transactions and the lock
  void take_session_lock(ServerPatience& patience);
  [[nodiscard]] bool try_begin();
  void reach(const char* point);
  void flush_now();
  [[nodiscard]] Errand::Kind commit_kind() const;
  void note_commit(const Result& answer);
  void answer_commit();
  void wait_for_commit();
  void pause_for_lock(ServerPatience& patience);
  void note_pid(std::string_view pid);

  // --- run.cc: a user's statements, and what they leave in the session
  void to_own();
  void to_own_role();
  void to_user();
  void set_path(const std::string& path);
  void put_session_back();
  [[nodiscard]] std::optional<std::chrono::milliseconds> statement_timeout(bool concurrent) const;
  [[nodiscard]] std::string timeouts_sql(bool concurrent, bool local) const;
  void send_session_timeouts(bool concurrent, Result* answer);
  void defer_constraints_again();
  void run_alone(const Source& source, Span statement, const std::string& text);
  void note_new_value(const Source& source, Span statement);
  void tell_new_value(Error& failure) const;
  void watch(std::chrono::milliseconds waited) noexcept;

  // --- held.cc: the locks that a transaction keeps others out with
  void watch_locks(std::string_view text);
  void ask_for_locks();
  void read_locks();
  [[nodiscard]] std::string_view dropped_name(std::string_view oid) const;

  // --- losses.cc: what statements throw away with its rows
  struct LosingTable {
    std::string shown, schema, name;  // as before this revision
    std::set<std::string> columns;    // that go
    std::int64_t rows = 0;
    bool whole = false;  // the table itself goes
    bool estimated = false;
  };
  void count_losses(const Source& source, Span statement);
  void settle_before_next();
  [[nodiscard]] LosingTable losing_table(const Result& table, const DroppedPart& part, std::int64_t rows);
  void forget_losses();

  // --- recover.cc: what became of statements outside of a transaction
  [[nodiscard]] std::string state_of(const AloneStatement& alone);
  [[nodiscard]] std::string indexes_of(const AloneStatement& alone);
  void drop_wreckage(const AloneStatement& alone, std::string_view before);
  void drop_invalid_namesake(const AloneStatement& index);
  void drop_index(const std::string& name);
  [[nodiscard]] Fate fate_of_index(const AloneStatement& alone, std::string_view before);

  std::shared_ptr<void> keeper_;  // of what the connection stands on; goes last
  StatementFilter on_statement_;
  Target target_;
  ConnectSettings settings_;
  std::atomic<bool> interrupted_ = false;
  std::unique_ptr<Link> link_;
  Observer observer_;
  ServerPatience retry_;

  std::string schema_, own_path_, first_path_;  // of Aludel's tables; search_path there, and as the session began
  std::string user_path_;                       // search_path for the statements of files
  std::string user_authorization_, user_role_;  // the same, if a revision chose them before the transaction began
  RunLock lock_;
  int pid_ = 0;                                     // of the server's process
  bool pooled_ = false;                             // a pooler may give each transaction another session
  bool read_only_ = false;                          // a standby, say
  bool plain_defaults_ = false;                     // a BEGIN without options begins what Aludel wants
  std::optional<std::vector<std::string>> tables_;  // which of Aludel's exist, as far as that was seen

  SessionWish wish_;
  bool session_locked_ = false;
  bool in_transaction_ = false;
  bool on_own_path_ = false;
  bool joins_ = false;            // the statements that ran last share a transaction with their revision
  bool changed_ = false;          // they may have changed the session
  bool checked_ = false;          // deferred constraints were checked in this transaction
  bool check_at_commit_ = false;  // they are, by its commit
  bool goes_on_ = false;          // the last transaction was this run's own, and all went well
  bool on_trust_ = false;         // the open one was begun by begin_next()
  bool mistrusted_ = false;       // and failed by what was taken for granted

  // Of the session, and as begun by this run; a transaction that fails may have taken them back.
  std::string session_timeouts_;   // what set them; empty: not known
  bool times_statements_ = false;  // statement_timeout was set at times
  bool flushes_later_ = false;     // commits do not wait for the disk
  bool flushes_again_ = false;     // the open transaction's does

  // A commit whose answer was not waited for, while the next transaction is prepared.
  struct Commit {
    Result answer;
    bool on_trust = false;
    bool answered = false;
    std::optional<Failure> failure;  // it failed, and with it the next transaction
  };
  std::unique_ptr<Commit> commit_;

  struct NewValue {
    std::string text;
    Location place;
  };
  std::vector<NewValue> new_values_;     // of enums, added by the open transaction
  std::vector<std::string> new_tables_;  // of the open transaction
  bool watches_locks_ = false;           // a statement of it may have taken a lock that others meet
  Result watched_since_, locks_;
  std::map<std::string, std::int64_t> awaited_;        // until when it was seen to wait for a relation, by oid
  std::deque<Result> dropping_;                        // what statements of it were about to drop
  std::vector<HeldLock> held_;                         // by the transaction before
  std::vector<LosingTable> losing_;                    // by the revision that runs
  std::map<std::string, std::string> losing_renames_;  // tables that it renamed: their names before, by their OIDs

  std::size_t behind_ = 0;
  std::string state_;                                                   // SQLSTATE of what failed last
  std::string blocker_;                                                 // who was waited for last
  std::optional<std::chrono::steady_clock::time_point> blocked_since_;  // over all tries of a transaction
  std::chrono::milliseconds looked_{0};                                 // in this try
  std::chrono::milliseconds told_{0};
};

}  // namespace aludel::postgresql
