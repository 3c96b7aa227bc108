#include "dialect/sqlite/batch/alter_table.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "core/utf8.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

using Kind = AlterAction::Kind;
using Position = AlterAction::Position;

const std::vector<std::string> kActions = {"add", "alter", "drop", "set", "rename"};

class Reader {
 public:
  Reader(const Source& source, Span statement) : source_(source) {
    for (Span at = next(statement.begin, statement.end); !at.empty(); at = next(at.end, statement.end))
      tokens_.push_back(at);
    if (!tokens_.empty() && source_.slice(tokens_.back()) == ";") tokens_.pop_back();
    end_ = tokens_.empty() ? statement.end : tokens_.back().end;
  }

  std::optional<AlterTable> read() {
    if (!take("alter") || !take("table")) return std::nullopt;
    AlterTable alter;
    alter.table = take_name("a table");
    if (take(".")) alter.table = take_name("a table");
    if (is("rename")) return std::nullopt;
    do {
      const std::size_t begin = here().begin;
      AlterAction action = read_action();
      action.all = {begin, tokens_[at_ - 1].end};
      alter.actions.push_back(action);
    } while (take(","));
    if (at_ < tokens_.size()) refuse("`,` or the end of the statement");
    return alter;
  }

 private:
  [[nodiscard]] Span next(std::size_t from, std::size_t end) const {
    return next_token(source_.text.substr(0, end), from);
  }
  [[nodiscard]] Span here() const { return at_ < tokens_.size() ? tokens_[at_] : Span{end_, end_}; }
  [[nodiscard]] std::string word(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? folded(source_.slice(tokens_[at_ + ahead])) : std::string();
  }
  [[nodiscard]] bool is(std::string_view expected, std::size_t ahead = 0) const { return word(ahead) == expected; }
  bool take(std::string_view expected) {
    if (!is(expected)) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view expected) {
    if (!take(expected)) refuse(fmt::format("`{}`", expected));
  }
  Span take_name(std::string_view what) {
    if (at_ >= tokens_.size()) refuse(fmt::format("the name of {}", what));
    return tokens_[at_++];
  }

  [[noreturn]] void refuse(std::string_view expected) const {
    const std::string found = at_ < tokens_.size() ? fmt::format("`{}`", printable(source_.slice(here()))) : "the end";
    throw error(Code::kStatement, "ALTER TABLE has {} where {} should stand", found, expected)
        .at(source_.locate(here().empty() ? tokens_.back() : here(), "not understood"))
        .help("docs/batch.md lists what a section marked `batch` may say");
  }

  // Up to a comma outside of parentheses, or one of these words.
  Span take_text(std::string_view what, std::initializer_list<std::string_view> until = {}) {
    const std::size_t begin = at_;
    int depth = 0;
    for (; at_ < tokens_.size(); ++at_) {
      const std::string now = word();
      if (depth == 0 && (now == "," || std::find(until.begin(), until.end(), now) != until.end())) break;
      if (now == "(") ++depth;
      if (now == ")") --depth;
    }
    if (at_ == begin) refuse(what);
    return {tokens_[begin].begin, tokens_[at_ - 1].end};
  }
  Span take_parenthesized() {
    expect("(");
    const std::size_t begin = at_;
    int depth = 1;
    for (; at_ < tokens_.size(); ++at_) {
      if (is("(")) ++depth;
      if (is(")") && --depth == 0) break;
    }
    if (at_ == tokens_.size() || at_ == begin) refuse("what stands in parentheses, and `)`");
    const Span inside{tokens_[begin].begin, tokens_[at_ - 1].end};
    ++at_;
    return inside;
  }

  AlterAction read_action() {
    if (take("add")) return read_add();
    if (take("drop")) return read_drop();
    if (take("alter")) return read_alter();
    if (take("set")) return read_option(Kind::kSetStrict, Kind::kSetWithoutRowid);
    const std::string found = word();
    throw error(Code::kStatement, "`{}` is no action of ALTER TABLE", printable(found))
        .at(source_.locate(here().empty() ? tokens_.back() : here(), "not understood"))
        .did_you_mean(found, kActions)
        .help("write ADD, ALTER, DROP or SET; RENAME is a statement of its own");
  }

  AlterAction read_add() {
    AlterAction action{
        .kind = Kind::kAddConstraint, .all = {}, .name = {}, .text = {}, .using_ = {}, .beside = {}, .lenient = {}};
    const bool constraint = is("constraint") || is("unique") || is("check") || (is("primary") && is("key", 1)) ||
                            (is("foreign") && is("key", 1));
    if (constraint) {
      action.text = take_text("a constraint");
      return action;
    }
    take("column");
    action.kind = Kind::kAddColumn;
    action.lenient = take_if("not");
    action.name = here();
    action.text = take_text("a column", {"first", "before", "after"});
    if (take("first")) action.position = Position::kFirst;
    if (is("before") || is("after")) {
      action.position = is("before") ? Position::kBefore : Position::kAfter;
      ++at_;
      action.beside = take_name("a column");
    }
    return action;
  }

  AlterAction read_drop() {
    AlterAction action{
        .kind = Kind::kDropColumn, .all = {}, .name = {}, .text = {}, .using_ = {}, .beside = {}, .lenient = {}};
    if (is("strict") || is("without")) return read_option(Kind::kDropStrict, Kind::kDropWithoutRowid);
    if (take("constraint")) {
      action.kind = Kind::kDropConstraint;
      action.lenient = take_if();
      action.name = take_name("a constraint");
    } else if (is("primary") && is("key", 1)) {
      at_ += 2;
      action.kind = Kind::kDropPrimaryKey;
    } else if (is("foreign") && is("key", 1)) {
      at_ += 2;
      action.kind = Kind::kDropForeignKey;
      action.text = take_parenthesized();
    } else if ((is("unique") || is("check")) && is("(", 1)) {
      action.kind = is("unique") ? Kind::kDropUnique : Kind::kDropCheck;
      ++at_;
      action.text = take_parenthesized();
    } else {
      take("column");
      action.lenient = take_if();
      action.name = take_name("a column");
    }
    return action;
  }

  // `IF EXISTS`, or with this word between the two.
  bool take_if(std::string_view between = {}) {
    const std::size_t ahead = between.empty() ? 1 : 2;
    if (!is("if") || !is("exists", ahead) || (!between.empty() && !is(between, 1))) return false;
    at_ += ahead + 1;
    return true;
  }

  AlterAction read_alter() {
    take("column");
    AlterAction action{
        .kind = Kind::kSetType, .all = {}, .name = {}, .text = {}, .using_ = {}, .beside = {}, .lenient = {}};
    action.name = take_name("a column");
    if (take("drop")) {
      if (take("default")) return with(action, Kind::kDropDefault);
      expect("not");
      expect("null");
      return with(action, Kind::kDropNotNull);
    }
    if (take("set")) {
      if (take("default")) {
        action.text = take_text("a value");
        return with(action, Kind::kSetDefault);
      }
      if (take("not")) {
        expect("null");
        return with(action, Kind::kSetNotNull);
      }
      if (!take("data")) refuse("`DEFAULT`, `NOT NULL` or `DATA TYPE`");
      expect("type");
    } else if (!take("type")) {
      refuse("`TYPE`, `SET` or `DROP`");
    }
    action.text = take_text("a type", {"using"});
    if (take("using")) action.using_ = take_text("an expression");
    return action;
  }

  static AlterAction with(AlterAction action, Kind kind) {
    action.kind = kind;
    return action;
  }

  AlterAction read_option(Kind strict, Kind without_rowid) {
    AlterAction action{.kind = strict, .all = {}, .name = {}, .text = {}, .using_ = {}, .beside = {}, .lenient = {}};
    if (take("strict")) return action;
    expect("without");
    expect("rowid");
    return with(action, without_rowid);
  }

  Source source_;
  std::vector<Span> tokens_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
};

}  // namespace

std::optional<AlterTable> read_alter_table(const Source& source, Span statement) {
  return Reader(source, statement).read();
}

}  // namespace aludel::sqlite
