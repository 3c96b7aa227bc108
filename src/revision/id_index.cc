#include "revision/id_index.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace aludel {
namespace {

constexpr Node kFree = std::numeric_limits<Node>::max();

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool equal_but_for_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

// FNV-1a, mixed at the end so that the low bits depend on all.
std::uint64_t hash(std::string_view id) {
  std::uint64_t value = 14695981039346656037U;
  for (const char c : id) value = (value ^ static_cast<unsigned char>(lower(c))) * 1099511628211U;
  return value ^ (value >> 29U);
}

}  // namespace

IdIndex::IdIndex(std::span<const Revision> revisions)
    : revisions_(revisions), slots_(std::bit_ceil(std::max<std::size_t>(8, revisions.size() * 2)), kFree) {
  const std::size_t mask = slots_.size() - 1;
  for (Node node = 0; node < revisions.size(); ++node) {
    std::size_t slot = hash(revisions[node].id) & mask;
    while (slots_[slot] != kFree && !equal_but_for_case(revisions[slots_[slot]].id, revisions[node].id)) slot = (slot + 1) & mask;
    if (slots_[slot] == kFree) {
      slots_[slot] = node;
    } else if (!twins_) {
      twins_ = Twins{slots_[slot], node};
    }
  }
}

std::optional<Node> IdIndex::find(std::string_view id) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash(id) & mask; slots_[slot] != kFree; slot = (slot + 1) & mask) {
    if (revisions_[slots_[slot]].id == id) return slots_[slot];
  }
  return std::nullopt;
}

}  // namespace aludel
