// `--backup PATH`: a copy by SQLite's backup API (https://sqlite.org/backup.html), which sees what is in the WAL too.
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/failpoint.h"
#include "core/file.h"
#include "dialect/sqlite/connection.h"

namespace aludel::sqlite {
namespace {

// Creates the temporary file with the rights of the database: a copy must not be readable by more people.
std::string create_beside(const std::string& path, const std::string& like) {
  struct stat status {};
  const mode_t mode = ::stat(like.c_str(), &status) == 0 ? status.st_mode & 0777U : 0600U;
  std::string temporary = join_path(parent_path(path), fmt::format(".{}.XXXXXX", file_name(path)));
  const int file = ::mkstemp(temporary.data());
  if (file < 0) throw error(Code::kFile, "cannot write `{}`: {}", path, std::strerror(errno));
  ::fchmod(file, mode);
  ::close(file);
  return temporary;
}

}  // namespace

void SqliteConnection::backup(const std::string& path) {
  if (file_exists(path)) {
    throw error(Code::kFileExists, "`{}` exists already", path)
        .help("name a new file for `--backup`, or move the old one away");
  }
  const std::string temporary = create_beside(path, target_.path);
  try {
    Database to(temporary, path, SQLITE_OPEN_READWRITE);
    if (target_.path.empty()) {
      database_->copy_to(to);  // a temporary database has no other handle
    } else {
      // A handle of its own: the backup API does not read from one that holds the write lock.
      Database from(target_.path, target_.shown, SQLITE_OPEN_READONLY);
      patience_.attach(from.handle());
      from.copy_to(to);
    }
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  // link() never replaces a file that appeared meanwhile.
  const bool done = ::link(temporary.c_str(), path.c_str()) == 0;
  const int cause = errno;
  ::unlink(temporary.c_str());
  if (!done) throw error(Code::kFile, "cannot write `{}`: {}", path, std::strerror(cause));
  failpoint("backup.done");
}

}  // namespace aludel::sqlite
