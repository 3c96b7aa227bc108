// A PostgreSQL server of Aludel's own: on a socket in a private folder, without a network, its data on no disk for
// longer than it runs. It ends, and its folder goes, with the process that started it, however that ends: a small
// program waits for the end of a pipe that only this process holds open.
#pragma once

#include <string>
#include <utility>

#include "dialect/postgresql/programs.h"
#include "dialect/postgresql/target.h"

namespace aludel::postgresql {

class PrivateServer {
 public:
  // Starts it and waits until it answers. `cache_folder` keeps what initdb makes; empty: nothing is kept. `packed` is
  // what leave() wrote; if that is empty, or damaged (then it goes), the server is a new one. Throws kScratch.
  PrivateServer(const ServerPrograms& programs, const std::string& cache_folder, const std::string& packed = {});
  PrivateServer(const PrivateServer&) = delete;
  PrivateServer& operator=(const PrivateServer&) = delete;
  ~PrivateServer();

  [[nodiscard]] Target target(const std::string& database) const;
  // When it ends, its files are packed into this one, in a folder that is there; if they are too many, into none.
  void leave(std::string packed) { left_ = std::move(packed); }

 private:
  void launch(const ServerPrograms& programs, const std::string& cache_folder, const std::string& packed);
  void wait_until_ready();
  [[noreturn]] void give_up();

  std::string folder_;
  std::string left_;
  int pipe_ = -1;     // its end is the server's
  int watcher_ = -1;  // the program that waits for it
};

}  // namespace aludel::postgresql
