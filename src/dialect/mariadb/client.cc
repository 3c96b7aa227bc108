#include "dialect/mariadb/client.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <optional>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/error.h"
#include "dialect/mariadb/library.h"

namespace aludel::mariadb {
namespace {

constexpr int kLook = 100;  // milliseconds between two looks at the flag, should the signal come to another thread
constexpr unsigned kUnknownDatabase = 1049, kAccessDenied = 1045, kDatabaseDenied = 1044, kNoSuchHost = 2005,
                   kTls = 2026;

const char* text_or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

// The library passes over an option file that is not there, and says nothing of the name of another file.
void require_files(const Target& target) {
  const std::pair<std::string_view, const std::string*> files[] = {{"read_default_file", &target.option_file},
                                                                   {"ssl_ca", &target.ssl_ca},
                                                                   {"ssl_cert", &target.ssl_cert},
                                                                   {"ssl_key", &target.ssl_key}};
  for (const auto& [parameter, path] : files) {
    if (path->empty() || ::access(path->c_str(), R_OK) == 0) continue;
    throw error(Code::kUrl, "`{}` in the database URL names `{}`, which cannot be read: {}", parameter, *path,
                std::strerror(errno))
        .help("correct the path; one that is relative begins at the configuration's folder");
  }
}

void set_options(MYSQL* handle, const Target& target) {
  const Library& call = library();
  const my_bool off = 0;
  const unsigned none = 0;
  call.mysql_options(handle, MYSQL_OPT_NONBLOCK, nullptr);
  call.mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &target.connect_timeout);
  call.mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &none);
  call.mysql_options(handle, MYSQL_OPT_RECONNECT, &off);
  if (!target.option_file.empty()) call.mysql_options(handle, MYSQL_READ_DEFAULT_FILE, target.option_file.c_str());
  call.mysql_options(handle, MYSQL_READ_DEFAULT_GROUP, target.option_group.c_str());
  call.mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  call.mysql_options4(handle, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "aludel");
  // `localhost` alone is the socket, as for every client of it; with a port it is meant as an address.
  const unsigned tcp = MYSQL_PROTOCOL_TCP;
  if (target.port != 0 && target.unix_socket.empty()) call.mysql_options(handle, MYSQL_OPT_PROTOCOL, &tcp);
  const auto set = [&](mysql_option option, const std::string& text) {
    if (!text.empty()) call.mysql_options(handle, option, text.c_str());
  };
  set(MYSQL_OPT_SSL_CA, target.ssl_ca);
  set(MYSQL_OPT_SSL_CAPATH, target.ssl_capath);
  set(MYSQL_OPT_SSL_CERT, target.ssl_cert);
  set(MYSQL_OPT_SSL_KEY, target.ssl_key);
  set(MYSQL_OPT_SSL_CIPHER, target.ssl_cipher);
  if (target.ssl) {
    const my_bool on = 1;
    const my_bool verify = target.ssl_verify ? 1 : 0;
    call.mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &on);
    call.mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
  }
}

[[noreturn]] void throw_unconnected(const Target& target, const Failure& failure) {
  const std::string user = target.user.empty() ? "" : fmt::format(" as `{}`", target.user);
  if (failure.number == kUnknownDatabase) {
    throw error(Code::kNoDatabase, "the database `{}` does not exist on {}", target.database, target.address())
        .note("the server says: " + failure.message)
        .help(fmt::format("create it: `CREATE DATABASE {} CHARACTER SET utf8mb4`; Aludel makes no databases on servers",
                          target.database));
  }
  Error thrown = error(Code::kConnect, "no connection to `{}` on {}{}", target.database, target.address(), user)
                     .note(fmt::format("{} (error {})", failure.message, failure.number));
  if (failure.number == kAccessDenied || failure.number == kDatabaseDenied) {
    thrown =
        std::move(thrown).help("check the user and the password in the URL or in `~/.my.cnf`, and what it is granted");
    if (target.ssl) throw std::move(thrown);
    throw std::move(thrown).help("a user made with `REQUIRE SSL` is denied without TLS: add `ssl=true` to the URL");
  }
  if (failure.number == kTls) {
    throw std::move(thrown)
        .help(
            "check `ssl_ca`: it has to be a file with the certificate of the authority that signed the server's, which "
            "has to be for this host; and that the server has TLS")
        .help("`ssl_verify_cert=false` encrypts without knowing to whom");
  }
  if (failure.number == kNoSuchHost) throw std::move(thrown).help("check the host's name in the database URL");
  throw std::move(thrown).help(
      "check that the server runs, and that host, port or socket in the database URL are where it listens");
}

}  // namespace

bool Failure::lost() const {
  switch (number) {
    case 1053:  // the server shuts down
    case 1152:  // aborted
    case 1927:  // killed
    case 2006:  // gone away
    case 2013:  // lost during the query
    case 2055:  // the same, with the system's reason
      return true;
    default:
      return false;
  }
}

Client::Client(const Target& target, const std::atomic<bool>& interrupted)
    : target_(target), interrupted_(&interrupted) {
  require_files(target);
  handle_ = library().mysql_init(nullptr);
  if (handle_ == nullptr) throw error(Code::kConnect, "there is no memory for a connection");
  set_options(handle_, target);
  // A row that is changed to what it was is found all the same.
  if (library().mysql_real_connect(handle_, text_or_null(target.host), text_or_null(target.user),
                                   text_or_null(target.password), target.database.c_str(), target.port,
                                   text_or_null(target.unix_socket), CLIENT_FOUND_ROWS) == nullptr) {
    const Failure reason = failure();
    library().mysql_close(handle_);
    throw_unconnected(target, reason);
  }
  keep_alive();
}

Client::~Client() { library().mysql_close(handle_); }

// A dead peer is noticed after about 90 seconds; a long statement of a live one may take as long as it likes.
void Client::keep_alive() {
  const int socket = library().mysql_get_socket(handle_);
  const auto set = [&](int level, int option, int value) { ::setsockopt(socket, level, option, &value, sizeof value); };
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 30);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 10);
  set(IPPROTO_TCP, TCP_KEEPCNT, 6);
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, 90'000);
}

Failure Client::failure() const {
  return {library().mysql_errno(handle_), library().mysql_sqlstate(handle_), library().mysql_error(handle_)};
}

unsigned Client::status() const {
  unsigned status = 0;
  library().mariadb_get_info(handle_, MARIADB_CONNECTION_SERVER_STATUS, &status);
  return status;
}

unsigned long Client::id() const { return library().mysql_thread_id(handle_); }
std::string Client::version() const { return library().mysql_get_server_info(handle_); }
bool Client::is_mariadb() const { return library().mariadb_connection(handle_) != 0; }

// Waits for what the library waits for, and stops the statement once if the flag is set.
int Client::wait(int events) {
  pollfd socket{library().mysql_get_socket(handle_), 0, 0};
  if ((events & MYSQL_WAIT_READ) != 0) socket.events |= POLLIN;
  if ((events & MYSQL_WAIT_WRITE) != 0) socket.events |= POLLOUT;
  if ((events & MYSQL_WAIT_EXCEPT) != 0) socket.events |= POLLPRI;
  int left = (events & MYSQL_WAIT_TIMEOUT) != 0 ? static_cast<int>(library().mysql_get_timeout_value_ms(handle_)) : -1;
  while (true) {
    const int pause = left < 0 ? kLook : std::min(left, kLook);
    const int ready = ::poll(&socket, 1, pause);
    if (ready > 0) break;
    if (stoppable_ && !killed_ && interrupted_->load(std::memory_order_relaxed)) kill_statement();
    if (ready < 0 && errno != EINTR) return MYSQL_WAIT_EXCEPT;
    if (ready == 0 && left >= 0 && (left -= pause) <= 0) return MYSQL_WAIT_TIMEOUT;
  }
  int result = 0;
  if ((socket.revents & (POLLIN | POLLHUP | POLLERR)) != 0) result |= MYSQL_WAIT_READ;
  if ((socket.revents & POLLOUT) != 0) result |= MYSQL_WAIT_WRITE;
  if ((socket.revents & POLLPRI) != 0) result |= MYSQL_WAIT_EXCEPT;
  return result;
}

void Client::kill_statement() noexcept {
  killed_ = true;
  try {
    const std::atomic<bool> never = false;
    Client other(target_, never);
    (void)other.run(fmt::format("KILL QUERY {}", id()), Stoppable::kNo);
  } catch (...) {
    return;  // no second connection: the statement runs to its end
  }
}

Failure Client::send(std::string_view sql) {
  killed_ = false;
  changed_ = 0;
  int result = 0;
  int events = library().mysql_real_query_start(&result, handle_, sql.data(), sql.size());
  while (events != 0) events = library().mysql_real_query_cont(&result, handle_, wait(events));
  return result != 0 ? failure() : Failure();
}

Failure Client::run(std::string_view sql, Stoppable stoppable, const RowReader& read) {
  stoppable_ = stoppable == Stoppable::kYes;
  Failure found = send(sql);
  if (!found) found = read_results(read);
  stoppable_ = false;
  return found;
}

Failure Client::run_of_file(std::string_view sql) {
  if (sql.find(';') != std::string_view::npos) {
    if (Failure failure = take_several(false)) return failure;
  }
  return run(sql, Stoppable::kYes);
}

Client::Both Client::run_behind(std::string_view own, std::string_view sql, const std::function<void()>& done) {
  const bool apart = sql.find(';') != std::string_view::npos;
  if (Failure failure = apart ? run(own, Stoppable::kNo) : take_several(true)) return {std::move(failure), {}};
  if (apart) {
    done();
    return {{}, run_of_file(sql)};
  }
  stoppable_ = false;
  Failure first = send(std::string(own).append(";\n").append(sql));
  if (!first) first = read_one({});
  if (first) return {std::move(first), {}};
  stoppable_ = true;
  std::exception_ptr thrown;
  try {
    done();
  } catch (...) {
    thrown = std::current_exception();
  }
  Failure second = advance();
  if (!second) second = read_results({});
  stoppable_ = false;
  if (thrown) std::rethrow_exception(thrown);
  return {{}, std::move(second)};
}

Failure Client::take_several(bool several) {
  if (several_ == several) return {};
  int result = 0;
  const auto option = several ? MYSQL_OPTION_MULTI_STATEMENTS_ON : MYSQL_OPTION_MULTI_STATEMENTS_OFF;
  int events = library().mysql_set_server_option_start(&result, handle_, option);
  while (events != 0) events = library().mysql_set_server_option_cont(&result, handle_, wait(events));
  if (result != 0) return failure();
  several_ = several;
  return {};
}

// All of them, whatever the reader throws: what is left would be taken for the next statement's.
Failure Client::read_results(const RowReader& read) {
  std::exception_ptr thrown;
  Failure found = read_each([&](Row row) {
    if (!read || thrown) return;
    try {
      read(row);
    } catch (...) {
      thrown = std::current_exception();
    }
  });
  if (thrown) std::rethrow_exception(thrown);
  return found;
}

Failure Client::read_each(const RowReader& read) {
  while (true) {
    if (Failure found = read_one(read)) return found;
    if (library().mysql_more_results(handle_) == 0) return {};
    if (Failure found = advance()) return found;
  }
}

Failure Client::read_one(const RowReader& read) {
  if (library().mysql_field_count(handle_) > 0) {
    if (Failure found = read_rows(read)) return found;
  } else {
    changed_ = library().mysql_affected_rows(handle_);
  }
  return {};
}

Failure Client::advance() {
  int result = 0;
  int events = library().mysql_next_result_start(&result, handle_);
  while (events != 0) events = library().mysql_next_result_cont(&result, handle_, wait(events));
  return result > 0 ? failure() : Failure();
}

Failure Client::read_rows(const RowReader& read) {
  MYSQL_RES* rows = library().mysql_use_result(handle_);
  if (rows == nullptr) return failure();
  std::vector<std::optional<std::string_view>> cells(library().mysql_num_fields(rows));
  while (true) {
    MYSQL_ROW row = nullptr;
    int events = library().mysql_fetch_row_start(&row, rows);
    while (events != 0) events = library().mysql_fetch_row_cont(&row, rows, wait(events));
    if (row == nullptr) break;
    const unsigned long* lengths = library().mysql_fetch_lengths(rows);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cells[i].reset();
      if (row[i] != nullptr) cells[i].emplace(row[i], lengths[i]);
    }
    read(cells);
  }
  Failure found = failure();
  library().mysql_free_result(rows);
  return found;
}

}  // namespace aludel::mariadb
