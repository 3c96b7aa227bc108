#include "dialect/postgresql/undo.h"

#include <gtest/gtest.h>

namespace aludel::postgresql {
namespace {

struct Case {
  const char* statement;
  const char* undo;  // empty: none
};

TEST(Undo, IsReadFromTheStatement) {
  for (const Case& one : {
           Case{"CREATE TABLE IF NOT EXISTS s.\"T x\" (a int)", "DROP TABLE s.\"T x\""},
           Case{"create unlogged table t (a int)", "DROP TABLE t"},
           Case{"CREATE OR REPLACE VIEW v AS SELECT 1", "DROP VIEW v"},
           Case{"CREATE MATERIALIZED VIEW m AS SELECT 1", "DROP MATERIALIZED VIEW m"},
           Case{"CREATE TYPE mood AS ENUM ('a')", "DROP TYPE mood"},
           Case{"CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS ''", "DROP FUNCTION f"},
           Case{"CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY s.t (a)", "DROP INDEX s.i"},
           Case{"CREATE INDEX ON t (a)", ""},
           Case{"CREATE CONSTRAINT TRIGGER g AFTER UPDATE OF a ON s.t EXECUTE FUNCTION f()", "DROP TRIGGER g ON s.t"},
           Case{"CREATE POLICY p ON t USING (true)", "DROP POLICY p ON t"},
           Case{"CREATE RULE r AS ON UPDATE TO s.t DO NOTHING", "DROP RULE r ON s.t"},
           Case{"CREATE SCHEMA AUTHORIZATION somebody", ""},
           Case{"ALTER TABLE ONLY t ADD a int DEFAULT f(1, 2), ADD COLUMN IF NOT EXISTS b int",
                "ALTER TABLE t DROP COLUMN a, DROP COLUMN b"},
           Case{"ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0), ADD PRIMARY KEY (a)", "ALTER TABLE t DROP CONSTRAINT c"},
           Case{"ALTER TABLE t ALTER a SET NOT NULL, ALTER COLUMN b SET DEFAULT 1, ALTER c TYPE text",
                "ALTER TABLE t ALTER COLUMN a DROP NOT NULL, ALTER COLUMN b DROP DEFAULT"},
           Case{"ALTER TABLE s.t RENAME TO u", "ALTER TABLE s.u RENAME TO t"},
           Case{"ALTER TABLE \"a.b\" RENAME TO c", "ALTER TABLE c RENAME TO \"a.b\""},
           Case{"ALTER TABLE t RENAME a TO b", "ALTER TABLE t RENAME COLUMN b TO a"},
           Case{"ALTER TABLE t RENAME CONSTRAINT a TO b", "ALTER TABLE t RENAME CONSTRAINT b TO a"},
           Case{"ALTER TABLE t ENABLE ROW LEVEL SECURITY", "ALTER TABLE t DISABLE ROW LEVEL SECURITY"},
           Case{"ALTER TABLE t DROP COLUMN a", ""},
           Case{"INSERT INTO t VALUES (1)", ""},
       }) {
    EXPECT_EQ(undo_of(one.statement).value_or(""), one.undo) << one.statement;
  }
}

}  // namespace
}  // namespace aludel::postgresql
