"""Files, written whole or not at all; those that a person names through links, and straight into what is no regular file.

What a study keeps in its own folder goes through sim.study.store.parts, which follows no link: the folder may come from somebody else.
"""

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from sim.errors import InputError, check_printable

Content = str | bytes | Callable[[Path], Any]  # text, which becomes UTF-8; bytes; or what fills a file at the path that it is given
PARTIAL = ".tmp"  # ends the name of a file that is not whole yet
RESULTS = Path("results")  # in the folder one works in; made when something is first written there


def put_whole(path: Path, content: Content) -> None:
    """Put a file at a path, whole or not at all: what stood there stays until the disk has all of the new.

    A file keeps its permissions; a link is replaced, not followed. Raises OSError, or what ``content`` raises, and leaves nothing behind.
    """
    partial = path.with_name(f"{path.name}.{os.urandom(4).hex()}{PARTIAL}")  # a name that no other process or machine takes
    try:
        _fill(partial, content)
        flush(partial)
        if path.exists() and not path.is_symlink():
            shutil.copymode(path, partial)
        partial.replace(path)
        with contextlib.suppress(PermissionError):  # of a folder that may be written but not read, and of any on Windows
            flush(path.parent)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Have the disk take what was written to a file or folder."""
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _fill(path: Path, content: Content) -> None:
    if callable(content):
        content(path)
    else:
        path.write_bytes(content.encode("utf-8", "replace") if isinstance(content, str) else content)


def write_file(path: Path, content: Content) -> None:
    """Put a file where the path that a person gave leads.

    A regular file is replaced whole or not at all and keeps its permissions; a link stays, and what it names is written.
    A pipe, a device or standard output gets the content once all of it is there. Raises InputError where that cannot be.
    """
    try:
        target = Path(os.path.realpath(path))
        _check_place(path, target)
        if _is_stream(path):
            _into_a_stream(path, content)
        else:
            target.parent.mkdir(exist_ok=True)  # results/ only; any other was there when it was checked
            put_whole(target, content)
    except BrokenPipeError:  # who reads has seen enough
        raise
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from None


def check_places(*paths: Path | None, read: str = "") -> None:
    """Refuse to start when a result could not be written in the end, or would overwrite another or the file that is read."""
    taken = {os.path.realpath(read): read} if read and "\0" not in read else {}
    for path in paths:
        if path is None:
            continue
        try:
            check_printable(str(path))
            target = Path(os.path.realpath(path))
            _check_place(path, target)
        except InputError:
            raise
        except (OSError, ValueError) as error:
            raise InputError(f"{str(path)[:60]} cannot be written: {getattr(error, 'strerror', None) or error}") from None
        if str(target) in taken:
            also = "" if taken[str(target)] == str(path) else f", as {taken[str(target)]} too"
            raise InputError(f"{path} is named twice{also}; a result needs a file of its own")
        taken[str(target)] = str(path)


def _check_place(path: Path, target: Path) -> None:
    """Raises InputError unless something can be written at target, where path leads."""
    if target.is_symlink():
        raise InputError(f"{path} is a link that leads round in a circle")
    if target.is_dir():
        raise InputError(f"{path} is a folder, not a file")
    if _is_stream(path):
        return
    folder = target.parent
    if not folder.exists() and folder == Path(os.path.realpath(RESULTS)):
        folder = folder.parent
    if not folder.is_dir():
        raise InputError(f"{path}: there is no folder {folder}")
    for place in (folder, target):
        if place.exists() and not os.access(place, os.W_OK):
            raise InputError(f"{path} cannot be written: there is no permission to write {'in ' if place.is_dir() else ''}{place}")


@contextlib.contextmanager
def told_beside(*paths: Path | None) -> Iterator[None]:
    """What is printed inside goes to standard error when one of these files is standard output, so that its rows stand alone there."""
    ours = any(path is not None and _same(path, 1) and not _same(Path(os.devnull), 1) for path in paths)
    with contextlib.redirect_stdout(sys.stderr) if ours else contextlib.nullcontext():
        yield


def _is_stream(path: Path) -> bool:
    """Whether path is no regular file, or a file that is open already, such as /dev/stdout sent to a file."""
    if not path.exists():
        return False
    return not stat.S_ISREG(path.stat().st_mode) or _is_open_here(path)


def _is_open_here(path: Path) -> bool:
    """Whether path is our standard output or error, or leads through a descriptor, as /dev/fd/3 does."""
    if any(_same(path, descriptor) for descriptor in (1, 2)):
        return True
    while path.is_symlink():
        if Path(os.path.realpath(path.parent)).match("/proc/*/fd"):
            return True
        path = path.parent / path.readlink()
    return False


def _same(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False


def _into_a_stream(path: Path, content: Content) -> None:
    with tempfile.TemporaryDirectory(prefix="takehold-") as spare:
        made = Path(spare) / path.name
        _fill(made, content)
        with made.open("rb") as whole, _opened(path) as out:
            shutil.copyfileobj(whole, out)


def _opened(path: Path) -> BinaryIO:
    """The stream at path. Ours are written where they stand: opened again, a file behind them would be written from its beginning."""
    for descriptor, ours in ((1, sys.stdout), (2, sys.stderr)):
        if _same(path, descriptor):
            if ours is not None:
                ours.flush()
            return os.fdopen(os.dup(descriptor), "wb")
    return path.open("wb")


def check_new(*files: Path) -> None:
    """Raises InputError where a file is there already or cannot be written."""
    for file in files:
        if file.exists():
            raise InputError(f"{file} exists already and is left as it is; choose another name")
    check_places(*files)
