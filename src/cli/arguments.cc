// The only file that sees CLI11. It reads words into options and values; what a command takes is data (command.h), and
// messages are ours.
#include "cli/arguments.h"

#include <algorithm>
#include <cctype>
#include <memory>
#include <utility>

#include <CLI/CLI.hpp>

#include "cli/alembic.h"
#include "core/error.h"

namespace aludel {
namespace {

// Stands before a word such as `-1` or `-2:head`: a relative revision, which the library would take for an option.
constexpr char kRelativeMark = '\x01';

std::string protect(std::string_view word) {
  const bool relative = word.size() > 1 && word[0] == '-' && (std::isdigit(static_cast<unsigned char>(word[1])) != 0);
  return relative ? kRelativeMark + std::string(word) : std::string(word);
}

std::vector<std::string> restore(std::vector<std::string> words) {
  for (std::string& word : words) {
    if (word.starts_with(kRelativeMark)) word.erase(0, 1);
  }
  return words;
}

std::vector<std::string> long_names(std::span<const Option> options) {
  std::vector<std::string> names;
  for (const Option& option : options) names.emplace_back(option.long_name());
  return names;
}

class Parser {
 public:
  Parser() : app_("", "aludel") {
    app_.set_help_flag();
    app_.allow_extras();
    app_.require_subcommand(0, 1);
    add_options(app_, global_options());
    for (const Command* command : commands()) {
      CLI::App* sub = app_.add_subcommand(std::string(command->name), "");
      sub->set_help_flag();
      sub->allow_extras();
      sub->fallthrough();
    }
  }

  CommandLine parse(std::vector<std::string> words) {
    // Only the command that is meant gets its options: twenty commands' worth of them would be felt at every start.
    if (const Command* meant = find_meant(words)) {
      CLI::App* sub = app_.get_subcommand(std::string(meant->name));
      add_options(*sub, meant->options);
      add_positionals(*sub, meant->positionals);
      line_.command = meant;
    }
    std::vector<std::string> reversed(words.rbegin(), words.rend());  // as the library wants them
    try {
      app_.parse(reversed);
    } catch (const CLI::ArgumentMismatch& failure) {
      const std::string text = failure.what();  // `--format: 1 required TEXT missing`
      throw usage(fmt::format("{} needs a value", text.substr(0, text.find(':'))));
    } catch (const CLI::ParseError& failure) {
      throw usage(failure.what());
    }
    return collect();
  }

 private:
  [[nodiscard]] static const Command* find_meant(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (takes_value(words[i])) {
        ++i;  // `--env history upgrade` means `upgrade`
      } else if (const Command* command = find_command(words[i])) {
        return command;
      }
    }
    return nullptr;
  }

  // Whether `word` is an option of every command whose value is the next word.
  [[nodiscard]] static bool takes_value(std::string_view word) {
    return std::any_of(global_options().begin(), global_options().end(), [&](const Option& option) {
      if (option.value.empty()) return false;
      const bool is_short = option.names.starts_with(word) && option.names.substr(word.size()).starts_with(',');
      return word == option.long_name() || (word.size() == 2 && is_short);
    });
  }

  static void add_options(CLI::App& app, std::span<const Option> options) {
    for (const Option& option : options) {
      const std::string names(option.names);
      if (option.value.empty()) {
        app.add_flag(names)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
      } else if (option.repeat) {
        app.add_option(names)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
      } else {
        app.add_option(names)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
      }
    }
  }

  static void add_positionals(CLI::App& app, std::span<const Positional> positionals) {
    for (const Positional& positional : positionals) {
      const bool several = positional.count == Count::kSeveral || positional.count == Count::kAny;
      app.add_option(std::string(positional.name))
          ->expected(1, several ? CLI::detail::expected_max_vector_size : 1)
          ->allow_extra_args(several);
    }
  }

  [[nodiscard]] Error usage(const std::string& message) const {
    return with_pointer(error(Code::kUsage, "{}", message));
  }

  [[nodiscard]] Error with_pointer(Error e) const {
    return std::move(e).help(line_.command == nullptr ? "`aludel --help` lists the commands"
                                                      : fmt::format("see `aludel {} --help`", line_.command->name));
  }

  CommandLine collect() {
    read_values(app_, line_.global);
    std::vector<std::string> extras = app_.remaining(false);
    if (line_.command != nullptr) {
      const CLI::App* sub = app_.get_subcommand(std::string(line_.command->name));
      for (std::string& extra : sub->remaining()) extras.push_back(std::move(extra));
      read_values(*sub, line_.arguments);
      hand_over();
    }
    if (!extras.empty()) refuse(restore(extras).front());
    if (line_.command != nullptr && !line_.global.has("--help")) require_positionals();
    return std::move(line_);
  }

  // An option of all commands that one has in its own way is that command's, wherever it stands.
  void hand_over() {
    for (const std::string& name : long_names(line_.command->options)) {
      if (line_.global.has(name) && !line_.arguments.has(name)) line_.arguments.add(name, line_.global.all(name));
    }
  }

  static void read_values(const CLI::App& app, Arguments& arguments) {
    for (const CLI::Option* option : app.get_options()) {
      if (option->count() == 0) continue;
      const bool positional = option->get_lnames().empty() && option->get_snames().empty();
      std::string name = positional ? option->get_name(true) : "--" + option->get_lnames().front();
      arguments.add(std::move(name), restore(option->results()));
    }
  }

  [[noreturn]] void refuse_option(const std::string& name) const {
    Error e = error(Code::kUsage, "there is no option `{}`", name);
    if (const auto instead = instead_of_option(name, line_.command)) throw std::move(e).help(std::string(*instead));
    std::vector<std::string> known = long_names(global_options());
    if (line_.command != nullptr) {
      for (std::string& own : long_names(line_.command->options)) known.push_back(std::move(own));
    }
    throw with_pointer(std::move(e).did_you_mean(name, known));
  }

  [[noreturn]] void refuse(const std::string& word) const {
    if (word.starts_with('-')) refuse_option(word.substr(0, word.find('=')));
    if (line_.command != nullptr) throw usage(fmt::format("`{}` is one argument too many", word));
    std::vector<std::string> known;
    for (const Command* command : commands()) {
      if (command->group != Group::kHidden) known.emplace_back(command->name);
    }
    if (const auto instead = instead_of_command(word))
      throw error(Code::kUsage, "there is no command `{}`", word).help(std::string(*instead));
    throw error(Code::kUsage, "there is no command `{}`", word)
        .did_you_mean(word, known)
        .help("`aludel --help` lists the commands");
  }

  void require_positionals() const {
    for (const Positional& positional : line_.command->positionals) {
      if (positional.count == Count::kOptional || positional.count == Count::kAny ||
          line_.arguments.has(positional.name))
        continue;
      throw usage(fmt::format("`aludel {}` needs {}: {}", line_.command->name, positional.name, positional.help));
    }
  }

  CLI::App app_;
  CommandLine line_;
};

}  // namespace

CommandLine parse_command_line(std::span<const char* const> words) {
  std::vector<std::string> protected_words;
  bool plain = false;  // after `--` every word is what it is; people type it before `-1`
  for (const char* word : words) {
    if (!plain && std::string_view(word) == "--") {
      plain = true;
    } else {
      protected_words.push_back(plain && *word == '-' ? kRelativeMark + std::string(word) : protect(word));
    }
  }
  // `aludel help upgrade` is `aludel upgrade --help`, `aludel version` is `aludel --version`.
  if (!protected_words.empty() && protected_words.front() == "help") {
    protected_words.erase(protected_words.begin());
    protected_words.emplace_back("--help");
  } else if (protected_words.size() == 1 && protected_words.front() == "version") {
    protected_words.front() = "--version";
  }
  return Parser().parse(std::move(protected_words));
}

}  // namespace aludel
