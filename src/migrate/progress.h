// What a revision outside of a transaction has done so far: the text of each statement that is applied, and the intent
// of the one that runs alone. The table exists only while a revision is half-way.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/dialect.h"
#include "migrate/tables.h"
#include "revision/revision.h"

namespace aludel {

struct ProgressEntry {
  std::int64_t step = 0;    // from 1
  std::string sql;          // the text, or its checksum if it is long
  bool done = false;        // false: was about to run
  std::string fingerprint;  // of one that was about to run: Connection::fate_of()
};

// A revision that is half-way.
struct Halfway {
  std::string revision;
  Direction direction = Direction::kUp;
  std::int64_t applied = 0;  // statements
  bool begun = false;        // one more was about to run
};

class Progress {
 public:
  Progress(Connection& connection, const Dialect& dialect, const OwnTables& tables);

  [[nodiscard]] bool exists();
  void create();  // if it is missing
  [[nodiscard]] std::vector<Halfway> halfway();
  [[nodiscard]] std::vector<ProgressEntry> entries(std::string_view revision, Direction direction, std::int64_t from);
  void write(std::string_view revision, Direction direction, const ProgressEntry& entry);  // replaces an intent
  void add(std::string_view revision, Direction direction, const ProgressEntry& entry);    // where nothing stands
  void settle(std::string_view revision, Direction direction, std::int64_t step);          // the intent is done
  void remove(std::string_view revision, Direction direction, std::int64_t step);
  void forget(std::string_view revision);
  void drop_if_empty();

 private:
  Connection* connection_;
  bool drops_ = true;
  std::string table_, create_, add_fingerprint_, insert_, settle_, remove_, entries_, halfway_, forget_, drop_;
};

// How a statement's text stands in the table.
[[nodiscard]] std::string progress_text(std::string_view statement);
// Whether that is the text itself.
[[nodiscard]] bool is_whole_text(std::string_view progress_text);

}  // namespace aludel
