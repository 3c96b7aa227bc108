#include "generate/asking.h"

#include "aludel/error.h"

namespace aludel {

void ask(Connection& connection, std::string_view sql, const RowReader& read) {
  if (!connection.in_transaction()) {
    connection.query(sql, read);
    return;
  }
  connection.savepoint();
  try {
    connection.query(sql, read);
    connection.release();
  } catch (const Error&) {
    connection.rollback_to_savepoint();
    throw;
  }
}

}  // namespace aludel
