"""The shape of files: none too long to read, and no heavy header in a header."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
LONGEST = 600
HEAVY = re.compile(r"^\s*#\s*include\s*<(regex|iostream|filesystem)>", re.MULTILINE)
CODE = {".h", ".cc", ".py", ".sh", ".cmake"}


def code() -> Iterator[Path]:
    for folder in ("src", "include", "tests", "bench", "scripts", "tools", "cmake", "examples"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and (path.suffix in CODE or is_script(path)):
                yield path


def is_script(path: Path) -> bool:
    if path.suffix:
        return False
    with path.open("rb") as file:
        return file.read(2) == b"#!"


def problems() -> Iterator[str]:
    for path in code():
        name = path.relative_to(ROOT)
        text = path.read_text()
        lines = text.count("\n")
        if lines > LONGEST:
            yield f"{name}: {lines} lines, of {LONGEST} at most"
        if path.suffix == ".h":
            for found in HEAVY.finditer(text):
                yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}: <{found[1]}> in a header"
        if is_script(path) and not os.access(path, os.X_OK):
            yield f"{name}: a script that cannot be executed"
        if path.suffix in ("", ".sh") and "bash" in text.partition("\n")[0]:
            syntax = subprocess.run(["bash", "-n", path], capture_output=True, text=True)
            if syntax.returncode:
                yield f"{name}: {syntax.stderr.strip()}"


def main() -> int:
    found = list(problems())
    print("\n".join(found) or "every file has its shape")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
