#include "dialect/postgresql/errors.h"

#include <algorithm>

#include "core/error.h"
#include "core/number.h"

namespace aludel::postgresql {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  return text;
}

// libpq's own questions ("Is the server running on that host ...?") stand on lines of their own, behind a tab.
std::string without_advice(std::string_view text) {
  std::string kept;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (text.front() != '\t') kept += (kept.empty() ? "" : "\n") + std::string(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return kept;
}

// libpq gives no SQLSTATE for a connection that was refused, so its words must do.
bool says(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string hint_for(std::string_view message) {
  if (says(message, "Connection refused") || says(message, "No such file or directory")) {
    return "check that the server runs and listens there; `aludel wait` waits until it does";
  }
  if (says(message, "could not translate host name")) return "check the host in the database URL";
  if (says(message, "password authentication failed") || says(message, "no password supplied")) {
    return "check user and password: in the URL, in PGPASSWORD, or in ~/.pgpass (which must not be readable by others)";
  }
  if (says(message, "pg_hba.conf") && says(message, "no encryption"))
    return "use TLS (`sslmode=require` in the database URL), or let the server's pg_hba.conf permit this without it";
  if (says(message, "pg_hba.conf")) return "let the server's pg_hba.conf permit this user, host and database";
  if (says(message, "SSL") || says(message, "certificate"))
    return "check `sslmode`, `sslrootcert` and `sslcert` in the database URL";
  if (says(message, "starting up") || says(message, "shutting down") || says(message, "recovery"))
    return "wait for it: `aludel wait`";
  if (says(message, "too many clients") || says(message, "remaining connection slots"))
    return "let somebody else finish, or raise `max_connections`";
  if (says(message, "timeout expired")) return "check host and port, and what stands between: a firewall, say";
  if (says(message, "invalid connection option") || says(message, "invalid sslmode"))
    return "check the parameters of the database URL";
  if (says(message, "definition of service")) return "check `service` in the URL and the file that PGSERVICEFILE names";
  return "check host, port, user and database in the URL";
}

std::string text_or(const char* text, std::string_view otherwise) {
  return text == nullptr || *text == '\0' ? std::string(otherwise) : std::string(text);
}

std::string tried(const PGconn* connection) {
  const std::string host = text_or(library().host(connection), "the default socket");
  const bool socket = host.starts_with('/');
  return fmt::format("{} `{}`, port {}, database `{}`, user `{}`", socket ? "socket" : "host", host,
                     text_or(library().port(connection), "5432"), text_or(library().db(connection), ""),
                     text_or(library().user(connection), ""));
}

// The password may stand in a message only if somebody put it where a name belongs; then it is not shown either.
std::string without_password(std::string text, const Target& target) {
  for (const auto& [key, value] : target.parameters) {
    if ((key != "password" && key != "sslpassword") || value.empty()) continue;
    for (std::size_t at = text.find(value); at != std::string::npos; at = text.find(value, at + 3))
      text.replace(at, value.size(), "***");
  }
  return text;
}

// `position` counts characters of `text` from 1.
std::size_t byte_at(std::string_view text, std::size_t position) {
  std::size_t at = 0;
  for (std::size_t characters = 1; at < text.size(); ++at) {
    if ((text[at] & 0xC0) == 0x80) continue;
    if (characters++ == position) break;
  }
  return at;
}

Span token_at(const Source& source, Span statement, std::size_t offset) {
  const std::size_t begin = std::min(statement.begin + offset, statement.end == 0 ? 0 : statement.end - 1);
  const auto in_word = [](char c) {
    return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0;
  };
  std::size_t end = begin;
  while (end < statement.end && in_word(source.text[end])) ++end;
  return {begin, std::max(end, begin + 1)};
}

// The line of a function's own text, where the error is inside of one.
void add_inner_place(Diagnostic& diagnostic, const Result& result) {
  const std::string_view query = result.field(PG_DIAG_INTERNAL_QUERY);
  if (query.empty()) return;
  const std::size_t at = byte_at(query, number_of<std::size_t>(result.field(PG_DIAG_INTERNAL_POSITION)));
  const std::size_t begin = at == 0 ? 0 : query.rfind('\n', at - 1) + 1;
  diagnostic.notes.push_back(
      fmt::format("inside of it ran: {}", trimmed(query.substr(begin, query.find('\n', at) - begin))));
}

void add_details(Diagnostic& diagnostic, const Result& result) {
  if (const auto detail = result.field(PG_DIAG_MESSAGE_DETAIL); !detail.empty()) diagnostic.notes.emplace_back(detail);
  add_inner_place(diagnostic, result);
  if (const auto context = result.field(PG_DIAG_CONTEXT); !context.empty()) diagnostic.notes.emplace_back(context);
  if (const auto state = result.field(PG_DIAG_SQLSTATE); !state.empty())
    diagnostic.notes.push_back(fmt::format("PostgreSQL says {}", state));
  if (const auto hint = result.field(PG_DIAG_MESSAGE_HINT); !hint.empty()) diagnostic.help.emplace_back(hint);
}

std::string help_for(std::string_view state) {
  if (state == kUnsafeEnumValue) {
    return "move the ALTER TYPE ... ADD VALUE to a revision of its own before this one, and run without "
           "`--single-transaction`";
  }
  if (state == kActiveTransaction) return "mark the section `transaction:false`: its statements then commit one by one";
  if (state == kInvalidTermination)
    return "mark the section `transaction:false repeatable:true` if the procedure can run again without harm";
  if (state == kQueryCanceled)
    return "let it run longer: `statement_timeout` in aludel.toml or on the section's marker";
  if (state == "3F000")
    return "create the schema first, or name one that exists in the search_path of the database URL or its user";
  if (state == "42501") return "give the user of the database URL this right, or run as the owner";
  if (state == kDiskFull) return "make room on the server's disk, then run the same command again";
  return {};
}

Code code_for(std::string_view state) {
  if (state == kLockNotAvailable) return Code::kLockTimeout;
  return Code::kStatement;
}

}  // namespace

Error connect_error(const PGconn* connection, const Target& target) {
  const std::string message = without_password(std::string(trimmed(library().errorMessage(connection))), target);
  if (says(message, "database \"") && says(message, "does not exist")) {
    const std::string name = text_or(library().db(connection), "");
    return error(Code::kNoDatabase, "the database `{}` does not exist", name)
        .note("tried: " + tried(connection))
        .help(fmt::format("create it: `createdb {}`, or `CREATE DATABASE`; Aludel creates none on a server, since a "
                          "wrong name would go unseen",
                          name));
  }
  Error failure = error(Code::kConnect, "there is no connection to `{}`", target.shown).note(without_advice(message));
  const bool named = !text_or(library().db(connection), "").empty();
  if (named) failure = std::move(failure).note("tried: " + tried(connection));
  return std::move(failure).help(hint_for(message));
}

Error lost_error(const PGconn* connection, const std::string& database) {
  return error(Code::kConnect, "the connection to `{}` broke", database)
      .note(std::string(trimmed(library().errorMessage(connection))))
      .help("run the same command again: it goes on from what was committed");
}

Error ended_error(const Result& result, const std::string& database) {
  return error(Code::kConnect, "the server ended the connection to `{}`: {}", database,
               result.field(PG_DIAG_MESSAGE_PRIMARY))
      .note(fmt::format("PostgreSQL says {}", result.field(PG_DIAG_SQLSTATE)))
      .help("run the same command again: it goes on from what was committed");
}

Error statement_error(const Result& result, const Source& source, Span statement) {
  const std::string_view state = result.field(PG_DIAG_SQLSTATE);
  const std::size_t position = number_of<std::size_t>(result.field(PG_DIAG_STATEMENT_POSITION));
  const std::size_t offset = position == 0 ? 0 : byte_at(source.slice(statement), position);
  Error failure = error(code_for(state), "{}", result.field(PG_DIAG_MESSAGE_PRIMARY));
  Diagnostic& diagnostic = failure.diagnostic();
  diagnostic.places.push_back(
      source.locate(token_at(source, statement, offset), position == 0 ? "this statement" : "here"));
  add_details(diagnostic, result);
  if (std::string help = help_for(state); !help.empty()) diagnostic.help.push_back(std::move(help));
  return failure;
}

Error own_error(const Result& result, const std::string& sql, const std::string& database) {
  const std::string_view state = result.field(PG_DIAG_SQLSTATE);
  Error failure = error(code_for(state), "{}", result.field(PG_DIAG_MESSAGE_PRIMARY));
  Diagnostic& diagnostic = failure.diagnostic();
  diagnostic.notes.push_back(fmt::format("in a statement of Aludel's own on `{}`: {}", database, sql));
  add_details(diagnostic, result);
  if (std::string help = help_for(state); !help.empty()) diagnostic.help.push_back(std::move(help));
  return failure;
}

}  // namespace aludel::postgresql
