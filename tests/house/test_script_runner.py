"""The runner of the script tests must fail when it should: a runner that cannot fail proves nothing."""

import os
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

RUNNER = Path(__file__).parent.parent / "script" / "run.py"

# Stands in for the binary: `echo`, `fail N`, `json`, `read`, `isatty`.
PROGRAM = """\
#!/usr/bin/env python3
import os, sys
command, *words = sys.argv[1:]
if command == "echo": print(*words)
if command == "home": print(os.environ["HOME"], [name for name in os.environ if name.startswith("ALUDEL")])
if command == "fail": print("it broke", file=sys.stderr); sys.exit(int(words[0]))
if command == "json": print('{"list": [{"id": "a"}, {"id": "b"}], "n": 2, "none": null}')
if command == "read": print(sys.stdin.read(), end="")
if command == "ask": print("tty" if sys.stdout.isatty() else "pipe"); print("got", input("sure? "))
if command == "crash": os.kill(os.getpid(), 11)
if command == "stop": os.kill(os.getpid(), 19)
"""

HOLDS = {
    "output": r"""
        aludel echo 'a b' "c"
        stdout '^a b c$'
        ! stdout 'x'
        cmp stdout out
        ! cmp stdout other
        -- out --
        a b c
        -- other --
        a b
        """,
    "exit codes": """
        ! aludel fail 1
        stderr 'broke'
        ?3 aludel fail 3
        """,
    "json": """
        aludel json
        json .list[1].id -> b
        json .list[].id -> a b
        json .list | length -> 2
        json .n -> 2
        json .none -> null
        """,
    "environment": """
        env ALUDEL_X=1
        aludel home
        stdout 'home .*ALUDEL_X'
        env ALUDEL_X
        aludel home
        stdout '\\[\\]'
        """,
    "sql": """
        sql 'CREATE TABLE t(a, b)'
        sql "INSERT INTO t VALUES (1, NULL), ('x', x'00ff')"
        sql 'SELECT a, b FROM t' -> 1|NULL x|x'00ff'
        ! sql 'SELECT nothing'
        lock
        unlock
        """,
    "files": r"""
        exists dir/a.sql
        ! exists b
        cp dir/a.sql b
        snapshot b
        replace b 'one' 'two\nthree'
        ! unchanged b
        grep '^three' b
        append b four
        crlf b
        grep 'four\r' b
        hex b ef bb bf 41
        symlink link -> b
        exists link
        rm b link
        ! exists b
        -- dir/a.sql --
        one
        """,
    "terminal": """
        ttyin yes
        tty aludel ask
        stdout '^tty$'
        stdout 'got yes'
        """,
    "stdin": """
        stdin input
        aludel read
        stdout 'hello'
        -- input --
        hello
        """,
    "parallel and background": """
        parallel 3 aludel echo x
        cmp stdout three
        start aludel stop
        stopped
        signal CONT
        finish
        -- three --
        x
        x
        x
        """,
    "normalised": """
        aludel echo "$WORK at 2026-01-02T03:04:05Z took 1.2 ms"
        like stdout out
        -- out --
        $WORK at 2020-01-01T00:00:00Z took 99.0 ms
        """,
}

FAILS = {
    "success where failure is wanted": ("! aludel echo", "succeeded"),
    "crash where failure is wanted": ("! aludel crash", "crashed"),
    "failure where success is wanted": ("aludel fail 2", "exit code 2"),
    "other exit code": ("?4 aludel fail 2", "exit code 2, not 4"),
    "no match": ("aludel echo a\nstdout b", "nothing matches"),
    "a match": ("aludel echo a\n! stdout a", "matches"),
    "other rows": ("sql 'CREATE TABLE t(a)'\nsql 'SELECT count(*) FROM t' -> 1", "expected: 1"),
    "no such command": ("aludle echo", "no command"),
    "open quote": ("aludel 'echo", "no closing"),
    "one of several processes": ("parallel 2 aludel fail 1", "exit code 1"),
    "other text": ("aludel echo a\ncmp stdout f\n-- f --\nb\n", "+a"),
}


class Runner(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.binary = Path(self.folder.name) / "aludel"
        self.binary.write_text(PROGRAM)
        self.binary.chmod(0o755)

    def play(self, script: str) -> subprocess.CompletedProcess[str]:
        test = Path(self.folder.name) / "test.txtar"
        test.write_text(textwrap.dedent(script))
        command = [sys.executable, RUNNER, "--binary", self.binary, test]
        return subprocess.run(command, capture_output=True, text=True, env={**os.environ, "ALUDEL_NOISE": "1"})

    def test_what_holds_passes(self) -> None:
        for name, script in HOLDS.items():
            with self.subTest(name):
                result = self.play(script)
                self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_what_does_not_hold_fails_and_says_where(self) -> None:
        for name, (script, message) in FAILS.items():
            with self.subTest(name):
                result = self.play(script)
                self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
                self.assertIn(message, result.stdout)
                self.assertRegex(result.stdout, r"test\.txtar:\d+: ")

    def test_what_is_missing_skips(self) -> None:
        self.assertEqual(self.play("need no-such-program\n").returncode, 77)


if __name__ == "__main__":
    unittest.main()
