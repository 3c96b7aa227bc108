// docs/commands.md, made from the list of commands.
#include <fmt/core.h>

#include "cli/help.h"

namespace aludel {
namespace {

// A cell of a table cannot hold a bare `|`.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? "\\|" : std::string(1, c);
  return out;
}

std::string options_table(std::span<const Option> options) {
  if (options.empty()) return {};
  std::string out = "\n| option | meaning |\n| --- | --- |\n";
  for (const Option& option : options) {
    const std::string value = option.value.empty() ? "" : fmt::format(" {}", cell(option.value));
    out += fmt::format("| `{}{}` | {} |\n", option.names, value, cell(option.help));
  }
  return out;
}

}  // namespace

std::string reference_page() {
  std::string out =
      "# Commands\n\nMade by `aludel man --markdown` from the list of commands; a test holds it to that.\n\n## Options "
      "of every command\n";
  out += options_table(global_options());
  for (const Command* command : commands()) {
    if (command->group == Group::kHidden) continue;
    out += fmt::format("\n## {}\n\n`{}`: {}.\n", command->name, usage_line(*command), command->summary);
    if (!command->details.empty()) out += fmt::format("\n{}\n", command->details);
    if (!command->positionals.empty()) out += "\n";
    for (const Positional& positional : command->positionals)
      out += fmt::format("- `{}`: {}\n", positional.name, positional.help);
    out += options_table(command->options);
  }
  return out;
}

}  // namespace aludel
