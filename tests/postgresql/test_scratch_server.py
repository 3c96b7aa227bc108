"""A private server for scratch databases: where its files are, what is said where they find no room, and that it ends, and its folder
goes, with the Aludel that started it, even one that is killed."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from project import BINARY, Project

PATIENCE = 60
MEMORY, TEMPORARY = Path("/dev/shm"), Path("/tmp")
PLENTY = 4 * 2**30


def is_plenty() -> bool:
    """Whether this machine, and the container that it may be, have memory to spare."""
    available = next(int(line.split()[1]) * 1024 for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemAvailable"))
    limits = [Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes")]
    limit = min([int(text) for path in limits if path.exists() and (text := path.read_text().strip()).isdigit()], default=available)
    return min(available, limit) > PLENTY and os.path.ismount(MEMORY) and shutil.disk_usage(MEMORY).free > PLENTY


def mount(size: str, folder: Path) -> list[str]:
    return ["mount", "-t", "tmpfs", "-o", f"size={size},mode=1777", "tmpfs", str(folder)]


class ScratchServer(Project):
    def setUp(self) -> None:
        super().setUp()
        temporary = tempfile.TemporaryDirectory(prefix="aludel-t-")  # a socket's path must be short
        self.addCleanup(temporary.cleanup)
        self.servers = Path(temporary.name)
        self.servers.chmod(0o777)
        (self.folder / "slow.sql").write_text("SELECT pg_sleep(600);\n")

    def folder_of(self, process) -> Path:
        """Where the watcher, a child of the process, has the folder that it was told of."""
        found: list[Path] = []

        def look() -> list[Path]:
            for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
                words = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
                found.extend(Path(word) for word in words if Path(word).name.startswith("aludel-pg-"))
            return found

        self.wait_until(look, "no watcher")
        return found[0]

    def assert_is_below(self, parent: Path, process) -> None:
        folder = self.folder_of(process)
        self.kill(process)
        self.assertEqual(folder.parent, parent)
        self.wait_until(lambda: not folder.exists(), "the folder is left")

    def use_small_disk(self, size: str) -> str:
        if os.geteuid() != 0 or subprocess.run(mount(size, self.servers), stderr=subprocess.DEVNULL).returncode:
            self.skipTest("only root may mount a small disk")
        self.addCleanup(lambda: subprocess.run(["umount", self.servers], check=True))
        return str(self.servers)

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

    def test_it_is_in_memory_where_there_is_plenty(self) -> None:
        if not is_plenty():
            self.skipTest("there is not")
        self.assert_is_below(MEMORY, self.start("inspect", "slow.sql"))

    def test_it_is_not_in_a_containers_small_memory(self) -> None:
        if os.geteuid() != 0 or subprocess.run(["unshare", "--mount", *mount("64m", MEMORY)], stderr=subprocess.DEVNULL).returncode:
            self.skipTest("only root may mount a small one")
        process = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", f'{" ".join(mount("64m", MEMORY))} && exec "$@"', "sh", BINARY, "inspect", "slow.sql"],
            cwd=self.folder, env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "ALUDEL_URL": self.url},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assert_is_below(TEMPORARY, process)

    def test_a_schema_that_finds_no_room(self) -> None:
        disk = self.use_small_disk("80m")
        (self.folder / "big.sql").write_text("CREATE TABLE t AS SELECT repeat('x', 1000) FROM generate_series(1, 200000);\n")
        said = self.fails("inspect", "big.sql", TMPDIR=disk)
        self.assertIn("error[scratch]: ", said)
        self.assertIn("note: PostgreSQL says 53100", said)  # disk_full; the words differ with how much was written
        self.assertIn(f"help: set `TMPDIR` to a folder on a disk with more room: the scratch server has its files in `{disk}`", said)
        self.wait_until_all_is_gone()

    def test_a_server_that_finds_no_room(self) -> None:
        disk = self.use_small_disk("4m")
        said = self.fails("inspect", "slow.sql", TMPDIR=disk)
        self.assertIn("error[scratch]: a private PostgreSQL server for scratch databases does not start", said)
        self.assertIn("help: set `TMPDIR` to a folder on a disk with more room", said)
        self.wait_until_all_is_gone()

    def test_what_a_machine_left_that_stopped_is_swept_away(self) -> None:
        left = [Path(tempfile.mkdtemp(prefix="aludel-pg-", dir=parent)) for parent in (self.servers, TEMPORARY, MEMORY) if parent.is_dir()]
        young = Path(tempfile.mkdtemp(prefix="aludel-pg-", dir=TEMPORARY))
        self.addCleanup(young.rmdir)
        for folder in left:
            (folder / "data").mkdir()
            os.utime(folder, (0, 0))
        (self.folder / "empty.sql").write_text("")
        self.succeeds("inspect", "empty.sql", TMPDIR=str(self.servers))
        self.assertEqual([folder for folder in left if folder.exists()], [])
        self.assertTrue(young.exists())


if __name__ == "__main__":
    unittest.main()
