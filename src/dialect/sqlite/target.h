// What a SQLite URL says, as SQLAlchemy reads it: sqlite:///relative.db, sqlite:////absolute.db, ?mode=ro,
// ?timeout=SECONDS.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/url.h"
#include "dialect/dialect.h"

namespace aludel::sqlite {

enum class OpenMode : std::uint8_t { kReadOnly, kReadWrite, kReadWriteCreate };

struct Target {
  std::string path;                            // absolute; empty: a private temporary database
  std::string shown;                           // as a user would name it
  OpenMode mode = OpenMode::kReadWriteCreate;  // what the URL permits
  std::optional<bool> foreign_keys = std::nullopt;
  std::optional<std::chrono::milliseconds> timeout = std::nullopt;
};

// Throws kUrl: another form, an in-memory database, an unknown parameter.
[[nodiscard]] Target target_of(const Url& url, const ConnectSettings& settings);

}  // namespace aludel::sqlite
