// Completion scripts for three shells. Words come from the list of commands; revisions are asked of `aludel history`.
// A state is a word, a revision or a file.
#include <fmt/core.h>

#include "cli/help.h"
#include "core/error.h"
#include "core/listed.h"

namespace aludel {
namespace {

// What a command takes besides its options.
Kind kind_of_arguments(const Command& command) {
  return command.positionals.empty() ? Kind::kText : command.positionals.front().kind;
}

std::string choices_of(const Option& option) { return joined(option.choice_list(), " "); }

std::string words(std::span<const Option> options) {
  std::string out;
  for (const Option& option : options) {
    for (const std::string_view name : option.name_list()) out += fmt::format(" {}", name);
  }
  return out;
}

std::string command_names() {
  std::string out;
  for (const Command* command : commands()) {
    if (command->group != Group::kHidden) out += fmt::format(" {}", command->name);
  }
  return out;
}

constexpr std::string_view kBashHead = R"sh(# bash completion for aludel: `source <(aludel completion bash)`
_aludel_revisions() { printf 'head heads base '; aludel history --ids 2>/dev/null; }
_aludel_states() { printf 'database model empty current '; _aludel_revisions; }
_aludel() {
  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="" i
  for ((i = 1; i < COMP_CWORD; i++)); do [[ ${COMP_WORDS[i]} != -* ]] && { command="${COMP_WORDS[i]}"; break; }; done
  case "$command:$before" in
)sh";

// What `compgen` is asked for; empty: nothing.
std::string bash_offer(Kind kind) {
  switch (kind) {
    case Kind::kRevision:
      return "-W \"$(_aludel_revisions)\"";
    case Kind::kState:
      return "-f -W \"$(_aludel_states)\"";
    case Kind::kFile:
      return "-f";
    default:
      return {};
  }
}

// The values of the options of a command, `*` being any.
std::string bash_values(std::string_view command, std::span<const Option> options) {
  std::string out;
  for (const Option& option : options) {
    const std::string offer =
        option.kind == Kind::kChoice ? fmt::format("-W \"{}\"", choices_of(option)) : bash_offer(option.kind);
    if (offer.empty()) continue;
    std::string places;
    for (const std::string_view name : option.name_list())
      places += fmt::format("{}{}:{}", places.empty() ? "" : "|", command, name);
    out += fmt::format("    {}) COMPREPLY=($(compgen {} -- \"$word\")); return ;;\n", places, offer);
  }
  return out;
}

std::string bash_script() {
  std::string out(kBashHead);
  for (const Command* command : commands()) {
    if (command->group != Group::kHidden) out += bash_values(command->name, command->options);
  }
  out += bash_values("*", global_options());
  out += fmt::format("  esac\n  COMPREPLY=()\n  local options=\"{}\"\n  case \"$command\" in\n",
                     words(global_options()).substr(1));
  out += fmt::format("    '') COMPREPLY=($(compgen -W \"{} $options\" -- \"$word\")); return ;;\n",
                     command_names().substr(1));
  for (const Command* command : commands()) {
    if (command->group == Group::kHidden) continue;
    const std::string offer = bash_offer(kind_of_arguments(*command));
    const std::string arguments =
        offer.empty() ? "" : fmt::format(" [[ $word == -* ]] || COMPREPLY=($(compgen {} -- \"$word\"));", offer);
    out += fmt::format("    {}) options+=\"{}\";{} ;;\n", command->name, words(command->options), arguments);
  }
  return out +
         "  esac\n  [[ $word == -* ]] && COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n}\n"
         "complete -F _aludel aludel\n";
}

// In a zsh spec `[`, `]` and `:` end a description.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return out;
}

std::string zsh_option(const Option& option) {
  std::string out;
  for (const std::string_view name : option.name_list()) {
    out += fmt::format(" '*{}[{}]", name, zsh_text(option.help));
    if (option.kind == Kind::kFile) out += fmt::format(":{}:_files", zsh_text(option.value));
    if (option.kind == Kind::kChoice) out += fmt::format(":{}:({})", zsh_text(option.value), choices_of(option));
    if (option.kind == Kind::kText && !option.value.empty()) out += fmt::format(":{}:", zsh_text(option.value));
    if (option.kind == Kind::kRevision) out += fmt::format(":{}:_aludel_revisions", zsh_text(option.value));
    out += "'";
  }
  return out;
}

std::string_view zsh_arguments(Kind kind) {
  switch (kind) {
    case Kind::kRevision:
      return "*:revision:_aludel_revisions";
    case Kind::kState:
      return "*:state:_aludel_states";
    default:
      return "*:file:_files";
  }
}

std::string zsh_script() {
  std::string out =
      "#compdef aludel\n_aludel_revisions() { compadd head heads base ${(f)\"$(aludel history --ids 2>/dev/null)\"} "
      "}\n_aludel_states() { compadd database model empty current; _aludel_revisions; _files }\n_aludel() {\n";
  out += "  local context state line\n  _arguments -C";
  for (const Option& option : global_options()) out += zsh_option(option);
  out += " '1:command:->command' '*::argument:->argument'\n  case $state in\n    command) local -a names; names=(";
  for (const Command* command : commands()) {
    if (command->group != Group::kHidden) out += fmt::format(" '{}:{}'", command->name, zsh_text(command->summary));
  }
  out += "); _describe command names ;;\n    argument) case $words[1] in\n";
  for (const Command* command : commands()) {
    if (command->group == Group::kHidden) continue;
    out += fmt::format("      {}) _arguments", command->name);
    for (const Option& option : command->options) out += zsh_option(option);
    out += fmt::format(" '{}' ;;\n", zsh_arguments(kind_of_arguments(*command)));
  }
  return out + "    esac ;;\n  esac\n}\ncompdef _aludel aludel\n";
}

std::string fish_text(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\'' || c == '\\' ? fmt::format("\\{}", c) : std::string(1, c);
  return out;
}

std::string fish_option(const Option& option, const std::string& condition) {
  std::string out = "complete -c aludel" + condition;
  for (const std::string_view name : option.name_list()) {
    out += name.starts_with("--") ? fmt::format(" -l {}", name.substr(2)) : fmt::format(" -s {}", name.substr(1));
  }
  if (!option.value.empty()) out += " -r";
  if (option.kind == Kind::kFile) out += " -F";
  if (option.kind == Kind::kChoice) out += fmt::format(" -a '{}'", choices_of(option));
  return out + fmt::format(" -d '{}'\n", fish_text(option.help));
}

std::string fish_script() {
  std::string out = "# fish completion for aludel: `aludel completion fish | source`\ncomplete -c aludel -f\n";
  for (const Option& option : global_options()) out += fish_option(option, "");
  for (const Command* command : commands()) {
    if (command->group == Group::kHidden) continue;
    out += fmt::format("complete -c aludel -n __fish_use_subcommand -a {} -d '{}'\n", command->name,
                       fish_text(command->summary));
    const std::string condition = fmt::format(" -n '__fish_seen_subcommand_from {}'", command->name);
    for (const Option& option : command->options) out += fish_option(option, condition);
    const Kind kind = kind_of_arguments(*command);
    if (kind != Kind::kRevision && kind != Kind::kState) continue;
    out += fmt::format("complete -c aludel{} {}-a '{}head heads base (aludel history --ids 2>/dev/null)'\n", condition,
                       kind == Kind::kState ? "-F " : "", kind == Kind::kState ? "database model empty current " : "");
  }
  return out;
}

}  // namespace

std::string completion_script(const std::string& shell) {
  if (shell == "bash") return bash_script();
  if (shell == "zsh") return zsh_script();
  if (shell == "fish") return fish_script();
  throw error(Code::kUsage, "there is no completion for `{}`", shell)
      .did_you_mean(shell, {"bash", "zsh", "fish"})
      .help("the shells are bash, zsh and fish");
}

}  // namespace aludel
