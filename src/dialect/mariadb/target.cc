#include "dialect/mariadb/target.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/file.h"
#include "dialect/mariadb/tokens.h"

namespace aludel::mariadb {
namespace {

constexpr std::string_view kForms =
    "write `mysql://user@host:3306/database`, or `mysql://user@/database?unix_socket=/path` for a socket";

// Where a parameter's text goes.
struct Parameter {
  std::string_view key;
  std::string Target::*text;
};

constexpr Parameter kTexts[] = {
    {"unix_socket", &Target::unix_socket},
    {"read_default_file", &Target::option_file},
    {"read_default_group", &Target::option_group},
    {"ssl_ca", &Target::ssl_ca},
    {"ssl_capath", &Target::ssl_capath},
    {"ssl_cert", &Target::ssl_cert},
    {"ssl_key", &Target::ssl_key},
    {"ssl_cipher", &Target::ssl_cipher},
    {"user", &Target::user},
    {"password", &Target::password},
    {"passwd", &Target::password},
};

// They speak to Python's drivers and mean nothing here.
constexpr std::string_view kOfDrivers[] = {"charset",       "use_unicode", "local_infile", "autocommit",
                                           "init_command",  "sql_mode",    "read_timeout", "write_timeout",
                                           "binary_prefix", "conv",        "client_flag",  "cursorclass",
                                           "collation",     "pool_size",   "compress"};

unsigned number_value(std::string_view key, std::string_view value, unsigned most) {
  unsigned number = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (failure == std::errc() && end == value.data() + value.size() && number > 0 && number <= most) return number;
  throw error(Code::kUrl, "`{}={}` in the database URL is no number from 1 to {}", key, value, most)
      .help(fmt::format("write a number, or leave `{}` out", key));
}

bool switch_value(std::string_view key, std::string_view value) {
  if (value == "on" || value == "true" || value == "True" || value == "1" || value == "yes") return true;
  if (value == "off" || value == "false" || value == "False" || value == "0" || value == "no") return false;
  throw error(Code::kUrl, "`{}={}` in the database URL is neither `true` nor `false`", key, value)
      .help(fmt::format("write `{}=true` or `{}=false`", key, key));
}

void require_charset(std::string_view value) {
  if (value == "utf8mb4" || value == "utf8") return;
  throw error(Code::kUrl, "`charset={}` in the database URL: revision files are UTF-8, and are sent as such", value)
      .help("write `charset=utf8mb4`, or leave it out; columns may have any character set");
}

[[noreturn]] void throw_unknown(const std::string& key) {
  std::vector<std::string> known = {"connect_timeout", "ssl", "ssl_verify_cert", "ssl_verify_identity", "ssl_mode"};
  for (const Parameter& parameter : kTexts) known.emplace_back(parameter.key);
  throw error(Code::kUrl, "the database URL has an unknown parameter `{}`", key)
      .did_you_mean(key, known)
      .help("docs/mariadb.md lists the parameters");
}

// As MySQL's own clients say it.
void set_mode(Target& target, std::string_view mode) {
  constexpr std::string_view kModes[] = {"DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"};
  const auto* const found = std::find_if(std::begin(kModes), std::end(kModes),
                                         [&](std::string_view known) { return same_word(mode, known); });
  if (found == std::end(kModes)) {
    throw error(Code::kUrl, "`ssl_mode={}` in the database URL is none of MySQL's modes", mode)
        .help("write `ssl_mode=VERIFY_IDENTITY` with `ssl_ca`, or `ssl_mode=REQUIRED`");
  }
  const auto strength = std::distance(std::begin(kModes), found);
  target.ssl = target.ssl || strength >= 2;
  target.ssl_verify = strength != 2;
}

void apply_parameter(Target& target, const std::string& key, const std::string& value, const std::string& folder) {
  for (const Parameter& parameter : kTexts) {
    if (parameter.key != key) continue;
    const bool file = key.starts_with("ssl_c") || key == "ssl_key" || key == "read_default_file";
    target.*parameter.text = file && key != "ssl_cipher" ? absolute_path(join_path(folder, value)) : value;
    return;
  }
  if (key == "connect_timeout") {
    target.connect_timeout = number_value(key, value, 3600);
  } else if (key == "ssl") {
    target.ssl = switch_value(key, value);
  } else if (key == "ssl_mode") {
    set_mode(target, value);
  } else if (key == "ssl_verify_cert" || key == "ssl_verify_identity") {
    target.ssl_verify = switch_value(key, value);
  } else if (key == "charset") {
    require_charset(value);
  } else {
    for (const std::string_view known : kOfDrivers) {
      if (key == known) return;
    }
    throw_unknown(key);
  }
}

}  // namespace

std::string Target::address() const {
  if (!unix_socket.empty()) return "the socket " + unix_socket;
  if (host.empty() && port == 0) return "this machine";
  return fmt::format("{}:{}", host.empty() ? "localhost" : host, port == 0 ? 3306 : port);
}

std::string Target::shown() const { return fmt::format("{} on {}", database, address()); }

Target target_of(const Url& url, const ConnectSettings& settings) {
  Target target;
  target.host = url.host;
  if (target.host.starts_with('[') && target.host.ends_with(']'))
    target.host = target.host.substr(1, target.host.size() - 2);
  target.user = url.user;
  target.password = url.password;
  target.database = url.path;
  if (!url.port.empty()) target.port = number_value("port", url.port, 65535);
  if (target.database.empty()) throw error(Code::kUrl, "the database URL names no database").help(std::string(kForms));
  if (target.database.find('/') != std::string::npos || target.database.find('\0') != std::string::npos)
    throw error(Code::kUrl, "the database's name in the URL holds a `/` or a NUL byte").help(std::string(kForms));
  for (const auto& [key, value] : url.query) apply_parameter(target, key, value, settings.folder);
  target.ssl = target.ssl || !target.ssl_ca.empty() || !target.ssl_capath.empty() || !target.ssl_cert.empty();
  return target;
}

}  // namespace aludel::mariadb
