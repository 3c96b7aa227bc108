#include "dialect/sqlite/scratch.h"

#include <cstdlib>
#include <string>

#include <sqlite3.h>
#include <unistd.h>

#include "core/error.h"
#include "dialect/sqlite/connection.h"

namespace aludel::sqlite {
namespace {

// A folder of its own: SQLite puts journals beside the file.
class PrivateFolder {
 public:
  PrivateFolder() {
    const char* place = std::getenv("TMPDIR");
    path_ = std::string(place == nullptr || *place == '\0' ? "/tmp" : place) + "/aludel-scratch-XXXXXX";
    if (::mkdtemp(path_.data()) == nullptr) throw error(Code::kFile, "cannot create a folder like `{}`", path_);
  }
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  ~PrivateFolder() {
    for (const char* end : {"", "-journal", "-wal", "-shm"}) ::unlink((file() + end).c_str());
    ::rmdir(path_.c_str());
  }
  [[nodiscard]] std::string file() const { return path_ + "/scratch.db"; }

 private:
  std::string path_;
};

ConnectSettings scratch_settings() {
  ConnectSettings settings;
  settings.missing = Missing::kCreate;
  return settings;
}

// The folder is a base class, so that it is made before the connection and removed after it.
class ScratchConnection final : private PrivateFolder, public SqliteConnection {
 public:
  ScratchConnection() : SqliteConnection({.path = file(), .shown = "scratch"}, scratch_settings()) { forget_safety(); }
  void reopen() override {
    SqliteConnection::reopen();
    forget_safety();
  }

 private:
  // Nobody reads it after a crash.
  void forget_safety() { execute("PRAGMA synchronous = OFF", {}); }
};

}  // namespace

std::unique_ptr<Connection> make_scratch() { return std::make_unique<ScratchConnection>(); }

std::unique_ptr<Connection> make_scratch_copy(Connection& original) {
  auto copy = std::make_unique<ScratchConnection>();
  dynamic_cast<SqliteConnection&>(original).copy_to(*copy);
  return copy;
}

std::string scratch_engine() { return std::string("SQLite ") + sqlite3_libversion(); }

}  // namespace aludel::sqlite
