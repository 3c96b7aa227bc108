"""Behind pgbouncer: what would need a session of its own is refused before anything runs; all else works."""

import unittest

from project import Project, servers


class Pooler(Project):
    def pooled(self, mode: str) -> None:
        pooler = servers.start_pgbouncer(self.server, self.database, mode)
        self.addCleanup(servers.stop, pooler)
        self.url = pooler.url(self.database)

    def refused(self, mode: str) -> None:
        self.pooled(mode)
        self.write(1, "CREATE TABLE t (id integer);\n")
        self.write(2, "ALTER TABLE t ADD COLUMN v integer;\nCREATE INDEX CONCURRENTLY t_v ON t (v);\n")
        said = self.fails("upgrade", "head")
        self.assertRegex(said, r"error\[forbidden-statement\]: this cannot run behind a pooler")
        self.assertRegex(said, r" --> migrations/r2\.sql:8:1")
        self.assertRegex(said, r"help: set `direct_url` in aludel.toml to the server itself")
        self.assertEqual(self.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), ["0"])
        self.succeeds("upgrade", "r1")
        # It is refused only if it is on the way.
        (self.folder / "aludel.toml").write_text(f'url = "{self.url}"\ndirect_url = "{self.server.url(self.database)}"\n')
        process = self.aludel("upgrade", "head", ALUDEL_URL=self.url)
        self.assertEqual(process.returncode, 0, process.stderr)
        self.assertEqual(self.query("SELECT indisvalid FROM pg_index WHERE indrelid = 't'::regclass"), ["t"])

    def test_transaction_mode(self) -> None:
        self.refused("transaction")

    def test_session_mode(self) -> None:
        self.refused("session")

    def test_revisions_that_change_the_session(self) -> None:
        """The pooler hands the session on: nothing of one revision may reach the next one."""
        self.pooled("transaction")
        self.query("CREATE SCHEMA other")
        for number in range(1, 30):
            self.write(number, "SET search_path = other;\nSET lock_timeout = '77s';\n"
                               f"CREATE TEMP TABLE scratch (id integer);\nCREATE TABLE t{number} (id integer);\n")
        self.write(30, "CREATE TABLE public.seen AS SELECT current_setting('search_path') AS path,"
                       " current_setting('lock_timeout') AS timeout;\n")
        self.succeeds("upgrade", "head")
        self.assertEqual(self.query("SELECT path, timeout FROM seen"), ['"$user", public|5s'])
        self.assertEqual(self.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'other'"), ["29"])
        self.assertEqual(self.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), ["0"])


if __name__ == "__main__":
    unittest.main(warnings="ignore")
