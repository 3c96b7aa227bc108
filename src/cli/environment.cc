#include "cli/environment.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <unistd.h>

#include "core/clock.h"
#include "core/error.h"
#include "core/utf8.h"
#include "dialect/registry.h"
#include "generate/schema_cache.h"
#include "migrate/heads.h"

namespace aludel {
namespace {

constexpr std::string_view kBesideDatabase = "database";  // for `scratch.ENGINE`, instead of a URL

}  // namespace

Rows Database::heads() const { return Heads(*connection, *dialect, tables).read(); }

Environment::Environment(const Arguments& global, Console& console) : global_(global), console_(console) {}

std::optional<std::string> Environment::variable(const std::string& name) const {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

const Config& Environment::config() {
  if (!config_) {
    ConfigRequest request;
    request.path = global_.get("--config");
    request.environment = global_.get("--env");
    request.url = global_.get("--url");
    request.variables = [this](const std::string& name) { return variable(name); };
    config_ = load_config(request);
    tell_misspelt_variables();
  }
  return *config_;
}

// One that means nothing is ignored, so it may be another tool's; one that nearly means something is told.
void Environment::tell_misspelt_variables() {
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string_view name = text.substr(0, text.find('='));
    if (const auto meant = misspelt_variable(name))
      console_.status(fmt::format("note: the environment variable `{}` means nothing; did you mean `{}`?",
                                  printable(name), *meant));
  }
}

const Directory& Environment::directory() {
  if (!directory_) {
    DirectoryOptions options;
    if (config().recursive) options.recursion = Recursion::kSubfolders;
    options.late_plain = late_plain_;
    if (checksums_) options.checksum_dialect = project_dialect().name();
    options.meanwhile = std::exchange(meanwhile_, {});
    directory_ = Directory::load(config().migrations, options);
  }
  return *directory_;
}

const RevisionGraph& Environment::graph() {
  if (!graph_) graph_.emplace(directory().revisions(), directory());
  return *graph_;
}

const RevisionSet& Environment::revisions() {
  if (!revisions_) {
    const Directory& files = directory();
    revisions_ = RevisionSet{files.revisions(), [&files](Node node) { return files.open(node); },
                             [&files](Node node) { return files.up_checksum(node); }};
  }
  return *revisions_;
}

void Environment::want_checksums() { checksums_ = true; }

void Environment::reread() {
  revisions_.reset();
  graph_.reset();
  directory_.reset();
}

bool Environment::has_url() { return config().url.has_value(); }

const Url& Environment::url() {
  if (url_) return *url_;
  if (!config().url) {
    Error missing = config().path.empty()
                        ? error(Code::kConfigMissing, "no database is named, and there is no aludel.toml here or above")
                        : error(Code::kConfigMissing, "`{}` names no database", config().path);
    throw std::move(missing).help(config().path.empty() ? "run `aludel init`, or give `--url sqlite:///app.db`"
                                                        : "add `url = \"sqlite:///app.db\"`, or give `--url`");
  }
  const ConfigText& text = config().direct_url ? *config().direct_url : *config().url;
  try {
    url_ = parse_url(expand(text, [this](const std::string& name) { return variable(name); }));
  } catch (Error& failure) {
    if (failure.diagnostic().places.empty() && text.place) throw std::move(failure).at(*text.place);
    throw;
  }
  return *url_;
}

const Dialect& Environment::dialect() { return dialect_of(url()); }

ModelSpec Environment::model() {
  if (!config().model)
    throw error(Code::kConfigMissing, "the configuration names no model")
        .help("add `model = \"schema.sql\"`; docs/models.md shows what a model may be");
  const auto variables = [this](const std::string& name) { return variable(name); };
  return {.text = expand(*config().model, variables), .folder = config().folder, .python = config().python};
}

void Environment::choose_dialect(std::string_view name) {
  chosen_dialect_ = &dialect_named(name);
  scratch_dialect_ = nullptr;
  scratch_owner_.reset();
  reread();
}

void Environment::on_each_dialect(const std::function<void(const std::string& name)>& work) {
  const std::vector<std::string>& names = config().dialects;
  for (const std::string& name : names) {
    choose_dialect(name);
    console().print(fmt::format("{}{}:\n", name == names.front() ? "" : "\n", name));
    work(name);
  }
}

const Dialect& Environment::project_dialect() {
  if (chosen_dialect_ != nullptr) return *chosen_dialect_;
  if (!has_url()) return *dialects().front();
  const std::string& raw = config().url->raw;
  return raw.starts_with("${") ? dialect() : dialect_of(parse_url(raw));
}

const SchemaDialect& Environment::scratch_dialect() {
  if (scratch_dialect_) return *scratch_dialect_;
  const SchemaDialect& plain = require_schemas(project_dialect());
  ScratchSettings settings;
  settings.cache_folder = cache_folder();
  settings.grants = config().manage_grants;
  const auto named = config().scratch.find(std::string(plain.name()));
  if (named != config().scratch.end()) {
    const std::string server = expand(named->second, [this](const std::string& name) { return variable(name); });
    settings.beside = server == kBesideDatabase;
    if (!settings.beside) settings.server = parse_url(server);
  }
  settings.database = [this, &plain]() -> std::optional<Url> {
    if (!has_url() || &dialect() != &plain) return std::nullopt;
    return url();
  };
  scratch_owner_ = plain.with_scratch(settings);
  scratch_dialect_ = scratch_owner_ ? scratch_owner_.get() : &plain;
  return *scratch_dialect_;
}

std::string Environment::cache_folder() {
  if (variable("ALUDEL_CACHE") == "off") return {};
  return default_cache_folder([this](const std::string& name) { return variable(name); });
}

StateSources Environment::state_sources() {
  want_checksums();
  StateSources sources;
  sources.dialect = &scratch_dialect();
  sources.tables = tables();
  sources.graph = [this]() -> const RevisionGraph& { return graph(); };
  sources.revisions = [this]() -> const RevisionSet& { return revisions(); };
  sources.rows = [this] { return open(Missing::kRefuse).heads(); };
  sources.database = [this] {
    Database database = open(Missing::kRefuse);
    return OpenDatabase{std::move(database.connection), std::move(database.name)};
  };
  sources.model = [this] { return model(); };
  sources.python = config().python;
  sources.cache_folder = cache_folder();
  return sources;
}

OwnTables Environment::tables() {
  OwnTables tables;
  tables.version = config().version_table;
  return tables;
}

ConnectSettings Environment::connect_settings(Missing missing) {
  ConnectSettings settings;
  settings.missing = missing;
  if (!config().url_from_flag) settings.folder = config().folder;
  settings.own_tables = tables().names();
  settings.lease_table = tables().lease;
  settings.lock_wait = config().lock_wait;
  settings.lock_timeout = config().lock_timeout;
  settings.statement_timeout = config().statement_timeout;
  if (config().sqlite_foreign_keys) settings.foreign_keys = true;
  settings.on_wait = [this](const Waiting& waiting) {
    const std::string holder = waiting.holder.empty() ? "another process" : waiting.holder;
    const auto waited = std::chrono::duration_cast<std::chrono::microseconds>(waiting.waited);
    console_.status(fmt::format("waiting for the lock of {}, held by {} ({} so far)", printable(waiting.database),
                                printable(holder), duration_text(waited)));
    console_.event(Json().set("event", "waiting").set("database", waiting.database).set("holder", holder));
  };
  return settings;
}

Database Environment::open(Missing missing) { return open_with(connect_settings(missing)); }

Database Environment::open_for(std::chrono::milliseconds patience, Missing missing) {
  ConnectSettings settings = connect_settings(missing);
  settings.lock_wait = std::min(settings.lock_wait, patience);
  settings.lock_timeout = std::min(settings.lock_timeout.value_or(patience), patience);
  return open_with(settings);
}

Database Environment::open_with(const ConnectSettings& settings) {
  Database database{&dialect(), dialect().connect(url(), settings), tables(), dialect().describe(url(), settings)};
  if (const auto created = database.connection->created())
    console_.status(fmt::format("created {}", printable(*created)));
  return database;
}

Database Environment::open_or_create(const std::function<void()>& check) {
  try {
    return open(Missing::kRefuse);
  } catch (const Error& failure) {
    if (failure.code() != Code::kNoDatabase) throw;
  }
  check();
  return open(Missing::kCreate);
}

}  // namespace aludel
