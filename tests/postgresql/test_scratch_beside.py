"""Scratch databases on the server of the database itself: what a killed process leaves is dropped by the next one, and nothing else;
they are the last resort; and who may not make databases is told what to do."""

import shutil
import signal
import subprocess
import time
import unittest

from project import BINARY, Project

PATIENCE = 60
MODEL = "CREATE TABLE t (a int);\n"
SLOW = f"CREATE TABLE t (a int);\nCREATE INDEX slow ON t (a) WHERE {' + '.join(['factorial(32000)'] * 100)} > 0;\n"  # is computed at once
SCRATCH = "SELECT datname FROM pg_database WHERE datname LIKE 'aludel_scratch_%' ORDER BY 1"


class ScratchBeside(Project):
    def setUp(self) -> None:
        super().setUp()
        (self.folder / "schema.sql").write_text(MODEL)
        (self.folder / "slow.sql").write_text(SLOW)
        (self.folder / "aludel.toml").write_text('model = "schema.sql"\nscratch.postgresql = "database"\n')
        for left in self.query(SCRATCH):
            self.server.drop_database(left)

    def wait_until(self, holds, what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.05)

    def loading(self) -> subprocess.Popen:
        """A process that loads a model which takes long."""
        process = self.start("inspect", "slow.sql")
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.wait_until(lambda: self.query("SELECT 1 FROM pg_stat_activity WHERE query ~ '^CREATE INDEX slow'"), "no load")
        return process

    def end_sessions(self) -> None:
        self.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'aludel_scratch_%'")
        self.wait_until(lambda: not self.query("SELECT 1 FROM pg_stat_activity WHERE datname LIKE 'aludel_scratch_%'"), "sessions")

    def test_what_a_killed_process_left_is_dropped_as_soon_as_nobody_uses_it(self) -> None:
        process = self.loading()
        process.send_signal(signal.SIGKILL)
        process.communicate()
        left = self.query(SCRATCH)
        self.assertEqual(len(left), 1)
        self.succeeds("inspect", "schema.sql")  # the server still works on it
        self.assertEqual(self.query(SCRATCH), left)
        self.end_sessions()
        self.succeeds("inspect", "schema.sql")
        self.assertEqual(self.query(SCRATCH), [])

    def test_what_a_living_process_or_somebody_else_needs_is_left_alone(self) -> None:
        names = ["aludel_scratch_1_0123456789abcdef", "aludel_scratch_1_0123_1", "aludel_scratch_x", "my_aludel_scratch_1_0123456789abcdef_1"]
        for name in names:
            self.query(f"CREATE DATABASE {name}")
            self.addCleanup(self.server.drop_database, name)
        self.query("DROP ROLE IF EXISTS other; CREATE ROLE other")
        self.query("CREATE DATABASE aludel_scratch_1_0123456789abcdef_1 OWNER other")
        self.addCleanup(self.server.drop_database, "aludel_scratch_1_0123456789abcdef_1")
        process = self.loading()
        before = self.query("SELECT datname FROM pg_database ORDER BY 1")
        self.end_sessions()  # of the database; its maker lives, and is about to drop it
        process.communicate()
        self.succeeds("inspect", "schema.sql")
        after = self.query("SELECT datname FROM pg_database ORDER BY 1")
        self.assertEqual(set(before) - set(after), {one for one in before if one.startswith("aludel_scratch_1") and len(one) > 40})
        for name in [*names, "aludel_scratch_1_0123456789abcdef_1"]:
            self.assertIn(name, after)

    def test_a_database_without_sessions_stays_while_its_maker_lives(self) -> None:
        number = "00000000000000ff"
        self.query(f"CREATE DATABASE aludel_scratch_1_{number}_1")
        self.addCleanup(self.server.drop_database, f"aludel_scratch_1_{number}_1")
        with subprocess.Popen(self.server.shell(self.database), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as maker:
            maker.stdin.write("SELECT pg_advisory_lock(255);\n\\echo locked\n")
            maker.stdin.flush()
            while maker.stdout.readline().strip() != "locked":
                pass
            self.succeeds("inspect", "schema.sql")
            self.assertEqual(self.query(SCRATCH), [f"aludel_scratch_1_{number}_1"])
            maker.stdin.close()
        self.wait_until(lambda: not self.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 255"), "the lock")
        self.succeeds("inspect", "schema.sql")
        self.assertEqual(self.query(SCRATCH), [])

    def test_who_may_not_make_databases_is_told_what_to_do(self) -> None:
        self.query("DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN")
        self.url = self.server.url(self.database, user="plain")
        said = self.fails("diff", "database", "model")
        self.assertIn("nor can a temporary database be made on the server", said)
        self.assertIn("permission denied to create database", said)
        self.assertIn('ALTER ROLE "plain" CREATEDB', said)
        self.assertIn("scratch.postgresql", said)
        self.query("ALTER ROLE plain CREATEDB")
        self.assertIn("+ table t", self.succeeds("diff", "database", "model"))
        self.assertEqual(self.query(SCRATCH), [])

    def test_hostile_operators_of_the_database_are_not_called(self) -> None:
        self.query("CREATE FUNCTION bad(a name, b name) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;"
                   "CREATE OPERATOR public.= (LEFTARG = name, RIGHTARG = name, FUNCTION = bad);"
                   "CREATE FUNCTION bad(a name, b text) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;"
                   "CREATE OPERATOR public.~ (LEFTARG = name, RIGHTARG = text, FUNCTION = bad);")
        self.assertIn("CREATE TABLE", self.succeeds("inspect", "schema.sql"))

    def test_it_is_the_last_resort(self) -> None:
        """Where the server's programs are, a private one is started; where they are not, the database's server has to do."""
        hide = ["unshare", "--mount", "--map-root-user", "sh", "-c",
                'mount -t tmpfs none /usr/lib/postgresql && exec "$@"', "sh"]
        if not shutil.which("unshare") or subprocess.run([*hide, "true"], capture_output=True).returncode:
            self.skipTest("no folder can be hidden here")
        (self.folder / "aludel.toml").write_text('model = "schema.sql"\n')
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "ALUDEL_URL": self.url}

        def look(*words: str) -> subprocess.CompletedProcess:
            return subprocess.run([*hide, BINARY, *words], cwd=self.folder, env=environment, capture_output=True, text=True)

        found = look("diff", "database", "model")
        self.assertIn("+ table t", found.stdout, found.stderr)
        self.assertIn("CREATE TABLE", look("inspect", "schema.sql").stdout)
        self.write(1, MODEL)
        said = look("check").stderr
        self.assertRegex(said, r"error\[scratch\]: there is no PostgreSQL.* on this machine")
        self.assertIn("--from-database", said)
        self.assertEqual(self.query(SCRATCH), [])


if __name__ == "__main__":
    unittest.main()
