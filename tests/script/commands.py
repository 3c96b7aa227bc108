"""The commands of a script. `run.py --help` prints this list: the first line of each docstring says how it is written."""

import difflib
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable

import archive
import process
import query
from session import Failure, Session, Skip, one_argument
from words import ScriptError, Step, unescape

Command = Callable[[Session, Step], None]
COMMANDS: dict[str, Command] = {}


def command(function: Command) -> Command:
    COMMANDS[function.__name__.rstrip("_")] = function
    return function


# Programs

@command
def aludel(session: Session, step: Step) -> None:
    """[!|?N] aludel ARGS...: must succeed; with ! must fail, but not crash; with ?N must exit with N"""
    exec_(session, Step(step.number, step.line, ["exec", *step.words], None, step.negated, step.status))


@command
def exec_(session: Session, step: Step) -> None:
    """[!|?N] exec PROGRAM ARGS...: like `aludel`"""
    session.ended(step, process.run(step.words[1:], session.cwd, session.env, session.take_input()))


@command
def tty(session: Session, step: Step) -> None:
    """[!|?N] tty PROGRAM ARGS...: runs it on a terminal; stdout is what it wrote there"""
    session.ended(step, process.run_on_terminal(step.words[1:], session.cwd, session.env, session.take_typed()))


@command
def parallel(session: Session, step: Step) -> None:
    """[!|?N] parallel N PROGRAM ARGS...: starts it N times at once; holds all of them to the same exit code"""
    programs = [process.start(step.words[2:], session.cwd, session.env) for _ in range(int(step.words[1]))]
    results = [process.finish(program) for program in programs]
    joined = process.Result(0, "".join(r.stdout for r in results), "".join(r.stderr for r in results))
    for result in results:
        session.ended(step, result)
    session.last = joined


@command
def start(session: Session, step: Step) -> None:
    """start PROGRAM ARGS...: leaves it running behind the script, until `finish`"""
    session.started.append(process.start(step.words[1:], session.cwd, session.env))


@command
def signal_(session: Session, step: Step) -> None:
    """signal NAME: sends it (INT, TERM, CONT, KILL ...) to the program started last"""
    session.started[-1].send_signal(signal.Signals[f"SIG{one_argument(step)}"])


@command
def stopped(session: Session, _: Step) -> None:
    """stopped: waits until the program started last has stopped itself (a failpoint with the action `stop`)"""
    pid = session.started[-1].pid
    deadline = time.monotonic() + 30
    while os.waitid(os.P_PID, pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        if time.monotonic() > deadline:
            raise Failure("did not stop within 30 s")
        time.sleep(0.01)


@command
def finish(session: Session, step: Step) -> None:
    """[!|?N] finish: waits for the program started first; from here on it is the last program"""
    session.ended(step, process.finish(session.started.pop(0)))


@command
def stdin(session: Session, step: Step) -> None:
    """stdin FILE: the next `aludel` or `exec` reads it"""
    session.stdin = session.path(one_argument(step)).read_bytes()


@command
def ttyin(session: Session, step: Step) -> None:
    r"""ttyin TEXT: typed, with Return, into the next `tty`; may be repeated"""
    session.typed += unescape(one_argument(step)) + "\n"


@command
def env(session: Session, step: Step) -> None:
    """env NAME=VALUE...: for the rest of the script; `NAME` alone removes it"""
    for word in step.words[1:]:
        name, equals, value = word.partition("=")
        session.env.pop(name, None)
        if equals:
            session.env[name] = value


@command
def cd(session: Session, step: Step) -> None:
    """cd FOLDER"""
    session.cwd = session.path(one_argument(step)).resolve()


@command
def sleep(_: Session, step: Step) -> None:
    """sleep SECONDS"""
    time.sleep(float(one_argument(step)))


@command
def need(session: Session, step: Step) -> None:
    """need failpoints|root|PROGRAM: skips the rest of the script where it is missing"""
    for thing in step.words[1:]:
        if thing == "failpoints":
            there = subprocess.run(["aludel", "failpoints"], env=session.env, capture_output=True).returncode == 0
        elif thing == "root":
            there = os.geteuid() == 0
        else:
            there = shutil.which(thing, path=session.env["PATH"]) is not None
        if not there:
            raise Skip(thing)


# What was printed

def match(session: Session, step: Step, text: str, pattern: str) -> None:
    found = re.search(pattern, text, re.MULTILINE)
    if step.negated and found:
        raise Failure(f"`{found[0]}` matches")
    if not step.negated and not found:
        raise Failure("nothing matches")


@command
def stdout(session: Session, step: Step) -> None:
    """[!] stdout REGEX: `^` and `$` match at lines"""
    match(session, step, session.last.stdout, one_argument(step))


@command
def stderr(session: Session, step: Step) -> None:
    """[!] stderr REGEX"""
    match(session, step, session.last.stderr, one_argument(step))


@command
def grep(session: Session, step: Step) -> None:
    """[!] grep REGEX FILE"""
    match(session, step, session.read(step.words[2]), step.words[1])


@command
def cat(session: Session, step: Step) -> None:
    """cat FILE: makes it the last program's stdout"""
    session.last = process.Result(0, session.read(one_argument(step)), "")


@command
def json(session: Session, step: Step) -> None:
    """json [stderr] PATH -> VALUE: e.g. `json .revisions[0].id -> a1`; `[]` is each element, `| length` counts"""
    check_json(session, step, query.document)


@command
def jsonl(session: Session, step: Step) -> None:
    """jsonl [stderr] PATH -> VALUE: the same for one document a line, read as an array of them"""
    check_json(session, step, query.documents)


def check_json(session: Session, step: Step, read: Callable[[str], object]) -> None:
    source, path = ("stdout", step.words[1:]) if step.words[1] != "stderr" else ("stderr", step.words[2:])
    try:
        found = query.render(query.select(read(session.read(source)), " ".join(path)))
    except (ValueError, LookupError, TypeError) as error:
        raise Failure(f"{type(error).__name__}: {error}") from error
    expect(step, found)


def expect(step: Step, found: str) -> None:
    if step.expected is None:
        raise ScriptError("no `->`")
    if found != step.expected:
        raise Failure(f"found   : {found}\nexpected: {step.expected}")


def compare(session: Session, step: Step, normalise: Callable[[str], str]) -> None:
    left_name, right_name = step.words[1:]
    left, right = (normalise(session.read(name)) for name in (left_name, right_name))
    if step.negated:
        if left == right:
            raise Failure("they are equal")
    elif left != right and session.update and left_name in ("stdout", "stderr") and right_name in session.files:
        archive.rewrite_file(session.test, right_name, left)
    elif left != right:
        difference = difflib.unified_diff(right.splitlines(), left.splitlines(), right_name, left_name, lineterm="")
        raise Failure("\n".join(difference))


@command
def cmp(session: Session, step: Step) -> None:
    """[!] cmp FILE FILE: the same text exactly; `stdout` and `stderr` are names of files here"""
    compare(session, step, lambda text: text)


@command
def like(session: Session, step: Step) -> None:
    """[!] like FILE FILE: the same text but for the work folder ($WORK), durations (TIME), instants (WHEN), checksums"""
    compare(session, step, lambda text: normalise(text, str(session.work)))


def normalise(text: str, work: str) -> str:
    text = text.replace(work, "$WORK")
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", "WHEN", text)
    text = re.sub(r"\bh1:[0-9a-f]{8,64}\b", "h1:SUM", text)
    return re.sub(r"\b\d+(\.\d+)?\s?(ns|us|ms|s|min)\b", "TIME", text)


# The database

@command
def shell(session: Session, step: Step) -> None:
    """[!|?N] shell FILE: feeds it to the engine's own shell"""
    argv = session.server.shell(session.databases[0]) if session.server else ["sqlite3", "app.db"]
    script = session.path(one_argument(step)).read_bytes()
    session.ended(step, process.run(argv, session.cwd, session.env, script))


@command
def sql(session: Session, step: Step) -> None:
    """[!] sql [FILE] QUERY [-> ROWS]: rows joined by a space, columns by `|`; without `->` a script; app.db if no FILE"""
    if session.server:
        sql_on_server(session, step)
    else:
        sql_in_file(session, step)


def sql_on_server(session: Session, step: Step) -> None:
    try:
        rows = session.server.query(one_argument(step), session.databases[0])
    except subprocess.CalledProcessError as error:
        if step.negated:
            return
        raise Failure(error.stderr.decode()) from error
    if step.negated:
        raise Failure("succeeded, but must fail")
    if step.expected is not None:
        expect(step, " ".join(rows))


def sql_in_file(session: Session, step: Step) -> None:
    file, text = step.words[1:] if len(step.words) == 3 else ("app.db", one_argument(step))
    if step.expected is not None and not session.path(file).exists():
        raise Failure(f"no file {file}")
    connection = sqlite3.connect(session.path(file), isolation_level=None)
    try:
        rows = connection.execute(text).fetchall() if step.expected is not None else connection.executescript(text)
        if step.negated:
            raise Failure("succeeded, but must fail")
    except sqlite3.Error as error:
        if step.negated:
            return
        raise Failure(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()
    if step.expected is not None:
        expect(step, " ".join("|".join(query.sql_value(value) for value in row) for row in rows))


@command
def lock(session: Session, step: Step) -> None:
    """lock [FILE]: holds a write transaction on the database, until `unlock`"""
    connection = sqlite3.connect(session.path(step.words[1] if len(step.words) > 1 else "app.db"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    session.locks.append(connection)


@command
def unlock(session: Session, _: Step) -> None:
    """unlock: ends the transaction of the `lock` before"""
    session.locks.pop().close()
