// What a MariaDB URL says, as SQLAlchemy reads it: mysql+pymysql://user:password@host:3306/name?unix_socket=/path
#pragma once

#include <string>

#include "core/url.h"
#include "dialect/dialect.h"

namespace aludel::mariadb {

struct Target {
  std::string host, user, password, database;  // empty: what the option files or the library say
  std::string unix_socket;
  unsigned port = 0;
  std::string option_file, option_group = "aludel";  // read after `[client]`
  std::string ssl_ca, ssl_capath, ssl_cert, ssl_key, ssl_cipher;
  bool ssl = false;  // no connection without TLS
  bool ssl_verify = true;
  unsigned connect_timeout = 10;  // seconds

  // As a user would name it: `shop on db.example:3306`.
  [[nodiscard]] std::string shown() const;
  // Where the connection goes: `db.example:3306`, `the socket /run/mysqld/mysqld.sock`.
  [[nodiscard]] std::string address() const;
};

// Throws kUrl: no database, an unknown parameter.
[[nodiscard]] Target target_of(const Url& url, const ConnectSettings& settings);

}  // namespace aludel::mariadb
