#include "core/utf8.h"

#include <cstdint>
#include <cstring>

#include <fmt/core.h>

namespace aludel {
namespace {

// The length of the valid sequence at the begin of `text`, or 0. U+0000 is not valid here.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto follows = [&](std::size_t i, unsigned char low = 0x80, unsigned char high = 0xBF) {
    return i < text.size() && byte(i) >= low && byte(i) <= high;
  };
  const unsigned char first = byte(0);
  if (first == 0) return 0;
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return follows(1) ? 2 : 0;
  if (first < 0xF0) {
    const unsigned char low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned char high = first == 0xED ? 0x9F : 0xBF;
    return follows(1, low, high) && follows(2) ? 3 : 0;
  }
  if (first > 0xF4) return 0;
  const unsigned char low = first == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = first == 0xF4 ? 0x8F : 0xBF;
  return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
}

// Eight bytes that are all ASCII and none of them NUL.
bool plain_word(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  constexpr std::uint64_t kHigh = 0x8080808080808080U;
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  return ((word | (word - kOnes)) & kHigh) == 0;
}

}  // namespace

std::optional<std::size_t> find_bad_byte(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    if (i + 8 <= text.size() && plain_word(text.data() + i)) {
      i += 8;
      continue;
    }
    const std::size_t length = sequence_length(text.substr(i, 4));
    if (length == 0) return i;
    i += length;
  }
  return std::nullopt;
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = sequence_length(text.substr(i, 4));
    const std::string_view sequence = text.substr(i, length == 0 ? 1 : length);
    const bool c1 = sequence.size() == 2 && byte == 0xC2 && static_cast<unsigned char>(sequence[1]) < 0xA0;
    // U+200E, U+200F, U+202A..U+202E, U+2066..U+2069
    const bool bidi = sequence.size() == 3 && byte == 0xE2 &&
                      ((sequence[1] == '\x80' && (sequence[2] == '\x8E' || sequence[2] == '\x8F' ||
                                                  (sequence[2] >= '\xAA' && sequence[2] <= '\xAE'))) ||
                       (sequence[1] == '\x81' && sequence[2] >= '\xA6' && sequence[2] <= '\xA9'));
    const bool control = (byte < 0x20 && byte != '\t') || byte == 0x7F;
    if (length == 0 || control || c1 || bidi) {
      for (const char c : sequence) shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      shown += sequence;
    }
    i += sequence.size();
  }
  return shown;
}

}  // namespace aludel
