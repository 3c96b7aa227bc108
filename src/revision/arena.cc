#include "revision/arena.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <new>

namespace aludel {
namespace {

constexpr std::size_t kBlock = std::size_t{64} << 10U;

}  // namespace

void* Arena::take(std::size_t size, std::size_t alignment) {
  const std::size_t padding = (alignment - reinterpret_cast<std::uintptr_t>(free_) % alignment) % alignment;
  if (free_ == nullptr || padding + size > left_) {
    const std::size_t length = std::max(size, kBlock);
    blocks_.push_back(std::unique_ptr<std::byte[]>(new std::byte[length]));
    free_ = blocks_.back().get() + size;
    left_ = length - size;
    return blocks_.back().get();
  }
  std::byte* at = free_ + padding;
  free_ = at + size;
  left_ -= padding + size;
  return at;
}

std::string_view Arena::copy(std::string_view text) { return join(text, {}); }

std::string_view Arena::join(std::string_view front, std::string_view back) {
  const std::size_t size = front.size() + back.size();
  if (size == 0) return {};
  char* at = static_cast<char*>(take(size, 1));
  if (!front.empty()) std::memcpy(at, front.data(), front.size());
  if (!back.empty()) std::memcpy(at + front.size(), back.data(), back.size());
  return {at, size};
}

std::span<const std::string_view> Arena::copy(std::span<const std::string_view> views) {
  if (views.empty()) return {};
  void* memory = take(views.size_bytes(), alignof(std::string_view));
  auto* first = new (memory) std::string_view[views.size()];
  std::copy(views.begin(), views.end(), first);
  return {first, views.size()};
}

void Arena::absorb(Arena&& other) {
  std::move(other.blocks_.begin(), other.blocks_.end(), std::back_inserter(blocks_));
}

}  // namespace aludel
