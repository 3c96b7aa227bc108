"""`cmake --install` makes a package that another project finds, compiles with and links, statically or shared."""

import tempfile
import unittest
from pathlib import Path

from build import BUILD, SOURCE, run, version


class Install(unittest.TestCase):
    def test_a_project_finds_and_links_it(self) -> None:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            run("cmake", "--install", BUILD, "--prefix", folder / "usr")
            for kind in ("static", "shared"):
                with self.subTest(kind):
                    self.assertEqual(self.consume(folder, kind), version())

    def consume(self, folder: Path, kind: str) -> str:
        build = folder / kind
        run("cmake", "-S", SOURCE / "tests/package/consumer", "-B", build, "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={folder / 'usr'}", f"-DKIND={kind}")
        run("cmake", "--build", build)
        return run(build / "consumer").strip()


if __name__ == "__main__":
    unittest.main()
