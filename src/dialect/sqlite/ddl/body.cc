#include "dialect/sqlite/ddl/body.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

constexpr std::string_view kBlank = " \t\r\f";

// The end of the comments that end the line at `from`; `from` if there are none, or something follows them on their
// line: then they belong to it.
std::size_t line_end(std::string_view sql, std::size_t from, std::size_t limit, bool last) {
  const std::string_view text = sql.substr(0, limit);
  std::size_t end = from;
  for (;;) {
    const std::size_t at = text.find_first_not_of(kBlank, end);
    if (at == std::string_view::npos) return last ? end : from;
    if (text[at] == '\n') return end;
    if (text.substr(at, 2) == "--") return std::min(text.find('\n', at), text.size());
    if (text.substr(at, 2) != "/*") return from;
    end = std::min(text.find("*/", at + 2), text.size() - 2) + 2;
  }
}

// Whether what is written next would belong to a comment. `blank` is white space and comments.
bool ends_in_comment(std::string_view blank) {
  for (std::size_t at = blank.find_first_of("-/"); at != std::string_view::npos; at = blank.find_first_of("-/", at)) {
    const bool line = blank[at] == '-';
    const std::size_t close = blank.find(line ? "\n" : "*/", at + 2);
    if (close == std::string_view::npos) return line;
    at = close + (line ? 1 : 2);
  }
  return false;
}

// Of a word, or of something in quotes.
bool in_word(char c) { return std::string_view(" \t\r\n\f(),").find(c) == std::string_view::npos; }

bool is_white(std::string_view text) { return text.find_first_not_of(" \t\r\f\n") == std::string_view::npos; }

class Writer {
 public:
  void blank(std::string_view text) {
    if (text.empty()) return;
    if (in_comment_ && text.front() != '\n') text_ += '\n';
    text_ += text;
    in_comment_ = ends_in_comment(text);
  }
  void code(std::string_view text) {
    if (in_comment_) text_ += '\n';
    if (!text_.empty() && !text.empty() && in_word(text_.back()) && in_word(text.front())) text_ += ' ';
    text_ += text;
    in_comment_ = false;
  }
  [[nodiscard]] std::string take() {
    code("");
    return std::move(text_);
  }

 private:
  std::string text_;
  bool in_comment_ = false;
};

}  // namespace

Body::Body(const TableText& table) {
  const std::string_view sql = table.sql;
  std::vector<Span> spans;
  for (const ColumnText& column : table.columns) spans.push_back(column.all);
  for (const ClauseText& constraint : table.constraints) spans.push_back(constraint.all);
  std::size_t at = line_end(sql, table.body.begin, spans.front().begin, false);
  head_ = sql.substr(table.body.begin, at - table.body.begin);
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const Span span = spans[i];
    const std::size_t limit = i + 1 < spans.size() ? spans[i + 1].begin : table.body.end;
    Piece piece;
    piece.lead = sql.substr(at, span.begin - at);
    piece.text = table.text(span);
    const auto comma = std::find_if(table.separators.begin(), table.separators.end(),
                                    [&](Span one) { return one.begin >= span.end && one.begin < limit; });
    const bool found = comma != table.separators.end();
    if (found) piece.gap = sql.substr(span.end, comma->begin - span.end);
    const std::size_t end = found ? comma->end : span.end;
    at = line_end(sql, end, limit, i + 1 == spans.size());
    piece.trail = sql.substr(end, at - end);
    piece.comma = found || i + 1 == spans.size();
    (i < table.columns.size() ? columns : constraints).push_back(std::move(piece));
  }
  tail_ = sql.substr(at, table.body.end - at);
}

Piece Body::new_piece(std::string text) const {
  Piece piece;
  piece.text = std::move(text);
  piece.lead = " ";
  piece.comma = true;
  // As the last column on a line of its own: `\n  `.
  for (const Piece& column : columns) {
    const std::size_t line = column.lead.rfind('\n');
    if (line == std::string::npos) continue;
    const std::string_view indent = std::string_view(column.lead).substr(line);
    if (is_white(indent)) piece.lead = indent;
  }
  return piece;
}

std::string Body::text() const {
  std::vector<const Piece*> pieces;
  for (const Piece& column : columns) pieces.push_back(&column);
  for (const Piece& constraint : constraints) pieces.push_back(&constraint);
  Writer writer;
  writer.blank(head_);
  for (const Piece* piece : pieces) {
    writer.blank(piece->lead);
    writer.code(piece->text);
    const bool last = piece == pieces.back();
    if (!last || !is_white(piece->gap)) writer.blank(piece->gap);
    if (!last && piece->comma) writer.code(",");
    writer.blank(piece->trail);
  }
  writer.blank(tail_);
  return writer.take();
}

}  // namespace aludel::sqlite
