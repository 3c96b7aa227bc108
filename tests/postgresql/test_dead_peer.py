"""A server that falls silent without a word (a cable, a firewall) is noticed by TCP's keepalive, which is on by default.

In a network namespace of its own, whose loopback is taken down while a statement runs.
"""

import os
import re
import shutil
import subprocess
import sys
import time
import unittest
from pathlib import Path

from project import Project

KEEPALIVE_TIMER = "02"  # in /proc/net/tcp


class DeadPeer(Project):
    def setUp(self) -> None:
        super().setUp()
        self.write(1, "SELECT pg_sleep(60);\n")

    def until_it_sleeps(self) -> None:
        while not self.query("SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()"):
            time.sleep(0.05)

    def timers(self) -> list[str]:
        """Of the connections to the server."""
        port = f":{self.server.port:04X}"
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
        return [fields[5] for fields in lines if fields[2].endswith(port)]

    def test_keepalive_is_on(self) -> None:
        self.url = self.server.url(self.database, tcp=True)
        run = self.start("upgrade", "head")
        self.until_it_sleeps()
        # What was just sent is first waited for with another timer.
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            timers = self.timers()
            if timers and all(timer.startswith(KEEPALIVE_TIMER) for timer in timers):
                break
            time.sleep(0.05)
        run.kill()
        run.communicate()
        self.assertTrue(timers)
        for timer in timers:
            kind, ticks = timer.split(":")
            self.assertEqual(kind, KEEPALIVE_TIMER)
            self.assertLessEqual(int(ticks, 16) / os.sysconf("SC_CLK_TCK"), 30)  # two hours is the kernel's default

    def test_a_dead_peer_is_noticed(self) -> None:
        self.url = self.server.url(self.database, tcp=True) + "?keepalives_idle=1&keepalives_interval=1&keepalives_count=2&tcp_user_timeout=3000"
        run = self.start("upgrade", "head")
        self.until_it_sleeps()
        subprocess.run(["ip", "link", "set", "lo", "down"], check=True)
        self.addCleanup(subprocess.run, ["ip", "link", "set", "lo", "up"], check=True)
        begin = time.monotonic()
        out, err = run.communicate(timeout=50)
        self.assertLess(time.monotonic() - begin, 30)
        self.assertEqual(run.returncode, 1, out + err)
        self.assertRegex(err, re.escape("error[connect]: the connection to"))
        self.assertRegex(err, "help: run the same command again: it goes on from what was committed")


if __name__ == "__main__":
    if "INSIDE" in os.environ:
        unittest.main(warnings="ignore")
    if os.geteuid() != 0 or not shutil.which("ip") or subprocess.run(["unshare", "-n", "true"]).returncode:
        print("skipped: it takes root, unshare and ip")
        sys.exit(77)
    inside = subprocess.run(["unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable, *sys.argv],
                            env=os.environ | {"INSIDE": "1"})
    sys.exit(inside.returncode)
