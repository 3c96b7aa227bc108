// A database's schema as a sorted list of facts, each in the engine's own words, so that two databases can be compared.
#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace aludel {

struct SnapshotEntry {
  std::string kind;    // table, column, index, foreign key, check, view, trigger
  std::string object;  // the table, view or trigger that it belongs to
  std::string name;    // the column, index ...; empty if the object itself is meant
  std::string detail;  // what must be equal; spelling that does not matter is normalised
  std::string shown;   // for people: `column images.hdr_path TEXT`
  // What is shown does not count.
  [[nodiscard]] auto key() const { return std::tie(kind, object, name, detail); }
  bool operator==(const SnapshotEntry& other) const { return key() == other.key(); }
  bool operator<(const SnapshotEntry& other) const { return key() < other.key(); }
};

using Snapshot = std::vector<SnapshotEntry>;  // sorted

struct SnapshotDifference {
  Snapshot missing;  // in the expected one only
  Snapshot extra;    // in the actual one only
  [[nodiscard]] bool empty() const { return missing.empty() && extra.empty(); }
};
[[nodiscard]] SnapshotDifference compare(const Snapshot& expected, const Snapshot& actual);

}  // namespace aludel
