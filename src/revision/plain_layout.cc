#include "revision/plain_layout.h"

#include <algorithm>

#include "core/error.h"
#include "revision/names.h"

namespace aludel {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without_zeros(std::string_view number) {
  const std::size_t first = number.find_first_not_of('0');
  return first == std::string_view::npos ? std::string_view() : number.substr(first);
}

}  // namespace

std::optional<PlainName> read_plain_name(std::string_view file_name) {
  const std::string_view stem = file_name.substr(0, file_name.rfind(".sql"));
  std::size_t end = 0;
  while (end < stem.size() && is_digit(stem[end])) ++end;
  if (end == 0 || end > kLongestName) return std::nullopt;
  if (end < stem.size() && stem[end] != '_' && stem[end] != '-' && stem[end] != '.' && stem[end] != ' ')
    return std::nullopt;
  PlainName name{stem.substr(0, end), {}};
  for (const char c : stem.substr(end)) {
    const bool gap = c == '_' || c == '-' || c == '.' || c == ' ';
    if (!gap) name.message += c;
    if (gap && !name.message.empty() && name.message.back() != ' ') name.message += ' ';
  }
  if (name.message.ends_with(' ')) name.message.pop_back();
  return name;
}

bool number_less(std::string_view a, std::string_view b) {
  a = without_zeros(a);
  b = without_zeros(b);
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

Error no_revision(const Source& source) {
  return error(Code::kHeader, "`{}` says nowhere which revision it is", source.path)
      .at(Location{std::string(source.path), 0, 0, {}, 0, 1, {}})
      .note(
          "it has no line `-- revision: ID` at its top, and its name does not begin with a number, as in "
          "`001_add_users.sql`")
      .help("write the header that `aludel revision` writes, or move the file out of the folder");
}

bool is_down_file(std::string_view file_name) {
  return file_name.ends_with(".down.sql") || file_name.ends_with(".undo.sql");
}

}  // namespace aludel
