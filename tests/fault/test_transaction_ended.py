"""Each way in which a revision ends the transaction that it shares with others, at the first, second and last place.

What the engine ends: what was done before it stays done, once. What a file would end is seen before anything runs. The
error is told; with the file mended, a re-run ends as if it had never been wrong.
"""

import sqlite3
import unittest
from collections.abc import Callable

from project import Project

COUNT = 6
COUNTED = "UPDATE counter SET n = n + 1;\n"

# What goes wrong -> what leads to it, the statement that does it, options of the section.
ENGINE_ENDS = {
    "OR ROLLBACK": ("CREATE TABLE u (k PRIMARY KEY);\nINSERT INTO u VALUES (1);\n",
                    "INSERT OR ROLLBACK INTO u VALUES (1);\n", ""),
    "RAISE(ROLLBACK)": ("CREATE TABLE u (k);\nCREATE TRIGGER no BEFORE INSERT ON u BEGIN\n"
                        "  SELECT RAISE(ROLLBACK, 'no');\nEND;\n", "INSERT INTO u VALUES (1);\n", ""),
    "a deferred foreign key": ("CREATE TABLE p (id INTEGER PRIMARY KEY);\n"
                               "CREATE TABLE c (p REFERENCES p DEFERRABLE INITIALLY DEFERRED);\n",
                               "INSERT INTO c VALUES (1);\n", " foreign_keys:on"),
}
FILE_ENDS = {
    "COMMIT": ("", f"COMMIT;\n{COUNTED}", ""),
    "ROLLBACK": ("", f"ROLLBACK;\n{COUNTED}", ""),
    "RELEASE": ("", f"SAVEPOINT s;\n{COUNTED}RELEASE s;\n", ""),
}


class TransactionEnded(Project):
    def test_what_the_engine_ends(self) -> None:
        for name, bad in ENGINE_ENDS.items():
            self.at_each_place(name, *bad, done_before=lambda place: place - 1)

    def test_what_the_file_ends(self) -> None:
        for name, bad in FILE_ENDS.items():
            self.at_each_place(name, *bad, done_before=lambda _: 0)

    def at_each_place(self, name: str, lead: str, bad: str, options: str, done_before: Callable[[int], int]) -> None:
        for place in (1, 2, COUNT):
            with self.subTest(f"{name} at place {place}"):
                self.write_revisions()
                self.write(place, COUNTED + lead, options)
                self.start_afresh("undisturbed.db")
                expected = self.undisturbed()

                self.start_afresh("app.db")
                self.write(place, COUNTED + lead + bad + "SELECT 'not reached';\n", options)
                self.fails("upgrade", "head")
                done = done_before(place)
                self.assertEqual(self.applied(), [f"r{done}"] if done else [])
                self.assertEqual(self.counter(), done)

                self.write(place, COUNTED + lead, options)
                self.succeeds("upgrade", "head")
                self.assertEqual(self.truth(), expected)

    def write_revisions(self) -> None:
        for number in range(1, COUNT + 1):
            self.write(number, COUNTED + f"CREATE TABLE t{number} (v);\n")

    def start_afresh(self, name: str) -> None:
        for file in self.folder.glob(f"{name}*"):
            file.unlink()
        with sqlite3.connect(self.folder / name) as database:
            database.executescript("CREATE TABLE counter (n);\nINSERT INTO counter VALUES (0);")
        database.close()

    def counter(self) -> int:
        return next(rows[0][0] for table, rows in self.truth().rows if table == "counter")


if __name__ == "__main__":
    unittest.main()
