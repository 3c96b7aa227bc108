// What a session carries from one statement to the next, and a crash in between would lose: values that were read from
// data into user variables, rows in temporary tables, LAST_INSERT_ID(). A statement may use them as long as nothing
// between them and it can be where a later run goes on.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "dialect/mariadb/kinds.h"

namespace aludel::mariadb {

class Carried {
 public:
  // What the statement uses that may be lost by then (`@id`, `LAST_INSERT_ID()`), if there is such a thing.
  // `every_statement_commits`: a run can go on after any statement.
  [[nodiscard]] std::optional<std::string> take(std::string_view statement, const Head& head, Recovery recovery,
                                                bool every_statement_commits);

 private:
  struct Thing {
    bool of_session = false;  // its statement is repeated by a new session
    bool touched = false;     // data may have changed since
    bool lost = false;
  };

  [[nodiscard]] std::optional<std::string> used(std::string_view statement, const Head& head);
  void pass(Recovery recovery, bool every_statement_commits);
  void note_assignments(std::string_view statement, const Head& head, Recovery recovery);

  std::map<std::string, Thing> things_;
  std::set<std::string> temporary_;  // names of tables
};

}  // namespace aludel::mariadb
