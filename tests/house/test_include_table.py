"""Who may include whom: the table of docs/architecture.md, held against every #include of src/ and include/."""

import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2]))

PURE = {"core", "revision", "schema", "diff"}
ENGINES = {"sqlite", "postgresql", "mariadb"}

# A folder of src/ -> the folders it may include besides itself.
TABLE = {
    "core": set(),
    "revision": {"core"},
    "schema": {"core"},
    "diff": {"core", "schema"},
    "dialect": {"core", "schema", "diff"},
    "migrate": {"core", "revision", "dialect"},
    "model": {"core", "schema", "dialect"},
    "generate": PURE | {"dialect", "migrate", "model"},
    "report": PURE | {"dialect", "migrate", "model", "generate"},
    "cli": PURE | {"dialect", "migrate", "model", "generate", "report"},
}

# A header of an engine's client -> the only folder of src/ that may see it.
ENGINE_HEADERS = {
    "sqlite3.h": "dialect/sqlite",
    "libpq-fe.h": "dialect/postgresql",
    "mysql.h": "dialect/mariadb",
    "pg_query.h": "dialect/postgresql",
}

# Slow to compile: each in one .cc of src/ only.
ONE_PLACE = {"CLI11": r"CLI/.*", "nlohmann-json": r"nlohmann/.*", "toml++": r"toml\+\+/.*|toml\.hpp"}

# All that a public header may include besides aludel/.
STANDARD = re.compile(r"[a-z0-9_]+")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def sources(folder: str) -> Iterator[Path]:
    return (path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in (".h", ".cc"))


def includes(path: Path) -> Iterator[tuple[int, str]]:
    text = path.read_text()
    for found in INCLUDE.finditer(text):
        yield text.count("\n", 0, found.start(1)) + 1, found[1]


def engine_of(path: str) -> str | None:
    """The engine whose folder under dialect/ the file is in."""
    parts = path.split("/")
    return parts[1] if parts[0] == "dialect" and len(parts) > 2 and parts[1] in ENGINES else None


def why_not(file: str, header: str) -> str | None:
    """Why the file of src/ may not include the header, if so."""
    folder, target = file.split("/")[0], header.split("/")[0]
    name = header.rsplit("/", 1)[-1]
    if name in ENGINE_HEADERS and not file.startswith(ENGINE_HEADERS[name] + "/"):
        return f"only src/{ENGINE_HEADERS[name]} may"
    if target not in TABLE:
        return None
    if target != folder and target not in TABLE[folder]:
        return f"{folder} may include: {' '.join(sorted(TABLE[folder])) or 'nothing of ours'}"
    if (engine := engine_of(header)) and engine_of(file) != engine and (folder != "dialect" or engine_of(file)):
        return f"only dialect/ itself may name the engine {engine}"
    return None


def check_sources() -> Iterator[str]:
    places = defaultdict(list)
    for path in sources("src"):
        file = path.relative_to(ROOT / "src").as_posix()
        if file.split("/")[0] not in TABLE:
            yield f"src/{file}: its folder is not in the table"
            continue
        for line, header in includes(path):
            if reason := why_not(file, header):
                yield f"src/{file}:{line}: includes {header}: {reason}"
            for library, pattern in ONE_PLACE.items():
                if re.fullmatch(pattern, header):
                    places[library].append(f"src/{file}")
    for library, files in places.items():
        if len(set(files)) > 1 or files[0].endswith(".h"):
            yield f"{library} belongs in one .cc, but is included by: {' '.join(sorted(set(files)))}"


def check_public_headers() -> Iterator[str]:
    for path in sources("include"):
        for line, header in includes(path):
            if not STANDARD.fullmatch(header) and not header.startswith("aludel/"):
                yield f"{path.relative_to(ROOT)}:{line}: includes {header}: public headers know std and aludel/ only"


def main() -> int:
    problems = [*check_sources(), *check_public_headers()]
    print("\n".join(problems) or "the include table holds")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
