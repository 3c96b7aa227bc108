"""The locks that `plan` names are those that the server takes: each statement runs, and pg_locks is asked."""

import json
import unittest

from project import Project

SCHEMA = """\
CREATE TABLE t (id integer PRIMARY KEY, v integer DEFAULT 1);
CREATE TABLE u (id integer PRIMARY KEY, t_id integer);
CREATE INDEX u_t ON u (t_id);
CREATE TABLE p (id integer, k integer) PARTITION BY LIST (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 (id integer, k integer);
CREATE VIEW v AS SELECT 1 AS one;
CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
CREATE UNIQUE INDEX m_one ON m (one);
CREATE SEQUENCE s;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER trigger_t BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE POLICY policy_t ON t USING (true);
CREATE RULE rule_t AS ON DELETE TO u DO INSTEAD NOTHING;
ALTER TABLE u ADD CONSTRAINT late FOREIGN KEY (t_id) REFERENCES t NOT VALID;
CREATE SCHEMA away;
CREATE TABLE away.w (id integer);
"""

STATEMENTS = [
    "ALTER TABLE t ADD COLUMN c integer", "ALTER TABLE ONLY t DROP COLUMN v", "ALTER TABLE IF EXISTS t RENAME TO t9",
    "ALTER TABLE t ALTER COLUMN v TYPE bigint", "ALTER TABLE t ALTER v SET DEFAULT 2", "ALTER TABLE t ALTER v SET NOT NULL",
    "ALTER TABLE t ALTER v SET STATISTICS 5", "ALTER TABLE t ALTER v SET STATISTICS 5, ADD COLUMN c integer",
    "ALTER TABLE t SET (fillfactor = 70)", "ALTER TABLE t SET SCHEMA away", "ALTER TABLE t OWNER TO postgres",
    "ALTER TABLE u ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES t", "ALTER TABLE u ADD FOREIGN KEY (id) REFERENCES t (id)",
    "ALTER TABLE u ADD FOREIGN KEY (id) REFERENCES t, ADD COLUMN c integer", "ALTER TABLE u VALIDATE CONSTRAINT late",
    "ALTER TABLE u ADD COLUMN r integer REFERENCES t", "ALTER TABLE t ADD CONSTRAINT c CHECK (v > 0)",
    "ALTER TABLE t DISABLE TRIGGER trigger_t", "ALTER TABLE t ENABLE ROW LEVEL SECURITY", "ALTER TABLE t REPLICA IDENTITY FULL",
    "ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (2)", "ALTER TABLE p DETACH PARTITION p1", "ALTER TABLE u SET UNLOGGED",
    "ALTER POLICY policy_t ON t USING (false)", "ALTER TABLE away.w ADD COLUMN c integer",
    "CREATE INDEX i ON t (v)", "CREATE UNIQUE INDEX IF NOT EXISTS i ON ONLY t USING btree (v)", "CREATE INDEX ON u (id)",
    "CREATE TABLE n (id integer REFERENCES t)", "CREATE TABLE n (id integer)", "CREATE TABLE n (LIKE t)",
    "CREATE TABLE n (id integer, FOREIGN KEY (id) REFERENCES t (id), u integer REFERENCES u)",
    "CREATE TABLE p3 PARTITION OF p FOR VALUES IN (3)", "CREATE TABLE IF NOT EXISTS n AS SELECT * FROM t",
    "CREATE TRIGGER g AFTER UPDATE ON u FOR EACH ROW EXECUTE FUNCTION f()", "CREATE POLICY p ON u USING (true)",
    "CREATE RULE r AS ON UPDATE TO u DO INSTEAD NOTHING", "CREATE VIEW n AS SELECT * FROM t", "CREATE SEQUENCE n",
    "CREATE TYPE n AS (a integer)", "CREATE FUNCTION n() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "DROP TABLE u", "DROP TABLE IF EXISTS u, away.w", "DROP VIEW v", "DROP MATERIALIZED VIEW m", "DROP SEQUENCE s",
    "DROP INDEX u_t", "DROP TRIGGER trigger_t ON t", "DROP POLICY policy_t ON t", "DROP RULE rule_t ON u",
    "TRUNCATE u", "TRUNCATE TABLE ONLY u, away.w", "LOCK TABLE t IN SHARE MODE", "LOCK t", "LOCK t IN EXCLUSIVE MODE",
    "LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE", "LOCK TABLE t, u IN ACCESS SHARE MODE", "LOCK t IN SHARE UPDATE EXCLUSIVE MODE",
    "REFRESH MATERIALIZED VIEW m", "REFRESH MATERIALIZED VIEW CONCURRENTLY m", "REINDEX TABLE u", "REINDEX INDEX u_t",
    "CLUSTER u USING u_t", "INSERT INTO t VALUES (1)", "UPDATE t SET v = 2", "DELETE FROM t", "COMMENT ON TABLE t IS 'x'",
    "GRANT SELECT ON t TO PUBLIC", "ANALYZE t", "SELECT count(*) FROM t",
]

# With SHARE and stronger, of what was there before; an index counts for its table if that has no such lock.
HELD = """
SELECT DISTINCT CASE l.mode WHEN 'ShareLock' THEN 'SHARE' WHEN 'ShareRowExclusiveLock' THEN 'SHARE ROW EXCLUSIVE'
    WHEN 'ExclusiveLock' THEN 'EXCLUSIVE' ELSE 'ACCESS EXCLUSIVE' END, o.name
FROM pg_locks l JOIN old o ON o.oid = l.relation
WHERE l.pid = pg_backend_pid() AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
"""
OLD = """CREATE TABLE old AS SELECT c.oid, c.relkind,
  CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('public', 'away')"""


class Locks(Project):
    def planned(self) -> list[set[tuple[str, str]]]:
        for number, statement in enumerate(STATEMENTS, 1):
            self.write(number, statement + ";\n")
        plan = json.loads(self.succeeds("plan", "--format", "json"))
        return [{(lock["mode"], lock["object"]) for lock in step["statements"][0]["takes"]} for step in plan["steps"]]

    def taken(self, statement: str) -> set[tuple[str, str]]:
        rows = self.query(f"BEGIN;\n{statement};\n{HELD};\nROLLBACK;\n")
        return {(mode, name) for mode, name in (row.split("|") for row in rows if row.count("|") == 1)}

    def test_what_is_named_is_taken(self) -> None:
        planned = self.planned()
        self.query(SCHEMA)
        self.query(OLD)
        named = 0
        for statement, plan in zip(STATEMENTS, planned, strict=True):
            with self.subTest(statement):
                plan = {(mode, name) for mode, names in plan for name in ([names.removesuffix(" and its table"), "u"]
                                                                         if names.endswith(" table") else [names])}
                taken = self.taken(statement)
                self.assertLessEqual(plan, taken, "it is named and not taken")
                named += bool(plan)
        self.assertGreater(named, 45)

    def test_what_is_told_afterwards_is_all_of_it(self) -> None:
        """Of some of the statements, that run as a revision; but for indexes."""
        for statement in [*STATEMENTS[::7], *(one for one in STATEMENTS if one.startswith("DROP TABLE"))]:
            with self.subTest(statement):
                self.database = self.server.new_database()
                self.url = self.server.url(self.database)
                for path in (self.folder / "migrations").iterdir():
                    path.unlink()
                self.write(1, SCHEMA)
                self.succeeds("upgrade", "head")
                self.query(OLD)
                indexes = set(self.query("SELECT name FROM old WHERE relkind = 'i'"))
                taken = {(mode, name) for mode, name in self.taken(statement) if name not in indexes}
                self.write(2, statement + ";\n")
                (step,) = json.loads(self.succeeds("upgrade", "head", "--format", "json"))["steps"]
                told = {(lock["mode"], lock["object"]) for lock in step.get("held", [])}
                self.server.drop_database(self.database)
                strongest = {name for mode, name in taken if mode == "ACCESS EXCLUSIVE"}
                taken = {(mode, name) for mode, name in taken if mode == "ACCESS EXCLUSIVE" or name not in strongest}
                told = {(mode, name) for mode, name in told if name not in indexes}
                if "SET SCHEMA" not in statement and "RENAME" not in statement:
                    self.assertEqual(told, taken)


if __name__ == "__main__":
    unittest.main(warnings="ignore")
