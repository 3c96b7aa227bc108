// What a session is set to: as the section wishes before its statements, and as it was after statements that changed
// it. It is put back by name, since a reset of the connection would drop the lock.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/dialect.h"
#include "dialect/mariadb/client.h"

namespace aludel::mariadb {

// `SET ...` for a section: how long it waits for locks and runs, whether foreign keys are checked.
[[nodiscard]] std::string session_sql(const SessionWish& wish, const ConnectSettings& settings, bool is_mariadb);

class Session {
 public:
  explicit Session(Client& client) : client_(&client) {}
  // Before a statement that may change the session.
  void remember();
  // Notes what else the statement leaves behind: `CREATE TEMPORARY TABLE t`, `SET @a = 1`.
  void note(std::string_view statement);
  [[nodiscard]] bool changed() const { return changed_; }
  // Puts all of it back; throws kStatement if that is not possible.
  void restore();

 private:
  using Variables = std::map<std::string, std::string>;
  [[nodiscard]] Variables read() const;
  void set(const std::string& name, const std::string& value);

  Client* client_;
  bool changed_ = false;
  Variables before_;
  std::vector<std::string> left_;  // statements that remove what was left behind
};

}  // namespace aludel::mariadb
