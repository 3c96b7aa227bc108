#include "core/source.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace aludel {
namespace {

constexpr std::size_t kLongestLine = 160;  // bytes of a source line that are shown

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::uint32_t characters(std::string_view text) {
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

}  // namespace

std::size_t Source::line_of(std::size_t offset) const {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

Location Source::locate(Span span, std::string label) const {
  const std::size_t begin = std::min(span.begin, text.size());
  const std::size_t end = std::clamp(span.end, begin, text.size());
  const std::size_t newline = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
  const std::size_t line_begin = newline == std::string_view::npos ? 0 : newline + 1;
  // What is too far right to be shown need not be searched: a file without line ends may be of any size.
  const std::string_view rest = text.substr(begin, kLongestLine * 4);
  std::size_t line_end = begin + std::min(rest.find('\n'), rest.size());
  if (line_end > line_begin && text[line_end - 1] == '\r') --line_end;

  Location place;
  place.file = path;
  place.line = static_cast<std::uint32_t>(line_of(begin));
  place.column = characters(text.substr(line_begin, begin - line_begin)) + 1;
  place.width =
      std::max<std::uint32_t>(1, characters(text.substr(begin, std::min(end, std::max(line_end, begin)) - begin)));
  place.label = std::move(label);
  // A very long line (an INSERT of a megabyte) is shown from some way before the place; the column still counts from
  // the line's begin.
  std::size_t shown = line_begin;
  if (begin - line_begin > kLongestLine) {
    shown = begin - kLongestLine / 2;
    while (shown < begin && continues(text[shown])) ++shown;
  }
  std::size_t shown_end = std::min(line_end, shown + kLongestLine * 2);
  while (shown_end > shown && shown_end < line_end && continues(text[shown_end])) --shown_end;
  place.text = (shown > line_begin ? "..." : "") + std::string(text.substr(shown, std::max(shown_end, shown) - shown));
  place.offset = shown > line_begin ? characters(text.substr(shown, begin - shown)) + 3 : place.column - 1;
  return place;
}

}  // namespace aludel
