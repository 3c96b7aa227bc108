// aludel: reads the command line, runs one command, shows what went wrong, returns the exit code.
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>

#include <fcntl.h>

#include "aludel/version.h"
#include "cli/arguments.h"
#include "cli/environment.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "core/error.h"
#include "core/listed.h"
#include "dialect/registry.h"
#include "report/console.h"

namespace aludel {
namespace {

template <typename Value>
using Choices = std::vector<std::pair<std::string_view, Value>>;

template <typename Value>
Value choice(const Arguments& arguments, std::string_view option, const Choices<Value>& known) {
  const std::string word = arguments.get_or(option, known.front().first);
  std::vector<std::string> words;
  for (const auto& [name, value] : known) {
    if (name == word) return value;
    words.emplace_back(name);
  }
  throw error(Code::kUsage, "`{}` is no value of {}", word, option)
      .did_you_mean(word, words)
      .help(fmt::format("it takes {}", joined(words, ", ")));
}

Format format_of(const CommandLine& line) {
  Choices<Format> known = {{"text", Format::kText}, {"json", Format::kJson}, {"jsonl", Format::kJsonl}};
  const Option* own = line.command == nullptr ? nullptr : line.command->find_option("--format");
  if (own == nullptr) return choice(line.global, "--format", known);
  for (const std::string_view word : own->choice_list()) {
    const bool common = std::any_of(known.begin(), known.end(), [&](const auto& one) { return one.first == word; });
    if (!common) known.emplace_back(word, Format::kText);
  }
  return choice(line.arguments, "--format", known);
}

ConsoleOptions console_options(const CommandLine& line) {
  ConsoleOptions options;
  options.quiet = line.global.has("--quiet");
  options.verbosity = static_cast<int>(line.global.all("--verbose").size());
  options.format = format_of(line);
  options.color =
      choice<ColorWhen>(line.global, "--color",
                        {{"auto", ColorWhen::kAuto}, {"always", ColorWhen::kAlways}, {"never", ColorWhen::kNever}});
  return options;
}

Exit run(const CommandLine& line, Console& console) {
  if (line.global.has("--version")) {
    console.raw(fmt::format("aludel {}\n", version()));
    return Exit::kDone;
  }
  if (line.command == nullptr || line.global.has("--help")) {
    console.raw(line.command == nullptr ? overview(console) : command_help(*line.command, console));
    return line.command == nullptr && !line.global.has("--help") ? Exit::kUsage : Exit::kDone;
  }
  Environment environment(line.global, console);
  return line.command->run(line.arguments, environment);
}

int exit_code(const Error& failure) {
  if (failure.code() == Code::kInterrupted && interrupting_signal() != 0) return 128 + interrupting_signal();
  return static_cast<int>(info(failure.code()).exit);
}

// A complaint about the command line without a way on points to the help.
Error with_pointer(const Error& failure, const CommandLine& line) {
  if (failure.code() != Code::kUsage || !failure.diagnostic().help.empty() || line.command == nullptr) return failure;
  return Error(failure).help(fmt::format("see `aludel {} --help`", line.command->name));
}

// What a command line that could not be read seems to ask for.
Format wanted_format(std::span<const char* const> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    if (word == "--format" && i + 1 < words.size()) word = words[i + 1];
    if (word == "json" || word == "--format=json") return Format::kJson;
    if (word == "jsonl" || word == "--format=jsonl") return Format::kJsonl;
  }
  return Format::kText;
}

// A file that is opened later must not get the number of a standard stream that the caller has closed.
void occupy_standard_streams() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) < 0 && ::open("/dev/null", O_RDWR) != descriptor) std::abort();
  }
}

int run_guarded(std::span<const char* const> words) {
  CommandLine line;
  ConsoleOptions options;
  try {
    line = parse_command_line(words);
    options = console_options(line);
  } catch (const Error& failure) {
    options.format = wanted_format(words);
    Console(options).error(failure.diagnostic());
    return exit_code(failure);
  }
  Console console(options);
  try {
    const Exit exit = run(line, console);
    console.finish();
    return static_cast<int>(exit);
  } catch (const Error& failure) {
    console.error(with_pointer(failure, line).diagnostic());
    return exit_code(failure);
  } catch (const std::exception& failure) {
    console.error(error(Code::kInternal, "{}", failure.what()).diagnostic());
    return static_cast<int>(Exit::kFailed);
  }
}

}  // namespace
}  // namespace aludel

int main(int count, char** words) {
  aludel::occupy_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a write beyond the limit for files then fails, and is told
  aludel::claim_process();
  const std::vector<const char*> rest(words + 1, words + count);
  return aludel::run_guarded(rest);
}
