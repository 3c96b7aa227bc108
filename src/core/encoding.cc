#include "core/encoding.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "core/error.h"
#include "core/source.h"
#include "core/utf8.h"

namespace aludel {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20U;  // a mapped file is read, and let go, in pieces of this size

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::optional<std::size_t> find_bad_byte_in_chunks(const FileBytes& bytes) {
  const std::string_view text = bytes.text();
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = std::min(begin + kChunk, text.size());
    // A character is not cut in two; more than three following bytes are no character anyway.
    for (int i = 0; i < 3 && end < text.size() && continues(text[end]); ++i) --end;
    if (const auto bad = find_bad_byte(text.substr(begin, end - begin))) return begin + *bad;
    bytes.release_before(end);
    begin = end;
  }
  return std::nullopt;
}

}  // namespace

void check_encoding(std::string_view path, const FileBytes& bytes) {
  const auto bad = find_bad_byte_in_chunks(bytes);
  if (!bad) return;
  const std::string_view text = bytes.text();
  const bool wide = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
  const bool nul = !wide && text[*bad] == '\0';
  Location place = Source{path, text}.locate({*bad, *bad + 1}, wide  ? "the mark of UTF-16"
                                                               : nul ? "a NUL byte"
                                                                     : "not UTF-8");
  place.text = printable(place.text);
  throw error(Code::kEncoding, "`{}` is not UTF-8 text", path)
      .at(std::move(place))
      .help(nul ? "take the byte out: a database would stop reading there" : "save the file as UTF-8");
}

}  // namespace aludel
