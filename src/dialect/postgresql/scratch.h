// Scratch databases: each a database of its own, on a private server that is started when the first one is wanted, or
// on the server that the configuration names.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

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

  // Scratch databases are to be of this major version; the first wish counts, until there is a server.
  void want_version(int major);
  [[nodiscard]] std::unique_ptr<Connection> make();
  // Of one that make() gave, between its transactions.
  [[nodiscard]] std::unique_ptr<Connection> copy(Connection& original);
  // Name and version of what scratch databases run on. A private server is not started to know that.
  [[nodiscard]] std::string engine();

 private:
  void start();
  // Those of the private server.
  [[nodiscard]] const ServerPrograms& programs();
  [[nodiscard]] Target target(const std::string& database) const;
  [[nodiscard]] std::unique_ptr<Connection> make_from(const std::string& origin);
  void drop(const std::string& database) noexcept;
  [[nodiscard]] bool prepare_roles(std::string_view statement);

  ScratchSettings settings_;
  std::recursive_mutex mutex_;              // of all below; a database that is not used after all is dropped at once
  int major_ = 0;                           // 0: any
  std::optional<ServerPrograms> programs_;  // as soon as they are asked for
  std::unique_ptr<PrivateServer> server_;
  Target named_;  // of the server that the configuration names
  std::unique_ptr<Connection> admin_;
  std::string prefix_;  // of the databases' names
  std::size_t count_ = 0;
  std::set<std::string> roles_;  // of the private server
};

}  // namespace aludel::postgresql
