// aludel edit REVISION: opens the file in the user's editor.
#include <array>

#include <unistd.h>

#include "cli/command.h"
#include "cli/environment.h"
#include "core/error.h"
#include "core/process.h"

namespace aludel {
namespace {

bool in_path(const Environment& environment, std::string_view program) {
  const std::string path = environment.variable("PATH").value_or("");
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find(':', begin), path.size());
    const std::string candidate = path.substr(begin, end - begin) + "/" + std::string(program);
    if (::access(candidate.c_str(), X_OK) == 0) return true;
    begin = end + 1;
  }
  return false;
}

// $EDITOR, else $VISUAL, else what is there. The value may hold arguments: `code --wait`.
std::vector<std::string> editor(const Environment& environment) {
  std::string value = environment.variable("EDITOR").value_or("");
  if (value.empty()) value = environment.variable("VISUAL").value_or("");
  if (value.empty() && ::isatty(STDIN_FILENO) == 0)
    throw error(Code::kNeedsConfirmation, "there is no terminal for an editor")
        .help("set EDITOR to one that needs none");
  for (const std::string_view guess : {"sensible-editor", "editor", "vim", "nano", "vi", "emacs"}) {
    if (value.empty() && in_path(environment, guess)) value = guess;
  }
  std::vector<std::string> words;
  std::size_t begin = value.find_first_not_of(' ');
  while (begin != std::string::npos) {
    const std::size_t end = std::min(value.find(' ', begin), value.size());
    words.push_back(value.substr(begin, end - begin));
    begin = value.find_first_not_of(' ', end);
  }
  if (words.empty()) throw error(Code::kHook, "no editor was found").help("set EDITOR");
  return words;
}

Exit run(const Arguments& arguments, Environment& environment) {
  const RevisionGraph& graph = environment.graph();
  const std::string target = arguments.get_or("REVISION", "");
  Rows rows;
  if (target == "current") {
    Database database = environment.open(Missing::kRefuse);
    rows = database.heads();
  }
  const std::vector<Node> nodes = graph.resolve_many(target, &rows);
  if (nodes.empty()) {
    throw error(Code::kUnknownRevision, "`{}` is no file{}", target,
                target == "current" ? ": the database stands at no revision" : "")
        .help("name a revision; `aludel history` lists them");
  }
  std::vector<std::string> words = editor(environment);
  const std::size_t program = words.size();
  for (const Node node : nodes) words.emplace_back(graph.revision(node).path);
  const int status = run_program(words, ".", Output::kOurs);
  if (status != 0) throw error(Code::kHook, "the editor `{}` ended with status {}", words[0], status);
  environment.console().document(Json().set("edited", Json::list(std::span(words).subspan(program))));
  return Exit::kDone;
}

constexpr std::array kPositionals = {
    Positional{"REVISION", "an id or its beginning, head, current ...", Count::kOne, Kind::kRevision}};

}  // namespace

extern const Command kEdit = {
    "edit", Group::kProject, "open a revision's file in your editor ($EDITOR, $VISUAL)", "", kPositionals, {}, run,
};

}  // namespace aludel
