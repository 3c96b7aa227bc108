"""A chain of revisions that Aludel generates from models over tables of several MB: rebuilds, schema edits, batch sections."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from trial import Project, Soak

ROWS = 15_000  # of the longest table

TABLES = """\
CREATE TABLE owner (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,  -- as they write it
  email TEXT COLLATE NOCASE,
  boss INTEGER REFERENCES owner (id) ON DELETE CASCADE
);
CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  owner_id INTEGER NOT NULL REFERENCES owner (id) ON DELETE CASCADE,
  title TEXT NOT NULL DEFAULT 'untitled',
  size INTEGER CONSTRAINT positive CHECK (size >= 0),
  twice INTEGER GENERATED ALWAYS AS (size * 2) VIRTUAL,
  body TEXT
);
CREATE TABLE label (
  item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  word TEXT NOT NULL,
  PRIMARY KEY (item_id, word)
) WITHOUT ROWID;
CREATE TABLE log (what TEXT, n INTEGER);
"""
AROUND = """\
CREATE UNIQUE INDEX ix_owner_email ON owner (email);
CREATE INDEX ix_item_title ON item (lower(title), size DESC) WHERE size > 3;
CREATE INDEX ix_label_word ON label (word);
CREATE VIEW big AS SELECT o.name, i.title, i.twice FROM item AS i JOIN owner AS o ON o.id = i.owner_id WHERE i.size > 10;
CREATE TRIGGER item_gone AFTER DELETE ON item BEGIN INSERT INTO log VALUES ('gone', old.id); END;
CREATE TRIGGER item_resized AFTER UPDATE OF size ON item WHEN new.size <> old.size BEGIN INSERT INTO log VALUES ('resized', new.id); END;
CREATE TRIGGER big_new INSTEAD OF INSERT ON big BEGIN INSERT INTO log VALUES (new.title, 0); END;
"""
COUNT = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {})"
FILLING = f"""\
{COUNT.format(ROWS // 5)} INSERT INTO owner (id, name, email, boss)
  SELECT n * 3, 'owner ' || n, 'o' || n || '@example.org', CASE WHEN n > 1 THEN (n - 1) * 3 END FROM c;
{COUNT.format(ROWS)} INSERT INTO item (id, owner_id, title, size, body)
  SELECT n * 2, (n % {ROWS // 5} + 1) * 3, 'Title ' || n, n % 50, CASE WHEN n % 7 THEN printf('%.*c', 100 + n % 90, 'x') END FROM c;
{COUNT.format(ROWS)} INSERT INTO label SELECT n * 2, 'w' || n % 20 FROM c;
{COUNT.format(ROWS)} INSERT INTO log SELECT 'made', n FROM c WHERE n % 2;
"""


@dataclass(frozen=True)
class Step:
    """What changes in the text of the model; the revision is generated, or a hand writes it as batch sections."""
    changes: tuple[tuple[str, str], ...]
    rebuild: str = "auto"
    batch: tuple[str, str] | None = None  # up, down


STEPS = (
    # A table to which others refer with CASCADE gets a key: a copy.
    Step((("boss INTEGER REFERENCES owner (id) ON DELETE CASCADE\n",
           "boss INTEGER REFERENCES owner (id) ON DELETE SET NULL,\n  UNIQUE (name, email)\n"),)),
    # A check and a default, where an edit of the text is enough ...
    Step((("CHECK (size >= 0)", "CHECK (size BETWEEN 0 AND 1000)"), ("what TEXT,", "what TEXT DEFAULT '?',"))),
    # ... and is not used.
    Step((("title TEXT NOT NULL", "title VARCHAR(200) NOT NULL"), ("n INTEGER)", "n INTEGER CHECK (n >= 0))")), rebuild="copy"),
    Step((("  body TEXT\n", "  body TEXT,\n  note TEXT NOT NULL DEFAULT '-',\n  CONSTRAINT short CHECK (length(title) < 300)\n"),),
         batch=("ALTER TABLE item ADD COLUMN note TEXT NOT NULL DEFAULT '-' AFTER title,\n"
                "  ADD CONSTRAINT short CHECK (length(title) < 300);\nUPDATE item SET note = 'n' || id WHERE id % 10 = 0;\n",
                "ALTER TABLE item DROP CONSTRAINT short, DROP COLUMN note;\n")),
    # A collation in a key, columns that come and go, a view and a trigger that change with them.
    Step((("word TEXT NOT NULL,", "word TEXT NOT NULL COLLATE NOCASE,\n  kind TEXT DEFAULT 'k',"), (", i.twice FROM", ", i.size FROM"),
          ("'resized', new.id", "'resized to', new.size"))),
    # The kind of a table, and a generated column that becomes stored.
    Step(((" WITHOUT ROWID", ""), ("VIRTUAL", "STORED"), ("(lower(title), size DESC)", "(size, title COLLATE NOCASE)"))),
    Step((("COLLATE NOCASE,\n  boss", "COLLATE NOCASE NOT NULL DEFAULT 'nobody@example.org',\n  boss"),),
         batch=("ALTER TABLE owner ALTER COLUMN email SET NOT NULL, ALTER COLUMN email SET DEFAULT 'nobody@example.org';\n",
                "ALTER TABLE owner ALTER COLUMN email DROP NOT NULL, ALTER COLUMN email DROP DEFAULT;\n")),
)


def revision_id(number: int) -> str:
    return f"r{number:03}"


FIRST, LAST = revision_id(1), revision_id(len(STEPS) + 1)


def generate(soak: Soak) -> Project:
    """The project with its whole chain, and no database yet."""
    project = Project(soak.binary, Path(tempfile.mkdtemp(dir=soak.folder)))
    (project.folder / "migrations").mkdir()
    model = TABLES + AROUND
    drops = "".join(f"DROP TABLE {table};\n" for table in ("log", "label", "item", "owner"))
    write_revision(project, 1, "", TABLES + FILLING + AROUND, "DROP VIEW big;\n" + drops)
    for number, step in enumerate(STEPS, 2):
        model = changed(model, step)
        write_model(project, model, step.rebuild)
        if step.batch:
            write_revision(project, number, " batch", *step.batch)
        else:
            project.must("revision", "--autogenerate", "-m", "change", "--rev-id", revision_id(number), "--no-rename")
    project.must("diff", "head", "model", "--no-rename", "--exit-code")
    return project


def changed(model: str, step: Step) -> str:
    for old, new in step.changes:
        if model.count(old) != 1:
            raise RuntimeError(f"the model has `{old}` {model.count(old)} times")
        model = model.replace(old, new)
    return model


def write_model(project: Project, model: str, rebuild: str) -> None:
    (project.folder / "model.sql").write_text(model)
    (project.folder / "aludel.toml").write_text(
        f'url = "sqlite:///app.db"\nmigrations = ["migrations"]\nmodel = "model.sql"\nrebuild = "{rebuild}"\n')


def write_revision(project: Project, number: int, options: str, up: str, down: str) -> None:
    revises = f"-- revises: {revision_id(number - 1)}\n" if number > 1 else ""
    (project.folder / "migrations" / f"{revision_id(number)}.sql").write_text(
        f"-- revision: {revision_id(number)}\n{revises}\n-- migrate:up{options}\n{up}\n-- migrate:down{options}\n{down}")
