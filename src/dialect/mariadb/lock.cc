#include "dialect/mariadb/lock.h"

#include <utility>
#include <vector>

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

// Without PROCESS a user sees his own sessions only.
constexpr std::string_view kOthersOfUser =
    "SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND db = DATABASE() "
    "ORDER BY time DESC, id LIMIT 3";
constexpr unsigned kNoPrivilege = 1227;

std::string sessions_of_user(Client& client) {
  std::vector<std::string> ids;
  (void)client.run(kOthersOfUser, Client::Stoppable::kNo, [&](Row row) { ids.emplace_back(row[0].value_or("")); });
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : " or ") + describe_session(client, id);
  return text.empty() ? "a session that this user may not see" : text + ", or a session that this user may not see";
}

// Names of locks are one list for the whole server, and their case does not count.
std::string lock_name(const std::string& database, const std::string& table) {
  std::string name = fmt::format("aludel:{}.{}", database, table);
  if (name.size() <= kLongestName) return name;
  Sha256 sum;
  sum.add(name);
  return ("aludel:" + checksum_text(sum.finish())).substr(0, kLongestName);
}

}  // namespace

Lock::Lock(Client& client, const Target& target, const std::string& table, std::string lease_table)
    : client_(&client),
      target_(target),
      name_(lock_name(target.database, table)),
      lease_table_(std::move(lease_table)) {}

// Also finds out whether this is a node of a cluster; MySQL has no variable that says so.
bool Lock::try_take_name() {
  bool cluster = false;
  const std::string_view wsrep = client_->is_mariadb() ? "@@wsrep_on" : "0";
  const Failure failure = client_->run(fmt::format("SELECT GET_LOCK({}, 0), {}", literal(name_), wsrep),
                                       Client::Stoppable::kNo, [&](Row row) {
                                         named_ = row[0] == "1";
                                         cluster = row[1] == "1";
                                       });
  if (failure) throw own_failure(failure, "the database");
  if (named_ && cluster && !lease_ && !lease_table_.empty()) lease_.emplace(*client_, target_, lease_table_, name_);
  return named_;
}

bool Lock::try_take() {
  if (held_) return true;
  held_ = (named_ || try_take_name()) && (!lease_ || lease_->try_take());
  return held_;
}

bool Lock::fence() {
  if (lease_) held_ = lease_->fence();
  return held_;
}

bool Lock::still_held() {
  if (lease_) held_ = lease_->still_held();
  return held_;
}

std::string Lock::holder() {
  if (named_ && lease_) return lease_->holder();
  std::string id;
  (void)client_->run(fmt::format("SELECT IS_USED_LOCK({})", literal(name_)), Client::Stoppable::kNo,
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

LikelyBlocker likely_blocker(Client& client) {
  std::string id, age;
  const Failure failure = client.run(kOldest, Client::Stoppable::kNo, [&](Row row) {
    id = row[0].value_or("");
    age = row[1].value_or("");
  });
  if (failure.number == kNoPrivilege) return {sessions_of_user(client), true};
  if (id.empty()) return {};
  return {fmt::format("{}, whose transaction is open for {} s", describe_session(client, id), age)};
}

}  // namespace aludel::mariadb
