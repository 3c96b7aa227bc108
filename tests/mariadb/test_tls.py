"""TLS on MariaDB: asked for, the server's certificate is verified; what is wrong is told usefully."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
BINARY = Path(os.environ.get("ALUDEL_BINARY", ROOT / "build/dev/bin/aludel"))
sys.path.insert(0, str(ROOT / "tests" / "servers"))

import servers  # noqa: E402


def openssl(folder: str, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


class Tls(unittest.TestCase):
    """A server for `localhost`, whose certificate an authority of the test's own signed, and a user that needs TLS."""

    server: servers.Server

    @classmethod
    def setUpClass(cls) -> None:
        started = servers.start_mariadb()
        servers.stop(started, keep=True)
        folder = started.folder
        for authority in ("right", "wrong"):
            openssl(folder, "req", "-new", "-x509", "-days", "2", "-nodes", "-subj", f"/CN={authority}", "-keyout", f"{authority}.key",
                    "-out", f"{authority}.pem")
        openssl(folder, "req", "-new", "-nodes", "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr")
        openssl(folder, "x509", "-req", "-days", "2", "-in", "server.csr", "-CA", "right.pem", "-CAkey", "right.key", "-CAcreateserial",
                "-out", "server.pem")
        servers.Owner("mysql").own(Path(folder) / "server.key")
        cls.server = servers.launch_mariadb(Path(folder), started.port, f"--ssl-cert={folder}/server.pem",
                                            f"--ssl-key={folder}/server.key", f"--ssl-ca={folder}/right.pem")
        cls.addClassCleanup(lambda: servers.stop(cls.server))
        cls.server.query("CREATE USER secure@localhost IDENTIFIED BY 'secret' REQUIRE SSL; GRANT ALL ON *.* TO secure@localhost")

    def setUp(self) -> None:
        self.database = self.server.new_database()
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        (self.folder / "migrations").mkdir()
        (self.folder / "migrations" / "a.sql").write_text(
            "-- revision: a\n-- migrate:up\nCREATE TABLE used AS SELECT variable_value <> '' AS cipher\n"
            "FROM information_schema.session_status WHERE variable_name = 'Ssl_cipher';\n")

    def upgrade(self, host: str, query: str) -> subprocess.CompletedProcess[str]:
        url = f"mariadb://secure:secret@{host}:{self.server.port}/{self.database}?{query}"
        settings = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        return subprocess.run([BINARY, "upgrade", "head"], cwd=self.folder, text=True, capture_output=True, stdin=subprocess.DEVNULL,
                              env=settings | {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "ALUDEL_URL": url})

    def refused(self, host: str, query: str, note: str, help_text: str) -> None:
        done = self.upgrade(host, query)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertRegex(done.stderr, r"error\[connect\]: no connection to")
        self.assertRegex(done.stderr, note)
        self.assertRegex(done.stderr, help_text)
        self.assertNotIn("secret", done.stderr)

    def test_verified(self) -> None:
        for query in ("ssl_ca", "ssl_mode=VERIFY_CA&ssl_ca"):
            with self.subTest(query=query):
                done = self.upgrade("localhost", f"{query}={self.server.folder}/right.pem")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(self.server.query("SELECT cipher FROM used", self.database), ["1"])
                self.server.query("DROP TABLE used, aludel_version, aludel_history, aludel_progress", self.database)

    def test_encrypted_without_knowing_to_whom(self) -> None:
        done = self.upgrade("127.0.0.1", "ssl=true&ssl_verify_cert=false")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.server.query("SELECT cipher FROM used", self.database), ["1"])

    def test_another_authority(self) -> None:
        self.refused("localhost", f"ssl_ca={self.server.folder}/wrong.pem", "error 2026", "help: check `ssl_ca`")

    def test_another_host(self) -> None:
        self.refused("127.0.0.1", f"ssl_ca={self.server.folder}/right.pem", "error 2026", "which has to be for this host")

    def test_no_authority_at_all(self) -> None:
        self.refused("localhost", "ssl=true", "error 2026", "help: `ssl_verify_cert=false` encrypts")

    def test_not_without(self) -> None:
        self.refused("localhost", "", "Access denied", "REQUIRE SSL` is denied without TLS: add `ssl=true`")


if __name__ == "__main__":
    unittest.main(warnings="ignore")
