"""scripts/wheel makes a wheel that pip installs without a network; the command is then on the environment's path."""

import sys
import tempfile
import unittest
from pathlib import Path

from build import BINARY, SOURCE, run, version


class Wheel(unittest.TestCase):
    def test_pip_installs_the_command(self) -> None:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            run(SOURCE / "scripts/wheel", "--binary", BINARY, "--output", folder)
            (wheel,) = folder.glob("*.whl")
            self.assertRegex(wheel.name, rf"^aludel-{version()}-py3-none-manylinux_2_\d+_\w+\.whl$")

            run("/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable, "-m", "venv", folder / "venv")
            pip = (folder / "venv/bin/pip", "--isolated", "--disable-pip-version-check")
            run(*pip, "install", "--no-index", "--no-cache-dir", wheel)
            self.assertIn(version(), run(folder / "venv/bin/aludel", "--version"))
            self.assertIn("/bin/aludel", run(*pip, "show", "--files", "aludel"))
            run(*pip, "uninstall", "--yes", "aludel")
            self.assertFalse((folder / "venv/bin/aludel").exists())


if __name__ == "__main__":
    unittest.main()
