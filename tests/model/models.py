"""The models of models/, and databases that SQLAlchemy itself makes of them."""

import re
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
MODELS = HERE / "models"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def run(*words: str | Path, folder: Path = MODELS) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def attribute_of(model: Path) -> str:
    """What holds a model's tables: what its first line names, else one of the usual names."""
    text = model.read_text()
    if named := re.search(r"^# attribute: (.+)", text):
        return named[1]
    return next(name for name in ("Base", "SQLModel", "mapper_registry", "metadata") if re.search(rf"\b{name}\b", text))


def create_all(python: Path, folder: Path) -> dict[Path, tuple[str, str]]:
    """Makes a database of each model that this Python can have. Each with its module and attribute."""
    places = {path.stem: attribute_of(path) for path in sorted(MODELS.glob("*.py"))}
    made = run(python, HERE / "create_all.py", folder, *(f"{module}:{name}" for module, name in places.items()))
    if made.returncode != 0:
        raise AssertionError(made.stderr)
    return {database: (database.stem, places[database.stem]) for database in sorted(folder.glob("*.db"))}
