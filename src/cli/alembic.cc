#include "cli/alembic.h"

#include <algorithm>

namespace aludel {
namespace {

struct Habit {
  std::string_view command;  // empty: of every command
  std::string_view short_name, name;
  std::string_view instead;
};

// docs/graph-rules.md has them too.
constexpr Habit kHabits[] = {
    {"", "-n", "--name", "`--env NAME` chooses an environment of the configuration: [env.NAME]"},
    {"", "-x", "",
     "nothing runs that could read it; a `${NAME}` in the configuration is filled in from the environment"},
    {"", "", "--raiseerr", "every error is told whole, and ends with an exit code of its own"},
    {"", "", "--tag",
     "nothing runs that could read it; a `${NAME}` in the configuration is filled in from the environment"},
    {"init", "-t", "--template", "there is one kind of project: leave it out"},
    {"init", "", "--package", "revisions are SQL, no package: leave it out"},
    {"revision", "", "--sql",
     "`aludel show REVISION --sql up` prints a revision, `aludel upgrade --sql` a whole script"},
};

}  // namespace

std::optional<std::string_view> instead_of_option(std::string_view name, const Command* command) {
  for (const Habit& habit : kHabits) {
    const bool here = habit.command.empty() || (command != nullptr && command->name == habit.command);
    const bool named = (!habit.name.empty() && name == habit.name) ||
                       (!habit.short_name.empty() && name.starts_with(habit.short_name) && !name.starts_with("--"));
    if (here && named) return habit.instead;
  }
  return std::nullopt;
}

std::optional<std::string_view> instead_of_command(std::string_view name) {
  if (name == "list_templates") return "there is one kind of project: `aludel init` makes it";
  return std::nullopt;
}

}  // namespace aludel
