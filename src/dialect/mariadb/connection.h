// A session with a MariaDB server.
//
// Inside a transaction Aludel's own statements, its begin and its commit travel together, up to the next question, and
// with the next statement of a file behind them.
#pragma once

#include <atomic>
#include <memory>
#include <set>
#include <string>

#include "dialect/connection.h"
#include "dialect/dialect.h"
#include "dialect/mariadb/client.h"
#include "dialect/mariadb/engines.h"
#include "dialect/mariadb/lock.h"
#include "dialect/mariadb/outbox.h"
#include "dialect/mariadb/session.h"
#include "dialect/mariadb/target.h"
#include "dialect/patience.h"

namespace aludel::mariadb {

class MariadbConnection final : public Connection {
 public:
  // Throws kNoDatabase, kConnect.
  MariadbConnection(const Target& target, const ConnectSettings& settings);

  void execute(std::string_view sql, Values values) override;
  void change_one(std::string_view sql, Values values, const std::string& message) override;
  void query(std::string_view sql, Values values, const RowReader& read) override;
  [[nodiscard]] bool has_table(std::string_view name) override;
  [[nodiscard]] bool has_column(std::string_view table, std::string_view column) override;

  void begin() override;
  [[nodiscard]] bool kept_lock() const override { return kept_lock_; }
  void commit() override;
  void rollback() noexcept override;
  [[nodiscard]] bool in_transaction() const override { return open_ && (!begun_ || client_.in_transaction()); }
  void savepoint() override { execute("SAVEPOINT aludel", {}); }
  void release() override { execute("RELEASE SAVEPOINT aludel", {}); }
  void rollback_to_savepoint() override;

  [[nodiscard]] bool fits(const SessionWish& wish) const override { return wish == wish_; }
  void switch_session(const SessionWish& wish) override;
  void start_revision(const SessionWish& /*wish*/) override {}
  void run(const Source& source, Span statement, RunMode mode) override {
    run(source, statement, mode, [] {});
  }
  void commit_and_run(const Source& source, Span statement, const std::function<void()>& committed) override;
  [[nodiscard]] bool wait_to_retry() override;
  [[nodiscard]] std::string fingerprint(std::string_view statement) override;
  [[nodiscard]] Fate fate_of(std::string_view statement, std::string_view fingerprint) override;
  [[nodiscard]] bool took_no_effect() const override { return refused_; }
  [[nodiscard]] bool must_run_alone() const override { return must_run_alone_; }
  [[nodiscard]] bool missed_object() const override { return missed_object_; }
  void check_revision(const SessionWish& wish) override;
  [[nodiscard]] std::vector<Loss> losses() override { return {}; }
  [[nodiscard]] bool session_changed() const override { return session_.changed() || in_other_database(); }
  void reopen() override;

  void backup(const std::string& path) override;
  void interrupt() noexcept override { interrupted_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool interrupted() const noexcept override { return interrupted_.load(std::memory_order_relaxed); }

 private:
  // Which database is the session's: statements of Aludel's own and those of files may need different ones.
  enum class Whose : std::uint8_t { kOwn, kRevisions };
  void go_to_database(Whose whose);
  [[nodiscard]] bool in_other_database() const { return revisions_database_ != target_.database; }
  void look_for_own_tables();
  [[noreturn]] void fail(const Failure& failure);
  [[noreturn]] void fail_statement(const Failure& failure, const Source& source, Span statement);
  [[nodiscard]] bool start_transaction();  // false: the lock is lost, and there is none
  void add_own(OwnStatement statement);
  void send_own();  // what waits in the outbox
  // `done`: what waited in the outbox is done.
  void run(const Source& source, Span statement, RunMode mode, const std::function<void()>& done);
  [[nodiscard]] Failure send_with_own(std::string_view text, const std::function<void()>& done);
  void note_committed();
  void pause_for_lock();
  [[nodiscard]] Error lost_lock();
  [[nodiscard]] Error ended();
  void stop_if_interrupted() const;
  void require_permitted(const Source& source, Span statement, RunMode mode, std::string_view verb);
  void note_session(std::string_view text, std::string_view verb);
  [[nodiscard]] std::optional<TableName> table_without_transactions(std::string_view verb, std::string_view statement);

  Target target_;
  ConnectSettings settings_;
  std::atomic<bool> interrupted_ = false;
  Client client_;
  Outbox outbox_;
  Session session_;
  Lock lock_;
  ServerPatience lock_patience_, retry_patience_;
  std::string database_, revisions_database_;  // that of the session now; that of the revision's statements
  SessionWish wish_;
  bool open_ = false;    // a transaction should be
  bool begun_ = false;   // and the server was told so
  bool worked_ = false;  // a statement of a file succeeded in it
  Failure last_;         // what the last statement or commit failed with
  bool missed_object_ = false, must_run_alone_ = false;
  bool refused_ = false;  // the statement that came last was answered with an error, or not sent
  // Those of Aludel's own tables that are there; they stay while the lock is held.
  std::optional<std::set<std::string, std::less<>>> own_there_;
  std::set<std::string> columns_there_;  // nothing takes one away
  bool kept_lock_ = false;
  Engines engines_;
};

}  // namespace aludel::mariadb
