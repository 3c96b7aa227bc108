#include "dialect/sqlite/judge.h"

#include <algorithm>
#include <cctype>
#include <string>

#include <sqlite3.h>

namespace aludel::sqlite {
namespace {

using Kind = Verdict::Kind;

// Only statements that begin with these are asked about: millions of INSERTs shall not pay for it. What else a
// statement could do (load_extension(), say) the authorizer sees as it runs. CREATE matters outside of a transaction
// only: a temporary object.
constexpr std::string_view kWords[] = {"ATTACH",  "BEGIN",  "COMMIT",  "CREATE",   "DETACH",    "END",
                                       "EXPLAIN", "PRAGMA", "RELEASE", "ROLLBACK", "SAVEPOINT", "VACUUM"};

std::string first_word(std::string_view statement) {
  std::string word;
  for (const char c : statement.substr(0, 10)) {
    if (std::isalpha(static_cast<unsigned char>(c)) == 0) break;
    word += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return word;
}

// By the first letter, for speed.
bool may_matter(char first) {
  constexpr std::string_view kLetters = "ABCDEPRSVabcdeprsv";
  return kLetters.find(first) != std::string_view::npos;
}

}  // namespace

int Judge::ask(void* self, int action, const char* first, const char* second, const char* database,
               const char* /*inside*/) {
  auto* judge = static_cast<Judge*>(self);
  // VACUUM, the one statement that is run here, attaches its temporary database under an empty name (vacuum.c).
  if (action == SQLITE_ATTACH && first != nullptr && *first == '\0') return SQLITE_OK;
  const Verdict verdict = judge_action(action_of(action, first, second, database), judge->mode_);
  if (verdict.kind == Kind::kHarmless) return SQLITE_OK;
  judge->verdict_ = verdict;
  return SQLITE_DENY;
}

Verdict Judge::compile(std::string_view statement, RunMode mode) {
  if (!empty_) {
    empty_ = std::make_unique<Database>(":memory:", ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    sqlite3_set_authorizer(empty_->handle(), &Judge::ask, this);
  }
  mode_ = mode;
  verdict_ = {};
  sqlite3_stmt* compiled = nullptr;
  // A statement that does not compile here may compile there; what matters is what the authorizer heard.
  sqlite3_prepare_v3(empty_->handle(), statement.data(), static_cast<int>(statement.size()), 0, &compiled, nullptr);
  const Prepared owner(compiled);
  return verdict_;
}

// Whether VACUUM writes a file is known only when it runs: the authorizer denies it the file.
bool Judge::vacuums_into(std::string_view statement) {
  verdict_ = {};
  sqlite3_stmt* compiled = nullptr;
  sqlite3_prepare_v3(empty_->handle(), statement.data(), static_cast<int>(statement.size()), 0, &compiled, nullptr);
  const Prepared owner(compiled);
  if (compiled != nullptr) sqlite3_step(compiled);
  return verdict_.kind == Kind::kRefused;
}

Judgement Judge::judge(std::string_view statement, RunMode mode) {
  if (statement.empty() || !may_matter(statement.front())) return {};
  const std::string word = first_word(statement);
  if (std::find(std::begin(kWords), std::end(kWords), word) == std::end(kWords)) return {};
  if (word == "CREATE" && joins_revision(mode)) return {};
  const Verdict verdict = compile(statement, mode);
  const bool outside = !joins_revision(mode);
  switch (verdict.kind) {
    case Kind::kBegin:
      return {.kind = StatementKind::kBegin};
    case Kind::kCommit:
      return {.kind = StatementKind::kCommit};
    case Kind::kControl:
      return {.kind = StatementKind::kControl};
    case Kind::kRefused:
      return {
          .kind = StatementKind::kRefused, .reason = std::string(verdict.reason), .help = std::string(verdict.help)};
    case Kind::kPragma:
    case Kind::kChangesSession:
      if (!outside || word != "PRAGMA") return {};
      return {.kind = StatementKind::kAlone, .of_session = verdict.kind == Kind::kChangesSession};
    case Kind::kHarmless:
      break;
  }
  if (word != "VACUUM") return {};
  if (vacuums_into(statement)) {
    return {.kind = StatementKind::kRefused,
            .reason = "`VACUUM INTO` writes another file, which no downgrade takes back",
            .help = "use `aludel upgrade --backup PATH` for a copy"};
  }
  return {.kind = outside ? StatementKind::kAlone : StatementKind::kOrdinary};
}

}  // namespace aludel::sqlite
