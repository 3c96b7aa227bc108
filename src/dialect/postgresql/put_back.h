// The statements that put a session back as it began.
#pragma once

#include <array>
#include <string_view>

namespace aludel::postgresql {

// By name: DISCARD ALL would drop the lock of the session too.
inline constexpr std::array<std::string_view, 8> kPutBack = {
    "RESET SESSION AUTHORIZATION",
    "RESET ROLE",
    "RESET ALL",
    "SET client_encoding TO 'UTF8'",
    "CLOSE ALL",
    "DEALLOCATE ALL",
    "UNLISTEN *",
    "DISCARD TEMP",
};

}  // namespace aludel::postgresql
