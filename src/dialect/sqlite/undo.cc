#include "dialect/sqlite/undo.h"

#include <algorithm>
#include <cctype>

#include <fmt/core.h>

#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), at_(next_token(text, 0)) {}

  bool take(std::string_view word) {
    if (!same(token(), word)) return false;
    advance();
    return true;
  }
  void take_if_not_exists() {
    if (take("IF") && take("NOT")) take("EXISTS");
  }
  // `name` or `schema.name`, as written.
  std::string name() {
    std::string text(token());
    advance();
    while (take(".")) {
      text.append(".").append(token());
      advance();
    }
    return text;
  }

 private:
  static bool same(std::string_view token, std::string_view word) {
    return std::equal(token.begin(), token.end(), word.begin(), word.end(),
                      [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; });
  }

  [[nodiscard]] std::string_view token() const { return text_.substr(at_.begin, at_.size()); }
  void advance() { at_ = next_token(text_, at_.end); }

  std::string_view text_;
  Span at_;
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
