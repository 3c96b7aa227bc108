// Many statements on a scratch database, in transactions of some hundred each where the engine is a server: it locks
// all that a transaction makes, has room for some thousand locks (max_locks_per_transaction), and takes the longer for
// a statement the more its transaction has made. A database that is thrown away needs no transaction around all.
#pragma once

#include <cstddef>
#include <string_view>

#include "dialect/schema_dialect.h"

namespace aludel {

class Bites {
 public:
  // Begins the first one.
  Bites(const SchemaDialect& dialect, Connection& scratch);

  // Throws what the statement throws, or one before it in the same transaction.
  void run(const Source& source, Span statement);
  // Ends the transaction once it is a good bite. What the session was set to stays.
  void commit_if_full();
  // Ends the last one, and puts the session back.
  void commit();
  void rollback() noexcept { scratch_->rollback(); }
  // How many statements of those that ran stand in transactions that were committed.
  [[nodiscard]] std::size_t committed() const { return committed_; }

 private:
  Connection* scratch_;
  bool cuts_;  // all statements until now may stand in transactions of their own
  std::size_t run_ = 0;
  std::size_t committed_ = 0;
};

// Whether a statement means the same in a transaction of its own as in one with all before and behind it, as its first
// words tell; of others, rows say, which may refer to rows that come later, it is not known.
[[nodiscard]] bool stands_alone(std::string_view statement);

}  // namespace aludel
