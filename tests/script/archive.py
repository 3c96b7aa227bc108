"""The txtar format: a script on top, files below, each after a line `-- name --`."""

import re
from dataclasses import dataclass
from pathlib import Path

MARKER = re.compile(rb"^-- (\S.*?) --\r?$", re.MULTILINE)


@dataclass(frozen=True)
class Archive:
    script: str
    files: dict[str, bytes]


def parse(data: bytes) -> Archive:
    markers = list(MARKER.finditer(data))
    ends = [marker.start() for marker in markers[1:]] + [len(data)]
    files = {}
    for marker, end in zip(markers, ends):
        name = marker[1].decode()
        if name in files:
            raise ValueError(f"two files named {name}")
        files[name] = data[marker.end() + 1:end]
    script = data[:markers[0].start()] if markers else data
    return Archive(script.decode(), files)


def rewrite_file(path: Path, name: str, content: str) -> None:
    """Gives the file `name` inside the archive at `path` another content."""
    data = path.read_bytes()
    for marker in MARKER.finditer(data):
        if marker[1].decode() == name:
            following = MARKER.search(data, marker.end())
            end = following.start() if following else len(data)
            path.write_bytes(data[:marker.end() + 1] + content.encode() + data[end:])
            return
    raise ValueError(f"no file named {name} in {path}")
