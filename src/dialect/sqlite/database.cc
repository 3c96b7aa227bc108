#include "dialect/sqlite/database.h"

#include <array>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <sqlite3.h>

#include "dialect/sqlite/result.h"

namespace aludel::sqlite {
namespace {

// Puts a statement back so that it can run again, and lets go of its locks.
class Reset {
 public:
  explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
  Reset(const Reset&) = delete;
  Reset& operator=(const Reset&) = delete;
  ~Reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

// A command's own statements are few; made-up rows are each a statement of its own.
constexpr std::size_t kMostStatements = 200;

void bind(sqlite3_stmt* statement, Values values) {
  int place = 0;
  for (const Value& value : values) {
    ++place;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      sqlite3_bind_int64(statement, place, *number);
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
      // A null pointer would bind NULL; an empty text is meant. The caller's text outlives the step: SQLITE_STATIC.
      const char* bytes = text->data() == nullptr ? "" : text->data();
      sqlite3_bind_text64(statement, place, bytes, text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else {
      sqlite3_bind_null(statement, place);
    }
  }
}

}  // namespace

void Finalize::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }

Database::Database(const std::string& path, std::string shown, int flags) : shown_(std::move(shown)) {
  // NOMUTEX: only one thread ever uses a handle, so it need not be locked for each column of each row.
  const int code =
      sqlite3_open_v2(path.c_str(), &handle_, flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) {
    Error failure = engine_error(handle_, code, shown_);
    sqlite3_close(handle_);
    throw failure;
  }
}

Database::~Database() {
  statements_.clear();
  sqlite3_close_v2(handle_);
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void Database::fail(int code) const { throw engine_error(handle_, code, shown_); }

void Database::copy_to(Database& other) const {
  sqlite3_backup* backup = sqlite3_backup_init(other.handle_, "main", handle_, "main");
  if (backup == nullptr) other.fail(sqlite3_errcode(other.handle_));
  const int code = sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) other.fail(code);
}

sqlite3_stmt* Database::prepare(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second.get();
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr);
  if (code != SQLITE_OK) return nullptr;
  if (statements_.size() >= kMostStatements) {
    std::erase_if(statements_, [](const auto& entry) { return sqlite3_stmt_busy(entry.second.get()) == 0; });
  }
  return statements_.emplace(sql, statement).first->second.get();
}

int Database::try_execute(std::string_view sql) {
  sqlite3_stmt* statement = prepare(sql);
  if (statement == nullptr) return sqlite3_extended_errcode(handle_);
  const int code = sqlite3_step(statement);
  const int reset = sqlite3_reset(statement);
  return code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : (reset == SQLITE_OK ? code : reset);
}

std::int64_t Database::execute(std::string_view sql, Values values) {
  sqlite3_stmt* statement = prepare(sql);
  if (statement == nullptr) fail(sqlite3_errcode(handle_));
  bind(statement, values);
  const Reset reset(statement);
  const int code = sqlite3_step(statement);
  if (code != SQLITE_DONE && code != SQLITE_ROW) fail(code);
  return sqlite3_changes64(handle_);
}

void Database::query(std::string_view sql, Values values, const RowReader& read) {
  sqlite3_stmt* statement = prepare(sql);
  if (statement == nullptr) fail(sqlite3_errcode(handle_));
  bind(statement, values);
  const Reset reset(statement);
  std::vector<std::optional<std::string_view>> cells;
  while (true) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) return;
    if (code != SQLITE_ROW) fail(code);
    // A kept statement is compiled anew if the schema changed, and `*` may be other columns then.
    cells.resize(static_cast<std::size_t>(sqlite3_column_count(statement)));
    int column = 0;
    for (std::optional<std::string_view>& cell : cells) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      cell.reset();
      if (text != nullptr) cell.emplace(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
      ++column;
    }
    read(cells);
  }
}

}  // namespace aludel::sqlite
