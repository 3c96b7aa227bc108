"""The commands of a script that make, change and look at files."""

import os
import shutil

from commands import command
from session import Failure, Session, one_argument
from words import ScriptError, Step, unescape


@command
def exists(session: Session, step: Step) -> None:
    """[!] exists FILE..."""
    for name in step.words[1:]:
        if session.path(name).exists() == step.negated:
            raise Failure(f"{name} {'exists' if step.negated else 'does not exist'}")


@command
def snapshot(session: Session, step: Step) -> None:
    """snapshot FILE...: remembers the bytes for `unchanged`"""
    for name in step.words[1:]:
        session.snapshots[name] = session.path(name).read_bytes()


@command
def unchanged(session: Session, step: Step) -> None:
    """[!] unchanged FILE...: the bytes are those of the `snapshot`"""
    for name in step.words[1:]:
        if (session.path(name).read_bytes() == session.snapshots[name]) == step.negated:
            raise Failure(f"{name} {'did not change' if step.negated else 'changed'}")


@command
def cp(session: Session, step: Step) -> None:
    """cp FROM TO: a file, a folder, `stdout` or `stderr`"""
    source, target = step.words[1:]
    if source in ("stdout", "stderr"):
        session.path(target).write_text(session.read(source))
    elif session.path(source).is_dir():
        shutil.copytree(session.path(source), session.path(target), symlinks=True)
    else:
        shutil.copy2(session.path(source), session.path(target))


@command
def mv(session: Session, step: Step) -> None:
    """mv FROM TO"""
    source, target = step.words[1:]
    shutil.move(session.path(source), session.path(target))


@command
def rm(session: Session, step: Step) -> None:
    """rm FILE...: folders with all that is in them"""
    for name in step.words[1:]:
        path = session.path(name)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


@command
def mkdir(session: Session, step: Step) -> None:
    """mkdir FOLDER..."""
    for name in step.words[1:]:
        session.path(name).mkdir(parents=True)


@command
def append(session: Session, step: Step) -> None:
    r"""append FILE TEXT: a line; `\n` in TEXT makes more of them"""
    with session.path(step.words[1]).open("a") as file:
        file.write(unescape(step.words[2]) + "\n")


@command
def replace(session: Session, step: Step) -> None:
    r"""replace FILE OLD NEW: every OLD, of which there must be one; `\n` is understood"""
    path, old, new = session.path(step.words[1]), unescape(step.words[2]), unescape(step.words[3])
    text = path.read_text()
    if old not in text:
        raise ScriptError(f"{step.words[1]} does not hold `{old}`")
    path.write_text(text.replace(old, new))


@command
def crlf(session: Session, step: Step) -> None:
    """crlf FILE: makes its lines end with CR LF"""
    path = session.path(one_argument(step))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@command
def hex_(session: Session, step: Step) -> None:
    """hex FILE BYTES...: writes raw bytes, e.g. `hex a.sql ef bb bf`"""
    session.path(step.words[1]).write_bytes(bytes.fromhex(" ".join(step.words[2:])))


@command
def bom(session: Session, step: Step) -> None:
    """bom FILE: puts a UTF-8 byte order mark in front"""
    path = session.path(one_argument(step))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


@command
def chmod(session: Session, step: Step) -> None:
    """chmod MODE FILE: MODE in octal"""
    session.path(step.words[2]).chmod(int(step.words[1], 8))


@command
def symlink(session: Session, step: Step) -> None:
    """symlink LINK -> TARGET"""
    if step.expected is None:
        raise ScriptError("no `->`")
    session.path(one_argument(step)).symlink_to(step.expected)


@command
def mkfifo(session: Session, step: Step) -> None:
    """mkfifo FILE"""
    os.mkfifo(session.path(one_argument(step)))


@command
def age(session: Session, step: Step) -> None:
    """age FILE SECONDS: sets its modification time that far back"""
    path = session.path(step.words[1])
    then = path.stat().st_mtime - float(step.words[2])
    os.utime(path, (then, then))
