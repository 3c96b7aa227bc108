// The header of a revision file: the run of lines from the top that are blank or begin with `--`, up to the first
// marker. Lines `-- key: value` with a key of the list are data; everything else is comment.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/source.h"

namespace aludel {

enum class Key : std::uint8_t { kRevision, kRevises, kDependsOn, kBranchLabels, kReplaces, kCreated, kProof };
[[nodiscard]] std::string_view name_of(Key key);

// One value; a list gives one item for each of its elements.
struct HeaderItem {
  Key key;
  Span span;
};

struct Header {
  std::vector<HeaderItem> items;  // in file order
  std::string message;            // the first comment paragraph, lines joined by one space
  std::size_t end = 0;            // where the first marker or the first other line begins

  // The first value of a key, an empty span if it has none.
  [[nodiscard]] Span first(Key key) const;
  // Whether the file says who it is. If not, none of its comments are data.
  [[nodiscard]] bool native() const { return !first(Key::kRevision).empty(); }
};

// Throws kHeader or kRevisionId with the exact place. A text whose header has no `revision` gives a header without
// items, but throws if it has the other keys of one.
[[nodiscard]] Header read_header(const Source& source);

// Whether `line` would be read as data, as a marker or as a mistake for either if it stood in a comment of a header.
[[nodiscard]] bool looks_like_data(std::string_view line);

}  // namespace aludel
