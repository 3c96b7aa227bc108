"""docs/postgresql.md names every kind of object that the list in dialect/postgresql/definitions.cc holds, and no other."""

import os
import re
import sys
from pathlib import Path

ROOT = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))
MARK = "<!-- kinds: src/dialect/postgresql/definitions.cc -->\n"


def main() -> int:
    code = (ROOT / "src/dialect/postgresql/definitions.cc").read_text()
    listed = set(re.findall(r'KindOf\{"([^"]+)"', code)) | set(re.findall(r'kComment = "([^"]+)"', code))
    page = (ROOT / "docs/postgresql.md").read_text()
    row = page.split(MARK, 1)[1].split("\n", 1)[0]
    told = {kind.strip() for kind in row.rstrip(".").split(",")}
    for kind in sorted(listed - told):
        print(f"docs/postgresql.md does not name: {kind}")
    for kind in sorted(told - listed):
        print(f"docs/postgresql.md names what the code does not list: {kind}")
    if listed == told:
        print(f"{len(told)} kinds are named")
    return 0 if listed == told else 1


if __name__ == "__main__":
    sys.exit(main())
