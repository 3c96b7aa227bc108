#include "dialect/sqlite/authorizer.h"

#include <algorithm>

#include <sqlite3.h>
#include <strings.h>

namespace aludel::sqlite {
namespace {

constexpr Verdict kTransactionControl{
    Verdict::Kind::kRefused, "a revision runs inside Aludel's transaction and cannot begin or end one",
    "remove the statement; mark the section `transaction:false` if it must not run in a transaction"};
constexpr Verdict kOwnTable{Verdict::Kind::kRefused,
                            "a revision cannot change the tables in which Aludel keeps its state",
                            "take the statement out; `aludel stamp` says where a database stands"};
constexpr Verdict kVacuumInto{Verdict::Kind::kRefused,
                              "`VACUUM INTO` writes another file, which no downgrade takes back",
                              "use `aludel upgrade --backup PATH` for a copy"};

}  // namespace

Authorizer::Authorizer(sqlite3* handle, const std::vector<std::string>& own_tables) : own_tables_(&own_tables) {
  sqlite3_set_authorizer(handle, &Authorizer::ask, this);
}

// What a file does to these tables would be undone, doubled or contradicted by what the run itself writes there.
bool Authorizer::changes_own_table(const Action& action) const {
  std::string_view table;
  switch (action.code) {
    case SQLITE_DELETE:
    case SQLITE_DROP_TABLE:
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
      table = action.first;
      break;
    case SQLITE_ALTER_TABLE:
    case SQLITE_CREATE_TRIGGER:
      table = action.second;
      break;
    default:
      return false;
  }
  return std::any_of(own_tables_->begin(), own_tables_->end(), [&](const std::string& own) {
    return own.size() == table.size() && ::strncasecmp(own.data(), table.data(), own.size()) == 0;
  });
}

void Authorizer::compiling(RunMode mode) {
  phase_ = Phase::kCompiling;
  mode_ = mode;
  refusal_.reset();
  drops_.clear();
  alters_.clear();
}

void Authorizer::running() { phase_ = Phase::kRunning; }

int Authorizer::ask(void* self, int action, const char* first, const char* second, const char* database,
                    const char* /*inside*/) {
  auto* authorizer = static_cast<Authorizer*>(self);
  if (authorizer->phase_ == Phase::kOwn) return SQLITE_OK;
  return authorizer->decide(action_of(action, first, second, database));
}

int Authorizer::decide(const Action& action) {
  if (phase_ == Phase::kRunning) {
    // VACUUM attaches its temporary database under an empty name, VACUUM INTO the file that it writes (vacuum.c).
    if (action.code != SQLITE_ATTACH || action.first.empty()) return SQLITE_OK;
    refusal_ = kVacuumInto;
    return SQLITE_DENY;
  }
  if (changes_own_table(action)) {
    refusal_ = kOwnTable;
    return SQLITE_DENY;
  }
  if (action.code == SQLITE_DROP_TABLE || action.code == SQLITE_DROP_VTABLE) drops_.emplace_back(action.first);
  if (action.code == SQLITE_ALTER_TABLE) alters_.emplace_back(action.second);
  const Verdict verdict = judge_action(action, mode_);
  switch (verdict.kind) {
    case Verdict::Kind::kHarmless:
    case Verdict::Kind::kPragma:
      return SQLITE_OK;
    case Verdict::Kind::kChangesSession:
      session_changed_ = true;
      return SQLITE_OK;
    case Verdict::Kind::kBegin:
    case Verdict::Kind::kCommit:
    case Verdict::Kind::kControl:
      refusal_ = kTransactionControl;
      return SQLITE_DENY;
    case Verdict::Kind::kRefused:
      refusal_ = verdict;
      return SQLITE_DENY;
  }
  return SQLITE_DENY;
}

}  // namespace aludel::sqlite
