// The man page, in the man(7) macros.
#include <fmt/core.h>

#include "aludel/version.h"
#include "cli/help.h"

namespace aludel {
namespace {

// roff takes a leading dot or quote, a backslash and a hyphen as its own.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) {
      out += fmt::format("\\&{}", c);
    } else {
      out += c;
    }
  }
  return out;
}

std::string option_entry(const Option& option) {
  const std::string value = option.value.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(option.value));
  return fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", roff(option.names), value, roff(option.help));
}

std::string command_entry(const Command& command) {
  std::string out = fmt::format(".SS {}\n{}.\n", roff(usage_line(command)), roff(command.summary));
  if (!command.details.empty()) {
    out += ".PP\n";
    for (const char c : command.details) out += c == '\n' ? std::string("\n.PP\n") : roff(std::string_view(&c, 1));
    out += "\n";
  }
  for (const Positional& positional : command.positionals) {
    out += fmt::format(".TP\n\\fI{}\\fR\n{}\n", roff(positional.name), roff(positional.help));
  }
  for (const Option& option : command.options) out += option_entry(option);
  return out;
}

}  // namespace

std::string man_page() {
  std::string out = fmt::format(".TH ALUDEL 1 \"\" \"aludel {}\" \"User Commands\"\n", version());
  out += ".SH NAME\naludel \\- move a database's schema from revision to revision\n";
  out += ".SH SYNOPSIS\n\\fBaludel\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n.SH OPTIONS OF EVERY COMMAND\n";
  for (const Option& option : global_options()) out += option_entry(option);
  out += ".SH COMMANDS\n";
  for (const Command* command : commands()) {
    if (command->group != Group::kHidden) out += command_entry(*command);
  }
  out +=
      ".SH EXIT STATUS\n.TP\n0\ndone, or nothing to do\n.TP\n1\nfailed\n.TP\n2\nwrong command line or "
      "configuration\n.TP\n3\n";
  out +=
      "asked whether there is something to do, and there is\n.TP\n4\nthe database or an applied file is not what it "
      "should be\n.TP\n5\n";
  out += "a lock was not obtained in time\n.TP\n130, 143\nstopped by a signal\n";
  out +=
      ".SH FILES\n.TP\naludel.toml, pyproject.toml\nthe configuration, looked for from the working directory upwards\n";
  return out;
}

}  // namespace aludel
