#include "dialect/sqlite/scratch.h"

#include <string>

#include <sqlite3.h>

#include "dialect/sqlite/connection.h"

namespace aludel::sqlite {
namespace {

// SQLite's own temporary database: in memory until it grows, then in a file that has no name any more, so that nothing
// stays behind however we end (https://sqlite.org/inmemorydb.html).
std::unique_ptr<SqliteConnection> temporary() {
  return std::make_unique<SqliteConnection>(Target{.path = "", .shown = "scratch"}, ConnectSettings());
}

}  // namespace

std::unique_ptr<Connection> make_scratch() { return temporary(); }

std::unique_ptr<Connection> make_scratch_copy(Connection& original) {
  auto copy = temporary();
  dynamic_cast<SqliteConnection&>(original).copy_to(*copy);
  return copy;
}

std::string scratch_engine() { return std::string("SQLite ") + sqlite3_libversion(); }

}  // namespace aludel::sqlite
