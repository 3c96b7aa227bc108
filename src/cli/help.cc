#include "cli/help.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "aludel/version.h"

namespace aludel {
namespace {

constexpr std::size_t kWidth = 100;

struct GroupTitle {
  Group group;
  std::string_view title;
};

constexpr std::array kGroups = {
    GroupTitle{Group::kDatabase, "Move a database"},
    GroupTitle{Group::kLook, "Look"},
    GroupTitle{Group::kProject, "Work on revisions"},
    GroupTitle{Group::kOther, "Other"},
};

// Breaks text at spaces; every line but the first is indented.
std::string wrapped(std::string_view text, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (column + word.size() > kWidth && column > indent) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string spelled(const Option& option) {
  std::string names(option.names);
  if (const std::size_t comma = names.find(','); comma != std::string::npos) names.insert(comma + 1, " ");
  return option.value.empty() ? names : fmt::format("{} {}", names, option.value);
}

std::string rows(const Console& console, const std::vector<std::pair<std::string, std::string>>& rows) {
  std::size_t width = 0;
  for (const auto& [left, right] : rows) width = std::max(width, left.size());
  std::string out;
  for (const auto& [left, right] : rows) {
    out += fmt::format("  {}{}  {}\n", console.paint(Paint::kCyan, left), std::string(width - left.size(), ' '),
                       wrapped(right, width + 4));
  }
  return out;
}

std::string option_rows(const Console& console, std::span<const Option> options) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const Option& option : options) lines.emplace_back(spelled(option), std::string(option.help));
  return rows(console, lines);
}

// The options of every command as this one has them: a short name that it uses itself is its own.
std::string common_rows(const Console& console, const Command& command) {
  std::vector<Option> options(global_options().begin(), global_options().end());
  for (Option& option : options) {
    const std::string_view short_name = option.name_list().front();
    const bool taken = short_name != option.long_name() &&
                       std::any_of(command.options.begin(), command.options.end(),
                                   [&](const Option& own) { return own.name_list().front() == short_name; });
    if (taken) option.names = option.long_name();
  }
  return option_rows(console, options);
}

}  // namespace

std::string usage_line(const Command& command) {
  std::string line = fmt::format("aludel {}", command.name);
  for (const Positional& positional : command.positionals) {
    const bool several = positional.count == Count::kSeveral || positional.count == Count::kAny;
    const bool optional = positional.count == Count::kOptional || positional.count == Count::kAny;
    const std::string name = fmt::format("{}{}", positional.name, several ? "..." : "");
    line += optional ? fmt::format(" [{}]", name) : " " + name;
  }
  return line + (command.options.empty() ? "" : " [OPTIONS]");
}

std::string overview(const Console& console) {
  std::string out = fmt::format(
      "aludel {}: moves a database's schema from revision to revision\n\nUsage: aludel COMMAND [OPTIONS]\n", version());
  for (const auto& [group, title] : kGroups) {
    std::vector<std::pair<std::string, std::string>> lines;
    for (const Command* command : commands()) {
      if (command->group == group) lines.emplace_back(std::string(command->name), std::string(command->summary));
    }
    out += fmt::format("\n{}:\n{}", console.paint(Paint::kBold, title), rows(console, lines));
  }
  out += fmt::format("\n{}:\n{}", console.paint(Paint::kBold, "Options of every command"),
                     option_rows(console, global_options()));
  return out + "\n`aludel COMMAND --help` says more about one. A first project: `aludel init`.\n";
}

std::string command_help(const Command& command, const Console& console) {
  std::string out = fmt::format("{}\n\nUsage: {}\n", command.summary, usage_line(command));
  if (!command.details.empty()) {
    std::string_view rest = command.details;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      out += "\n" + wrapped(rest.substr(0, end), 0) + "\n";
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  std::vector<std::pair<std::string, std::string>> lines;
  for (const Positional& positional : command.positionals)
    lines.emplace_back(std::string(positional.name), std::string(positional.help));
  if (!lines.empty()) out += fmt::format("\n{}:\n{}", console.paint(Paint::kBold, "Arguments"), rows(console, lines));
  if (!command.options.empty()) {
    out += fmt::format("\n{}:\n{}", console.paint(Paint::kBold, "Options"), option_rows(console, command.options));
  }
  return out + fmt::format("\n{}:\n{}", console.paint(Paint::kBold, "Options of every command"),
                           common_rows(console, command));
}

}  // namespace aludel
