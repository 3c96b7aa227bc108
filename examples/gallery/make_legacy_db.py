#!/usr/bin/env python3
"""make_legacy_db.py FILE [--statements N]: the gallery's database as the hand-made runner left it, with rows.

N counts statements over all migrations in order. The default leaves 002 half-way: a container was stopped after the
first of its statements, and legacy/entrypoint.sh has taken the whole of it for done ever since.
"""

import argparse
import sqlite3
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
HALF_WAY = 5  # the four statements of 001, one of 002

ROWS = """
INSERT INTO images (path, title, width, height, taken_at) VALUES
    ('2024/alps/0001.jpg', 'First light', 6000, 4000, '2024-07-01T05:12:00Z'),
    ('2024/alps/0002.jpg', 'The ridge',   6000, 4000, '2024-07-01T06:40:00Z'),
    ('2024/lake/0007.jpg', 'Still water', 4000, 6000, '2024-08-15T19:03:00Z'),
    ('scans/box3-12.png',  '',            2400, 1800, NULL);
INSERT INTO albums (name) VALUES ('Alps 2024'), ('Prints');
INSERT INTO album_images (album_id, image_id, position) VALUES (1, 1, 0), (1, 2, 1), (2, 2, 0);
INSERT INTO tags (name) VALUES ('mountain'), ('water'), ('print');
INSERT INTO image_tags VALUES (1, 1), (2, 1), (2, 3), (3, 2);
"""


def statements(text: str) -> Iterator[str]:
    pending = ""
    for part in text.splitlines(keepends=True):
        pending += part
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--statements", type=int, default=HALF_WAY, metavar="N")
    options = parser.parse_args()

    migrations = sorted((HERE / "migrations").glob("[0-9][0-9][0-9]_*.sql"))
    applied = [statement for file in migrations for statement in statements(file.read_text())]
    options.file.unlink(missing_ok=True)
    with sqlite3.connect(options.file, isolation_level=None) as database:
        database.executescript((HERE / "schema.sql").read_text())
        database.executescript(ROWS)
        for statement in applied[:options.statements]:
            database.execute(statement)


if __name__ == "__main__":
    main()
