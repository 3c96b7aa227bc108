#include "revision/id_index.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace aludel {
namespace {

constexpr Node kAhead = 8;  // ids of many revisions are not in the processor's cache
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

std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32U); }

}  // namespace

IdIndex::IdIndex(std::span<const Revision> revisions)
    : revisions_(revisions), slots_(std::bit_ceil(std::max<std::size_t>(8, revisions.size() * 2)), Slot{kFree, 0}) {
  const std::size_t mask = slots_.size() - 1;
  for (Node node = 0; node < revisions.size(); ++node) {
    if (node + kAhead < revisions.size()) __builtin_prefetch(revisions[node + kAhead].id.data());
    const std::string_view id = revisions[node].id;
    const std::uint64_t value = hash(id);
    std::size_t at = value & mask;
    while (slots_[at].node != kFree &&
           (slots_[at].tag != tag_of(value) || !equal_but_for_case(revisions[slots_[at].node].id, id))) {
      at = (at + 1) & mask;
    }
    if (slots_[at].node == kFree) {
      slots_[at] = {node, tag_of(value)};
    } else if (!twins_) {
      twins_ = Twins{slots_[at].node, node};
    }
  }
}

std::optional<Node> IdIndex::find(std::string_view id) const {
  const std::size_t mask = slots_.size() - 1;
  const std::uint64_t value = hash(id);
  for (std::size_t at = value & mask; slots_[at].node != kFree; at = (at + 1) & mask) {
    if (slots_[at].tag == tag_of(value) && revisions_[slots_[at].node].id == id) return slots_[at].node;
  }
  return std::nullopt;
}

}  // namespace aludel
