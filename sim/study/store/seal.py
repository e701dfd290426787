"""Seals: a digest of a whole Parquet file in its own footer, so that a single bit that changes anywhere shows.

The digest is taken with noughts in its own place. It guards against damage, not against forgers, who can seal what they like.
"""

import hashlib
import io
import os
import re
import stat
import time
from pathlib import Path

from sim.errors import InputError

MAGIC = b"PAR1"
BLOCK = 1 << 20  # bytes that are held at a time
LARGEST_FOOTER = 64_000_000
SETTLED = 1_000_000_000  # nanoseconds after which a change shows in a file's times
KEY = "seal"
BLANK = "sha256:" + "0" * 64
_whole: dict[Path, tuple[tuple[int, ...], str]] = {}  # files that were found whole, as they were then
_SEAL = re.compile(rb"sha256:([0-9a-f]{64})")


def put_seal(made: io.BytesIO) -> None:
    """Seal a file that stands in memory, written with BLANK under KEY in its footer."""
    with made.getbuffer() as data:
        begin = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
        place = begin + bytes(data[begin:]).index(BLANK.encode()) + len("sha256:")
        data[place:place + 64] = hashlib.sha256(data).hexdigest().encode()


def seal_of(path: Path) -> str | None:
    """The digest of a Parquet file that is as it was written; nothing for any other file, a link or what cannot be read.

    A file that has not changed since it was found whole is not read again.
    """
    try:
        now = path.lstat()
        if not stat.S_ISREG(now.st_mode):
            return None
        stamp = now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns
        known, seal = _whole.get(path, (None, ""))
        if known == stamp:
            return seal
        settled = time.time_ns() - now.st_ctime_ns > SETTLED
        place, told = _place(path)
        if told != _digest(path, place):
            return None
        if settled:
            _whole[path] = stamp, told
        return told
    except (OSError, InputError):
        return None


def _place(path: Path) -> tuple[int, str]:
    """Where in the file the digest stands, and what it is; raises InputError when there is not exactly one."""
    with path.open("rb") as file:
        head, size = file.read(4), file.seek(0, os.SEEK_END)
        if size < 12:
            raise InputError(f"{path} is cut short")
        file.seek(-8, os.SEEK_END)
        length, tail = int.from_bytes(file.read(4), "little"), file.read(4)
        if head != MAGIC or tail != MAGIC or length > min(size - 12, LARGEST_FOOTER):
            raise InputError(f"{path} is no Parquet file")
        begin = file.seek(size - 8 - length)
        found = list(_SEAL.finditer(file.read(length)))
    if len(found) != 1:
        raise InputError(f"{path} has no seal")
    return begin + found[0].start(1), found[0][1].decode()


def _digest(path: Path, place: int) -> str:
    made, at = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            first, last = max(place - at, 0), min(place + 64 - at, len(block))
            if first < last:
                block = block[:first] + b"0" * (last - first) + block[last:]
            made.update(block)
            at += len(block)
    return made.hexdigest()
