// Statements that PostgreSQL refuses inside of a transaction, taken apart as far as it takes to tell on the next run
// what became of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aludel::postgresql {

enum class AloneKind : std::uint8_t {
  kHarmless,     // it can run again: VACUUM, ALTER SYSTEM, REINDEX DATABASE
  kCreateIndex,  // CONCURRENTLY, as the next three
  kDropIndex,
  kReindex,
  kDetachPartition,
  kAddValue,  // of an enum; it may stand in a transaction, but what uses the value may not stand in the same one
  kCreateDatabase,
  kDropDatabase,
  kCreateTablespace,
  kDropTablespace,
  kCreateSubscription,
  kDropSubscription,
};

struct AloneStatement {
  AloneKind kind = AloneKind::kHarmless;
  std::string object = {};  // names as they were written; an index without a name: empty
  std::string table = {};   // of an index, or the partition that is detached
  std::string value = {};   // of an enum, a literal
  bool if_exists = false;   // IF EXISTS or IF NOT EXISTS
  // It waits for old transactions without standing in anybody's way, and leaves wreckage if it is cancelled.
  [[nodiscard]] bool concurrent() const {
    return kind == AloneKind::kCreateIndex || kind == AloneKind::kDropIndex || kind == AloneKind::kReindex ||
           kind == AloneKind::kDetachPartition;
  }
};

// Nothing: as far as its first words tell, the statement can run inside of a transaction.
[[nodiscard]] std::optional<AloneStatement> read_alone(std::string_view statement);

}  // namespace aludel::postgresql
