// What Alembic's command line has and ours has not, and what to write instead: for who types it from habit.
#pragma once

#include <optional>
#include <string_view>

#include "cli/command.h"

namespace aludel {

// `name` as it was typed: `-x`, `--tag`. `command`: null if none was named.
[[nodiscard]] std::optional<std::string_view> instead_of_option(std::string_view name, const Command* command);
[[nodiscard]] std::optional<std::string_view> instead_of_command(std::string_view name);

}  // namespace aludel
