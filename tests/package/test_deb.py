"""`cpack -G DEB` makes a package that holds the binary, its man page and completions, and depends on libc."""

import tempfile
import unittest
from pathlib import Path

from build import BUILD, run

CONTENTS = (
    "./usr/bin/aludel",
    "./usr/share/man/man1/aludel.1",
    "./usr/share/bash-completion/completions/aludel",
    "./usr/share/zsh/vendor-completions/_aludel",
    "./usr/share/fish/vendor_completions.d/aludel.fish",
    "./usr/share/doc/aludel/copyright",
)


class Deb(unittest.TestCase):
    def test_the_package_holds_what_a_user_needs(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            run("cpack", "-G", "DEB", "--config", BUILD / "CPackConfig.cmake", "-B", folder, cwd=BUILD)
            (package,) = Path(folder).glob("*.deb")
            contents = run("dpkg-deb", "--contents", package)
            for path in CONTENTS:
                with self.subTest(path):
                    self.assertIn(f" {path}\n", contents)
            self.assertIn("libc6", run("dpkg-deb", "--field", package, "Depends"))
            self.assertNotIn("libstdc++", run("dpkg-deb", "--field", package, "Depends"))
            run("dpkg-deb", "--extract", package, Path(folder) / "root")
            self.assertIn("aludel ", run(Path(folder) / "root/usr/bin/aludel", "--version"))


if __name__ == "__main__":
    unittest.main()
