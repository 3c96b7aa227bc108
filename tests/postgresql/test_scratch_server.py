"""A private server for scratch databases ends, and its folder goes, with the Aludel that started it, even one that is killed."""

import os
import signal
import tempfile
import time
import unittest
from pathlib import Path

from project import Project

PATIENCE = 60


class ScratchServer(Project):
    def setUp(self) -> None:
        super().setUp()
        temporary = tempfile.TemporaryDirectory(prefix="aludel-t-")  # a socket's path must be short
        self.addCleanup(temporary.cleanup)
        self.servers = Path(temporary.name)
        self.servers.chmod(0o777)
        (self.folder / "slow.sql").write_text("SELECT pg_sleep(600);\n")

    def processes(self) -> list[str]:
        """Those that were told of a folder of these servers."""
        found = []
        for process in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = process.read_bytes().split(b"\0")
            except OSError:
                continue
            if any(os.fsencode(self.servers) in word for word in words):
                found.append(b" ".join(words[:2]).decode(errors="replace"))
        return found

    def wait_until(self, holds, what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds():
            self.assertLess(time.monotonic(), deadline, f"{what}: {list(self.servers.iterdir())}, {self.processes()}")
            time.sleep(0.05)

    def look(self):
        return self.start("inspect", "slow.sql", TMPDIR=str(self.servers))

    def wait_until_all_is_gone(self) -> None:
        self.wait_until(lambda: not self.processes() and not list(self.servers.iterdir()), "something is left")

    def kill(self, process) -> None:
        process.send_signal(signal.SIGKILL)
        process.communicate()

    def test_a_kill_while_it_works(self) -> None:
        process = self.look()
        self.wait_until(lambda: list(self.servers.glob("*/.s.PGSQL.5432")), "no server")
        self.kill(process)
        self.wait_until_all_is_gone()

    def test_kills_while_it_starts(self) -> None:
        for number in range(4):
            process = self.look()
            self.wait_until(lambda: list(self.servers.iterdir()), "no folder")
            time.sleep(number * 0.2)
            self.kill(process)
            self.wait_until_all_is_gone()

    def test_an_interrupt(self) -> None:
        process = self.look()
        self.wait_until(lambda: list(self.servers.glob("*/.s.PGSQL.5432")), "no server")
        process.send_signal(signal.SIGINT)
        process.communicate()
        self.wait_until_all_is_gone()


if __name__ == "__main__":
    unittest.main()
