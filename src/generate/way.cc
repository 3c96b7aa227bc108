#include "generate/way.h"

#include <set>
#include <utility>
#include <variant>

#include <fmt/core.h>

#include "core/error.h"
#include "core/typed_name.h"
#include "core/utf8.h"

namespace aludel {
namespace {

std::string flag_of(const Question& question) {
  std::string column = typed_name(question.table);
  if (!question.column.empty()) column += "." + typed_name(question.column);
  return question.kind == Question::Kind::kFill ? fmt::format("`--fill {}`", shell_word(column + "=EXPRESSION"))
                                                : fmt::format("`--lossy {}`", shell_word(column));
}

Error unanswered(const std::vector<Question>& questions) {
  Error open = error(Code::kNeedsAnswer, "{}", questions.front().text);
  for (std::size_t i = 1; i < questions.size(); ++i) open.diagnostic().notes.push_back(questions[i].text);
  for (const Question& question : questions) {
    open.diagnostic().help.push_back(question.kind == Question::Kind::kFill
                                         ? fmt::format("{} says what the rows get; with nothing behind the `=` the "
                                                       "migration stops if there are such rows",
                                                       flag_of(question))
                                         : fmt::format("{} permits it", flag_of(question)));
  }
  return open;
}

// The options of both, each once. They are words of a marker.
std::string merged_options(const std::string& a, const std::string& b) {
  std::set<std::string> words;
  std::string text;
  const std::string both = a + " " + b;
  for (std::size_t begin = 0; begin < both.size();) {
    const std::size_t end = std::min(both.find(' ', begin), both.size());
    const std::string word = both.substr(begin, end - begin);
    if (!word.empty() && words.insert(word).second) text += (text.empty() ? "" : " ") + word;
    begin = end + 1;
  }
  return text;
}

}  // namespace

Script render_answered(const SchemaDialect& dialect, const Schema& from, const Schema& to, const Changes& changes,
                       DdlOptions& options, const Answer& answer) {
  while (true) {
    Ddl ddl = dialect.render(from, to, changes, options);
    if (ddl.questions.empty()) return std::move(ddl.script);
    for (const Question& question : ddl.questions) {
      if (!answer || !answer(question, options)) throw unanswered(ddl.questions);
    }
  }
}

NewSection section_of(Direction direction, const Script& renames, const Script& changes,
                      const std::vector<std::string>& remarks) {
  NewSection section;
  section.direction = direction;
  section.options = merged_options(renames.options, changes.options);
  for (const std::string& remark : remarks) section.body += fmt::format("-- {}\n", printable(remark));
  if (!remarks.empty()) section.body += '\n';
  section.body += text_of(renames);
  if (!renames.empty() && !changes.empty()) section.body += '\n';
  section.body += text_of(changes);
  return section;
}

std::vector<Rename> inverse(const std::vector<Rename>& renames) {
  std::vector<Rename> back;
  for (const Rename& rename : renames) {
    Identifier table = rename.table;  // its name before the renames, which is the one after the way back
    for (const Rename& other : renames) {
      if (other.table.empty() && other.kind == rename.kind && other.to == rename.table) table = other.from;
    }
    back.push_back({table, rename.to, rename.from, rename.kind});
  }
  return back;
}

std::vector<std::string> lost_for_good(const Changes& down) {
  std::vector<std::string> lines;
  for (const Change& change : down) {
    if (const auto* table = std::get_if<AddTable>(&change)) {
      lines.push_back(fmt::format("table {} comes back without its rows", table->table.name.text));
    } else if (const auto* column = std::get_if<AddColumn>(&change); column != nullptr && !column->column.generated) {
      lines.push_back(
          fmt::format("column {}.{} comes back without its values", column->table.text, column->column.name.text));
    }
  }
  return lines;
}

}  // namespace aludel
