// The kinds of statements, and how a run goes on after a crash in the middle of one: one table (docs/mariadb.md shows
// it). A kind that is not in it is refused.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::mariadb {

enum class Recovery : std::uint8_t {
  kMoves,     // runs in a transaction that moves the journal with it
  kVisible,   // all or nothing, and a fingerprint of what it touches tells which
  kHarmless,  // can run again whatever happened to it
  kSession,   // sets up the session: a new one runs it again
  kNever,     // nobody could tell what became of it
  kBegin,
  kCommit,
  kControl,  // any other control of transactions
};

// What tells the forms of one statement apart.
enum class Form : std::uint8_t {
  kAny,
  kTemporary,      // TEMPORARY
  kReplaceSelect,  // OR REPLACE and a SELECT
  kSelect,         // with a SELECT
  kReplace,        // OR REPLACE
  kConditional,    // IF EXISTS, IF NOT EXISTS
  kSeveral,        // several objects, or accounts
  kLoaded,         // SONAME: a function that is loaded from a file
  kTablespace,     // DISCARD or IMPORT TABLESPACE
  kTable,          // TABLE stands after the verb
  kNotAtomic,      // BEGIN NOT ATOMIC
  kTransaction,    // START TRANSACTION
};

struct Kind {
  std::string_view verb;
  std::string_view object;  // empty: none is looked for; `*`: any
  Form form = Form::kAny;
  Recovery recovery = Recovery::kNever;
  std::string_view reason = {};  // of kNever
  std::string_view help = {};
};

[[nodiscard]] std::span<const Kind> kinds();

// How a statement begins.
struct Head {
  std::string verb, object;  // in capitals; the object of CREATE, ALTER, DROP, RENAME
  bool temporary = false, replace = false, conditional = false;
  bool select = false, tablespace = false, not_atomic = false, loaded = false;
  bool several = false;            // accounts
  std::vector<std::string> names;  // of DROP: what is dropped, as written
};
[[nodiscard]] Head head_of(std::string_view statement);
// Nothing for an unknown kind.
[[nodiscard]] const Kind* kind_of(const Head& head);
// The first word, in capitals: enough for most statements.
[[nodiscard]] std::string verb_of(std::string_view statement);
// Whether the verb alone tells that the statement moves with the journal.
[[nodiscard]] bool always_moves(std::string_view verb);

}  // namespace aludel::mariadb
