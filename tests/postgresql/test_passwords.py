"""A password in the database URL comes out nowhere: not in text, JSON, the ledger, a script, whatever fails."""

import unittest
from pathlib import Path

from project import Project

CANARY = "canary/pass word"
ENCODED = "canary%2Fpass%20word"
WORDS = ("canary", ENCODED, CANARY)

# That cannot connect, or are refused before they try.
BROKEN = (
    "postgresql://weak:{0}@127.0.0.1:{1}/no_such_database",
    "postgresql://weak:wrong{0}@127.0.0.1:{1}/postgres",
    "postgresql://weak:{0}@127.0.0.1:1/x",
    "postgresql://weak:{0}@127.0.0.1:1,127.0.0.1:2/x",
    "postgresql://weak:{0}@no-such-host.invalid/x?connect_timeout=2",
    "postgresql://weak:{0}@127.0.0.1:{1}x/x",
    "postgresql://weak:{0}@127.0.0.1:99999/x",
    "postgresql://weak:{0}@127.0.0.1:{1}/x?sslmod=require",
    "postgresql://weak:{0}@127.0.0.1:{1}/x?sslmode={0}",
    "postgresql://weak:{0}@127.0.0.1:{1}/x?sslmode=require",
    "postgresql://weak:{0}@127.0.0.1:{1}/x?sslmode=verify-full&sslrootcert=/nowhere",
    "postgresql://weak:{0}%ZZ@127.0.0.1:{1}/x",
    "postgresql://weak:{0}%00@127.0.0.1:{1}/x",
    "postgresql://weak:{0}@[::1/x",
    "postgresql:///x?host=127.0.0.1&port={1}&user=weak&password=wrong{0}",
    "postgresql:///x?host=127.0.0.1&port=1&sslpassword={0}&password={0}",
    "postgresql://weak:{0}@127.0.0.1:{1}/x?options=-c%20nonsense",
    "postgres+nothing://weak:{0}@127.0.0.1:{1}/x",
    "postgresqll://weak:{0}@127.0.0.1:{1}/x",
    "weak:{0}@127.0.0.1:{1}/x",
)
COMMANDS = (["current"], ["status"], ["upgrade", "head"], ["upgrade", "head", "--dry-run", "-v"], ["plan"],
            ["wait", "--timeout", "50ms"], ["ensure_version"], ["history", "--applied"], ["check"],
            ["upgrade", "head", "--sql"], ["inspect", "database"], ["diff", "database", "head"], ["adopt"], ["doctor"])
FORMATS = ([], ["--format", "json"], ["--format", "jsonl", "-v"])


class Passwords(Project):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        hba = Path(cls.server.folder) / "data" / "pg_hba.conf"
        hba.write_text("host all weak 127.0.0.1/32 scram-sha-256\n" + hba.read_text())
        cls.server.query(f"SELECT pg_reload_conf(); CREATE ROLE weak LOGIN PASSWORD '{CANARY}'")

    def quiet_about(self, *words: str, **environment: str) -> int:
        result = self.aludel(*words, **environment)
        for text in (result.stdout, result.stderr):
            for word in WORDS:
                self.assertNotIn(word, text, " ".join(words))
        self.assertGreaterEqual(result.returncode, 0, result.stderr)
        return result.returncode

    def test_urls_that_do_not_connect(self) -> None:
        self.write(1, "CREATE TABLE t (id integer);\n")
        for pattern in BROKEN:
            url = pattern.format(ENCODED, self.server.port)
            for number, words in enumerate((["current"], ["upgrade", "head"], ["wait", "--timeout", "50ms"], ["status"])):
                with self.subTest(url=url, words=words):
                    form = FORMATS[number % len(FORMATS)]
                    self.assertNotEqual(self.quiet_about(*words, *form, ALUDEL_URL=url), 0)
            with self.subTest(url=url, words="a flag"):
                self.quiet_about("current", "--url", url)
            with self.subTest(url=url, words="a file"):
                (self.folder / "aludel.toml").write_text(f'url = "{url}"\n')
                self.quiet_about("current", "-c", "aludel.toml", ALUDEL_URL="")
                (self.folder / "aludel.toml").unlink()

    def test_runs_that_fail(self) -> None:
        self.url = f"postgresql://weak:{ENCODED}@127.0.0.1:{self.server.port}/{self.database}"
        self.query("GRANT ALL ON SCHEMA public TO weak")
        self.write(1, "CREATE TABLE t (id integer);\nINSERT INTO t VALUES (1), (1);\n", down="DROP TABLE t;\n")
        self.write(2, "CREATE UNIQUE INDEX CONCURRENTLY t_id ON t (id);\n", down="DROP INDEX t_id;\n")
        self.write(3, "CREATE ROLE other;\n")
        for words in (*COMMANDS, *COMMANDS):  # before and after the failed run
            for form in FORMATS:
                with self.subTest(words=words, form=form):
                    self.quiet_about(*words, *form)
        self.query("DELETE FROM t")
        self.assertNotEqual(self.quiet_about("upgrade", "head"), 0)  # no right to make a role
        self.quiet_about("downgrade", "-1", "-v")
        self.quiet_about("stamp", "head", "-v")
        rows = "\n".join(self.query("SELECT * FROM aludel_history"))
        self.assertIn("could not create unique index", rows)
        for word in WORDS:
            self.assertNotIn(word, rows)

    def test_a_server_that_goes_away(self) -> None:
        self.url = f"postgresql://weak:{ENCODED}@127.0.0.1:{self.server.port}/{self.database}"
        self.query("GRANT ALL ON SCHEMA public TO weak")
        self.write(1, "SELECT pg_terminate_backend(pg_backend_pid());\n")
        self.assertNotEqual(self.quiet_about("upgrade", "head", "-v"), 0)


if __name__ == "__main__":
    unittest.main(warnings="ignore")
