// A diagnostic as a good compiler shows it, and the same as JSON.
#pragma once

#include <cstdint>
#include <string>

#include "aludel/error.h"
#include "core/json.h"

namespace aludel {

enum class Colors : std::uint8_t { kNo, kYes };

// Lines, each with its line end. Control characters from files and databases are escaped.
[[nodiscard]] std::string render(const Diagnostic& diagnostic, Colors colors);

// {"error": {"code", "message", "places": [...], "notes": [...], "help": [...]}}, as docs/json.md has it.
[[nodiscard]] Json to_json(const Diagnostic& diagnostic);

}  // namespace aludel
