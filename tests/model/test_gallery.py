"""The models of examples/gallery are what Aludel writes of its database, and the revisions make what they say."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from pythons import BUILD, DEBIAN, SOURCE

GALLERY = SOURCE / "examples" / "gallery"
BINARY = Path(os.environ.get("ALUDEL_BINARY", BUILD / "bin" / "aludel"))


class Gallery(unittest.TestCase):
    def test_its_models_are_those_of_its_database(self) -> None:
        with tempfile.TemporaryDirectory() as temporary:
            self.folder = Path(temporary) / "gallery"
            shutil.copytree(GALLERY, self.folder)
            self.run_program(sys.executable, "make_legacy_db.py", "gallery.db")
            self.run_program(BINARY, "adopt", "--base", "schema.sql", "--complete", "--yes")
            self.run_program(BINARY, "upgrade", "head")
            written = self.run_program(BINARY, "inspect", "--format", "sqlalchemy")
            self.assertEqual(written, (GALLERY / "app" / "models.py").read_text())
            self.run_program(BINARY, "diff", "database", "model", "--exit-code")

    def run_program(self, *words: str | Path) -> str:
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "ALUDEL_PYTHON": str(DEBIAN)}
        done = subprocess.run(words, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout


if __name__ == "__main__":
    unittest.main()
