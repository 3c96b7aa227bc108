"""How many libraries a run on SQLite maps: each costs every start of a container, so the list is short and closed."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BINARY = Path(os.environ.get("ALUDEL_BINARY", "build/dev/bin/aludel")).resolve()
ALLOWED = {"libc.so.6", "libm.so.6"}


def mapped(*words: str, cwd: str) -> set[str]:
    """The libraries that the loader brings in, at start or later (LD_DEBUG, ld.so(8))."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": cwd, "LD_DEBUG": "files"}
    result = subprocess.run([BINARY, *words], cwd=cwd, env=environment, capture_output=True, text=True, check=True)
    names = re.findall(r"file=(\S+) \[\d+\];\s+generating link map", result.stderr)
    return {Path(name).name for name in names}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "migrations").mkdir()
        Path(folder, "migrations/a.sql").write_text("-- revision: a\n-- migrate:up\nCREATE TABLE t (v);\n")
        Path(folder, "aludel.toml").write_text('url = "sqlite:///app.db"\nmigrations = ["migrations"]\n')
        for _ in ("the work", "nothing to do"):
            libraries = mapped("upgrade", "head", cwd=folder)
            print("maps:", *sorted(libraries))
            if "libc.so.6" not in libraries or libraries - ALLOWED:
                print("allowed:", *sorted(ALLOWED))
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
