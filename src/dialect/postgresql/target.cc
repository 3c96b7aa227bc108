#include "dialect/postgresql/target.h"

#include <algorithm>
#include <string_view>

#include "core/error.h"

namespace aludel::postgresql {
namespace {

// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS; whether the libpq at hand knows one,
// it says itself.
const std::vector<std::string>& known_parameters() {
  static const std::vector<std::string> known = {"host",
                                                 "hostaddr",
                                                 "port",
                                                 "dbname",
                                                 "user",
                                                 "password",
                                                 "passfile",
                                                 "require_auth",
                                                 "channel_binding",
                                                 "connect_timeout",
                                                 "client_encoding",
                                                 "options",
                                                 "application_name",
                                                 "fallback_application_name",
                                                 "keepalives",
                                                 "keepalives_idle",
                                                 "keepalives_interval",
                                                 "keepalives_count",
                                                 "tcp_user_timeout",
                                                 "gssencmode",
                                                 "sslmode",
                                                 "requiressl",
                                                 "sslnegotiation",
                                                 "sslcompression",
                                                 "sslcert",
                                                 "sslkey",
                                                 "sslkeylogfile",
                                                 "sslpassword",
                                                 "sslcertmode",
                                                 "sslrootcert",
                                                 "sslcrl",
                                                 "sslcrldir",
                                                 "sslsni",
                                                 "requirepeer",
                                                 "ssl_min_protocol_version",
                                                 "ssl_max_protocol_version",
                                                 "min_protocol_version",
                                                 "max_protocol_version",
                                                 "krbsrvname",
                                                 "gsslib",
                                                 "gssdelegation",
                                                 "scram_client_key",
                                                 "scram_server_key",
                                                 "service",
                                                 "servicefile",
                                                 "target_session_attrs",
                                                 "load_balance_hosts",
                                                 "oauth_issuer",
                                                 "oauth_client_id",
                                                 "oauth_client_secret",
                                                 "oauth_scope"};
  return known;
}

// A peer that is gone is noticed within about a minute, however long a statement runs; a host that does not answer in
// ten seconds.
constexpr std::pair<std::string_view, std::string_view> kDefaults[] = {
    {"keepalives_idle", "30"},     {"keepalives_interval", "10"}, {"keepalives_count", "3"},
    {"tcp_user_timeout", "60000"}, {"connect_timeout", "10"},     {"fallback_application_name", "aludel"},
};

// libpq wants an address of IPv6 without the brackets that a URL needs.
std::string without_brackets(std::string_view host) {
  std::string plain;
  for (const char c : host) {
    if (c != '[' && c != ']') plain += c;
  }
  return plain;
}

void add_query(Target& target, const std::string& key, const std::string& value) {
  const std::vector<std::string>& known = known_parameters();
  if (key == "ssl") {  // JDBC's and asyncpg's
    const bool yes = value == "true" || value == "1" || value == "on";
    const bool no = value == "false" || value == "0" || value == "off";
    target.parameters.emplace_back("sslmode", yes ? "require" : no ? "disable" : value);
    return;
  }
  if (std::find(known.begin(), known.end(), key) == known.end()) {
    throw error(Code::kUrl, "the database URL has an unknown parameter `{}`", key)
        .did_you_mean(key, known)
        .help("the parameters are libpq's: `sslmode`, `connect_timeout`, `application_name`, `service` and others");
  }
  target.parameters.emplace_back(key, value);
}

std::string last_value(const Target& target, std::string_view key) {
  std::string found;
  for (const auto& [name, value] : target.parameters) {
    if (name == key) found = value;
  }
  return found;
}

// `a:5433,b`; nothing for a socket.
std::string shown_hosts(std::string_view hosts, std::string_view ports) {
  std::string text;
  while (!hosts.empty()) {
    const std::string_view host = hosts.substr(0, hosts.find(','));
    const std::string_view port = ports.substr(0, ports.find(','));
    const bool address = host.find(':') != std::string_view::npos;
    if (!text.empty()) text += ',';
    if (!host.starts_with('/')) {
      text += address ? fmt::format("[{}]", host) : std::string(host);
      if (!port.empty() && port != "5432") text.append(":").append(port);
    }
    hosts.remove_prefix(std::min(host.size() + 1, hosts.size()));
    if (port.size() < ports.size()) ports.remove_prefix(port.size() + 1);  // one port counts for all hosts
  }
  return text;
}

std::string shown(const Target& target) {
  const std::string host = last_value(target, "host");
  const std::string service = last_value(target, "service");
  const std::string database = last_value(target, "dbname");
  if (host.empty() && database.empty() && !service.empty()) return fmt::format("postgresql:///?service={}", service);
  return fmt::format("postgresql://{}/{}", shown_hosts(host, last_value(target, "port")), database);
}

}  // namespace

Target target_of(const Url& url) {
  Target target;
  for (const auto& [key, value] : kDefaults) target.parameters.emplace_back(key, value);
  const auto add = [&](const char* key, std::string value) {
    if (!value.empty()) target.parameters.emplace_back(key, std::move(value));
  };
  add("host", without_brackets(url.host));
  add("port", url.port);
  add("user", url.user);
  add("password", url.password);
  add("dbname", url.path);
  for (const auto& [key, value] : url.query) add_query(target, key, value);
  add("client_encoding", "UTF8");  // revision files are
  for (const auto& [key, value] : target.parameters) {
    if (value.find('\0') == std::string::npos) continue;
    throw error(Code::kUrl, "`{}` in the database URL holds a NUL byte", key).help("take `%00` out");
  }
  target.shown = shown(target);
  return target;
}

}  // namespace aludel::postgresql
