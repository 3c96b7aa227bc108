#include "dialect/postgresql/catalog.h"

#include <utility>

#include "core/error.h"
#include "dialect/postgresql/connection.h"

namespace aludel::postgresql {
namespace {

constexpr std::string_view kPath = "SELECT pg_catalog.current_setting('search_path')";
// Of some hundred tables.
constexpr std::string_view kIsLarge = "SELECT pg_relation_size('pg_class') > 1048576";
constexpr std::string_view kSnapshot = "SELECT pg_export_snapshot()";
constexpr std::string_view kPutBack = "SELECT pg_catalog.set_config('search_path', ?, true)";

}  // namespace

Catalog::Catalog(Connection& connection) : connection_(&connection) {
  if (!connection.in_transaction()) {
    connection.execute(kBeginReading);
    began_ = true;
  } else {
    connection.query(kPath, [this](Row row) { path_ = text(row, 0); });
  }
  connection.query(kPinPath, [](Row) {});
}

void Catalog::share(const std::function<std::vector<std::string>()>& questions) {
  const auto* server = dynamic_cast<const PostgresqlConnection*>(connection_);
  if (server == nullptr || !began_ || server->pooled()) return;
  bool large = false;
  connection_->query(kIsLarge, [&](Row row) { large = is_true(row, 0); });
  if (!large) return;
  std::string snapshot;
  connection_->query(kSnapshot, [&](Row row) { snapshot = text(row, 0); });
  second_ = std::make_unique<SecondSession>(server->target(), std::move(snapshot), questions());
}

void Catalog::query(std::string_view sql, const RowReader& read) {
  if (second_) {
    if (const auto answer = second_->take(sql)) return answer->read(read);
  }
  connection_->query(sql, read);
}

Catalog::~Catalog() {
  second_.reset();
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
