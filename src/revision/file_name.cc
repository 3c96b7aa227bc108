#include "revision/file_name.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "core/error.h"

namespace aludel {
namespace {

struct Token {
  std::string_view name;
  std::string text;     // a word's value
  std::int64_t number;  // a number's
  int width;            // digits in `{}`, so that names sort by time; 0 for a word
};

std::vector<Token> tokens(std::string_view id, const std::string& slug, const CivilTime& time) {
  return {{"rev", std::string(id), 0, 0}, {"slug", slug, 0, 0},           {"epoch", {}, time.epoch, 1},
          {"year", {}, time.year, 4},     {"month", {}, time.month, 2},   {"day", {}, time.day, 2},
          {"hour", {}, time.hour, 2},     {"minute", {}, time.minute, 2}, {"second", {}, time.second, 2}};
}

const Token& find_token(const std::vector<Token>& known, std::string_view name) {
  const auto found = std::find_if(known.begin(), known.end(), [&](const Token& token) { return token.name == name; });
  if (found != known.end()) return *found;
  std::vector<std::string> names;
  names.reserve(known.size());
  for (const Token& token : known) names.emplace_back(token.name);
  throw error(Code::kConfig, "`{}` is no token of a file name", name)
      .did_you_mean(name, names)
      .help("the tokens are rev, slug, epoch, year, month, day, hour, minute, second");
}

// The digits that `.2d`, `02d` and `d` ask for.
int wanted_width(std::string_view format) {
  int width = 0;
  if (format.starts_with('.')) format.remove_prefix(1);
  std::from_chars(format.data(), format.data() + format.size(), width);
  return std::min(width, 20);
}

std::string shown(const Token& token, int width) {
  return token.width == 0 ? token.text : fmt::format("{:0{}}", token.number, width);
}

// Reads one token at the begin of `rest`, which it takes off; nothing if none stands there.
std::optional<std::string> take_token(std::string_view& rest, const std::vector<Token>& known) {
  if (rest.starts_with('{')) {
    const std::size_t close = rest.find('}');
    if (close == std::string_view::npos)
      throw error(Code::kConfig, "a `{{` in the file name's template is not closed").help("write `{rev}_{slug}`");
    const Token& token = find_token(known, rest.substr(1, close - 1));
    rest.remove_prefix(close + 1);
    return shown(token, std::max(token.width, 1));
  }
  const std::size_t open = rest.starts_with("%%(") ? 3 : rest.starts_with("%(") ? 2 : 0;
  if (open == 0) return std::nullopt;
  const std::size_t close = rest.find(')');
  const std::size_t letter = close == std::string_view::npos ? close : rest.find_first_of("sd", close);
  if (letter == std::string_view::npos)
    throw error(Code::kConfig, "a `%(` in the file name's template is not closed").help("write `{rev}_{slug}`");
  const Token& token = find_token(known, rest.substr(open, close - open));
  const int width = wanted_width(rest.substr(close + 1, letter - close - 1));
  rest.remove_prefix(letter + 1);
  return shown(token, width);
}

void check_path(std::string_view path, Recursion recursion) {
  if (path.find('/') != std::string_view::npos && recursion == Recursion::kNone) {
    throw error(Code::kConfig, "the file name `{}` leads into a subfolder, where it would not be read", path)
        .help("set `recursive = true`, or take the `/` out of the template");
  }
  std::string_view rest = path;
  while (true) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (part.empty() || part.front() == '.' || part.find('\0') != std::string_view::npos) {
      throw error(Code::kConfig, "the file name `{}` would not be read", path)
          .help("no part of it may be empty or begin with a dot");
    }
    if (slash == std::string_view::npos) return;
    rest.remove_prefix(slash + 1);
  }
}

// The letter under the accent of U+00C0 to U+00FF.
constexpr std::string_view kLatin = "aaaaaaaceeeeiiiidnooooo_ouuuuypsaaaaaaaceeeeiiiidnooooo_ouuuuypy";

}  // namespace

std::string slug_of(std::string_view message, std::size_t longest) {
  std::string slug;
  bool gap = false;
  for (std::size_t i = 0; i < message.size(); ++i) {
    const auto byte = static_cast<unsigned char>(message[i]);
    char c = message[i];
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (byte == 0xC3 && i + 1 < message.size()) c = kLatin[static_cast<unsigned char>(message[++i]) & 0x3FU];
    const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (!word && byte < 0x80) gap = true;
    if (!word) continue;  // letters of other scripts are left out, without parting the word
    if (gap && !slug.empty()) slug += '_';
    gap = false;
    slug += c;
  }
  if (slug.size() <= longest) return slug;
  slug.resize(longest);
  if (const std::size_t cut = slug.rfind('_'); cut != std::string::npos && cut > 0) slug.resize(cut);
  return slug;
}

std::string new_file_name(const FileNaming& naming, std::string_view id, std::string_view message,
                          const CivilTime& created, Recursion recursion) {
  const std::vector<Token> known = tokens(id, slug_of(message, naming.longest_slug), created);
  std::string name;
  std::string_view rest = naming.pattern;
  while (!rest.empty()) {
    if (const auto text = take_token(rest, known)) {
      // Without a slug, the sign that would part it from the rest goes too.
      if (text->empty() && !name.empty() && (name.back() == '_' || name.back() == '-')) name.pop_back();
      name += *text;
    } else {
      if (rest.starts_with("%%")) rest.remove_prefix(1);
      name += rest.front();
      rest.remove_prefix(1);
    }
  }
  if (name.empty())
    throw error(Code::kConfig, "`file_template` gives no name to a revision without a message")
        .help("say what it does with `-m`, or write `{rev}` into the template");
  check_path(name, recursion);
  return name + ".sql";
}

}  // namespace aludel
