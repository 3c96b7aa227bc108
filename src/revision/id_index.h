// Finds a revision by its id: open addressing over the list itself, eight bytes a slot. Ids are found exactly, but two
// that differ only in case are reported as equal: a database may compare its version table's rows without regard to
// case.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "revision/revision.h"

namespace aludel {

class IdIndex {
 public:
  explicit IdIndex(std::span<const Revision> revisions);

  [[nodiscard]] std::optional<Node> find(std::string_view id) const;
  // Brings what find() will look at for these ids into the processor's cache, for all of them at once: one after the
  // other each would wait for memory three times. For some dozens; more push each other out again.
  void fetch(std::span<const std::string_view> ids) const;
  // The first revision whose id is that of an earlier one, and the earlier one.
  struct Twins {
    Node first;
    Node second;
  };
  [[nodiscard]] const std::optional<Twins>& twins() const { return twins_; }

 private:
  void insert(Node node, std::uint64_t hash);

  std::span<const Revision> revisions_;
  struct Slot {
    Node node;
    std::uint32_t tag;  // of the hash, so that a stranger is told without a look at its text
  };
  std::vector<Slot> slots_;
  std::optional<Twins> twins_;
};

}  // namespace aludel
