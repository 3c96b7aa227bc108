"""Who may look needs no more: `check --drift`, `diff` and `inspect` of a role that may only read, or only connect, and that cannot
write by mistake. And functions, operators and tables that somebody put in the way of the server's own are not called by who looks."""

import unittest

from project import Project

SCHEMA = """
CREATE SCHEMA audit;
CREATE TYPE audit.kind AS ENUM ('a', 'b');
CREATE TABLE audit.log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind audit.kind, note text CHECK (note <> ''));
ALTER TABLE audit.log ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON audit.log USING (note = current_user);
CREATE SEQUENCE secret START 7;
CREATE FUNCTION audit.hide(n int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN n; END $$;
REVOKE ALL ON FUNCTION audit.hide FROM public;
CREATE VIEW audit.shown AS SELECT id FROM audit.log;
CREATE MATERIALIZED VIEW audit.kept AS SELECT 1 AS one;
CREATE FUNCTION audit.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON audit.log FOR EACH ROW EXECUTE FUNCTION audit.touch();
COMMENT ON TABLE audit.log IS 'not for everybody';
"""

ROLES = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reader') THEN CREATE ROLE reader LOGIN; CREATE ROLE visitor LOGIN; END IF;
END $$;
ALTER ROLE reader SET default_transaction_read_only = on;
GRANT pg_read_all_data TO reader;
"""

# All of them raise. An operator of exactly these types is taken before one of pg_catalog that needs a cast.
HOSTILE_TO_ALL = """
CREATE FUNCTION public.bad(a oid, b int) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE FUNCTION public.glue(a name, b text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE OPERATOR public.>= (LEFTARG = oid, RIGHTARG = int, FUNCTION = public.bad);
CREATE OPERATOR public.|| (LEFTARG = name, RIGHTARG = text, FUNCTION = public.glue);
"""
HOSTILE = HOSTILE_TO_ALL + """
CREATE FUNCTION public.bad(a varchar, b varchar) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE FUNCTION public.bad(a name, b varchar) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE FUNCTION public.glue(a varchar, b text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE FUNCTION public.format(a text, VARIADIC b text[]) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE FUNCTION public.quote_ident(a name) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE FUNCTION public.format_type(a oid, b smallint) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE OPERATOR public.= (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = public.bad);
CREATE OPERATOR public.= (LEFTARG = name, RIGHTARG = varchar, FUNCTION = public.bad);
CREATE OPERATOR public.|| (LEFTARG = varchar, RIGHTARG = text, FUNCTION = public.glue);
CREATE TABLE public.pg_class (oid oid, relname text, relkind text);
CREATE TABLE public.pg_namespace (oid oid, nspname text);
CREATE VIEW public.pg_locks AS SELECT 1 / 0 AS pid;
"""

# The same for types that columns of Aludel's own tables do not have.
HOSTILE_TO_LOCKS = HOSTILE_TO_ALL + """
CREATE FUNCTION public.bad(a oid, b regclass) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE FUNCTION public.bad(a name, b name) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE FUNCTION public.glue(a name, b name) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE FUNCTION public.array_position(a text[], b text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE OPERATOR public.= (LEFTARG = oid, RIGHTARG = regclass, FUNCTION = public.bad);
CREATE OPERATOR public.!~~ (LEFTARG = name, RIGHTARG = name, FUNCTION = public.bad);
CREATE OPERATOR public.|| (LEFTARG = name, RIGHTARG = name, FUNCTION = public.glue);
"""


class LeastPrivilege(Project):
    def setUp(self) -> None:
        super().setUp()
        self.write(1, SCHEMA, down="SELECT 1;\n")
        (self.folder / "schema.sql").write_text(SCHEMA)
        (self.folder / "aludel.toml").write_text('model = "schema.sql"\n')

    def become(self, role: str) -> None:
        self.url = self.server.url(self.database, user=role)

    def test_a_role_that_may_only_read(self) -> None:
        self.succeeds("upgrade", "head")
        seen = self.succeeds("inspect")
        self.query(ROLES)
        self.become("reader")
        self.assertEqual(self.succeeds("inspect"), seen)
        self.succeeds("check")
        self.succeeds("check", "--drift")
        self.succeeds("check", "--from-database")
        self.succeeds("diff", "database", "model", "--exit-code")
        self.succeeds("current", "--check-heads")
        self.query("CREATE INDEX by_hand ON audit.log (note)")
        self.assertIn("index by_hand", self.aludel("check", "--drift").stdout)
        self.assertIn("index by_hand", self.aludel("diff", "database", "model").stdout)

    def test_a_role_that_may_only_connect(self) -> None:
        self.succeeds("upgrade", "head")
        seen = self.succeeds("inspect")
        self.query(ROLES)
        self.become("visitor")
        self.assertEqual(self.succeeds("inspect"), seen)
        self.succeeds("diff", "database", "model", "--exit-code")

    def test_who_looks_calls_nothing_of_somebody_else(self) -> None:
        self.succeeds("upgrade", "head")
        self.query(HOSTILE)
        for words in (["status"], ["current"], ["history"], ["plan"], ["inspect"], ["show", "r1"]):
            with self.subTest(words):
                self.succeeds(*words)
        for words in (["diff", "database", "head"], ["diff", "database", "model"], ["check", "--drift"]):
            with self.subTest(words):
                self.assertIn("table pg_class", self.aludel(*words).stdout)

    def test_who_looks_at_locks_calls_nothing_of_somebody_else(self) -> None:
        self.write(2, "ALTER TABLE audit.log ADD COLUMN seen int;\n", down="ALTER TABLE audit.log DROP COLUMN seen;\n")
        self.write(3, "DROP VIEW audit.shown;\n", down="SELECT 1;\n")
        self.succeeds("upgrade", "r1")
        self.query(HOSTILE_TO_LOCKS)
        self.assertIn("ACCESS EXCLUSIVE on audit.log", self.succeeds("upgrade", "head"))


if __name__ == "__main__":
    unittest.main()
