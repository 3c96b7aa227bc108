#include "revision/section_hash.h"

#include <algorithm>

#include "revision/line.h"

namespace aludel {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20U;

}  // namespace

void SectionHash::add(const Section& section, std::string_view text, const FileBytes* mapped) {
  // Options hold no line end and bodies no NUL (both are refused), so these two part the sections beyond doubt.
  hash_.add(section.options_text);
  hash_.add("\n");
  Span body = section.body;
  while (body.end > body.begin && is_blank(text[body.end - 1])) --body.end;
  while (body.begin < body.end) {
    std::size_t end = std::min(body.begin + kChunk, body.end);
    if (end < body.end && text[end - 1] == '\r') ++end;  // a CR LF stays in one piece
    hash_.add_lines(text.substr(body.begin, end - body.begin));
    if (mapped != nullptr) mapped->release_before(end);
    body.begin = end;
  }
  hash_.add(std::string_view("\0", 1));
}

}  // namespace aludel
