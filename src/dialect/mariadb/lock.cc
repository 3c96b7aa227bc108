#include "dialect/mariadb/lock.h"

#include "core/checksum.h"
#include "core/error.h"
#include "dialect/mariadb/errors.h"
#include "dialect/mariadb/literal.h"

namespace aludel::mariadb {
namespace {

constexpr std::size_t kLongestName = 64;  // of MySQL 8

constexpr std::string_view kSession =
    "SELECT user, host, time, LEFT(info, 120) FROM information_schema.processlist WHERE id = ";
constexpr std::string_view kOldest =
    "SELECT trx_mysql_thread_id, TIMESTAMPDIFF(SECOND, trx_started, NOW()) FROM information_schema.innodb_trx "
    "WHERE trx_mysql_thread_id NOT IN (0, CONNECTION_ID()) ORDER BY trx_started LIMIT 1";

// Names of locks are one list for the whole server, and their case does not count.
std::string lock_name(const std::string& database, const std::string& table) {
  std::string name = fmt::format("aludel:{}.{}", database, table);
  if (name.size() <= kLongestName) return name;
  Sha256 sum;
  sum.add(name);
  return ("aludel:" + checksum_text(sum.finish())).substr(0, kLongestName);
}

}  // namespace

Lock::Lock(Client& client, const std::string& database, const std::string& table)
    : client_(&client), name_(literal(lock_name(database, table))) {}

bool Lock::try_take() {
  if (held_) return true;
  const Failure failure = client_->run(fmt::format("SELECT GET_LOCK({}, 0)", name_), Client::Stoppable::kNo,
                                       [&](Row row) { held_ = row[0] == "1"; });
  if (failure) throw own_failure(failure, "the database");
  return held_;
}

std::string Lock::holder() {
  std::string id;
  (void)client_->run(fmt::format("SELECT IS_USED_LOCK({})", name_), Client::Stoppable::kNo,
                     [&](Row row) { id = row[0].value_or(""); });
  return id.empty() ? id : describe_session(*client_, id);
}

std::string describe_session(Client& client, std::string_view id) {
  std::string text = fmt::format("connection {}", id);
  (void)client.run(fmt::format("{}{}", kSession, id), Client::Stoppable::kNo, [&](Row row) {
    const std::string_view statement = row[3].value_or("");
    text += fmt::format(" ({}@{}, {} for {} s{}{})", row[0].value_or(""), row[1].value_or(""),
                        statement.empty() ? "idle" : "busy", row[2].value_or("0"), statement.empty() ? "" : ": ",
                        statement);
  });
  return text;
}

std::string oldest_transaction(Client& client) {
  std::string id, age;
  (void)client.run(kOldest, Client::Stoppable::kNo, [&](Row row) {
    id = row[0].value_or("");
    age = row[1].value_or("");
  });
  if (id.empty()) return id;
  return fmt::format("{}, whose transaction is open for {} s", describe_session(client, id), age);
}

}  // namespace aludel::mariadb
