// What a command is: its name, what it takes, what it does. Adding one: a file with a `Command`, and a line in
// commands.cc. Help, the man page, shell completion and the spell-checker are all made from these.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/error.h"

namespace aludel {

class Environment;

// What completion offers for a value.
enum class Kind : std::uint8_t { kText, kRevision, kState, kFile, kChoice };

struct Option {
  std::string_view names;  // `-m,--message`: the long one last; it is the name to ask for
  std::string_view value;  // what to call the value in help; empty: a flag
  std::string_view help;
  Kind kind = Kind::kText;
  std::string_view choices = {};  // `text,json,jsonl` of a kChoice
  bool repeat = false;

  [[nodiscard]] std::string_view long_name() const { return names.substr(names.rfind("--")); }
  [[nodiscard]] std::vector<std::string_view> name_list() const;
  [[nodiscard]] std::vector<std::string_view> choice_list() const;
};

enum class Count : std::uint8_t { kOne, kOptional, kSeveral, kAny };  // one, none or one, at least one, any number

struct Positional {
  std::string_view name;
  std::string_view help;
  Count count = Count::kOne;
  Kind kind = Kind::kText;
};

// What was given on the command line, by long name (`--message`) or positional name (`REVISION`).
class Arguments {
 public:
  [[nodiscard]] bool has(std::string_view name) const { return values_.find(name) != values_.end(); }
  [[nodiscard]] std::optional<std::string> get(std::string_view name) const;
  [[nodiscard]] std::string get_or(std::string_view name, std::string_view otherwise) const;
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
  void add(std::string name, std::vector<std::string> values) {
    values_.insert_or_assign(std::move(name), std::move(values));
  }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

enum class Group : std::uint8_t { kProject, kDatabase, kLook, kOther, kHidden };

struct Command {
  std::string_view name;
  Group group = Group::kOther;
  std::string_view summary;  // one line, for lists
  std::string_view details;  // paragraphs, for help and the man page
  std::span<const Positional> positionals;
  std::span<const Option> options;
  Exit (*run)(const Arguments& arguments, Environment& environment) = nullptr;

  // Its own option of that long name, which may be one of global_options() with more choices.
  [[nodiscard]] const Option* find_option(std::string_view option) const;
};

// Every command, in the order in which help shows them.
[[nodiscard]] std::span<const Command* const> commands();
[[nodiscard]] const Command* find_command(std::string_view name);

// Options that every command takes, before or after its name.
[[nodiscard]] std::span<const Option> global_options();

}  // namespace aludel
