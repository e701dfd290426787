"""Standard output and error as a command finds them: closed, full, cut off, narrow, or knowing only ASCII."""

import contextlib
import errno
import os
import shutil
import sys
import textwrap

from sim.errors import InputError

LEAST_WIDTH = 20  # of a terminal that lines are made for
NO_MORE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}  # what writing to a stream ends with


def make_ready() -> None:
    """Have every character be printed, by a question mark where there is none for it. Raises InputError when nothing can be printed.

    A closed standard stream gets the null device, or the next file that is opened would be taken for it.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest that is free, which is this one
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as long as the process lives
    if sys.stdout is None:
        raise InputError("standard output is closed, so there is nowhere to print to; send it to a file or to /dev/null")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")


def say(text: str) -> None:
    """Print on standard error, or nowhere when that cannot be."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        give_up(2)


def give_up(descriptor: int) -> None:
    """Let what is still to be written to a stream go nowhere, so that leaving does not fail on it."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def in_words(error: OSError) -> str:
    """What the system refused, in one sentence."""
    what = error.filename or ("standard output" if error.errno in NO_MORE else "something that is needed")
    return f"{what} cannot be {'written' if error.errno in NO_MORE else 'had'}: {error.strerror or error}"


def fitting(width: int) -> int:
    """This width, or that of a narrower terminal."""
    return min(width, terminal_width() or width)


def fitted(text: str) -> str:
    """A line of text in as many as the terminal needs; as it is where nothing has to fit."""
    width = terminal_width()
    return textwrap.fill(text, width) if width else text


def terminal_width() -> int | None:
    """Columns of the terminal that is printed on, or as the variable COLUMNS has it; none elsewhere, where nothing has to fit."""
    asked = os.environ.get("COLUMNS", "")
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    if not is_terminal and not asked.isdecimal():
        return None
    return max(LEAST_WIDTH, shutil.get_terminal_size((200, 24)).columns)
