"""What the tests of this folder share: the build they package, and a way to run a program that shows why it failed."""

import os
import subprocess
from pathlib import Path

SOURCE = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
BUILD = Path(os.environ.get("ALUDEL_BUILD", SOURCE / "build" / "dev"))
BINARY = Path(os.environ.get("ALUDEL_BINARY", BUILD / "bin" / "aludel"))


def run(*command: str | Path, cwd: Path | None = None) -> str:
    result = subprocess.run(command, cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode:
        raise AssertionError(f"{' '.join(map(str, command))}: exit code {result.returncode}\n{result.stdout}")
    return result.stdout


def version() -> str:
    """The version the binary names: `aludel 0.1.0` -> `0.1.0`."""
    return run(BINARY, "--version").split()[1]
