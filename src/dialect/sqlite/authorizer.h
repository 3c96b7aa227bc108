// Watches a handle through sqlite3_set_authorizer(): sees what a user's statement would do while SQLite compiles it,
// whatever it looks like, and refuses what a revision must not do. Set once for a handle, since setting it expires
// every prepared statement.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dialect/sqlite/policy.h"

struct sqlite3;

namespace aludel::sqlite {

class Authorizer {
 public:
  Authorizer(sqlite3* handle, const std::vector<std::string>& own_tables);
  Authorizer(const Authorizer&) = delete;
  Authorizer& operator=(const Authorizer&) = delete;

  // A user's statement is being compiled from now on.
  void compiling(RunMode mode);
  // It runs from now on: what SQLite compiles now is its own (a virtual table's, VACUUM's).
  void running();
  // Only Aludel's own statements from now on.
  void rest() { phase_ = Phase::kOwn; }

  // Tables of the database that the statement drops or alters.
  [[nodiscard]] const std::vector<std::string>& drops() const { return drops_; }
  [[nodiscard]] const std::vector<std::string>& alters() const { return alters_; }
  // Why the last one was denied.
  [[nodiscard]] const std::optional<Verdict>& refusal() const { return refusal_; }
  [[nodiscard]] bool session_changed() const { return session_changed_; }

 private:
  enum class Phase : std::uint8_t { kOwn, kCompiling, kRunning };
  static int ask(void* self, int action, const char* first, const char* second, const char* database,
                 const char* inside);
  [[nodiscard]] int decide(const Action& action);
  [[nodiscard]] bool changes_own_table(const Action& action) const;

  const std::vector<std::string>* own_tables_;
  Phase phase_ = Phase::kOwn;
  RunMode mode_ = RunMode::kTransactional;
  std::optional<Verdict> refusal_;
  std::vector<std::string> drops_, alters_;
  bool session_changed_ = false;
};

}  // namespace aludel::sqlite
