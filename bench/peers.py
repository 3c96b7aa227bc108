"""Other migration tools, newest versions, installed into a folder of the run: PyPI's alembic, npm's dbmate and @pgkit/migra, Debian's apgdiff."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Peers:
    alembic: Path
    dbmate: Path
    migra: Path
    apgdiff: Path  # a jar
    versions: str


def install(folder: Path) -> Peers:
    folder.mkdir(parents=True, exist_ok=True)
    alembic = folder / "venv/bin/alembic"
    if not list(folder.glob("venv/lib/*/site-packages/psycopg2")) or not alembic.exists():
        run(sys.executable, "-m", "venv", folder / "venv")
        run(folder / "venv/bin/pip", "install", "--quiet", "alembic", "psycopg2-binary")
    for package in ("dbmate", "@pgkit/migra"):
        if not (folder / "node_modules" / package).exists():
            run("npm", "install", "--silent", "--no-fund", "--prefix", folder, package)
    # dbmate's command is a Node program that starts the native one: it is the native one that we measure.
    (native,) = folder.glob("node_modules/@dbmate/*/bin/dbmate")
    migra = folder / "node_modules/.bin/migra"
    apgdiff = jar_of_apgdiff(folder)
    names = " ".join([run(alembic, "--version"), run(native, "--version"), f"migra {version(folder, '@pgkit/migra')}", apgdiff.stem])
    return Peers(alembic, native, migra, apgdiff, names)


def jar_of_apgdiff(folder: Path) -> Path:
    """Unpacked, not installed: that takes no root."""
    if not list(folder.glob("apgdiff/usr/share/java/apgdiff-*.jar")):
        subprocess.run(["apt-get", "download", "-qq", "apgdiff"], cwd=folder, check=True)
        (package,) = folder.glob("apgdiff_*.deb")
        run("dpkg-deb", "-x", package, folder / "apgdiff")
    (jar,) = folder.glob("apgdiff/usr/share/java/apgdiff-*.jar")
    return jar


def version(folder: Path, package: str) -> str:
    return run("node", "-p", f"require('{folder}/node_modules/{package}/package.json').version")


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
