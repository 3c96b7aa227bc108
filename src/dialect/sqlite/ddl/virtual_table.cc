#include "dialect/sqlite/ddl/virtual_table.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "dialect/sqlite/ddl/literal.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

enum class Rows : std::uint8_t {
  kOwn,        // it holds them
  kElsewhere,  // an index of another table's rows
  kHidden,     // it holds them and does not give them back, or its module is not known
};

struct VirtualText {
  Span name;
  std::string module;
  std::vector<Identifier> columns;
  Rows rows = Rows::kOwn;
};

class Reader {
 public:
  explicit Reader(std::string_view sql) : sql_(sql) {}

  // CREATE VIRTUAL TABLE [IF NOT EXISTS] name USING module(arguments)
  VirtualText read() {
    while (!at_.empty() && word() != "table") advance();
    advance();
    while (word() == "if" || word() == "not" || word() == "exists") advance();
    VirtualText text;
    text.name = at_;
    while (!at_.empty() && word() != "using") advance();
    advance();
    text.module = folded(unquoted(slice()));
    advance();
    while (!at_.empty() && slice() != ")") {
      advance();  // ( or ,
      read_argument(text);
    }
    const bool known = text.module == "rtree" || text.module == "rtree_i32" || is_search(text.module);
    if (!known || text.columns.empty()) text.rows = Rows::kHidden;
    return text;
  }

 private:
  static bool is_search(std::string_view module) { return module == "fts5" || module == "fts4" || module == "fts3"; }

  [[nodiscard]] std::string_view slice() const { return sql_.substr(at_.begin, at_.size()); }
  [[nodiscard]] std::string word() const { return folded(slice()); }
  void advance() { at_ = next_token(sql_, at_.end); }

  // A column, or an option with a value: `content = 't'`, `tokenize porter`.
  void read_argument(VirtualText& text) {
    std::vector<std::string_view> tokens;
    int depth = 0;
    for (; !at_.empty(); advance()) {
      if (depth == 0 && (slice() == "," || slice() == ")")) break;
      depth += slice() == "(" ? 1 : slice() == ")" ? -1 : 0;
      tokens.push_back(slice());
    }
    if (tokens.empty()) return;
    if (tokens.front() == "+") tokens.erase(tokens.begin());  // a column of an R*Tree that it does not search
    const std::string name = tokens.empty() ? std::string() : unquoted(tokens.front());
    const bool option =
        (tokens.size() > 1 && tokens[1] == "=") || (folded(name) == "tokenize" && text.module != "fts5");
    if (!option) {
      text.columns.emplace_back(name, folded(name));
    } else if (folded(name) == "content") {
      text.rows = tokens.size() > 2 && !unquoted(tokens[2]).empty() ? Rows::kElsewhere : Rows::kHidden;
    }
  }

  std::string_view sql_;
  Span at_ = next_token(sql_, 0);
};

bool holds_rowid(const VirtualText& text) { return text.module.starts_with("rtree"); }

std::string shared_columns(const VirtualText& from, const VirtualText& to) {
  std::string columns = holds_rowid(to) || holds_rowid(from) ? "" : "rowid";
  for (const Identifier& column : to.columns) {
    if (std::find(from.columns.begin(), from.columns.end(), column) == from.columns.end()) continue;
    columns += (columns.empty() ? "" : ", ") + name_sql(column);
  }
  return columns;
}

class Replace {
 public:
  Replace(const ReplaceDefinition& change, Context& context)
      : change_(change),
        context_(context),
        from_(Reader(change.from.sql.written).read()),
        to_(Reader(change.to.sql.written).read()),
        name_(name_sql(change.from.name)),
        shown_(one_line(change.from.name.text)) {}

  void run() {
    if (to_.rows == Rows::kElsewhere) {
      index_anew();
    } else if (from_.rows != Rows::kHidden && to_.rows == Rows::kOwn && from_.module == to_.module) {
      copy_rows();
    } else {
      lose_rows();
    }
  }

 private:
  void add(std::string sql, std::string comment = {}) { context_.add({std::move(sql), std::move(comment)}); }

  void index_anew() {
    add("DROP TABLE " + name_, fmt::format("makes virtual table `{}` anew; its rows are in another table", shown_));
    add(change_.to.sql.written);
    add(fmt::format("INSERT INTO {0} ({0}) VALUES ('rebuild')", name_));
  }

  void copy_rows() {
    const std::string scratch = name_sql(context_.scratch_name("new", change_.from.name));
    std::string sql = change_.to.sql.written;
    sql.replace(to_.name.begin, to_.name.size(), scratch);
    const std::string columns = shared_columns(from_, to_);
    add(std::move(sql), fmt::format("makes virtual table `{}` anew, with its rows", shown_));
    add(fmt::format("INSERT INTO {} ({})\n  SELECT {} FROM {}", scratch, columns, columns, name_));
    add("DROP TABLE " + name_);
    add("PRAGMA legacy_alter_table = ON");
    add(fmt::format("ALTER TABLE {} RENAME TO {}", scratch, name_));
    add("PRAGMA legacy_alter_table = OFF");
  }

  void lose_rows() {
    const std::string text = fmt::format("drops table `{}` with its rows", shown_);
    context_.warn(text, change_.from.name.text);
    add("DROP TABLE " + name_, text + ", and makes it anew");
    add(change_.to.sql.written);
    const std::vector<std::string>& lossy = context_.options.lossy;
    const bool permitted = std::any_of(lossy.begin(), lossy.end(),
                                       [&](const std::string& name) { return folded(name) == change_.from.name.key; });
    if (permitted) return;
    context_.result.questions.push_back(
        {Question::Kind::kLossy,
         change_.from.name.text,
         {},
         fmt::format("virtual table `{}` changes, and its rows cannot be kept: may they go?", shown_)});
  }

  const ReplaceDefinition& change_;
  Context& context_;
  const VirtualText from_, to_;
  const std::string name_, shown_;
};

}  // namespace

void replace_virtual_table(const ReplaceDefinition& change, Context& context) { Replace(change, context).run(); }

}  // namespace aludel::sqlite
