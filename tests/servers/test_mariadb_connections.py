#!/usr/bin/env python3
"""TLS and keepalive of connections to MariaDB, on a server of its own with certificates that are made here."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import servers

BINARY = Path(os.environ.get("ALUDEL_BINARY", "build/dev/bin/aludel")).resolve()
KEEPALIVE = "02"  # the timer of a socket in /proc/net/tcp


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def certificate(folder: Path, authority: str, name: str, host: str) -> None:
    """NAME.pem and NAME-key.pem for a host, signed by AUTHORITY.pem."""
    openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}-key.pem", "-subj", f"/CN={host}", "-out", f"{name}.csr")
    (folder / "san").write_text(f"subjectAltName=DNS:{host}{',IP:127.0.0.1' if host == 'localhost' else ''}\n")
    openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", f"{authority}.pem", "-CAkey", f"{authority}-key.pem", "-CAcreateserial",
            "-days", "2", "-extfile", "san", "-out", f"{name}.pem")


def authority(folder: Path, name: str) -> None:
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}-key.pem", "-subj", f"/CN={name}",
            "-days", "2", "-out", f"{name}.pem")


class Trial:
    def __init__(self, folder: Path):
        self.folder = folder
        self.failures: list[str] = []
        (folder / "migrations").mkdir()
        (folder / "aludel.toml").write_text('migrations = ["migrations"]\n')
        (folder / "migrations" / "a.sql").write_text("-- revision: a\n-- migrate:up\nCREATE TABLE t (a INT);\n")
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"}

    def run(self, url: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([BINARY, *words, "--url", url], cwd=self.folder, env=self.environment | environment,
                              capture_output=True, text=True, timeout=60)

    def holds(self, what: str, true: bool, found: object = "") -> None:
        if not true:
            self.failures.append(f"{what}: {found}")

    def connects(self, what: str, url: str) -> None:
        done = self.run(url, "current")
        self.holds(what, done.returncode == 0, done.stderr)

    def refuses(self, what: str, url: str, *told: str, code: str = "connect") -> None:
        done = self.run(url, "current")
        self.holds(what, done.returncode == (1 if code == "connect" else 2) and f"error[{code}]" in done.stderr, done.stderr)
        for text in (*told, "help: "):
            self.holds(f"{what}, says `{text}`", text in done.stderr, done.stderr)
        self.holds(f"{what}, says no password", "canary" not in done.stderr + done.stdout, done.stderr)


def with_tls(trial: Trial, server: servers.Server, database: str) -> None:
    keys = trial.folder
    server.query("CREATE USER safe@localhost IDENTIFIED BY 'canary' REQUIRE SSL; GRANT ALL ON *.* TO safe@localhost")
    base = server.url(database, tcp=True, user="safe", password="canary")
    trial.connects("TLS with the right authority", f"{base}?ssl_ca={keys}/ca.pem")
    trial.connects("TLS by another word", f"{base}?ssl_mode=VERIFY_IDENTITY&ssl_ca={keys}/ca.pem")
    trial.connects("TLS without a look at the certificate", f"{base}?ssl=true&ssl_verify_cert=false")
    trial.connects("the same by another word", f"{base}?ssl_mode=REQUIRED")
    trial.refuses("another authority", f"{base}?ssl_ca={keys}/other.pem", "certificate", "check `ssl_ca`")
    trial.refuses("no authority", f"{base}?ssl=true", "certificate", "check `ssl_ca`")
    trial.refuses("a file that is not there", f"{base}?ssl_ca={keys}/nowhere.pem", "`ssl_ca` in the database URL names", code="url")
    (keys / ".my.cnf").write_text(f"[client]\nssl-ca={keys}/ca.pem\n")
    trial.connects("TLS by ~/.my.cnf", base)
    (keys / ".my.cnf").unlink()


def keepalive(trial: Trial, server: servers.Server, database: str) -> None:
    process = subprocess.Popen([BINARY, "upgrade", "head", "--url", server.url(database, tcp=True)], cwd=trial.folder,
                               env=trial.environment | {"ALUDEL_FAIL": "lock.after:1:stop"}, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    os.waitpid(process.pid, os.WUNTRACED)
    there = f"0100007F:{server.port:04X}"
    timers = [fields[5].partition(":")[0] for line in Path("/proc/net/tcp").read_text().splitlines()
              if (fields := line.split())[2] == there and fields[3] == "01"]
    trial.holds("keepalive is on", KEEPALIVE in timers, timers)
    process.kill()
    process.wait()


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="aludel-tls-") as name:
        trial = Trial(Path(name))
        for one in ("ca", "other"):
            authority(trial.folder, one)
        certificate(trial.folder, "ca", "server", "localhost")
        certificate(trial.folder, "ca", "elsewhere", "db.example")
        for file in trial.folder.glob("*.pem"):
            file.chmod(0o644)
        trial.folder.chmod(0o755)
        server = servers.start_mariadb()
        try:
            database = server.new_database()
            trial.refuses("TLS wanted of a server without it", server.url(database, tcp=True) + "?ssl=true", "TLS")
            keepalive(trial, server, database)
            for key in ("server", "elsewhere"):
                servers.stop(server, keep=True)
                folder = trial.folder
                server = servers.launch_mariadb(Path(server.folder), server.port, f"--ssl-ca={folder}/ca.pem",
                                                f"--ssl-cert={folder}/{key}.pem", f"--ssl-key={folder}/{key}-key.pem")
                if key == "server":
                    with_tls(trial, server, database)
                else:
                    base = server.url(database, tcp=True, user="safe", password="canary")
                    trial.refuses("a certificate of another host", f"{base}?ssl_ca={folder}/ca.pem", "certificate", "ssl_verify_cert")
        finally:
            servers.stop(server)
    for failure in trial.failures:
        print(failure, file=sys.stderr)
    return 1 if trial.failures else 0


if __name__ == "__main__":
    sys.exit(main())
