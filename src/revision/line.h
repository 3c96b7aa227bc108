// Lines of a text, as spans without their line end, and which of them are markers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "core/source.h"

namespace aludel {

inline constexpr std::string_view kMarker = "-- migrate:";

// The line that begins at `begin`, without LF or CR LF.
[[nodiscard]] inline Span line_at(std::string_view text, std::size_t begin) {
  std::size_t end = std::min(text.find('\n', begin), text.size());
  if (end > begin && text[end - 1] == '\r') --end;
  return {begin, end};
}

// Where the line after `line` begins.
[[nodiscard]] inline std::size_t next_line(std::string_view text, Span line) {
  const std::size_t end = line.end + (text.substr(line.end).starts_with('\r') ? 1 : 0);
  return std::min(end + 1, text.size());
}

[[nodiscard]] inline bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');  // TAB LF VT FF CR
}

[[nodiscard]] inline Span trim(std::string_view text, Span span) {
  while (span.begin < span.end && is_blank(text[span.begin])) ++span.begin;
  while (span.end > span.begin && is_blank(text[span.end - 1])) --span.end;
  return span;
}

[[nodiscard]] inline bool is_marker(std::string_view line) { return line.starts_with(kMarker); }

// Whether `line` is no marker, but was meant to be one: `--migrate:up`, ` -- migrate:up`, `-- Migrate: down`.
[[nodiscard]] bool resembles_marker(std::string_view line);

}  // namespace aludel
