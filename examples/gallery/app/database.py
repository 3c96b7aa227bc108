"""The database of the gallery: one SQLite file, named by GALLERY_DB."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

SCHEMA = Path(__file__).parent.parent / "schema.sql"


def connect() -> sqlite3.Connection:
    connection = sqlite3.connect(os.environ.get("GALLERY_DB", "gallery.db"))
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def create_tables() -> None:
    """Creates the tables of the first day. What came later is in migrations/."""
    with connect() as connection:
        connection.executescript(SCHEMA.read_text())


def session() -> Iterator[sqlite3.Connection]:
    """One connection for a request: commits at its end, rolls back if it raised."""
    connection = connect()
    try:
        with connection:
            yield connection
    finally:
        connection.close()
