"""Runs a program to its end: on pipes, or on a terminal of its own."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from dataclasses import dataclass
from pathlib import Path

TIMEOUT = 300.0


@dataclass(frozen=True)
class Result:
    status: int  # as a shell tells it: 128 + the signal that ended the program
    stdout: str
    stderr: str


def exit_code(returncode: int) -> int:
    return returncode if returncode >= 0 else 128 - returncode


def finish(process: subprocess.Popen, stdin: bytes | None = None) -> Result:
    try:
        out, err = process.communicate(stdin, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        err += f"\n(killed after {TIMEOUT:.0f} s)".encode()
    return Result(exit_code(process.returncode), decode(out), decode(err))


def start(argv: list[str], cwd: Path, env: dict[str, str], stdin: int = subprocess.DEVNULL) -> subprocess.Popen:
    pipe = subprocess.PIPE
    return subprocess.Popen(argv, cwd=cwd, env=env, stdin=stdin, stdout=pipe, stderr=pipe)


def run(argv: list[str], cwd: Path, env: dict[str, str], stdin: bytes | None) -> Result:
    wanted = subprocess.DEVNULL if stdin is None else subprocess.PIPE
    return finish(start(argv, cwd, env, wanted), stdin)


def run_on_terminal(argv: list[str], cwd: Path, env: dict[str, str], typed: str) -> Result:
    """What it writes to the terminal becomes stdout. Echo is off, so that what is typed ahead stays out of it."""
    controller, terminal = pty.openpty()
    mode = termios.tcgetattr(terminal)
    mode[3] &= ~termios.ECHO
    termios.tcsetattr(terminal, termios.TCSANOW, mode)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(argv, cwd=cwd, env={"TERM": "xterm-256color", **env}, stdin=terminal, stdout=terminal,
                               stderr=terminal, start_new_session=True,
                               preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
    os.close(terminal)
    if typed:
        os.write(controller, typed.encode())
    written = read_all(controller, time.monotonic() + TIMEOUT)
    os.close(controller)
    process.kill()  # a no-op but after a timeout
    return Result(exit_code(process.wait()), decode(written).replace("\r\n", "\n"), "")


def read_all(controller: int, deadline: float) -> bytes:
    written = b""
    while select.select([controller], [], [], max(0.0, deadline - time.monotonic()))[0]:
        try:
            chunk = os.read(controller, 65536)
        except OSError:  # EIO: the last program on the terminal has gone
            break
        written += chunk
    return written


def decode(data: bytes) -> str:
    return data.decode(errors="backslashreplace")
