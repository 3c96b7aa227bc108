// What a project has configured: aludel.toml, or [tool.aludel] in pyproject.toml; environment variables; the command
// line. A value comes from, in order: the command line, ALUDEL_<KEY>, the chosen [env.NAME], the top of the file, the
// default.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "aludel/error.h"
#include "core/rebuild.h"

namespace aludel {

// A value as a configuration file has it, with its place for messages.
struct ConfigField;
struct ConfigValue {
  using Table = std::vector<ConfigField>;  // of a list of tables, as post_write_hooks is one
  std::variant<bool, std::int64_t, std::string, std::vector<ConfigValue>, Table> value;
  Location place;
};

struct ConfigField {
  std::string key;
  ConfigValue value;
};

struct ConfigEntry {
  std::vector<std::string> key;  // `env.production.url` is three names
  Location key_place;
  ConfigValue value;
};

// Reads a TOML file into a flat list. `table` is the table to start from (`tool.aludel`), empty for the whole file.
// Nothing if there is no such table. Throws kConfigSyntax.
[[nodiscard]] std::optional<std::vector<ConfigEntry>> read_toml(const std::string& path,
                                                                const std::vector<std::string>& table);

// A text that may hold `${NAME}` or `${NAME:-default}`; filled in when it is used. `$${` stands for `${`.
struct ConfigText {
  std::string raw;
  std::optional<Location> place;  // none: from the command line or the environment
};

using Variables = std::function<std::optional<std::string>(const std::string&)>;
// Throws kUnsetVariable, kConfig.
[[nodiscard]] std::string expand(const ConfigText& text, const Variables& variables);

// A program that is run after a revision file was written; `{file}` in an argument is the file's path. No shell.
struct Hook {
  std::string name;
  std::vector<std::string> command;
  std::string directory;  // where it runs; the config's folder if empty
};

struct Config {
  std::string path;          // the file that was read; empty if there is none
  std::string folder = ".";  // what relative paths in it are relative to
  std::string environment;   // the chosen [env.NAME]; empty if none
  std::vector<std::string> environments;
  std::optional<ConfigText> url;
  std::optional<ConfigText> direct_url;  // to the same database past a pooler; used instead of `url` if it is set
  bool url_from_flag = false;            // a relative path in it is then relative to the working directory

  std::optional<ConfigText> model;                       // where the desired schema comes from
  std::vector<std::string> dialects;                     // migrations are written for each; empty: for that of `url`
  std::string python;                                    // runs SQLAlchemy's models; empty: found
  std::vector<std::string> migrations = {"migrations"};  // resolved against `folder`
  bool recursive = false;
  std::string version_table = "aludel_version";
  std::chrono::milliseconds lock_wait{std::chrono::minutes(5)};
  std::optional<std::chrono::milliseconds> lock_timeout, statement_timeout;  // none: the dialect's own default
  std::string file_template = "{rev}_{slug}";
  std::size_t truncate_slug_length = 40;
  std::string timezone = "UTC";
  bool sqlite_foreign_keys = false;
  std::map<std::string, ConfigText> scratch;  // of a dialect: the server on which its scratch databases are made
  Rebuild rebuild = Rebuild::kAuto;
  std::map<std::string, ConfigText> rows;  // [rows]: `users.email` -> an SQL expression for made-up rows
  std::vector<Hook> post_write_hooks;
  std::vector<std::string> include, exclude;  // globs: which tables are compared
  bool manage_grants = false;                 // privileges are compared, too
};

struct ConfigRequest {
  std::optional<std::string> path;         // -c
  std::optional<std::string> environment;  // --env
  std::optional<std::string> url;          // --url
  std::string directory = ".";             // where the search begins
  Variables variables;                     // the process environment
};

// Finds and reads the configuration; without any file the defaults count. Throws kConfig, kConfigSyntax,
// kConfigUnknownKey, kConfigMissing (a file or environment that was named does not exist).
[[nodiscard]] Config load_config(const ConfigRequest& request);

// Which variable `name` (`ALUDEL_ULR`) was probably meant to be; nothing if it is one, or near to none.
[[nodiscard]] std::optional<std::string> misspelt_variable(std::string_view name);

}  // namespace aludel
