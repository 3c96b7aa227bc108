#include "dialect/sqlite/undo.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include <fmt/core.h>

namespace aludel::sqlite {
namespace {

constexpr std::size_t kEnough = 12;  // CREATE UNIQUE INDEX IF NOT EXISTS schema . name ... has its name among these

bool is_word(char c) {
  return c == '_' || c == '$' || std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0;
}

// The first tokens, as written: words, quoted names, single signs. Comments are passed over.
std::vector<std::string_view> first_tokens(std::string_view text) {
  std::vector<std::string_view> tokens;
  std::size_t at = 0;
  while (at < text.size() && tokens.size() < kEnough) {
    const char c = text[at];
    std::size_t end = at + 1;
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      at = end;
      continue;
    }
    if (text.substr(at, 2) == "--") {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (text.substr(at, 2) == "/*") {
      const std::size_t close = text.find("*/", at + 2);
      at = close == std::string_view::npos ? text.size() : close + 2;
      continue;
    }
    if (c == '"' || c == '`' || c == '\'' || c == '[') {
      const char closing = c == '[' ? ']' : c;
      do {  // a doubled quote goes on
        end = std::min(text.find(closing, end), text.size() - 1) + 1;
      } while (c != '[' && end < text.size() && text[end] == closing && ++end < text.size());
    } else if (is_word(c)) {
      while (end < text.size() && is_word(text[end])) ++end;
    }
    tokens.push_back(text.substr(at, end - at));
    at = end;
  }
  return tokens;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : tokens_(first_tokens(text)) {}

  bool take(std::string_view word) {
    if (at_ >= tokens_.size() || !same(tokens_[at_], word)) return false;
    ++at_;
    return true;
  }
  void take_if_not_exists() {
    if (take("IF") && take("NOT")) take("EXISTS");
  }
  // `name` or `schema.name`, as written.
  std::string name() {
    if (at_ >= tokens_.size()) return {};
    std::string text(tokens_[at_++]);
    while (at_ + 1 < tokens_.size() && tokens_[at_] == ".") {
      text += "." + std::string(tokens_[at_ + 1]);
      at_ += 2;
    }
    return text;
  }

 private:
  static bool same(std::string_view token, std::string_view word) {
    return std::equal(token.begin(), token.end(), word.begin(), word.end(),
                      [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; });
  }

  std::vector<std::string_view> tokens_;
  std::size_t at_ = 0;
};

std::optional<std::string> undo_of_create(Reader& reader) {
  reader.take("UNIQUE");
  reader.take("VIRTUAL");
  for (const std::string_view kind : {"TABLE", "INDEX", "VIEW", "TRIGGER"}) {
    if (!reader.take(kind)) continue;
    reader.take_if_not_exists();
    return fmt::format("DROP {} {}", kind, reader.name());
  }
  return std::nullopt;
}

std::optional<std::string> undo_of_alter(Reader& reader) {
  if (!reader.take("TABLE")) return std::nullopt;
  const std::string table = reader.name();
  if (!reader.take("ADD")) return std::nullopt;
  reader.take("COLUMN");
  return fmt::format("ALTER TABLE {} DROP COLUMN {}", table, reader.name());
}

}  // namespace

std::optional<std::string> undo_of(std::string_view statement) {
  Reader reader(statement);
  if (reader.take("CREATE")) return undo_of_create(reader);
  if (reader.take("ALTER")) return undo_of_alter(reader);
  return std::nullopt;
}

}  // namespace aludel::sqlite
