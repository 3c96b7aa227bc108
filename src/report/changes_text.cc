#include "report/changes_text.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include <fmt/core.h>

#include "core/listed.h"
#include "core/utf8.h"
#include "report/line_diff.h"

namespace aludel {
namespace {

constexpr std::size_t kLongLine = 100;  // characters; what differs then stands below each other
constexpr std::size_t kFewNames = 5;

constexpr std::array<char, 3> kSigns = {'+', '~', '-'};  // as in Sign
constexpr std::array kPaints = {Paint::kGreen, Paint::kYellow, Paint::kRed};

char sign_char(Sign sign) { return kSigns.at(static_cast<std::size_t>(sign)); }

// What changes are grouped by: a table, or a definition that belongs to none.
const Identifier& group_of(const Change& change) {
  const Identifier& table = table_of(change);
  if (!table.empty()) return table;
  if (const auto* add = std::get_if<AddDefinition>(&change)) return add->definition.name;
  if (const auto* drop = std::get_if<DropDefinition>(&change)) return drop->definition.name;
  if (const auto* replace = std::get_if<ReplaceDefinition>(&change)) return replace->to.name;
  if (const auto* rename = std::get_if<RenameDefinition>(&change)) return rename->to;
  if (const auto* value = std::get_if<RenameValue>(&change)) return value->type;
  return table;
}

// Whether the change is about the group itself, so that it is the line on top of it.
bool is_head(const Change& change) {
  return std::holds_alternative<AddTable>(change) || std::holds_alternative<DropTable>(change) ||
         std::holds_alternative<RenameTable>(change) || std::holds_alternative<ModifyTable>(change) ||
         table_of(change).empty();
}

class Tree {
 public:
  Tree(const Comparison& comparison, const Console& console) : comparison_(comparison), console_(console) {}

  std::string draw(const Changes& changes) {
    for (std::size_t begin = 0; begin < changes.size();) {
      std::size_t end = begin + 1;
      while (end < changes.size() && same_group(changes[begin], changes[end])) ++end;
      const bool head = is_head(changes[begin]);
      if (!head) line(Sign::kModify, "", console_.paint(Paint::kBold, printable(title_of(changes[begin]))));
      for (std::size_t i = begin; i < end; ++i) draw(changes[i], head && i == begin);
      begin = end;
    }
    return std::move(text_);
  }

 private:
  // Two views of one name never follow each other; a table that takes the place of a view does.
  static bool same_group(const Change& first, const Change& other) {
    return group_of(first) == group_of(other) && !is_head(other);
  }

  // "table users", "view v".
  [[nodiscard]] std::string title_of(const Change& change) const {
    const Identifier& name = group_of(change);
    if (const Table* table = comparison_.to.find_table(name)) return "table " + table->name.text;
    for (const Definition& definition : comparison_.to.definitions) {
      if (definition.on.empty() && definition.name == name) return definition.kind + ' ' + definition.name.text;
    }
    return "table " + name.text;
  }

  void line(Sign sign, std::string_view indent, const std::string& text) {
    text_ +=
        fmt::format("{}{} {}\n", indent,
                    console_.paint(kPaints.at(static_cast<std::size_t>(sign)), std::string(1, sign_char(sign))), text);
  }

  void draw(const Change& change, bool head) {
    const std::string_view indent = head ? "" : "    ";
    const Description description = description_of(change, Naming::kWithinTable);
    const std::string object = printable(description.object);
    const std::string shown = head ? console_.paint(Paint::kBold, object) : object;
    std::string rest = description.definition.empty() ? "" : ' ' + description.definition;
    for (const Description::Part& part : description.parts) {
      rest += (&part == description.parts.data() ? ": " : ", ") + text_of(part);
    }
    const bool below = !description.parts.empty() && object.size() + rest.size() > kLongLine;
    line(sign_of(change), indent, below ? shown : shown + printable(rest));
    for (const Description::Part& part : description.parts) {
      const bool definition = std::holds_alternative<ReplaceDefinition>(change) && part.what == "text";
      if (definition && console_.verbose()) {
        lines_below(indent, part);
      } else if (below && !definition) {
        parts_below(indent, part);
      }
    }
  }

  void parts_below(std::string_view indent, const Description::Part& part) {
    const std::string inner = std::string(indent) + "    ";
    const std::string what = part.what.empty() ? "" : part.what + ' ';
    if (!part.from.empty()) line(Sign::kDrop, inner, printable(what + part.from));
    if (!part.to.empty()) line(Sign::kAdd, inner, printable(what + part.to));
  }

  void lines_below(std::string_view indent, const Description::Part& part) {
    for (const DiffLine& one : diff_lines(part.from, part.to)) {
      const std::string shown = fmt::format("{} {}", one.sign, printable(one.text));
      const Paint paint = one.sign == '+' ? Paint::kGreen : (one.sign == '-' ? Paint::kRed : Paint::kDim);
      text_ += fmt::format("{}    {}\n", indent, console_.paint(paint, shown));
    }
  }

  const Comparison& comparison_;
  const Console& console_;
  std::string text_;
};

// "3 changes: 1 added, 2 dropped".
std::string summary_of(const Changes& changes) {
  std::array<std::size_t, 3> counts{};
  for (const Change& change : changes) ++counts.at(static_cast<std::size_t>(sign_of(change)));
  std::string text = counted(changes.size(), "change") + ":";
  constexpr std::array<std::string_view, 3> kWords = {"added", "changed", "dropped"};
  bool first = true;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts.at(i) == 0) continue;
    text += fmt::format("{} {} {}", first ? "" : ",", counts.at(i), kWords.at(i));
    first = false;
  }
  return text;
}

// "a, b, c ... and 4 more".
std::string names_text(const std::vector<std::string>& names, const Console& console) {
  const std::size_t shown = console.verbose() ? names.size() : std::min(names.size(), kFewNames);
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : ", ") + printable(names[i]);
  if (shown < names.size()) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

using Names = std::map<std::string, std::vector<std::string>>;  // by kind

// A line for each kind: "not managed: 2 statistics tables (sqlite_stat1, sqlite_stat4)".
std::string by_kind(std::string_view head, const Names& kinds, const Console& console) {
  std::string text;
  for (const auto& [kind, names] : kinds) {
    text += fmt::format("{}: {} ({})\n", head, counted(names.size(), kind), names_text(names, console));
  }
  return text;
}

}  // namespace

std::string changes_text(const Comparison& comparison, const Console& console) {
  const Changes all = comparison.all();
  if (all.empty()) return {};
  return Tree(comparison, console).draw(all) + '\n' + summary_of(all) + '\n';
}

std::string left_out_text(const std::vector<Hidden>& hidden, const std::vector<Unmanaged>& unmanaged,
                          const Console& console) {
  Names different, same, others;
  for (const Hidden& one : hidden) (one.differs ? different : same)[one.kind].push_back(one.name);
  for (const Unmanaged& one : unmanaged) others[one.kind].push_back(one.name);
  return by_kind("hidden by the filters, but different", different, console) +
         by_kind("hidden by the filters", same, console) + by_kind("not managed", others, console);
}

void set_changes(Json& document, const Comparison& comparison) {
  Json renames{Json::Array{}};
  for (const Rename& rename : comparison.renames) {
    renames.push(Json()
                     .set("table", Json::text_or_null(rename.table.text))
                     .set("from", rename.from.text)
                     .set("to", rename.to.text)
                     .set("kind", Json::text_or_null(rename.kind)));
  }
  Json changes{Json::Array{}};
  for (const Change& change : comparison.all()) {
    const Description description = description_of(change, Naming::kWithinTable);
    Json parts{Json::Array{}};
    for (const Description::Part& part : description.parts) {
      parts.push(Json()
                     .set("what", Json::text_or_null(part.what))
                     .set("from", Json::text_or_null(part.from))
                     .set("to", Json::text_or_null(part.to)));
    }
    changes.push(Json()
                     .set("kind", kind_of(change))
                     .set("sign", std::string(1, sign_char(sign_of(change))))
                     .set("table", Json::text_or_null(table_of(change).text))
                     .set("object", description.object)
                     .set("definition", Json::text_or_null(description.definition))
                     .set("parts", std::move(parts))
                     .set("text", describe(change)));
  }
  Json hidden{Json::Array{}};
  for (const Hidden& one : comparison.hidden) {
    hidden.push(Json().set("kind", one.kind).set("name", one.name).set("differs", one.differs));
  }
  Json unmanaged{Json::Array{}};
  for (const Unmanaged& one : comparison.unmanaged) {
    unmanaged.push(Json().set("kind", one.kind).set("name", one.name));
  }
  document.set("different", !comparison.empty())
      .set("renames", std::move(renames))
      .set("changes", std::move(changes))
      .set("hidden", std::move(hidden))
      .set("unmanaged", std::move(unmanaged));
}

}  // namespace aludel
