"""The models of models/ and postgresql/, and databases that SQLAlchemy itself makes of them."""

import re
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
MODELS = HERE / "models"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def run(*words: str | Path, folder: Path = MODELS) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def attribute_of(model: Path) -> str:
    """What holds a model's tables: what a line names, else one of the usual names."""
    text = model.read_text()
    if named := re.search(r"^# attribute: (.+)", text, re.MULTILINE):
        return named[1]
    return next(name for name in ("Base", "SQLModel", "mapper_registry", "metadata") if re.search(rf"\b{name}\b", text))


def make_all(python: Path, url: str, models: list[Path]) -> dict[Path, str]:
    """Makes a database of each model that this Python can have; `{}` in the URL is its name. Those models, with their attributes."""
    attributes = {path: attribute_of(path) for path in models}
    places = (f"{path.stem}:{name}" for path, name in attributes.items())
    made = run(python, HERE / "create_all.py", url, *places, folder=models[0].parent)
    if made.returncode != 0:
        raise AssertionError(made.stderr)
    return {path: name for path, name in attributes.items() if path.stem in made.stdout.split()}


def create_all(python: Path, folder: Path) -> dict[Path, tuple[str, str]]:
    """A SQLite database of each model of models/ that this Python can have. Each with its module and attribute."""
    made = make_all(python, f"sqlite:///{folder}/{{}}.db", sorted(MODELS.glob("*.py")))
    return {folder / f"{path.stem}.db": (path.stem, name) for path, name in made.items()}
