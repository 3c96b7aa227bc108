// The checksum of what ran: for each section the options of its marker and its body.
#pragma once

#include <string_view>

#include "core/checksum.h"
#include "revision/revision.h"

namespace aludel {

class SectionHash {
 public:
  // Line ends count as LF, blank lines at the body's end do not count: a section added later is no edit of the one
  // before it. `text` is the whole file; `mapped`, if given, is where it lives: what was read is let go.
  void add(const Section& section, std::string_view text, const FileBytes* mapped = nullptr);
  [[nodiscard]] Digest finish() { return hash_.finish(); }

 private:
  Sha256 hash_;
};

}  // namespace aludel
