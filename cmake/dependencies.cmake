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

# Headers only: the clients of servers are opened when a URL asks for one (docs/decisions/0009-client-libraries.md).
find_path(LIBPQ_INCLUDE_DIR libpq-fe.h PATH_SUFFIXES postgresql REQUIRED)
find_path(LIBMARIADB_INCLUDE_DIR mysql.h PATH_SUFFIXES mariadb REQUIRED)
mark_as_advanced(LIBPQ_INCLUDE_DIR LIBMARIADB_INCLUDE_DIR)
