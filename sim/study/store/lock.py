"""One writer at a time: a lock on the folder of a study that ends with the process that holds it."""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sim.errors import InputError
from sim.machine.received import check_regular
from sim.study.running.chunks import WHOLE, Shard

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


def check_system() -> None:
    """Raises InputError on a system without the locks and signals that keep a study whole."""
    if fcntl is None:
        raise InputError("studies and calibration do not work on this system, which lacks the file locks of Linux and macOS (fcntl); "
                        "on Windows use WSL; run, explain, what-if, priorities, map, patterns and sensitivity work here")


@contextmanager
def locked(folder: Path, shard: Shard = WHOLE) -> Iterator[None]:
    """Hold the folder for oneself, or, as one shard of several, that shard while nobody has the whole.

    The lock is the operating system's, so one left by a killed process holds nobody up; the file says who has it.
    Raises InputError that names the holder.
    """
    with ExitStack() as stack:
        stack.enter_context(_held(folder / "lock", shared=shard != WHOLE))
        if shard != WHOLE:
            stack.enter_context(_held(folder / f"lock-{shard[0]}-of-{shard[1]}", shared=False))
        yield


@contextmanager
def _held(path: Path, shared: bool) -> Iterator[None]:
    try:
        if os.path.lexists(path):
            check_regular(path, "lock", follow=False)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from None
    try:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            who = _who(_holder(descriptor))
            raise InputError(f"{path.parent} is being written by {who}; wait for it, or choose another --out") from None
        holder = _holder(descriptor)
        if holder and holder.get("host") != platform.node() and not shared:  # a lock of another machine may not reach here
            raise InputError(f"{path.parent} was being written by {_who(holder)}; if that is over, remove {path.name} there and try again")
        if not shared:
            _write(descriptor, json.dumps({"host": platform.node(), "pid": os.getpid()}))
        try:
            yield
        finally:
            if not shared:
                _write(descriptor, "")
    finally:
        os.close(descriptor)


def holder_of(folder: Path) -> str | None:
    """Who writes the folder now, in words; nothing when nobody does."""
    check_system()
    try:
        check_regular(folder / "lock", "lock", follow=False)
        descriptor = os.open(folder / "lock", os.O_RDONLY)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"{folder / 'lock'} cannot be read: {error.strerror or error}") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _who(_holder(descriptor))
    finally:
        os.close(descriptor)
    return None


def _holder(descriptor: int) -> dict[str, object]:
    """Host and process as they stand in the lock; nothing when it is half-written or says something else."""
    try:
        told = json.loads(os.pread(descriptor, 4096, 0) or b"{}")
    except (ValueError, RecursionError):
        return {}
    fits = isinstance(told, dict) and isinstance(told.get("host"), str) and type(told.get("pid")) is int
    return told if fits else {}


def _who(holder: dict[str, object]) -> str:
    return f"process {holder.get('pid')} on {holder.get('host')}" if holder.get("pid") else "another process"


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)
