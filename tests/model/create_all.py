"""Makes databases of models as SQLAlchemy does: create_all.py URL MODULE:ATTRIBUTE..., `{}` in the URL being the module.

Prints the modules that it made. Models that need what this Python does not have (a line says `# needs: PACKAGE VERSION`)
are left out.
"""

import importlib.metadata
import re
import sys
from pathlib import Path

from sqlalchemy import create_engine


def version(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)][:3]


def can_be_made(source: str) -> bool:
    if not (needs := re.search(r"^# needs: (\w+) ([\d.]+)", source, re.MULTILINE)):
        return True
    try:
        return version(importlib.metadata.version(needs[1])) >= version(needs[2])
    except importlib.metadata.PackageNotFoundError:
        return False


def make(url: str, module: str, attribute: str) -> None:
    value = eval(attribute, vars(__import__(module)))
    if callable(value) and not hasattr(value, "metadata"):
        value = value()
    engine = create_engine(url)
    for item in value if isinstance(value, list) else [value]:
        getattr(item, "metadata", item).create_all(engine)
    engine.dispose()


def main() -> None:
    sys.path.insert(0, "")
    for place in sys.argv[2:]:
        module, attribute = place.split(":")
        if can_be_made(Path(module + ".py").read_text()):
            make(sys.argv[1].replace("{}", module), module, attribute)
            print(module)


if __name__ == "__main__":
    main()
