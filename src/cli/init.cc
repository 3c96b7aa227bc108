// aludel init [FOLDER]: a configuration and a folder for revisions.
#include <array>

#include "cli/command.h"
#include "cli/environment.h"
#include "core/error.h"
#include "core/file.h"
#include "core/listed.h"
#include "core/utf8.h"

namespace aludel {
namespace {

constexpr std::string_view kConfigText = R"(# Aludel's configuration; every key is described in docs/configuration.md.
# ${{NAME}} and ${{NAME:-default}} are filled in from the environment.
{}
url = "{}"
migrations = ["{}"]
{}
# lock_wait = "5min"        # how long to wait for another Aludel
# timezone = "UTC"          # of dates in file names
# file_template = "{{rev}}_{{slug}}"

# Another database of the same project: aludel --env production ...
# [{}env.production]
# url = "${{PRODUCTION_URL}}"
)";

constexpr std::string_view kDefaultUrl = "${DATABASE_URL:-sqlite:///app.db}";

std::string config_text(const std::string& url, const std::string& folder, bool pyproject) {
  return fmt::format(fmt::runtime(kConfigText), pyproject ? "[tool.aludel]" : "", url, folder, "",
                     pyproject ? "tool.aludel." : "");
}

// A text in a basic TOML string.
std::string toml_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04X}", byte);
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

// A name in which no variable is filled in.
std::string plain_text(std::string text) {
  for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at + 3)) text.insert(at, 1, '$');
  return text;
}

// Before anything is written: two configurations of one folder would stop every command.
void require_new(const std::string& folder) {
  if (file_exists("aludel.toml")) {
    throw error(Code::kFileExists, "`aludel.toml` exists already: this folder is set up")
        .help("edit it, or work in another folder");
  }
  if (file_exists("pyproject.toml") && read_toml("pyproject.toml", {"tool", "aludel"})) {
    throw error(Code::kFileExists, "`pyproject.toml` has a table `[tool.aludel]` already: this folder is set up")
        .help("edit it, or work in another folder");
  }
  if (file_exists(folder) && !is_directory(folder)) {
    throw error(Code::kFileExists, "`{}` is a file", folder).help("name another folder: `aludel init FOLDER`");
  }
  if (find_bad_byte(folder)) {
    throw error(Code::kUsage, "the name of the folder is not valid UTF-8").help("a configuration can hold UTF-8 only");
  }
}

void append_to_pyproject(const std::string& path, const std::string& text) {
  const std::string before = file_exists(path) ? std::string(FileBytes::read(path).text()) : "";
  write_file(path, before + (before.empty() || before.ends_with("\n\n") ? "" : "\n") + text, IfExists::kReplace);
}

Exit run(const Arguments& arguments, Environment& environment) {
  const bool pyproject = arguments.has("--pyproject");
  const std::string folder = arguments.get_or("FOLDER", "migrations");
  const std::string config = pyproject ? "pyproject.toml" : "aludel.toml";
  require_new(folder);
  const std::string url = environment.global("--url").value_or(std::string(kDefaultUrl));
  const std::string text = config_text(toml_text(url), toml_text(plain_text(folder)), pyproject);
  make_directories(folder);
  if (pyproject) {
    append_to_pyproject(config, text);
  } else {
    write_file(config, text, IfExists::kRefuse);
  }

  Console& console = environment.console();
  const std::size_t found = environment.directory().revisions().size();
  console.print(fmt::format("wrote {}\nfolder {}/{}\n", config, printable(folder),
                            found == 0 ? "" : fmt::format(" ({})", counted(found, "revision"))));
  console.print(found == 0 ? "next: aludel revision -m \"create users\"\n" : "next: aludel status\n");
  console.document(Json().set("config", config).set("folder", folder).set("revisions", found));
  return Exit::kDone;
}

constexpr std::array kPositionals = {
    Positional{"FOLDER", "the folder for revision files (default: migrations)", Count::kOptional, Kind::kFile}};
constexpr std::array kOptions = {Option{"--pyproject", "", "configure in pyproject.toml, table [tool.aludel]"}};

}  // namespace

extern const Command kInit = {
    "init",
    Group::kProject,
    "set up a project: a configuration and a folder for revisions",
    "Writes aludel.toml into the working directory and makes the folder. A folder that holds numbered .sql files "
    "already (001_create_users.sql) is used as it is: see `aludel adopt`.",
    kPositionals,
    kOptions,
    run,
};

}  // namespace aludel
