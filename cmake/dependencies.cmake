# What we build on: Debian 12 packages only (scripts/install-packages lists them).
find_package(SQLite3 3.40 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(tomlplusplus REQUIRED)

# Debian has libfmt as a shared library only; src/core/fmt.cc compiles it in, so the headers are all we need.
find_path(FMT_INCLUDE_DIR fmt/format-inl.h REQUIRED)

# Everything mapped at start costs time, so the binary carries these two; the library leaves the choice to its user.
find_library(SQLITE3_ARCHIVE libsqlite3.a REQUIRED)
find_library(CRYPTO_ARCHIVE libcrypto.a REQUIRED)
mark_as_advanced(FMT_INCLUDE_DIR SQLITE3_ARCHIVE CRYPTO_ARCHIVE)
