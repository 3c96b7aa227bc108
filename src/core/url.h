// A database URL as SQLAlchemy writes them: scheme[+driver]://[user[:password]@][host][:port]/path[?key=value&...]
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aludel {

struct Url {
  std::string scheme;  // `sqlite`, `postgresql`, ...; lower case
  std::string driver;  // `pysqlite` of `sqlite+pysqlite`; empty if there is none
  std::string user;
  std::string password;
  std::string host;
  std::string port;
  std::string path;  // what follows the `/` after the authority: a file as written, else without percent escapes
  bool has_path = false;
  std::vector<std::pair<std::string, std::string>> query;  // in the order of the text, unescaped

  // The URL with `***` for the password, for every output.
  [[nodiscard]] std::string masked() const;
};

// Throws kUrl; its message never holds the text itself, which may hold a password.
[[nodiscard]] Url parse_url(std::string_view text);

}  // namespace aludel
