"""Reads values out of JSON documents and SQL rows, as text that a script can state."""

import json
import re

STEP = re.compile(r"""\.([A-Za-z_][\w-]*)|\["([^"]*)"\]|\[(-?\d+)\]|(\[\])|\.$""")


def document(text: str) -> object:
    return json.loads(text)


def documents(text: str) -> list[object]:
    return [json.loads(line) for line in text.splitlines()]


def select(value: object, path: str) -> object:
    """`path` is a small part of jq's language: .name ["name"] [0] [] and, at the end, `| length` or `| keys`."""
    path, _, function = (part.strip() for part in path.partition("|"))
    found = follow(value, path)
    if function == "length":
        return len(found)
    if function == "keys":
        return Each(sorted(found))
    if function:
        raise ValueError(f"no function `{function}`: length, keys")
    return found


class Each(list):
    """The values that `[]` stands for; shown with a space between them."""


def follow(value: object, path: str) -> object:
    at = 0
    while at < len(path):
        step = STEP.match(path, at)
        if not step:
            raise ValueError(f"cannot read the path at `{path[at:]}`")
        at = step.end()
        if step[4]:
            return Each(follow(element, path[at:]) for element in value)
        name = step[1] if step[1] is not None else step[2]
        if name is not None:
            value = value[name]
        elif step[3]:
            value = value[int(step[3])]
    return value


def render(value: object) -> str:
    if isinstance(value, Each):
        return " ".join(render(element) for element in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def sql_value(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return str(value)
