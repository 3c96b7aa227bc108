"""A line of a script -> a step. Quoting is the shell's; `$NAME` is replaced outside single quotes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

VARIABLE = re.compile(r"\$(?:([A-Z_][A-Z0-9_]*)|\{([A-Z_][A-Z0-9_]*)\})")


class ScriptError(Exception):
    """The script itself is wrong."""


@dataclass(frozen=True)
class Step:
    number: int
    line: str
    words: list[str]
    expected: str | None  # what stands after `->`
    negated: bool = False  # `! command`
    status: int | None = None  # `?N command`: the exact exit code


def parse(number: int, line: str, env: Mapping[str, str]) -> Step:
    words, expected = split(line, env)
    if words[0] == "!":
        return Step(number, line, words[1:], expected, negated=True)
    if exact := re.fullmatch(r"\?(\d+)", words[0]):
        return Step(number, line, words[1:], expected, status=int(exact[1]))
    return Step(number, line, words, expected)


def split(line: str, env: Mapping[str, str]) -> tuple[list[str], str | None]:
    """The words of the line, and the text after an unquoted `->`, if it has one."""
    words: list[str] = []
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
        elif re.match(r"->(\s|$)", line[at:]):
            return words, line[at + 2:].strip()
        else:
            word, at = take_word(line, at, env)
            words.append(word)
    return words, None


def take_word(line: str, at: int, env: Mapping[str, str]) -> tuple[str, int]:
    word = ""
    quote = ""
    while at < len(line) and (quote or not line[at].isspace()):
        char = line[at]
        if char == quote:
            quote = ""
        elif not quote and char in "'\"":
            quote = char
        elif char == "\\" and quote != "'" and (not quote or line[at + 1:at + 2] in tuple('"\\$')):
            at += 1
            word += line[at:at + 1]
        elif char == "$" and quote != "'" and (variable := VARIABLE.match(line, at)):
            word += env.get(variable[1] or variable[2], "")
            at = variable.end()
            continue
        else:
            word += char
        at += 1
    if quote:
        raise ScriptError(f"no closing {quote}")
    return word, at


def unescape(text: str) -> str:
    r"""`\n`, `\t`, `\xNN` ... as Python reads them."""
    return re.sub(r"\\(x[0-9a-fA-F]{2}|[ntr0\\])", lambda escape: escape[0].encode().decode("unicode_escape"), text)
