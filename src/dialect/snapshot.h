// A database's schema as a sorted list of facts, each in the engine's own words, so that two databases can be compared.
#pragma once

#include <compare>
#include <string>
#include <vector>

namespace aludel {

struct SnapshotEntry {
  std::string kind;    // table, column, index, foreign key, check, view, trigger
  std::string object;  // the table, view or trigger that it belongs to
  std::string name;    // the column, index ...; empty if the object itself is meant
  std::string detail;  // what must be equal; spelling that does not matter is normalised
  std::string shown;   // for people: `column images.hdr_path TEXT`
  bool operator==(const SnapshotEntry& other) const { return (*this <=> other) == 0; }
  std::strong_ordering operator<=>(const SnapshotEntry& other) const {
    if (const auto order = kind <=> other.kind; order != 0) return order;
    if (const auto order = object <=> other.object; order != 0) return order;
    if (const auto order = name <=> other.name; order != 0) return order;
    return detail <=> other.detail;
  }
};

using Snapshot = std::vector<SnapshotEntry>;  // sorted

struct SnapshotDifference {
  Snapshot missing;  // in the expected one only
  Snapshot extra;    // in the actual one only
  [[nodiscard]] bool empty() const { return missing.empty() && extra.empty(); }
};
[[nodiscard]] SnapshotDifference compare(const Snapshot& expected, const Snapshot& actual);

}  // namespace aludel
