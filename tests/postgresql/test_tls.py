"""TLS: `sslmode` means what libpq says, with a certificate that the test signs itself; what is wrong is told usefully."""

import subprocess
import unittest
from pathlib import Path

from project import Project


class Tls(Project):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        data = Path(cls.server.folder) / "data"
        cls.right = cls.certificate(data, "server", "localhost")
        cls.wrong = cls.certificate(data, "other", "localhost")
        hba = data / "pg_hba.conf"
        hba.write_text("hostssl all secure 127.0.0.1/32 trust\nhost all secure 127.0.0.1/32 reject\n" + hba.read_text())
        cls.server.query("CREATE ROLE secure LOGIN SUPERUSER")
        cls.server.query("ALTER SYSTEM SET ssl = on")
        cls.server.query("SELECT pg_reload_conf()")

    @classmethod
    def certificate(cls, data: Path, name: str, host: str) -> Path:
        """Signed by itself; the server reads server.crt and server.key."""
        key, certificate = data / f"{name}.key", data / f"{name}.crt"
        subprocess.run(["openssl", "req", "-new", "-x509", "-days", "2", "-nodes", "-newkey", "rsa:2048", "-subj", f"/CN={host}",
                        "-addext", f"subjectAltName=DNS:{host}", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
        key.chmod(0o600)
        owner = data.stat()
        for path in (key, certificate):
            if owner.st_uid != path.stat().st_uid:
                subprocess.run(["chown", f"{owner.st_uid}:{owner.st_gid}", path], check=True)
        return certificate

    def at(self, host: str, query: str) -> None:
        self.url = f"postgresql://secure@{host}:{self.server.port}/{self.database}?{query}"

    def test_required_and_verified(self) -> None:
        self.write(1, "CREATE TABLE used AS SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid();\n")
        for host, query in (("127.0.0.1", "sslmode=require"), ("127.0.0.1", f"sslmode=verify-ca&sslrootcert={self.right}"),
                            ("localhost", f"sslmode=verify-full&sslrootcert={self.right}"), ("127.0.0.1", "ssl=true")):
            with self.subTest(query=query):
                self.at(host, query)
                self.succeeds("upgrade", "head")
                self.assertEqual(self.query("SELECT ssl FROM used"), ["t"])
                self.query("DROP TABLE used, aludel_version, aludel_history")

    def refused(self, host: str, query: str, note: str, help_text: str) -> None:
        self.write(1, "SELECT 1;\n")
        self.at(host, query)
        said = self.fails("upgrade", "head")
        self.assertRegex(said, r"error\[connect\]: there is no connection to")
        self.assertRegex(said, note)
        self.assertRegex(said, help_text)

    def test_another_authority(self) -> None:
        self.refused("localhost", f"sslmode=verify-full&sslrootcert={self.wrong}", "certificate verify failed", "help: .*`sslrootcert`")

    def test_another_host(self) -> None:
        self.refused("127.0.0.1", f"sslmode=verify-full&sslrootcert={self.right}", "does not match host name", "help: .*`sslmode`")

    def test_no_authority_at_all(self) -> None:
        self.refused("localhost", "sslmode=verify-full&sslrootcert=/nowhere/root.crt", "/nowhere/root.crt.*does not exist", "help: .*`sslrootcert`")

    def test_not_without(self) -> None:
        self.refused("127.0.0.1", "sslmode=disable", "pg_hba.conf rejects connection", "help: use TLS")


if __name__ == "__main__":
    unittest.main(warnings="ignore")
