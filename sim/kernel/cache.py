"""Where compiled code is kept, and what it was made of. What lies there is run, so it is read from a folder of one's own only."""

import atexit
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sim import LOADED

ROOT = Path(__file__).parent.parent
ROOM = 4_000_000  # bytes, more than compiled code needs: a full disk is found before compiling and not after
AROUND = ("at_once.py", "cache.py", "engine.py", "guard.py", "native.py", "seen.py", "wasm.py", "worlds.py")  # of the kernel, what runs beside compiled code
# What the compiled code is made of: these, and nothing else of Takehold, does the kernel import.
SOURCES = ("rules/*.py", "model/*.py", "model/agents/*.py", *(f"kernel/{path.name}" for path in sorted((ROOT / "kernel").glob("*.py"))
                                                              if path.name not in AROUND),
           *(f"inputs/{name}.py" for name in ("phases", "parameters", "part", "events", "lever", "levers", "person", "workplace")))
COARSE = 0.01  # seconds by which the clock of a file system may lag behind


def cache_folder() -> Path:
    """A folder for compiled code, named by all it depends on, since Numba itself looks at one source file only.

    TAKEHOLD_CACHE names another place than the user's cache. Where that cannot be written, is full, or could be written by
    others, and where a source has changed since this process began, a new temporary folder serves, as long as the process lasts.
    """
    chosen = os.environ.get("TAKEHOLD_CACHE") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        if changed_since_loaded(SOURCES):
            return _spare()
        place = Path(chosen).expanduser()
        folder = place / "takehold" / f"kernel-{fingerprint()}"
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)
        if not (_nobody_else_moves(place.resolve()) and _is_mine_alone(folder.parent) and _is_mine_alone(folder)):
            return _spare()
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(0 if holds_code(folder) else ROOM))
        return folder
    except (OSError, RuntimeError, ValueError):  # a user without a home is a RuntimeError, a name with a null byte a ValueError
        return _spare()


@cache
def _spare() -> Path:
    """A folder that nobody else can guess or read, removed at the end."""
    folder = tempfile.mkdtemp(prefix="takehold-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _is_mine_alone(folder: Path) -> bool:
    """Whether this is a real folder, no link, of this user, in which nobody else can write."""
    told = folder.lstat()
    if not hasattr(os, "getuid"):  # Windows, where folders of a user are closed to others
        return stat.S_ISDIR(told.st_mode)
    return stat.S_ISDIR(told.st_mode) and told.st_uid == os.getuid() and not told.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _nobody_else_moves(place: Path) -> bool:
    """Whether nobody else can put another folder in the place of one of ours that lies there."""
    told = place.stat()
    if not hasattr(os, "getuid"):
        return True
    return told.st_uid in (0, os.getuid()) and bool(not told.st_mode & stat.S_IWOTH or told.st_mode & stat.S_ISVTX)


def lasts(folder: Path) -> bool:
    """Whether another process finds what is left in this folder for compiled code."""
    return folder.name.startswith("kernel-")


def holds_code(folder: Path) -> bool:
    """Whether compiled code lies there."""
    return any(folder.rglob("*.nbc"))


def fingerprint() -> str:
    """Twelve characters that change with the sources the kernel is made of and with the compiler's versions."""
    return digest(SOURCES, ("numba", "llvmlite", "numpy"))


@cache
def digest(patterns: Iterable[str], libraries: Iterable[str]) -> str:
    """Twelve characters that change with sources under sim/ and with the versions of libraries."""
    mark = hashlib.sha256(" ".join(f"{name} {_version(name)}" for name in libraries).encode())
    for path in _paths(patterns):
        mark.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return mark.hexdigest()[:12]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "missing"


def changed_since_loaded(patterns: Iterable[str]) -> bool:
    """Whether a source has changed since this process began, so that what runs here may be older than what stands in the file."""
    told = [path.stat() for path in _paths(patterns)]
    times = [one.st_mtime if os.name == "nt" else one.st_ctime for one in told]  # of the two, ctime cannot be set by hand
    return max(times) >= LOADED - COARSE


def _paths(patterns: Iterable[str]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
