#include "dialect/mariadb/lease.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include <fmt/core.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/error.h"
#include "dialect/mariadb/errors.h"
#include "dialect/mariadb/literal.h"

namespace aludel::mariadb {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kBetweenBeats{1000};
// DDL stands before every write of the cluster while it works, so silence counts only if the cluster takes writes.
constexpr milliseconds kQuiet{6000}, kQuietThen{3000};
constexpr milliseconds kFresh{4000};  // less than anybody waits: until then nobody else has the lease

// `fence` is written by the holder's transactions and by whoever takes the lease, `beat` by the holder's heartbeat, so
// that neither waits for the other; `ask` by those who wait.
constexpr std::string_view kCreate = R"sql(CREATE TABLE IF NOT EXISTS {} (
	name VARCHAR(64) NOT NULL,
	part VARCHAR(5) NOT NULL,
	token BIGINT NOT NULL,
	times BIGINT NOT NULL,
	node VARCHAR(64),
	holder VARCHAR(300),
	PRIMARY KEY (name, part)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin)sql";
constexpr std::string_view kFill =
    "INSERT IGNORE INTO {0} (name, part, token, times) VALUES ({1}, 'fence', 0, 0), ({1}, 'beat', 0, 0), ({1}, 'ask', "
    "0, "
    "0)";
constexpr std::string_view kRead = "SELECT part, token, times, node, holder FROM {} WHERE name = {}";
constexpr std::string_view kTakeFence =
    "UPDATE {} SET token = token + 1, times = 0, node = {}, holder = {} WHERE name = {} AND part = 'fence' AND token = "
    "{}";
constexpr std::string_view kTakeBeat =
    "UPDATE {} SET token = token + 1, times = 0 WHERE name = {} AND part = 'beat' AND token = {} AND times = {}";
constexpr std::string_view kWrite =
    "UPDATE {} SET times = times + 1 WHERE name = {} AND part = '{}' AND (token = {} OR part = 'ask')";
constexpr std::string_view kRelease = "UPDATE {} SET holder = NULL WHERE name = {} AND part = 'fence' AND token = {}";
constexpr std::string_view kNode =
    "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'wsrep_gcomm_uuid'";

constexpr unsigned kNoTable = 1146;

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

}  // namespace

// Says all the while, on a connection of its own, that the holder lives.
class Heartbeat {
 public:
  Heartbeat(const Target& target, std::string sql)
      : target_(target), sql_(std::move(sql)), thread_([this] { work(); }) {}
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;
  ~Heartbeat() {
    {
      const std::lock_guard guard(mutex_);
      stop_ = true;  // also stops a beat that waits for somebody's DDL
    }
    wake_.notify_all();
    thread_.join();
  }

  void heard() { heard_ = Clock::now().time_since_epoch().count(); }
  [[nodiscard]] bool fresh() const { return Clock::now().time_since_epoch() - Clock::duration(heard_.load()) < kFresh; }

 private:
  using Clock = std::chrono::steady_clock;

  void work() {
    std::unique_ptr<Client> client;
    std::unique_lock guard(mutex_);
    while (!wake_.wait_for(guard, kBetweenBeats, [this] { return stop_.load(); })) {
      guard.unlock();
      beat(client);
      guard.lock();
    }
  }

  void beat(std::unique_ptr<Client>& client) noexcept {
    const auto began = Clock::now().time_since_epoch().count();
    try {
      if (!client) client = std::make_unique<Client>(target_, stop_);
      const Failure failure = client->run(sql_, Client::Stoppable::kYes);
      if (!failure && client->changed() == 1) heard_ = began;
      if (failure.lost()) client.reset();
    } catch (...) {
      client.reset();  // tried again with the next beat; the lease may end meanwhile
    }
  }

  Target target_;
  std::string sql_;
  std::atomic<Clock::rep> heard_ = Clock::now().time_since_epoch().count();
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;  // last: it uses the others
};

Lease::Lease(Client& client, const Target& target, const std::string& table, const std::string& name)
    : client_(&client),
      target_(target),
      table_(quoted_name(target.database) + "." + quoted_name(table)),
      name_(literal(name)) {
  const Failure failure = client.run(kNode, Client::Stoppable::kNo, [&](Row row) { node_ = row[0].value_or(""); });
  if (failure) throw own_failure(failure, target_.shown());
}

Lease::~Lease() { release(); }

// Whether it changed one row. What the cluster wants to be tried again did not.
bool Lease::write(const std::string& sql) {
  const Failure failure = client_->run(sql, Client::Stoppable::kNo);
  if (failure && !may_retry(failure)) throw own_failure(failure, target_.shown());
  return !failure && client_->changed() == 1;
}

void Lease::create() {
  if (const Failure failure = client_->run(fmt::format(kCreate, table_), Client::Stoppable::kNo);
      failure && !may_retry(failure))
    throw own_failure(failure, target_.shown());
}

Lease::Rows Lease::read() {
  Rows rows;
  const Failure failure = client_->run(fmt::format(kRead, table_, name_), Client::Stoppable::kNo, [&](Row row) {
    if (row[0] == "fence") {
      rows.found = true;
      rows.token = row[1].value_or("");
      rows.node = row[3].value_or("");
      rows.holder = row[4].value_or("");
    } else if (row[0] == "beat") {
      rows.beats = row[2].value_or("");
    }
  });
  if (may_retry(failure)) return {};  // the table is being made on another node
  if (failure && failure.number != kNoTable) throw own_failure(failure, target_.shown());
  if (failure) create();
  if (!rows.found) (void)write(fmt::format(kFill, table_, name_));
  return rows;
}

bool Lease::try_take() {
  if (!token_.empty()) return true;
  Rows rows = read();
  if (!rows.found) rows = read();
  if (!rows.found) return false;
  // Its session would keep GET_LOCK of this node.
  const bool gone = rows.holder.empty() || rows.node == node_;
  return (gone || has_given_up(rows)) && take(rows);
}

// Whether the holder has been silent for long enough, while the cluster took writes.
bool Lease::has_given_up(const Rows& rows) {
  const auto now = Clock::now();
  if (rows != seen_) {
    seen_ = rows;
    seen_at_ = now;
    asked_ = false;
    return false;
  }
  if (now - seen_at_ < (asked_ ? kQuietThen : kQuiet)) return false;
  if (asked_) return true;
  asked_ = write(fmt::format(kWrite, table_, name_, "ask", 0));
  seen_at_ = Clock::now();
  return false;
}

bool Lease::take(const Rows& rows) {
  const std::string who = fmt::format("process {} on {}, connection {}, since {}", ::getpid(), host_name(),
                                      client_->id(), utc_now_milliseconds());
  if (const Failure failure = client_->run("START TRANSACTION", Client::Stoppable::kNo))
    throw own_failure(failure, target_.shown());
  const bool taken = write(fmt::format(kTakeFence, table_, literal(node_), literal(who), name_, rows.token)) &&
                     write(fmt::format(kTakeBeat, table_, name_, rows.token, rows.beats));
  const Failure failure = client_->run(taken ? "COMMIT" : "ROLLBACK", Client::Stoppable::kNo);
  if (failure && !may_retry(failure)) throw own_failure(failure, target_.shown());
  if (!taken || failure) return false;
  token_ = std::to_string(std::stoll(rows.token) + 1);
  heartbeat_ = std::make_unique<Heartbeat>(target_, fmt::format(kWrite, table_, name_, "beat", token_));
  return true;
}

bool Lease::fence() {
  const Failure failure = client_->run(fmt::format(kWrite, table_, name_, "fence", token_), Client::Stoppable::kNo);
  if (failure && !may_retry(failure)) throw own_failure(failure, target_.shown());
  if (failure) return false;
  if (client_->changed() == 1) {
    heartbeat_->heard();
    return true;
  }
  token_.clear();
  heartbeat_.reset();
  return false;
}

bool Lease::still_held() { return !token_.empty() && (heartbeat_->fresh() || fence()); }

std::string Lease::holder() {
  const Rows rows = read();
  return rows.holder.empty() ? std::string() : "a run on another node of the cluster (" + rows.holder + ")";
}

void Lease::release() noexcept {
  if (token_.empty()) return;
  try {
    heartbeat_.reset();
    if (client_->in_transaction()) (void)client_->run("ROLLBACK", Client::Stoppable::kNo);
    (void)client_->run(fmt::format(kRelease, table_, name_, token_), Client::Stoppable::kNo);
    token_.clear();
  } catch (...) {
    return;  // out of memory: it ends when nobody has heard of this run for a while
  }
}

}  // namespace aludel::mariadb
