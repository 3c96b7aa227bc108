#include "dialect/postgresql/sandbox.h"

#include <gtest/gtest.h>

namespace aludel::postgresql {
namespace {

TEST(Sandbox, KnowsWhatStaysInsideOfADatabase) {
  for (const char* statement : {
           "CREATE TABLE t (a int)",
           "create unlogged table t (a int)",
           "CREATE UNIQUE INDEX ON t (a)",
           "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
           "CREATE MATERIALIZED VIEW m AS SELECT 1",
           "CREATE CONSTRAINT TRIGGER x AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
           "CREATE FOREIGN DATA WRAPPER w",
           "CREATE FOREIGN TABLE ft (a int) SERVER s",
           "CREATE USER MAPPING FOR public SERVER s",
           "CREATE EXTENSION IF NOT EXISTS citext",
           "CREATE TABLE t AS SELECT f() WITH NO DATA",
           "CREATE TABLE t (a int GENERATED ALWAYS AS (1) STORED) PARTITION BY LIST (a)",
           "CREATE TABLE p PARTITION OF t FOR VALUES IN ('a', -1.5, NULL)",
           "CREATE TABLE p PARTITION OF t FOR VALUES FROM (MINVALUE, 'x') TO (7, MAXVALUE) PARTITION BY HASH (f(a))",
           "ALTER TABLE t ATTACH PARTITION p FOR VALUES WITH (modulus 2, remainder 0)",
           "ALTER TABLE ONLY t OWNER TO somebody",
           "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO somebody",
           "ALTER TYPE mood ADD VALUE 'x'",
           "DROP TABLE IF EXISTS t",
           "COMMENT ON COLUMN t.a IS 'the role of it'",
           "COMMENT ON MATERIALIZED VIEW m IS 'x'",
           "GRANT SELECT (a, b) ON TABLE t TO somebody",
           "REVOKE ALL ON SCHEMA public FROM public",
           "SELECT pg_catalog.set_config('search_path', '', false)",
           "SELECT pg_catalog.setval('public.s', 17, true)",
           "SET search_path = s",
       }) {
    EXPECT_TRUE(stays_inside(statement)) << statement;
  }
}

TEST(Sandbox, TakesNothingElseForIt) {
  for (const char* statement : {
           "CREATE ROLE r",
           "CREATE USER u",
           "CREATE GROUP g",
           "CREATE DATABASE d",
           "CREATE TABLESPACE s LOCATION '/x'",
           "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p",
           "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
           "ALTER SYSTEM SET work_mem = '1GB'",
           "ALTER ROLE r SET work_mem = '1GB'",
           "ALTER USER u LOGIN",
           "ALTER DATABASE d OWNER TO r",
           "DROP OWNED BY r",
           "DROP ROLE r",
           "REASSIGN OWNED BY r TO s",
           "COMMENT ON ROLE r IS 'x'",
           "COMMENT ON DATABASE d IS 'x'",
           "GRANT r TO s",
           "REVOKE r FROM s",
           "GRANT CONNECT ON DATABASE d TO r",
           "GRANT SET ON PARAMETER work_mem TO r",
           "SECURITY LABEL ON ROLE r IS 'x'",
           "COPY t FROM '/etc/passwd'",
           "COPY t TO PROGRAM 'cat'",
           "DO $$ BEGIN END $$",
           "CALL p()",
           "SELECT pg_terminate_backend(1)",
           "SELECT set_config('a.b', pg_read_file('x'), false)",
           "SELECT pg_catalog.set_config('a.b', pg_read_file('x'), false)",
           "SELECT pg_catalog.setval('s', 1) FROM f()",
           "CREATE TABLE t AS SELECT f()",
           "create unlogged table t (a) with (fillfactor = 50) as execute q",
           "CREATE TABLE p PARTITION OF t FOR VALUES IN (f())",
           "CREATE TABLE p PARTITION OF t FOR VALUES FROM (1) TO (2 +++ 3)",
           "ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1, s.f(2))",
           "CREATE SCHEMA s CREATE TABLE p PARTITION OF t FOR VALUES IN (f())",
           "WITH x AS (SELECT 1) SELECT 1",
           "INSERT INTO t VALUES (1)",
           "IMPORT FOREIGN SCHEMA s FROM SERVER x INTO public",
           "LOAD 'x'",
           "VACUUM",
           "",
       }) {
    EXPECT_FALSE(stays_inside(statement)) << statement;
  }
}

TEST(Sandbox, RunsNoQueryOfAMaterializedView) {
  struct Case {
    std::string_view made, instead;
  };
  for (const Case& one : {
           Case{"CREATE MATERIALIZED VIEW m AS SELECT f()", "CREATE MATERIALIZED VIEW m AS SELECT f() WITH NO DATA"},
           Case{"create materialized view m as table t with /* all */ data -- of it",
                "create materialized view m as table t  WITH NO DATA"},
           Case{"CREATE UNLOGGED MATERIALIZED VIEW m AS SELECT 1 -- one",
                "CREATE UNLOGGED MATERIALIZED VIEW m AS SELECT 1 WITH NO DATA"},
           Case{"CREATE MATERIALIZED VIEW m AS SELECT 1 WITH no data",
                "CREATE MATERIALIZED VIEW m AS SELECT 1 WITH no data"},
           Case{"CREATE VIEW m AS SELECT f()", "CREATE VIEW m AS SELECT f()"},
       }) {
    EXPECT_EQ(without_query(one.made), one.instead);
  }
}

}  // namespace
}  // namespace aludel::postgresql
