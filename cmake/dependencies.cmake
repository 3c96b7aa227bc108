# What we build on: Debian 12 packages only (scripts/install-packages lists them).
find_package(SQLite3 3.40 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)

# Debian has these two as shared libraries only. Both can be compiled in (fmt by src/core/fmt.cc, toml++ where it is
# included), so their headers are all we need.
find_path(FMT_INCLUDE_DIR fmt/format-inl.h REQUIRED)
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)

# Everything mapped at start costs time, so the binary carries these two; the library leaves the choice to its user.
find_library(SQLITE3_ARCHIVE libsqlite3.a REQUIRED)
find_library(CRYPTO_ARCHIVE libcrypto.a REQUIRED)
mark_as_advanced(FMT_INCLUDE_DIR TOMLPLUSPLUS_INCLUDE_DIR SQLITE3_ARCHIVE CRYPTO_ARCHIVE)
