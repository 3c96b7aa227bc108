// Running the statements of a user's file: the part of SqliteConnection that deals with text that people wrote.
#include <algorithm>
#include <string>
#include <utility>

#include <sqlite3.h>

#include "core/error.h"
#include "core/failpoint.h"
#include "core/listed.h"
#include "dialect/sqlite/connection.h"
#include "dialect/sqlite/ddl/guard.h"
#include "dialect/sqlite/result.h"
#include "dialect/sqlite/split.h"

namespace aludel::sqlite {
namespace {

// The authorizer's phases and the interrupt flag, put back however a statement ends.
class Watch {
 public:
  Watch(Authorizer& authorizer, bool& stoppable) : authorizer_(&authorizer), stoppable_(&stoppable) {
    stoppable = true;
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch() {
    authorizer_->rest();
    *stoppable_ = false;
  }

 private:
  Authorizer* authorizer_;
  bool* stoppable_;
};

// The word or sign at `offset`, to be underlined.
Span token_at(const Source& source, Span statement, std::size_t offset) {
  const std::size_t begin = std::min(offset, statement.end == 0 ? 0 : statement.end - 1);
  std::size_t end = begin;
  const auto in_word = [](char c) {
    return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0;
  };
  while (end < statement.end && in_word(source.text[end])) ++end;
  return {begin, std::max(end, begin + 1)};
}

// "cannot VACUUM from within a transaction", "Safety level may not be changed inside a transaction" ...
bool refuses_transaction(std::string_view message) {
  return message.find("within a transaction") != std::string_view::npos ||
         message.find("inside a transaction") != std::string_view::npos;
}

// Not among them: modules, functions and collations, which no statement makes.
bool names_what_is_missing(std::string_view message) {
  constexpr std::string_view kMissing[] = {"no such table", "no such column",  "no such view",
                                           "no such index", "no such trigger", " has no column named "};
  return std::any_of(std::begin(kMissing), std::end(kMissing),
                     [&](std::string_view text) { return message.find(text) != std::string_view::npos; });
}

}  // namespace

void SqliteConnection::run(const Source& source, Span statement, RunMode mode) {
  stop_if_interrupted();
  failpoint("stmt.before");
  schema_edited_ = schema_edited_ || mode == RunMode::kSchemaEdit;
  must_run_alone_ = missed_object_ = false;
  {
    const Watch watch(*authorizer_, stoppable_);
    step_all(source, statement, source.slice(statement), mode);
  }
  failpoint("stmt.after");
}

void SqliteConnection::step_all(const Source& source, Span statement, std::string_view text, RunMode mode) {
  sqlite3* handle = database_->handle();
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  // Once, unless SQLite finds the end of the statement earlier than the splitter did.
  while (at < end) {
    authorizer_->compiling(mode);
    sqlite3_stmt* compiled = nullptr;
    const char* tail = nullptr;
    const auto begin = statement.begin + static_cast<std::size_t>(at - text.data());
    int code = sqlite3_prepare_v3(handle, at, static_cast<int>(end - at), 0, &compiled, &tail);
    const Prepared owner(compiled);
    if (code == SQLITE_OK && compiled != nullptr) {
      if (sqlite3_bind_parameter_count(compiled) > 0) throw_parameter(source, {begin, statement.end}, compiled);
      authorizer_->running();
      for (const std::string& table : authorizer_->drops()) losses_.before_drop(handle, table);
      if (foreign_keys_) {
        for (const std::string& table : authorizer_->drops()) losses_.before_cascade(handle, table);
      }
      for (const std::string& table : authorizer_->alters()) losses_.before_alter(handle, table);
      do {
        code = sqlite3_step(compiled);
      } while (code == SQLITE_ROW);
      if (code == SQLITE_DONE) {
        code = SQLITE_OK;
        losses_.after(handle);
      }
    }
    if (code != SQLITE_OK) throw_statement(source, {begin, statement.end}, begin, code, mode);
    at = tail;
  }
}

// SQLite would take NULL for it.
void SqliteConnection::throw_parameter(const Source& source, Span statement, sqlite3_stmt* compiled) {
  const char* name = sqlite3_bind_parameter_name(compiled, 1);
  throw error(Code::kStatement, "the parameter `{}` has no value: nobody fills one in for a file",
              name == nullptr ? "?" : name)
      .at(source.locate(token_at(source, statement, statement.begin), "this statement"))
      .help("write the value itself; inside quotes a `?` or `:` is text");
}

// What a generated migration checks by itself says what is wrong, and what was found.
void SqliteConnection::throw_guard(const std::string& message, std::string_view select, const Location& place) {
  constexpr std::string_view kPrefix = "CHECK constraint failed: ";
  Error failure =
      error(Code::kStatement, "{}", message.starts_with(kPrefix) ? message.substr(kPrefix.size()) : message);
  failure.diagnostic().places.push_back(place);
  std::size_t shown = 0;
  database_->query(select, {}, [&](Row row) {
    constexpr std::size_t kMost = 5;
    if (shown++ >= kMost) return;
    std::string found(row[0].value_or("nothing"));
    if (found.starts_with("1 rows")) found.erase(std::string_view("1 row").size(), 1);  // the migration counts in SQL
    failure.diagnostic().notes.push_back("found " + found);
  });
  throw std::move(failure)
      .note("the migration stops before anything is lost; nothing of this revision was kept")
      .help("put the rows right or change the revision, then run the same command again");
}

void SqliteConnection::throw_statement(const Source& source, Span statement, std::size_t offset, int code,
                                       RunMode mode) {
  sqlite3* handle = database_->handle();
  const std::string message = sqlite3_errmsg(handle);
  const int extended = sqlite3_extended_errcode(handle);
  const int inside = sqlite3_error_offset(handle);
  const bool placed = inside >= 0;
  const Span place = token_at(source, statement, placed ? offset + static_cast<std::size_t>(inside) : statement.begin);

  if (const auto& refusal = authorizer_->refusal()) {
    const bool control = refusal->reason.find("begin or end") != std::string_view::npos;
    throw error(control ? Code::kTransactionControl : Code::kForbiddenStatement, "{}", refusal->reason)
        .at(source.locate(token_at(source, statement, statement.begin), "not permitted"))
        .help(std::string(refusal->help));
  }
  if ((code & 0xFF) == SQLITE_INTERRUPT && interrupted()) {
    throw error(Code::kInterrupted, "stopped by a signal").at(source.locate(place, "while this ran"));
  }
  const auto guarded = guarded_select(source.slice(statement));
  if (extended == SQLITE_CONSTRAINT_CHECK && guarded)
    throw_guard(message, *guarded, source.locate(place, "this check"));
  must_run_alone_ = mode != RunMode::kAlone && refuses_transaction(message);
  missed_object_ = names_what_is_missing(message);
  const bool locked = (code & 0xFF) == SQLITE_BUSY;
  Error failure = error(locked ? Code::kLockTimeout : Code::kStatement, "{}", message);
  failure.diagnostic().places.push_back(source.locate(place, placed ? "here" : "this statement"));
  if (extended != SQLITE_ERROR)
    failure.diagnostic().notes.push_back(fmt::format("SQLite says {}", result_name(extended)));
  if (must_run_alone_) {
    failure.diagnostic().help.push_back("mark the section `transaction:false`: its statements then commit one by one");
  }
  throw with_help(std::move(failure), code, target_.shown);
}

void SqliteConnection::start_revision(const SessionWish& wish) {
  keys_before_.reset();
  schema_edited_ = false;
  losses_.forget();
  // Only where a section says so: a check after each revision would read the whole database each time.
  if (wish.foreign_keys == false) keys_before_ = read_foreign_keys(*database_);
}

// An edit that SQLite cannot read back would otherwise be found by whoever opens the database next.
void SqliteConnection::read_schema_back() {
  schema_edited_ = false;
  try {
    database_->execute("PRAGMA writable_schema = RESET", {});
    database_->query("SELECT count(*) FROM pragma_table_list", {}, [](Row) {});
  } catch (Error& failure) {
    throw error(Code::kStatement, "SQLite cannot read the schema that this section wrote: {}",
                failure.diagnostic().message)
        .help("mend the text that is written into sqlite_schema; nothing of this revision was kept");
  }
}

void SqliteConnection::check_revision(const SessionWish& wish) {
  stop_if_interrupted();
  if (schema_edited_) read_schema_back();
  if (has_open_violations(*database_)) {
    Error failure = error(Code::kForeignKeys, "rows break a foreign key that is checked when the transaction ends");
    for (std::string& line : describe(find_violations(*database_)))
      failure.diagnostic().notes.push_back(std::move(line));
    throw std::move(failure).help("make the rows refer to rows that exist, in the same revision");
  }
  if (wish.foreign_keys != false || !keys_before_) return;
  const ForeignKeys after = read_foreign_keys(*database_);
  if (const std::vector<std::string> tables = lost_parents(*keys_before_, after); !tables.empty()) {
    throw error(Code::kForeignKeys, "foreign keys of {} refer to columns that are not unique any more", listed(tables))
        .help("give the columns that they refer to a primary key or a unique index");
  }
  const Violations fresh = new_violations(keys_before_->violations, after.violations);
  if (fresh.empty()) return;
  Error failure =
      error(Code::kForeignKeys, "the section ran with `foreign_keys:off` and leaves rows that break a foreign key");
  for (std::string& line : describe(fresh)) failure.diagnostic().notes.push_back(std::move(line));
  throw std::move(failure).help("delete or repair these rows in the same revision");
}

}  // namespace aludel::sqlite
