#include "dialect/postgresql/holder.h"

#include <chrono>

#include <fmt/core.h>

#include "core/clock.h"
#include "core/number.h"
#include "core/utf8.h"

namespace aludel::postgresql {
namespace {

// The text of what runs ends at its first quote: a literal may be a secret.
constexpr std::string_view kSessions = R"sql(SELECT coalesce(nullif(a.application_name, ''), a.backend_type), a.pid,
  coalesce(pg_catalog.host(a.client_addr), ''), coalesce(a.state, ''),
  pg_catalog.floor(extract(epoch FROM pg_catalog.clock_timestamp() - coalesce(a.xact_start, a.backend_start)) * 1000)::bigint,
  pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.left(pg_catalog.split_part(coalesce(a.query, ''), '''', 1), 80), '\s+', ' ', 'g'))
FROM pg_catalog.pg_stat_activity a WHERE )sql";

constexpr std::string_view kHolders = R"sql(a.pid IN (SELECT l.pid FROM pg_catalog.pg_locks l
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid IN ({}, {}) AND l.objid = {}
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()))
  AND a.pid <> pg_catalog.pg_backend_pid() ORDER BY a.backend_start LIMIT 1)sql";

constexpr std::string_view kBlockers =
    "a.pid = ANY (pg_catalog.pg_blocking_pids($1)) ORDER BY a.xact_start NULLS LAST LIMIT 1";

constexpr std::string_view kAwaited =
    R"sql(SELECT l.relation, (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000)::bigint
FROM pg_catalog.pg_locks l WHERE l.pid = $1 AND NOT l.granted AND l.locktype = 'relation')sql";

std::string holder_text(const Result& sessions, int row) {
  const std::chrono::milliseconds age(number_of(sessions.cell(row, 4)));
  std::string text = fmt::format("{} (pid {}", sessions.cell(row, 0), sessions.cell(row, 1));
  if (const auto host = sessions.cell(row, 2); !host.empty()) text += fmt::format(", on {}", host);
  text += fmt::format(", for {}", duration_text(age));
  const std::string_view state = sessions.cell(row, 3);
  const std::string_view query = sessions.cell(row, 5);
  if (!state.empty() && state != "active") text += fmt::format(", {}", state);
  if (!query.empty()) text += fmt::format(", {}: {}", state == "active" ? "runs" : "last ran", query);
  return printable(text + ")");
}

}  // namespace

// FNV-1a, so that every version of Aludel gets the same key.
RunLock run_lock(std::string_view schema, std::string_view table) {
  std::uint32_t hash = 2166136261U;
  const auto add = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  };
  add(schema);
  add(std::string_view("\0", 1));
  add(table);
  return {static_cast<int>(hash & 0x7fffffffU)};
}

std::string lock_holders_sql(RunLock lock) {
  return std::string(kSessions) + fmt::format(kHolders, RunLock::kSessionClass, RunLock::kTransactionClass, lock.key);
}

std::string holders_text(const Result& sessions) {
  return sessions && sessions.rows() > 0 ? holder_text(sessions, 0) : std::string();
}

Wait Observer::wait_of(int pid) noexcept {
  try {
    if (!link_) link_ = std::make_unique<Link>(target_, never_);
    Result sessions, awaited;
    const Value asked = std::int64_t{pid};
    link_->send(std::string(kSessions) + std::string(kBlockers), {&asked, 1}, {.answer = &sessions});
    link_->send(std::string(kAwaited), {&asked, 1}, {.answer = &awaited});
    if (link_->settle()) return {};
    Wait wait{holders_text(sessions), {}, 0};
    if (awaited.rows() > 0) {
      wait.relation = awaited.cell(0, 0);
      wait.seen = number_of(awaited.cell(0, 1));
    }
    return wait;
  } catch (...) {
    link_.reset();
    return {};
  }
}

}  // namespace aludel::postgresql
