// Statements of a file, before they run: where each one stands, and what it would do to its transaction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aludel/error.h"
#include "core/source.h"
#include "dialect/connection.h"

namespace aludel {

// What next() throws for what is opened there and not closed before the text ends.
[[nodiscard]] Error unterminated_error(const Source& source, Span opened, std::size_t end, std::string_view what);

class StatementReader {
 public:
  StatementReader() = default;
  StatementReader(const StatementReader&) = delete;
  StatementReader& operator=(const StatementReader&) = delete;
  virtual ~StatementReader() = default;

  // The next statement: from its first token to its `;` or, for the last one, its end. Comments before it are no part
  // of it. Throws kUnterminated if the text ends inside a string, a comment or a body.
  [[nodiscard]] virtual std::optional<Span> next() = 0;
};

enum class StatementKind : std::uint8_t {
  kOrdinary,
  kBegin,    // opens a transaction
  kCommit,   // ends one, keeping its work
  kControl,  // any other control of transactions
  kAlone,    // must run outside of a transaction
  kRefused,  // could not be undone or resumed
};

struct Judgement {
  StatementKind kind = StatementKind::kOrdinary;
  std::string reason = {};  // why it is refused
  std::string help = {};    // what to do instead
  bool may_join = false;    // kAlone: it may stand in a transaction, but not together with what follows from it
  bool of_session = false;  // kAlone: sets up the session, so a new session must run it again
  bool repeatable = false;  // kRefused: unless the section says that it can be run again without harm
};

// Tells what a statement would do, by asking the engine; nothing is run on a user's database.
class StatementJudge {
 public:
  StatementJudge() = default;
  StatementJudge(const StatementJudge&) = delete;
  StatementJudge& operator=(const StatementJudge&) = delete;
  virtual ~StatementJudge() = default;

  [[nodiscard]] virtual Judgement judge(std::string_view statement, RunMode mode) = 0;
  // From here on judge() takes into account what this database holds now, where that matters. The connection must live
  // as long as the judge.
  virtual void look_at(Connection& /*connection*/) {}
};

}  // namespace aludel
