"""A full disk, a limit on the size of files, a read-only file system, a lock: an error, nothing lost, a re-run is right."""

import os
import resource
import signal
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

from project import Project

COUNT = 10
BIG = 6  # the revision that does not fit


def mount(*options: str) -> bool:
    return subprocess.run(["mount", *options], stderr=subprocess.DEVNULL).returncode == 0


class Disk(Project):
    def setUp(self) -> None:
        super().setUp()
        for number in range(1, COUNT + 1):
            size = 4_000_000 if number == BIG else 10
            create = "CREATE TABLE counter (n);\nINSERT INTO counter VALUES (0);\n" if number == 1 else ""
            self.write(number, f"{create}CREATE TABLE t{number} (v);\nUPDATE counter SET n = n + 1;\n"
                               f"INSERT INTO t{number} VALUES (zeroblob({size}));\n")

    def use_small_disk(self) -> Path:
        """Moves the database to a file system of 1 MB."""
        disk = Path(tempfile.mkdtemp())
        if os.geteuid() != 0 or not mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)):
            disk.rmdir()
            self.skipTest("only root may mount a small disk")
        self.addCleanup(lambda: (subprocess.run(["umount", disk], check=True), disk.rmdir()))
        self.database = disk / "app.db"
        return disk

    def test_a_full_disk(self) -> None:
        expected = self.undisturbed()
        disk = self.use_small_disk()
        self.assertIn("full", self.fails("upgrade", "head"))
        self.assertEqual(self.applied(), [f"r{BIG - 1}"])
        self.assertIn("full", self.fails("upgrade", "head"))
        self.assertTrue(mount("-o", "remount,size=32m", str(disk)))
        self.succeeds("upgrade", "head")
        self.assertEqual(self.truth(), expected)

    def test_a_limit_on_the_size_of_files(self) -> None:
        expected = self.undisturbed()

        def limit() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

        self.fails("upgrade", "head", preexec_fn=limit)
        self.assertEqual(self.applied(), [f"r{BIG - 1}"])
        self.succeeds("upgrade", "head")
        self.assertEqual(self.truth(), expected)

    def test_a_read_only_file_system(self) -> None:
        disk = self.use_small_disk()
        self.succeeds("upgrade", "r3")
        before = self.database.read_bytes()
        self.assertTrue(mount("-o", "remount,ro", str(disk)))
        self.fails("upgrade", "r4")
        self.assertEqual(self.database.read_bytes(), before)
        self.assertTrue(mount("-o", "remount,rw", str(disk)))
        self.succeeds("upgrade", "r4")
        self.assertEqual(self.applied(), ["r4"])

    def test_a_lock_that_is_held_for_too_long(self) -> None:
        expected = self.undisturbed()
        self.succeeds("upgrade", "r3")
        other = sqlite3.connect(self.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        result = self.aludel("upgrade", "head", environment={"ALUDEL_LOCK_WAIT": "300ms"})
        other.close()
        self.assertEqual(result.returncode, 5, result.stderr)
        self.assertEqual(self.applied(), ["r3"])
        self.succeeds("upgrade", "head")
        self.assertEqual(self.truth(), expected)


if __name__ == "__main__":
    unittest.main()
