"""Kind to the traffic: who waits behind a migration waits in small bites, and an index is built behind a long writer."""

import subprocess
import time
import unittest

from project import Project

WAITED = "SELECT extract(epoch FROM clock_timestamp() - statement_timestamp()) FROM t LIMIT 1"
SLEEPERS = ("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND query LIKE '%pg_sleep(%' "
            "AND pid <> pg_backend_pid()")


class Traffic(Project):
    def open_transaction(self, sql: str, seconds: float) -> subprocess.Popen:
        """A transaction that runs the statement and stays open."""
        process = subprocess.Popen([*self.server.shell(self.database), "-c", "BEGIN", "-c", sql,
                                    "-c", f"SELECT pg_sleep({seconds})", "-c", "COMMIT"], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        while not self.query(SLEEPERS):
            time.sleep(0.05)
        return process

    def test_readers_wait_no_longer_than_lock_timeout(self) -> None:
        """A reader of 6 s before one ALTER alone in its revision; behind it other readers come all the time."""
        self.write(1, "CREATE TABLE t (id integer);\nINSERT INTO t VALUES (1);\n")
        self.succeeds("upgrade", "head")
        self.write(2, "ALTER TABLE t ADD COLUMN v integer;\n")
        reader = self.open_transaction("SELECT * FROM t", 6)
        run = self.start("upgrade", "head", ALUDEL_LOCK_TIMEOUT="1s")
        waits = []
        while run.poll() is None:
            waits += map(float, self.query(WAITED))
            time.sleep(0.02)
        out, err = run.communicate()
        self.assertEqual(run.returncode, 0, out + err)
        self.assertEqual(reader.wait(), 0)
        self.assertEqual(self.query("SELECT count(v) FROM t"), ["0"])
        self.assertGreater(len(waits), 5)
        self.assertGreater(max(waits), 0.3)  # it did stand in the way
        self.assertLess(max(waits), 2.0)  # lock_timeout + 1 s, and far from 6
        self.assertRegex(err, r"waiting for the lock of .*, held by psql")

    def test_an_index_is_built_behind_a_long_writer(self) -> None:
        """CREATE INDEX CONCURRENTLY waits for all writers, however small lock_timeout is, and ends valid."""
        self.write(1, "CREATE TABLE t (id integer);\nINSERT INTO t VALUES (1);\n")
        self.succeeds("upgrade", "head")
        self.write(2, "CREATE UNIQUE INDEX CONCURRENTLY t_id ON t (id);\n")
        self.open_transaction("INSERT INTO t VALUES (2)", 4)
        self.succeeds("upgrade", "head", ALUDEL_LOCK_TIMEOUT="500ms", ALUDEL_STATEMENT_TIMEOUT="1s")
        self.assertEqual(self.query(SLEEPERS), [], "it did not wait for the writer")
        self.assertEqual(self.query("SELECT indisvalid FROM pg_index WHERE indrelid = 't'::regclass"), ["t"])

    def test_a_killed_build_is_waited_for_and_the_index_ends_valid(self) -> None:
        """The tool is killed while the server builds: the orphan goes on, the next run waits for it or builds again."""
        for clause in ("", "IF NOT EXISTS "):
            with self.subTest(clause=clause):
                self.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
                self.write(1, "CREATE TABLE t (id integer);\n")
                self.write(2, f"CREATE INDEX CONCURRENTLY {clause}t_id ON t (id);\n")
                self.succeeds("upgrade", "r1")
                self.open_transaction("INSERT INTO t VALUES (2)", 300)
                run = self.start("upgrade", "head")
                while not self.query("SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('t_id')"):
                    time.sleep(0.05)
                run.kill()
                run.communicate()
                self.assertEqual(self.query("SELECT indisvalid FROM pg_index WHERE indrelid = 't'::regclass"), ["f"])
                again = self.start("upgrade", "head")
                time.sleep(0.5)
                self.query(f"SELECT pg_terminate_backend(pid) FROM ({SLEEPERS}) AS sleepers")
                out, err = again.communicate()
                self.assertEqual(again.returncode, 0, out + err)
                self.assertEqual(self.query("SELECT indisvalid, count(*) FROM pg_index WHERE indrelid = 't'::regclass GROUP BY 1"),
                                 ["t|1"])


if __name__ == "__main__":
    unittest.main(warnings="ignore")
