#include "dialect/sqlite/result.h"

#include <utility>

#include <sqlite3.h>

#include "core/error.h"
#include "core/file.h"

namespace aludel::sqlite {
namespace {

struct Name {
  int code;
  std::string_view name;
};

#define ALUDEL_RESULT(code) \
  { code, #code }
// https://sqlite.org/rescode.html
constexpr Name kNames[] = {
    ALUDEL_RESULT(SQLITE_ERROR),
    ALUDEL_RESULT(SQLITE_INTERNAL),
    ALUDEL_RESULT(SQLITE_PERM),
    ALUDEL_RESULT(SQLITE_ABORT),
    ALUDEL_RESULT(SQLITE_ABORT_ROLLBACK),
    ALUDEL_RESULT(SQLITE_BUSY),
    ALUDEL_RESULT(SQLITE_BUSY_RECOVERY),
    ALUDEL_RESULT(SQLITE_BUSY_SNAPSHOT),
    ALUDEL_RESULT(SQLITE_LOCKED),
    ALUDEL_RESULT(SQLITE_LOCKED_SHAREDCACHE),
    ALUDEL_RESULT(SQLITE_NOMEM),
    ALUDEL_RESULT(SQLITE_READONLY),
    ALUDEL_RESULT(SQLITE_READONLY_RECOVERY),
    ALUDEL_RESULT(SQLITE_READONLY_CANTLOCK),
    ALUDEL_RESULT(SQLITE_READONLY_ROLLBACK),
    ALUDEL_RESULT(SQLITE_READONLY_DBMOVED),
    ALUDEL_RESULT(SQLITE_READONLY_CANTINIT),
    ALUDEL_RESULT(SQLITE_READONLY_DIRECTORY),
    ALUDEL_RESULT(SQLITE_INTERRUPT),
    ALUDEL_RESULT(SQLITE_IOERR),
    ALUDEL_RESULT(SQLITE_IOERR_READ),
    ALUDEL_RESULT(SQLITE_IOERR_SHORT_READ),
    ALUDEL_RESULT(SQLITE_IOERR_WRITE),
    ALUDEL_RESULT(SQLITE_IOERR_FSYNC),
    ALUDEL_RESULT(SQLITE_IOERR_DIR_FSYNC),
    ALUDEL_RESULT(SQLITE_IOERR_TRUNCATE),
    ALUDEL_RESULT(SQLITE_IOERR_FSTAT),
    ALUDEL_RESULT(SQLITE_IOERR_UNLOCK),
    ALUDEL_RESULT(SQLITE_IOERR_RDLOCK),
    ALUDEL_RESULT(SQLITE_IOERR_DELETE),
    ALUDEL_RESULT(SQLITE_IOERR_NOMEM),
    ALUDEL_RESULT(SQLITE_IOERR_ACCESS),
    ALUDEL_RESULT(SQLITE_IOERR_LOCK),
    ALUDEL_RESULT(SQLITE_IOERR_CLOSE),
    ALUDEL_RESULT(SQLITE_IOERR_SHMOPEN),
    ALUDEL_RESULT(SQLITE_IOERR_SHMSIZE),
    ALUDEL_RESULT(SQLITE_IOERR_SHMLOCK),
    ALUDEL_RESULT(SQLITE_IOERR_SHMMAP),
    ALUDEL_RESULT(SQLITE_IOERR_SEEK),
    ALUDEL_RESULT(SQLITE_IOERR_DELETE_NOENT),
    ALUDEL_RESULT(SQLITE_IOERR_MMAP),
    ALUDEL_RESULT(SQLITE_IOERR_GETTEMPPATH),
    ALUDEL_RESULT(SQLITE_CORRUPT),
    ALUDEL_RESULT(SQLITE_CORRUPT_VTAB),
    ALUDEL_RESULT(SQLITE_CORRUPT_SEQUENCE),
    ALUDEL_RESULT(SQLITE_CORRUPT_INDEX),
    ALUDEL_RESULT(SQLITE_NOTFOUND),
    ALUDEL_RESULT(SQLITE_FULL),
    ALUDEL_RESULT(SQLITE_CANTOPEN),
    ALUDEL_RESULT(SQLITE_CANTOPEN_NOTEMPDIR),
    ALUDEL_RESULT(SQLITE_CANTOPEN_ISDIR),
    ALUDEL_RESULT(SQLITE_CANTOPEN_FULLPATH),
    ALUDEL_RESULT(SQLITE_CANTOPEN_SYMLINK),
    ALUDEL_RESULT(SQLITE_PROTOCOL),
    ALUDEL_RESULT(SQLITE_SCHEMA),
    ALUDEL_RESULT(SQLITE_TOOBIG),
    ALUDEL_RESULT(SQLITE_CONSTRAINT),
    ALUDEL_RESULT(SQLITE_CONSTRAINT_CHECK),
    ALUDEL_RESULT(SQLITE_CONSTRAINT_COMMITHOOK),
    ALUDEL_RESULT(SQLITE_CONSTRAINT_FOREIGNKEY),
    ALUDEL_RESULT(SQLITE_CONSTRAINT_FUNCTION),
    ALUDEL_RESULT(SQLITE_CONSTRAINT_NOTNULL),
    ALUDEL_RESULT(SQLITE_CONSTRAINT_PRIMARYKEY),
    ALUDEL_RESULT(SQLITE_CONSTRAINT_TRIGGER),
    ALUDEL_RESULT(SQLITE_CONSTRAINT_UNIQUE),
    ALUDEL_RESULT(SQLITE_CONSTRAINT_VTAB),
    ALUDEL_RESULT(SQLITE_CONSTRAINT_ROWID),
    ALUDEL_RESULT(SQLITE_CONSTRAINT_DATATYPE),
    ALUDEL_RESULT(SQLITE_MISMATCH),
    ALUDEL_RESULT(SQLITE_MISUSE),
    ALUDEL_RESULT(SQLITE_NOLFS),
    ALUDEL_RESULT(SQLITE_AUTH),
    ALUDEL_RESULT(SQLITE_RANGE),
    ALUDEL_RESULT(SQLITE_NOTADB),
};
#undef ALUDEL_RESULT

Code code_of(int result) {
  switch (result & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Code::kLockTimeout;
    case SQLITE_INTERRUPT:
      return Code::kInterrupted;
    case SQLITE_CANTOPEN:
    case SQLITE_NOTADB:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CORRUPT:
      return Code::kConnect;
    default:
      return Code::kStatement;
  }
}

}  // namespace

std::string_view result_name(int extended_code) {
  for (const Name& entry : kNames) {
    if (entry.code == extended_code) return entry.name;
  }
  const int primary = extended_code & 0xFF;
  return primary == extended_code ? "SQLITE_UNKNOWN" : result_name(primary);
}

Error with_help(Error error, int code, const std::string& database) {
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return std::move(error).help(
          fmt::format("free some space on the disk of `{}`, then run the same command again", database));
    case SQLITE_BUSY:
      return std::move(error).help(
          "end the process that holds the lock, or wait longer with `lock_timeout` in aludel.toml");
    case SQLITE_IOERR:
      return std::move(error).help(fmt::format(
          "see what the disk of `{}` says, and whether files may be that large here (`ulimit -f`)", database));
    case SQLITE_READONLY:
      return std::move(error).help(fmt::format("let this user write `{}` and the folder that it is in", database));
    case SQLITE_CANTOPEN:
      return std::move(error).help(fmt::format(
          "let this user write the folder `{}`: SQLite keeps a journal beside the database", parent_path(database)));
    case SQLITE_NOTADB:
      return std::move(error).help("check the URL: the file is no SQLite database, or an encrypted one");
    case SQLITE_CORRUPT:
      return std::move(error).help(fmt::format("run `sqlite3 {} 'PRAGMA integrity_check'`", database));
    default:
      return error;
  }
}

Error engine_error(sqlite3* handle, int code, const std::string& database) {
  const int extended = handle == nullptr ? code : sqlite3_extended_errcode(handle);
  const char* text = handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle);
  return with_help(error(code_of(code), "`{}`: {} ({})", database, text, result_name(extended)), code, database);
}

std::string engine_words(const Error& error) {
  std::string message = error.diagnostic().message;
  if (const std::size_t code = message.rfind(" (SQLITE_"); code != std::string::npos) message.erase(code);
  if (const std::size_t database = message.find("`: "); message.starts_with('`') && database != std::string::npos)
    message.erase(0, database + 3);
  return message;
}

}  // namespace aludel::sqlite
