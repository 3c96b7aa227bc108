// A text with a name, and places in it. A Source owns nothing: whoever read the bytes keeps them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "aludel/error.h"

namespace aludel {

// A half-open range of bytes in a source.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] std::size_t size() const { return end - begin; }
  [[nodiscard]] bool empty() const { return begin == end; }
  bool operator==(const Span&) const = default;
};

struct Source {
  std::string_view path;  // as the user would name it
  std::string_view text;  // the whole file; a BOM is part of it

  [[nodiscard]] std::string_view slice(Span span) const { return text.substr(span.begin, span.size()); }
  // Where `span` stands, with its line's text. Counts lines from the top, so call it for errors and listings only.
  [[nodiscard]] Location locate(Span span, std::string label = {}) const;
  // The line of a byte, from 1.
  [[nodiscard]] std::size_t line_of(std::size_t offset) const;
};

}  // namespace aludel
