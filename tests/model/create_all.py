"""Makes databases of models as SQLAlchemy does: create_all.py FOLDER MODULE:ATTRIBUTE..., each FOLDER/MODULE.db.

Models that need what this Python does not have (their first line says `# needs: PACKAGE VERSION`) are left out.
"""

import importlib.metadata
import re
import sys
from pathlib import Path

from sqlalchemy import create_engine


def version(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)][:3]


def can_be_made(source: str) -> bool:
    if not (needs := re.match(r"# needs: (\w+) ([\d.]+)", source)):
        return True
    try:
        return version(importlib.metadata.version(needs[1])) >= version(needs[2])
    except importlib.metadata.PackageNotFoundError:
        return False


def make(database: Path, module: str, attribute: str) -> None:
    value = eval(attribute, vars(__import__(module)))
    if callable(value) and not hasattr(value, "metadata"):
        value = value()
    engine = create_engine(f"sqlite:///{database}")
    for item in value if isinstance(value, list) else [value]:
        getattr(item, "metadata", item).create_all(engine)
    engine.dispose()


def main() -> None:
    sys.path.insert(0, "")
    for place in sys.argv[2:]:
        module, attribute = place.split(":")
        if can_be_made(Path(module + ".py").read_text()):
            make(Path(sys.argv[1], module + ".db"), module, attribute)


if __name__ == "__main__":
    main()
