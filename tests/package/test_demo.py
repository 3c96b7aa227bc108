"""The demo goes through: what a newcomer sees first must not be what nobody ran."""

import unittest

from build import BINARY, SOURCE, run


class Demo(unittest.TestCase):
    def test_it_goes_through(self) -> None:
        self.assertIn("$ aludel history --applied", run(SOURCE / "scripts/demo", BINARY))


if __name__ == "__main__":
    unittest.main()
