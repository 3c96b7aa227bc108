// A session with a SQLite file.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "dialect/connection.h"
#include "dialect/dialect.h"
#include "dialect/sqlite/authorizer.h"
#include "dialect/sqlite/database.h"
#include "dialect/sqlite/foreign_keys.h"
#include "dialect/sqlite/losses.h"
#include "dialect/sqlite/patience.h"
#include "dialect/sqlite/target.h"

namespace aludel::sqlite {

class SqliteConnection : public Connection {
 public:
  // Throws kNoDatabase, kConnect.
  SqliteConnection(const Target& target, const ConnectSettings& settings);

  void execute(std::string_view sql, Values values) override;
  void change_one(std::string_view sql, Values values, const std::string& message) override;
  void query(std::string_view sql, Values values, const RowReader& read) override;
  [[nodiscard]] bool has_table(std::string_view name) override { return has(name, nullptr); }
  [[nodiscard]] bool has_column(std::string_view table, std::string_view column) override {
    return has(table, std::string(column).c_str());
  }

  void begin() override;
  void commit() override;
  void rollback() noexcept override;
  [[nodiscard]] bool in_transaction() const override;
  void savepoint() override;
  void release() override;
  void rollback_to_savepoint() override;

  [[nodiscard]] bool fits(const SessionWish& wish) const override;
  void switch_session(const SessionWish& wish) override;
  void start_revision(const SessionWish& wish) override;
  void run(const Source& source, Span statement, RunMode mode) override;
  [[nodiscard]] bool must_run_alone() const override { return must_run_alone_; }
  [[nodiscard]] bool missed_object() const override { return missed_object_; }
  void check_revision(const SessionWish& wish) override;
  [[nodiscard]] std::vector<Loss> losses() override { return losses_.finish(database_->handle()); }
  [[nodiscard]] bool session_changed() const override { return authorizer_->session_changed(); }
  void reopen() override;

  void backup(const std::string& path) override;
  // Makes the other database, on which nothing runs, what this one is.
  void copy_to(SqliteConnection& other) const { database_->copy_to(*other.database_); }
  void interrupt() noexcept override { interrupted_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool interrupted() const noexcept override { return interrupted_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::optional<std::string> created() const override { return created_; }

 private:
  void require_file(bool read_only);
  void open(int flags);
  [[nodiscard]] bool has(std::string_view table, const char* column);
  void set_foreign_keys(bool on);
  [[nodiscard]] std::string data_version();
  [[noreturn]] void throw_locked() const;
  template <typename Do>
  auto patiently(const Do& act);
  void stop_if_interrupted() const;
  void read_schema_back();
  void step_all(const Source& source, Span statement, std::string_view text, RunMode mode);
  [[noreturn]] static void throw_parameter(const Source& source, Span statement, sqlite3_stmt* compiled);
  [[noreturn]] void throw_guard(const std::string& message, std::string_view select, const Location& place);
  [[noreturn]] void throw_statement(const Source& source, Span statement, std::size_t offset, int code, RunMode mode);

  Target target_;
  ConnectSettings settings_;
  std::atomic<bool> interrupted_ = false;
  std::optional<std::string> created_;
  Patience patience_;
  std::unique_ptr<Authorizer> authorizer_;  // before the database: its callback outlives the last statement
  std::unique_ptr<Database> database_;
  std::string savepoint_, release_, rollback_to_;
  std::string seen_version_;  // PRAGMA data_version, when it was last asked
  bool foreign_keys_ = false;
  bool stoppable_ = false;  // the progress handler may end the statement that runs
  bool must_run_alone_ = false;
  bool schema_edited_ = false;  // by a statement of the revision that runs, perhaps
  bool missed_object_ = false;
  std::optional<ForeignKeys> keys_before_;  // of a section without enforcement
  Losses losses_;
};

}  // namespace aludel::sqlite
