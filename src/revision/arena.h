// Memory that is only ever added to, and freed at once: the header text of a hundred thousand revisions without as many
// allocations. What it gives out stays where it is, also when the arena is moved.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace aludel {

class Arena {
 public:
  // A copy of `text` that lives as long as the arena.
  [[nodiscard]] std::string_view copy(std::string_view text);
  // `front` and `back` in one piece.
  [[nodiscard]] std::string_view join(std::string_view front, std::string_view back);
  [[nodiscard]] std::span<const std::string_view> copy(std::span<const std::string_view> views);

  // Takes over what another arena gave out; that one must not be used again.
  void absorb(Arena&& other);

 private:
  void* take(std::size_t size, std::size_t alignment);

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* free_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace aludel
