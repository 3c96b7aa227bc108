"""Other migration tools, newest versions, installed into a folder of the run: PyPI's alembic, npm's dbmate."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Peers:
    alembic: Path
    dbmate: Path
    versions: str


def install(folder: Path) -> Peers:
    alembic, dbmate = folder / "venv/bin/alembic", folder / "node_modules/.bin/dbmate"
    if not alembic.exists():
        run(sys.executable, "-m", "venv", folder / "venv")
        run(folder / "venv/bin/pip", "install", "--quiet", "alembic")
    if not dbmate.exists():
        run("npm", "install", "--silent", "--no-fund", "--prefix", folder, "dbmate")
    # The package's command is a Node program that starts the native one: it is the native one that we measure.
    (native,) = folder.glob("node_modules/@dbmate/*/bin/dbmate")
    names = " ".join([run(alembic, "--version"), run(native, "--version")])
    return Peers(alembic, native, names)


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
