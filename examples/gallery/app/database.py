"""The database of the gallery: one SQLite file, named by GALLERY_DB. Its schema is that of app/models.py; revisions make it."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

FILE = os.environ.get("GALLERY_DB", "gallery.db")
SCHEMA = Path(__file__).parent.parent / "schema.sql"

engine = create_engine(f"sqlite:///{FILE}")


@event.listens_for(engine, "connect")
def enforce_foreign_keys(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


def model_session() -> Iterator[Session]:
    """One session for a request, for code that uses the models: commits at its end, rolls back if it raised."""
    with Session(engine) as session, session.begin():
        yield session


def connect() -> sqlite3.Connection:
    connection = sqlite3.connect(FILE)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def create_tables() -> None:
    """Creates the tables of the first day. What came later is in migrations/."""
    with connect() as connection:
        connection.executescript(SCHEMA.read_text())


def session() -> Iterator[sqlite3.Connection]:
    """The same for code that is older than the models, and writes its SQL by hand."""
    connection = connect()
    try:
        with connection:
            yield connection
    finally:
        connection.close()
