#include "dialect/postgresql/catalog.h"

#include "core/error.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kBegin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr std::string_view kPin = "SELECT pg_catalog.set_config('search_path', 'pg_catalog', true)";
constexpr std::string_view kPath = "SELECT pg_catalog.current_setting('search_path')";
constexpr std::string_view kPutBack = "SELECT pg_catalog.set_config('search_path', ?, true)";

}  // namespace

Catalog::Catalog(Connection& connection) : connection_(&connection) {
  if (!connection.in_transaction()) {
    connection.execute(kBegin);
    began_ = true;
  } else {
    connection.query(kPath, [this](Row row) { path_ = text(row, 0); });
  }
  connection.query(kPin, [](Row) {});
}

Catalog::~Catalog() {
  try {
    if (began_) {
      connection_->execute("ROLLBACK");
    } else {
      connection_->query(kPutBack, {path_}, [](Row) {});
    }
  } catch (const Error&) {
    // The connection broke, or a query failed and with it the transaction; that is told already.
  }
}

}  // namespace aludel::postgresql
