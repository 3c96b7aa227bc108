#include "core/url.h"

#include <cctype>
#include <optional>

#include "core/error.h"

namespace aludel {
namespace {

constexpr std::string_view kForm = "a URL looks like `sqlite:///app.db` or `postgresql://user@host/name`";

Error bad_url(std::string_view what) {
  // The text is not shown: a URL that cannot be read may hold a password anywhere.
  return error(Code::kUrl, "the database URL is not understood: {}", what).help(std::string(kForm));
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : hex_value(text[i + 2]);
    if (low < 0) throw bad_url("a `%` is not followed by two hexadecimal digits (write `%25` for a `%`)");
    plain += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return plain;
}

void split_scheme(std::string_view scheme, Url& url) {
  if (scheme.empty()) throw bad_url("it has no scheme before `://`");
  for (const char c : scheme) {
    const bool fine =
        (std::isalnum(static_cast<unsigned char>(c)) != 0) || c == '+' || c == '_' || c == '-' || c == '.';
    if (!fine) throw bad_url("its scheme has a character that is not allowed");
    url.scheme += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  if (const std::size_t plus = url.scheme.find('+'); plus != std::string::npos) {
    url.driver = url.scheme.substr(plus + 1);
    url.scheme.resize(plus);
  }
}

// Whether it names a port.
bool split_host(std::string_view text, Url& url) {
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  url.host += unescape(text.substr(0, colon));
  if (colon == std::string_view::npos) return false;
  const std::string_view port = text.substr(colon + 1);
  if (port.find_first_not_of("0123456789") != std::string_view::npos) throw bad_url("its port is not a number");
  url.port += port;
  return true;
}

void split_authority(std::string_view authority, Url& url) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    const std::string_view login = authority.substr(0, at);
    const std::size_t colon = login.find(':');
    url.user = unescape(login.substr(0, colon));
    if (colon != std::string_view::npos) url.password = unescape(login.substr(colon + 1));
    authority.remove_prefix(at + 1);
  }
  // Several hosts, as libpq takes them: `a:1,b:2` is the host `a,b` and the port `1,2`.
  bool ports = false;
  while (true) {
    const std::size_t comma = authority.find(',');
    ports = split_host(authority.substr(0, comma), url) || ports;
    if (comma == std::string_view::npos) break;
    authority.remove_prefix(comma + 1);
    url.host += ',';
    url.port += ',';
  }
  if (!ports) url.port.clear();
}

void split_query(std::string_view query, Url& url) {
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view item = query.substr(0, end);
    const std::size_t equals = item.find('=');
    if (equals == std::string_view::npos) throw bad_url("a parameter after `?` has no `=`");
    url.query.emplace_back(unescape(item.substr(0, equals)), unescape(item.substr(equals + 1)));
    if (end == std::string_view::npos) return;
    query.remove_prefix(end + 1);
  }
}

bool secret(std::string_view key) {
  return key == "password" || key == "passwd" || key == "sslpassword" || key == "sslkey_password";
}

}  // namespace

Url parse_url(std::string_view text) {
  const std::size_t separator = text.find("://");
  if (text.empty()) throw bad_url("it is empty");
  if (separator == std::string_view::npos) {
    // Said again only if it cannot be a login without its scheme.
    const bool path = text.find_first_of("@:") == std::string_view::npos;
    throw path ? error(Code::kUrl, "the database URL has no `://`")
                     .help(fmt::format("for the file `{0}` write `sqlite:///{0}`", text))
               : bad_url("it has no `://`");
  }
  Url url;
  split_scheme(text.substr(0, separator), url);
  std::string_view rest = text.substr(separator + 3);
  if (const std::size_t question = rest.find('?'); question != std::string_view::npos) {
    split_query(rest.substr(question + 1), url);
    rest = rest.substr(0, question);
  }
  const std::size_t slash = rest.find('/');
  split_authority(rest.substr(0, slash), url);
  if (slash != std::string_view::npos) {
    url.has_path = true;
    // SQLAlchemy opens `sqlite:///a%20b.db` as `a%20b.db`.
    url.path = url.scheme == "sqlite" ? std::string(rest.substr(slash + 1)) : unescape(rest.substr(slash + 1));
  }
  return url;
}

std::string Url::masked() const {
  std::string text = driver.empty() ? scheme : scheme + "+" + driver;
  text += "://";
  if (!user.empty() || !password.empty()) text += user + (password.empty() ? "@" : ":***@");
  text += host;
  if (!port.empty()) text += ":" + port;
  if (has_path) text += "/" + path;
  for (std::size_t i = 0; i < query.size(); ++i) {
    const auto& [key, value] = query[i];
    text += fmt::format("{}{}={}", i == 0 ? '?' : '&', key, secret(key) ? "***" : value);
  }
  return text;
}

}  // namespace aludel
