"""The pages that repeat a list of the program: errors.md lists every code, commands.md is what `aludel man --markdown` prints."""

import difflib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
BINARY = os.environ.get("ALUDEL_BINARY", str(ROOT / "build/dev/bin/aludel"))
EXITS = {"kDone": 0, "kFailed": 1, "kUsage": 2, "kPending": 3, "kMismatch": 4, "kLocked": 5}


def codes() -> list[str]:
    entry = re.compile(r'^ALUDEL_CODE\(\w+, "([^"]+)", (\w+),\s*"((?:[^"\\]|\\.)*)"\)', re.MULTILINE)
    found = entry.findall((ROOT / "include/aludel/codes.def").read_text())
    return [f"| `{name}` | {EXITS[leaves]} | {meaning} |" for name, leaves, meaning in found]


def rows(page: Path) -> list[str]:
    return [line for line in page.read_text().splitlines() if re.match(r"\| `", line)]


def difference(page: str, expected: list[str], found: list[str]) -> Iterator[str]:
    yield from difflib.unified_diff(found, expected, f"docs/{page}", "what it must say", lineterm="", n=0)


def kinds() -> list[str]:
    """The rows of docs/mariadb.md, without their form, which is a word of ours."""
    entry = re.compile(r'\{"(\w+)",\s*"([\w*]*)",\s*Form::k\w+,\s*Recovery::k(\w+)')
    spelled = {"Begin": "begins a transaction", "Commit": "ends one", "Control": "transaction control"}
    found = entry.findall((ROOT / "src/dialect/mariadb/kinds.cc").read_text())
    return [f"| `{f'{verb} {thing}'.strip()}` | {spelled.get(how, how.lower())} |" for verb, thing, how in found]


def problems() -> Iterator[str]:
    expected = codes()
    if len(expected) < 40:
        yield f"codes.def: only {len(expected)} codes were understood"
    yield from difference("errors.md", expected, rows(ROOT / "docs/errors.md"))
    expected = kinds()
    if len(expected) < 60:
        yield f"kinds.cc: only {len(expected)} kinds were understood"
    found = [re.sub(r"^(\| `[A-Z *]+`) \|[^|]*", r"\1 ", row) for row in rows(ROOT / "docs/mariadb.md") if row.count("|") == 4
             and re.match(r"\| `[A-Z *]+` \|", row)]
    yield from difference("mariadb.md", expected, found)
    printed = subprocess.run([BINARY, "man", "--markdown"], capture_output=True, text=True, check=True).stdout
    yield from difference("commands.md", printed.splitlines(), (ROOT / "docs/commands.md").read_text().splitlines())


if __name__ == "__main__":
    found = list(problems())
    print("\n".join(found) or "the pages are right")
    sys.exit(1 if found else 0)
