// Scratch databases: each a database of its own, on the server that the configuration names, else on a private one that
// is started when the first is wanted, else beside the database that is looked at.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialect/connection.h"
#include "dialect/postgresql/connection.h"
#include "dialect/postgresql/private_server.h"
#include "dialect/schema_dialect.h"

namespace aludel::postgresql {

class ScratchHost {
 public:
  explicit ScratchHost(ScratchSettings settings) : settings_(std::move(settings)) {}
  ScratchHost(const ScratchHost&) = delete;
  ScratchHost& operator=(const ScratchHost&) = delete;
  ~ScratchHost();

  // All of these may be called from several threads.

  // Scratch databases are to be of this server's major version, or beside this database; the first wish counts, until
  // it is known where they live.
  void suit(const PostgresqlConnection& database);
  // Throws kScratch: there is no place for them, or none where such SQL may run.
  [[nodiscard]] std::unique_ptr<Connection> make(ScratchSql sql);
  // Of one that make() gave, between its transactions.
  [[nodiscard]] std::unique_ptr<Connection> copy(Connection& original, ScratchSql sql);
  // As SchemaDialect::kept_scratch() and keep_scratch(): only a private server can be packed, and starts from what was.
  [[nodiscard]] std::unique_ptr<Connection> kept(const std::string& file);
  void keep(Connection& scratch, const std::string& file);
  // Name and version of what scratch databases run on. A private server is not started to know that.
  [[nodiscard]] std::string engine();
  // Whether they are on a server that somebody needs for something else.
  [[nodiscard]] bool is_beside();

 private:
  enum class Place : std::uint8_t {
    kNamed,    // the server that the configuration names
    kPrivate,  // one that is started
    kBeside,   // the server of the database that is looked at
  };
  [[nodiscard]] Place place();
  [[nodiscard]] Place find_place();
  [[nodiscard]] bool find_own_programs();
  [[nodiscard]] Error nowhere() const;
  void require_place_for(ScratchSql sql);
  void start(const std::string& packed = {});
  void stop();
  void start_shared();
  [[nodiscard]] Target target(const std::string& database) const;
  [[nodiscard]] std::unique_ptr<Connection> make_from(const std::string& origin, ScratchSql sql);
  [[nodiscard]] std::unique_ptr<Connection> connect(const std::string& name, ScratchSql sql);
  void wait_until_left(const std::string& database);
  void leave();
  [[nodiscard]] Error not_made(Error failure) const;
  void drop(const std::string& database) noexcept;
  [[nodiscard]] bool prepare_roles(std::string_view statement);

  ScratchSettings settings_;
  std::recursive_mutex mutex_;  // of all below; a database that is not used after all is dropped at once
  int major_ = 0;               // 0: any
  std::optional<Place> place_;  // as soon as it is asked for
  ServerPrograms programs_;     // of the private server
  std::unique_ptr<PrivateServer> server_;
  std::optional<Target> shared_;  // the other servers
  std::unique_ptr<Connection> admin_;
  std::string prefix_;  // of the databases' names
  std::size_t count_ = 0;
  std::vector<std::string> unused_;  // of a private server: databases that go before another one is made
  std::set<std::string> roles_;      // of the private server
  std::string left_, left_in_;       // the database that is to be left, and in which file
};

}  // namespace aludel::postgresql
