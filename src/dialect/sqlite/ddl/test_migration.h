// For tests: a database, what it becomes, and the SQL between the two, run.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/error.h"
#include "dialect/sqlite/ddl.h"
#include "dialect/sqlite/introspect.h"
#include "dialect/sqlite/scratch.h"
#include "dialect/sqlite/split.h"
#include "diff/diff.h"

namespace aludel::sqlite {

class TestDatabase {
 public:
  explicit TestDatabase(std::string_view sql) : connection_(make_scratch()) {
    run("PRAGMA foreign_keys = ON");
    run(sql);
  }

  void run(std::string_view sql) {
    const Source source{"test", sql};
    Splitter statements(source, {0, sql.size()});
    while (const auto statement = statements.next()) connection_->execute(source.slice(*statement));
  }
  // As one revision: foreign keys are checked while it runs unless it says otherwise, and at its end in any case;
  // rolled back and thrown on if a statement fails.
  void run(const Script& script) {
    const bool off = script.options.find("foreign_keys:off") != std::string::npos;
    run(off ? "PRAGMA foreign_keys = OFF" : "PRAGMA foreign_keys = ON");
    connection_->begin();
    try {
      run(text_of(script));
    } catch (...) {
      connection_->rollback();
      throw;
    }
    connection_->commit();
    run("PRAGMA foreign_keys = ON");
    EXPECT_EQ(rows("PRAGMA foreign_key_check"), "");
  }

  // Rows as `1|a; 2|NULL`.
  [[nodiscard]] std::string rows(std::string_view query) {
    std::string text;
    bool first = true;
    connection_->query(query, [&](Row row) {
      if (!std::exchange(first, false)) text += "; ";
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) text += '|';
        text += row[i].value_or("NULL");
      }
    });
    return text;
  }
  [[nodiscard]] Schema schema() { return introspect(*connection_, {}); }
  [[nodiscard]] std::string text_of_table(const std::string& name) {
    return rows("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '" + name + "'");
  }
  [[nodiscard]] std::string fault() { return rows("PRAGMA integrity_check"); }

 private:
  std::unique_ptr<Connection> connection_;
};

inline Ddl render_to(TestDatabase& database, std::string_view wanted, const DdlOptions& options = {},
                     const DiffOptions& diff_options = {}) {
  const Schema from = database.schema();
  const Schema to = TestDatabase(wanted).schema();
  return render(from, to, diff(from, to, diff_options), options);
}

// Renders, runs and sees that the database is what was wanted; gives what was run.
inline std::string migrate(TestDatabase& database, std::string_view wanted, const DdlOptions& options = {},
                           const DiffOptions& diff_options = {}) {
  const Ddl ddl = render_to(database, wanted, options, diff_options);
  for (const Question& question : ddl.questions) ADD_FAILURE() << question.text;
  std::string text = text_of(ddl.script);
  try {
    database.run(ddl.script);
  } catch (const Error& error) {
    ADD_FAILURE() << error.what() << "\n" << text;
  }
  const Schema to = TestDatabase(wanted).schema();
  const Schema now = database.schema();
  EXPECT_TRUE(now == to) << text;
  for (const Change& change : diff(now, to, diff_options)) ADD_FAILURE() << describe(change) << "\n" << text;
  EXPECT_EQ(database.fault(), "ok") << text;
  return text;
}

// What stops the migration; nothing is changed by it.
inline std::string refusal(TestDatabase& database, std::string_view wanted, const DdlOptions& options = {}) {
  const Ddl ddl = render_to(database, wanted, options);
  const Schema before = database.schema();
  try {
    database.run(ddl.script);
  } catch (const Error& error) {
    EXPECT_TRUE(database.schema() == before);
    return error.what();
  }
  ADD_FAILURE() << "it ran:\n" << text_of(ddl.script);
  return {};
}

}  // namespace aludel::sqlite
