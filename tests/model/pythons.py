"""The Pythons of these tests: Debian's with SQLAlchemy 1.4, and virtual environments with what PyPI has."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
BUILD = Path(os.environ.get("ALUDEL_BUILD", SOURCE / "build" / "dev"))
DEBIAN = Path("/usr/bin/python3")

# SQLModel brings the newest SQLAlchemy. Those with a driver of PostgreSQL are for the tests' own use of create_all().
FROM_PYPI = {"sqlalchemy-2.0": ["sqlalchemy==2.0.*"], "sqlmodel": ["sqlmodel"], "debian-psycopg2": ["psycopg2-binary"],
             "sqlmodel-psycopg2": ["sqlmodel", "psycopg2-binary"]}


def from_pypi(name: str) -> Path | None:
    """None where PyPI cannot be reached."""
    environment = BUILD / name
    ready = environment / "ready"
    with open(BUILD / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests that run side by side want the same one
        return environment / "bin/python" if ready.exists() or install(name, environment) else None


def install(name: str, environment: Path) -> bool:
    base = [DEBIAN, "-m", "venv", "--system-site-packages"] if name.startswith("debian") else [sys.executable, "-m", "venv"]
    subprocess.run([*base, "--clear", environment], check=True)
    pip = [environment / "bin/pip", "install", "--quiet", *FROM_PYPI[name]]
    if subprocess.run(pip, stderr=subprocess.DEVNULL).returncode != 0:
        return False
    (environment / "ready").touch()
    return True
