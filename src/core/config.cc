#include "core/config.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <span>

#include "core/clock.h"
#include "core/error.h"
#include "core/file.h"
#include "core/listed.h"
#include "core/spelling.h"

namespace aludel {
namespace {

constexpr std::string_view kConfigName = "aludel.toml";
constexpr std::string_view kProjectName = "pyproject.toml";

Error wrong_value(const std::string& key, std::string_view expected, const ConfigValue& value) {
  Error e = error(Code::kConfig, "`{}` must be {}", key, expected)
                .help(fmt::format("docs/configuration.md shows how `{}` is written", key));
  return value.place.line == 0 ? std::move(e) : std::move(e).at(value.place);
}

// What a key's setter is given: the value, and what it needs to fill in `${NAME}`.
struct Setting {
  std::string key;
  const ConfigValue& value;
  const Variables& variables;

  [[nodiscard]] std::string text(std::string_view expected = "a text") const {
    const auto* text = std::get_if<std::string>(&value.value);
    if (text == nullptr) throw wrong_value(key, expected, value);
    return expand({*text, place()}, variables);
  }
  // To be filled in when it is used.
  [[nodiscard]] ConfigText raw() const {
    const auto* text = std::get_if<std::string>(&value.value);
    if (text == nullptr) throw wrong_value(key, "a text", value);
    return {*text, place()};
  }
  [[nodiscard]] bool flag() const {
    if (const auto* flag = std::get_if<bool>(&value.value)) return *flag;
    const auto* word = std::get_if<std::string>(&value.value);  // from the environment
    if (word != nullptr && (*word == "true" || *word == "1" || *word == "on")) return true;
    if (word != nullptr && (*word == "false" || *word == "0" || *word == "off")) return false;
    throw wrong_value(key, "true or false", value);
  }
  [[nodiscard]] std::vector<std::string> list(std::string_view expected) const {
    if (const auto* items = std::get_if<std::vector<ConfigValue>>(&value.value)) {
      std::vector<std::string> texts;
      for (const ConfigValue& item : *items) texts.push_back(Setting{key, item, variables}.text(expected));
      return texts;
    }
    return {text(expected)};
  }
  [[nodiscard]] std::chrono::milliseconds duration() const {
    constexpr std::string_view kExpected = "a duration such as `500ms`, `30s`, `5min` or `1h`";
    const auto parsed = parse_duration(text(kExpected));
    if (!parsed) throw wrong_value(key, kExpected, value);
    return *parsed;
  }
  [[nodiscard]] std::optional<Location> place() const {
    return value.place.line == 0 ? std::nullopt : std::optional(value.place);
  }
};

std::size_t slug_length(const Setting& setting) {
  std::int64_t length = 0;
  if (const auto* number = std::get_if<std::int64_t>(&setting.value.value)) {
    length = *number;
  } else {
    const std::string word = setting.text("a number");
    std::from_chars(word.data(), word.data() + word.size(), length);
  }
  if (length < 1 || length > 200) throw wrong_value(setting.key, "a number from 1 to 200", setting.value);
  return static_cast<std::size_t>(length);
}

std::vector<std::string> dialect_names(const Setting& setting) {
  constexpr std::string_view kExpected = "a list of engines, each once: `[\"sqlite\", \"postgresql\"]`";
  std::vector<std::string> names = setting.list(kExpected);
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (name->empty() || std::find(names.begin(), name, *name) != name)
      throw wrong_value(setting.key, kExpected, setting.value);
  }
  return names;
}

std::string table_name(const Setting& setting) {
  std::string name = setting.text("the name of a table");
  const bool fine = !name.empty() && name.size() <= 60 && std::all_of(name.begin(), name.end(), [](char c) {
    return c == '_' || (std::isalnum(static_cast<unsigned char>(c)) != 0);
  });
  if (!fine) throw wrong_value(setting.key, "a name of letters, digits and `_`, at most 60", setting.value);
  return name;
}

Rebuild rebuild_way(const Setting& setting) {
  const std::string way = setting.text("`auto` or `copy`");
  if (way != "auto" && way != "copy") throw wrong_value(setting.key, "`auto` or `copy`", setting.value);
  return way == "auto" ? Rebuild::kAuto : Rebuild::kCopy;
}

// Other words in braces are the program's own.
void refuse_misspelt_tokens(const ConfigValue& command) {
  const auto* words = std::get_if<std::vector<ConfigValue>>(&command.value);
  if (words == nullptr) return;
  for (const ConfigValue& word : *words) {
    const auto& text = std::get<std::string>(word.value);
    for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
      const std::size_t end = text.find('}', at);
      if (end == std::string::npos) break;
      const std::string token = text.substr(at + 1, end - at - 1);
      if (token == "file" || !nearest(token, {"file"})) continue;
      throw error(Code::kConfig, "`{{{}}}` is not filled in: the one token of a hook is `{{file}}`", token)
          .at(word.place)
          .help("did you mean `{file}`?");
    }
  }
}

std::vector<Hook> hooks(const Setting& setting) {
  constexpr std::string_view kForm =
      "a list of tables, each with `name` and `command = [\"program\", \"argument\", \"{file}\"]`";
  const auto* items = std::get_if<std::vector<ConfigValue>>(&setting.value.value);
  if (items == nullptr) throw wrong_value(setting.key, kForm, setting.value);
  std::vector<Hook> result;
  for (const ConfigValue& item : *items) {
    const auto* fields = std::get_if<ConfigValue::Table>(&item.value);
    if (fields == nullptr) throw wrong_value(setting.key, kForm, item);
    Hook hook;
    for (const auto& [name, field] : *fields) {
      const Setting inner{setting.key + "." + name, field, setting.variables};
      if (name == "name") {
        hook.name = inner.text();
      } else if (name == "command") {
        hook.command = inner.list("a list of texts");
        refuse_misspelt_tokens(field);
      } else if (name == "directory") {
        hook.directory = inner.text();
      } else {
        throw error(Code::kConfigUnknownKey, "a hook has no key `{}`", name)
            .at(field.place)
            .did_you_mean(name, {"name", "command", "directory"});
      }
    }
    if (hook.command.empty()) throw wrong_value(setting.key, kForm, item);
    if (hook.name.empty()) hook.name = hook.command.front();
    result.push_back(std::move(hook));
  }
  return result;
}

// What is compared only if somebody asks for it.
bool manages_grants(const Setting& setting) {
  constexpr std::string_view kForm = "a list of \"grants\"";
  const std::vector<std::string> kinds = setting.list(kForm);
  for (const std::string& kind : kinds) {
    if (kind != "grants") throw wrong_value(setting.key, kForm, setting.value);
  }
  return !kinds.empty();
}

struct Key {
  std::string_view name;
  void (*set)(Config&, const Setting&);
};

// Every key of the configuration, in one list.
constexpr std::array kKeys = {
    Key{"url", [](Config& c, const Setting& s) { c.url = s.raw(); }},
    Key{"direct_url", [](Config& c, const Setting& s) { c.direct_url = s.raw(); }},
    Key{"model", [](Config& c, const Setting& s) { c.model = s.raw(); }},
    Key{"dialects", [](Config& c, const Setting& s) { c.dialects = dialect_names(s); }},
    Key{"python", [](Config& c, const Setting& s) { c.python = s.text(); }},
    Key{"migrations",
        [](Config& c, const Setting& s) {
          c.migrations = s.list("a folder or a list of folders");
          const bool fine =
              !c.migrations.empty() && std::find(c.migrations.begin(), c.migrations.end(), "") == c.migrations.end();
          if (!fine) throw wrong_value(s.key, "a folder or a list of folders", s.value);
        }},
    Key{"recursive", [](Config& c, const Setting& s) { c.recursive = s.flag(); }},
    Key{"version_table", [](Config& c, const Setting& s) { c.version_table = table_name(s); }},
    Key{"lock_wait", [](Config& c, const Setting& s) { c.lock_wait = s.duration(); }},
    Key{"lock_timeout", [](Config& c, const Setting& s) { c.lock_timeout = s.duration(); }},
    Key{"statement_timeout", [](Config& c, const Setting& s) { c.statement_timeout = s.duration(); }},
    Key{"file_template", [](Config& c, const Setting& s) { c.file_template = s.text(); }},
    Key{"truncate_slug_length", [](Config& c, const Setting& s) { c.truncate_slug_length = slug_length(s); }},
    Key{"timezone", [](Config& c, const Setting& s) { c.timezone = s.text("the name of a time zone"); }},
    Key{"sqlite.foreign_keys", [](Config& c, const Setting& s) { c.sqlite_foreign_keys = s.flag(); }},
    Key{"scratch.postgresql", [](Config& c, const Setting& s) { c.scratch["postgresql"] = s.raw(); }},
    Key{"include", [](Config& c, const Setting& s) { c.include = s.list("a list of globs"); }},
    Key{"exclude", [](Config& c, const Setting& s) { c.exclude = s.list("a list of globs"); }},
    Key{"manage", [](Config& c, const Setting& s) { c.manage_grants = manages_grants(s); }},
    Key{"rebuild", [](Config& c, const Setting& s) { c.rebuild = rebuild_way(s); }},
    Key{"post_write_hooks", [](Config& c, const Setting& s) { c.post_write_hooks = hooks(s); }},
};

const Key* find_key(std::string_view name) {
  const auto* found = std::find_if(kKeys.begin(), kKeys.end(), [&](const Key& key) { return key.name == name; });
  return found == kKeys.end() ? nullptr : found;
}

void set_key(Config& config, const std::string& name, const ConfigEntry& entry, const Variables& variables) {
  const Key* key = find_key(name);
  if (key == nullptr) {
    std::vector<std::string> known = {"env", "rows"};
    for (const Key& k : kKeys) known.emplace_back(k.name);
    throw error(Code::kConfigUnknownKey, "there is no key `{}`", name)
        .at(entry.key_place)
        .did_you_mean(name, known)
        .help("docs/configuration.md lists every key");
  }
  key->set(config, Setting{name, entry.value, variables});
}

// ALUDEL_LOCK_WAIT for `lock_wait`, ALUDEL_SQLITE_FOREIGN_KEYS for `sqlite.foreign_keys`.
std::string variable_name(std::string_view key) {
  std::string name = "ALUDEL_";
  for (const char c : key) name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

void set_from_variables(Config& config, const Variables& variables) {
  for (const Key& key : kKeys) {
    const std::string variable = variable_name(key.name);
    const auto text = variables(variable);
    if (!text) continue;
    const ConfigValue value{*text, {}};
    key.set(config, Setting{variable, value, variables});
  }
}

// The file to read: the one that -c names, else the first found from the working directory upwards.
struct Found {
  std::string path;
  std::vector<ConfigEntry> entries;
};

std::optional<std::vector<ConfigEntry>> read_config_file(const std::string& path) {
  if (file_name(path) == kProjectName) return read_toml(path, {"tool", "aludel"});
  return read_toml(path, {});
}

std::optional<Found> search(const std::string& directory) {
  std::string folder = absolute_path(directory);
  while (true) {
    const std::string own = join_path(folder, kConfigName);
    const std::string project = join_path(folder, kProjectName);
    std::optional<std::vector<ConfigEntry>> in_project;
    if (file_exists(project)) in_project = read_config_file(project);
    if (file_exists(own)) {
      if (in_project) {
        throw error(Code::kConfig, "both `{}` and `[tool.aludel]` in `{}` configure this folder", shown_path(own),
                    shown_path(project))
            .help("keep one of them, or name one with `-c`");
      }
      return Found{own, *read_config_file(own)};
    }
    if (in_project) return Found{project, std::move(*in_project)};
    std::string up = parent_path(folder);
    if (up == folder || folder == "/") return std::nullopt;
    folder = std::move(up);
  }
}

std::optional<Found> find_file(const ConfigRequest& request) {
  std::optional<std::string> path = request.path ? request.path : request.variables("ALUDEL_CONFIG");
  if (!path) return search(request.directory);
  if (!file_exists(*path))
    throw error(Code::kConfigMissing, "there is no file `{}`", *path)
        .help("check `-c` and `ALUDEL_CONFIG`; `aludel init` writes a configuration");
  auto entries = read_config_file(*path);
  if (!entries)
    throw error(Code::kConfigMissing, "`{}` has no table `[tool.aludel]`", *path)
        .help("add it, or name an aludel.toml");
  return Found{absolute_path(*path), std::move(*entries)};
}

bool is_environment(const ConfigEntry& entry) { return entry.key.front() == "env"; }

// `[rows]`: the names below it are the user's tables and columns.
void set_row_hint(Config& config, const ConfigEntry& entry) {
  const std::string name = joined(std::span(entry.key).subspan(1), ".");
  const auto* expression = std::get_if<std::string>(&entry.value.value);
  if (expression == nullptr || name.find('.') == std::string::npos) {
    throw error(Code::kConfig, "`rows` holds SQL expressions for columns")
        .at(entry.key_place)
        .help("write `[rows]` and below it `users.email = \"'a' || n || '@example.org'\"`");
  }
  config.rows[name] = ConfigText{*expression, entry.value.place};
}

void note_environment(Config& config, const ConfigEntry& entry) {
  if (entry.key.size() < 2)
    throw error(Code::kConfig, "`env` must be a table: `[env.NAME]`")
        .at(entry.key_place)
        .help("write `[env.production]` and below it what differs there");
  const std::string& name = entry.key[1];
  const bool known =
      std::find(config.environments.begin(), config.environments.end(), name) != config.environments.end();
  if (!known) config.environments.push_back(name);
}

void apply_file(Config& config, const std::vector<ConfigEntry>& entries, const Variables& variables) {
  for (const ConfigEntry& entry : entries) {
    if (is_environment(entry)) {
      note_environment(config, entry);
    } else if (entry.key.size() == 1 && std::holds_alternative<ConfigValue::Table>(entry.value.value)) {
      continue;
    } else if (entry.key.front() == "rows") {
      set_row_hint(config, entry);
    } else {
      set_key(config, joined(entry.key, "."), entry, variables);
    }
  }
  for (const ConfigEntry& entry : entries) {
    if (!is_environment(entry) || entry.key.size() < 3) continue;
    // Every environment is checked, only the chosen one counts.
    Config ignored;
    const bool chosen = entry.key[1] == config.environment;
    const Variables any = [&](const std::string& name) { return variables(name).value_or(""); };
    set_key(chosen ? config : ignored, joined(std::span(entry.key).subspan(2), "."), entry, chosen ? variables : any);
  }
}

}  // namespace

std::optional<std::string> misspelt_variable(std::string_view name) {
  constexpr std::string_view kPrefix = "ALUDEL_";
  if (!name.starts_with(kPrefix)) return std::nullopt;
  std::vector<std::string> known = {"ENV", "CONFIG", "CACHE", "FAIL"};
  for (const Key& key : kKeys) known.push_back(variable_name(key.name).substr(kPrefix.size()));
  name.remove_prefix(kPrefix.size());
  const auto near = nearest(name, known);
  if (!near || *near == name) return std::nullopt;
  return std::string(kPrefix) + *near;
}

Config load_config(const ConfigRequest& request) {
  Config config;
  const std::optional<Found> found = find_file(request);
  config.environment = request.environment.value_or(request.variables("ALUDEL_ENV").value_or(""));
  if (found) {
    config.path = shown_path(found->path);
    config.folder = parent_path(found->path);
    apply_file(config, found->entries, request.variables);
  }
  const auto& names = config.environments;
  if (!config.environment.empty() && std::find(names.begin(), names.end(), config.environment) == names.end()) {
    throw error(Code::kConfigMissing, "there is no environment `{}`{}", config.environment,
                found ? " in `" + config.path + "`" : "")
        .did_you_mean(config.environment, names)
        .help(names.empty() ? fmt::format("add a table `[env.{}]`", config.environment)
                            : "the environments are " + listed(names));
  }
  set_from_variables(config, request.variables);
  if (request.url) {
    config.url = ConfigText{*request.url, std::nullopt};
    config.direct_url.reset();
    config.url_from_flag = true;
  }
  for (std::string& folder : config.migrations) folder = shown_path(join_path(config.folder, folder));
  return config;
}

}  // namespace aludel
