#!/usr/bin/env python3
"""Runs script tests: one txtar file each, in a fresh folder, with a clean environment.

On top of the file stand comments (#) and commands, below them the files of the test:

    # a fresh database gets both revisions
    aludel upgrade head
    stdout 'a2'
    sql 'SELECT step FROM log' -> a1 a2

    -- aludel.toml --
    url = "sqlite:///app.db"

Each command must hold; the first one that does not ends the test.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import archive
import files  # noqa: F401  (adds its commands to the list)
import words
from commands import COMMANDS
from session import Failure, Session, Skip

SKIPPED = 77


def run(test: Path, binary: Path, options: argparse.Namespace) -> int:
    folder = Path(tempfile.mkdtemp(prefix="aludel-script-"))
    session = Session(test, folder, binary, options.update, options.engine)
    try:
        return play(session, options.verbose)
    finally:
        session.close()
        if options.keep:
            print(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def play(session: Session, verbose: bool) -> int:
    script = archive.parse(session.test.read_bytes()).script
    for number, line in enumerate(script.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if verbose:
            print(f"> {line}")
        try:
            step = words.parse(number, line, session.env)
            if step.words[0] not in COMMANDS:
                raise words.ScriptError(f"no command `{step.words[0]}`")
            COMMANDS[step.words[0]](session, step)
        except Skip as missing:
            print(f"skipped: needs {missing}")
            return SKIPPED
        except (Failure, words.ScriptError) as problem:
            report(session, number, line, str(problem))
            return 1
        except (OSError, ValueError, LookupError) as problem:
            report(session, number, line, f"{type(problem).__name__}: {problem}")
            return 1
    return 0


def report(session: Session, number: int, line: str, problem: str) -> None:
    print(f"{session.test}:{number}: {line}\n{problem}")
    for name in ("stdout", "stderr"):
        text = getattr(session.last, name)
        print(f"--- {name} of the last program (exit code {session.last.status})\n{text.rstrip()}" if text else
              f"--- {name} of the last program: empty")


def main() -> int:
    listing = "\n".join(sorted(f"  {function.__doc__.strip()}" for function in COMMANDS.values()))
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=f"commands:\n{listing}", formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tests", nargs="+", type=Path, metavar="FILE.txtar")
    parser.add_argument("--binary", type=Path, default=os.environ.get("ALUDEL_BINARY", "build/dev/bin/aludel"),
                        help="the aludel to test (default: $ALUDEL_BINARY, else build/dev/bin/aludel)")
    parser.add_argument("--engine", default="sqlite", choices=["sqlite", "postgresql", "mariadb"],
                        help="what $URL and `sql` mean (default: sqlite); tests/servers/servers.py starts the others")
    parser.add_argument("--update", action="store_true", help="write what `cmp stdout FILE` finds into the test")
    parser.add_argument("--keep", action="store_true", help="keep the folder of the test")
    parser.add_argument("-v", "--verbose", action="store_true", help="print each command before it runs")
    options = parser.parse_args()

    binary = Path(options.binary).resolve()
    if not binary.exists():
        parser.error(f"no binary at {binary}")
    results = [run(test, binary, options) for test in options.tests]
    return 1 if 1 in results else max(results)


if __name__ == "__main__":
    sys.exit(main())
