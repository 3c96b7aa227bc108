#include "dialect/sqlite/create_index.h"

#include <utility>

#include "core/error.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view sql) : sql_(sql), ahead_(next_token(sql, 0)) {}

  IndexText read() {
    expect("create");
    take("unique");
    expect("index");
    if (take("if")) {
      expect("not");
      expect("exists");
    }
    IndexText index;
    index.name_span = take_token();
    if (take(".")) index.name_span = take_token();
    expect("on");
    index.table_span = take_token();
    expect("(");
    do index.parts.push_back(read_part());
    while (take(","));
    expect(")");
    if (take("where")) {
      index.where = ahead_;
      while (!ahead_.empty()) index.where->end = take_token().end;
    }
    return index;
  }

 private:
  [[nodiscard]] bool is(std::string_view word) const {
    return folded(sql_.substr(ahead_.begin, ahead_.size())) == word;
  }
  Span take_token() {
    if (ahead_.empty()) broken();
    return std::exchange(ahead_, next_token(sql_, ahead_.end));
  }
  bool take(std::string_view word) {
    if (!is(word)) return false;
    (void)take_token();
    return true;
  }
  void expect(std::string_view word) {
    if (!take(word)) broken();
  }

  // A column may be named `desc`: the word is the order only after something complete.
  Span read_part() {
    Span part{ahead_.begin, ahead_.begin};
    for (int depth = 0; depth > 0 || !(is(",") || is(")"));) {
      const bool order = depth == 0 && !part.empty() && !is_sign(sql_[part.end - 1]) && (is("asc") || is("desc"));
      depth += is("(") ? 1 : is(")") ? -1 : 0;
      const Span token = take_token();
      if (!order) part.end = token.end;
    }
    return part;
  }
  static bool is_sign(char c) { return std::string_view("+-*/%|&<>=~.").find(c) != std::string_view::npos; }

  [[noreturn]] void broken() const {
    throw error(Code::kInternal, "a stored CREATE INDEX is not understood at byte {}: {}", ahead_.begin, sql_);
  }

  std::string_view sql_;
  Span ahead_;
};

}  // namespace

IndexText read_create_index(std::string_view sql) { return Reader(sql).read(); }

}  // namespace aludel::sqlite
