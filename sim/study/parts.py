"""Files that are whole or not there: tables as Parquet, written by DuckDB under another name, flushed and renamed."""

import contextlib
import hashlib
import json
import os
import platform
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np

from sim.complaints import Complaint
from sim.study.plan import Chunk

FACTS, WEEKS = "part", "weeks"
MAGIC = b"PAR1"
TEMPORARY = ".tmp"
DIGEST = "sha256"  # of the numbers, in the footer
FEW = 200  # values of a column up to which a dictionary of them is worth making; looking for one in measurements takes longest of all
_own = threading.local()


class Labels(NamedTuple):
    """A column of text as codes into a list of names."""

    codes: np.ndarray
    names: list[str]


def connection() -> "duckdb.DuckDBPyConnection":
    """The DuckDB connection of this thread, in memory."""
    if not hasattr(_own, "connection"):
        _own.connection = duckdb.connect(config={"threads": 1})
    return _own.connection


def part_path(folder: Path, chunk: Chunk, kind: str = FACTS) -> Path:
    """Where the rows of a chunk are kept."""
    return folder / "parts" / f"{kind}-{'-'.join(f'{bound:09d}' for bound in chunk)}.parquet"


def chunk_of(path: Path) -> Chunk | None:
    """The chunk that a file name stands for."""
    kind, *bounds = path.stem.split("-")
    return Chunk(*map(int, bounds)) if kind == FACTS and len(bounds) == 4 and all(b.isdigit() for b in bounds) else None


def present(folder: Path) -> list[Chunk]:
    """Chunks that are in the store: the listing of the folder is the record of what is done."""
    found = (chunk_of(path) for path in (folder / "parts").glob(f"{FACTS}-*.parquet"))
    return sorted(chunk for chunk in found if chunk)


def write_table(path: Path, columns: Mapping[str, np.ndarray | Labels], notes: Mapping[str, str]) -> None:
    """Write columns of equal length as Parquet; notes and a digest of the numbers go into the footer.

    The same columns give the same bytes. Raises Complaint when the place cannot be written.
    """
    plain = {name: column.codes if isinstance(column, Labels) else column for name, column in columns.items()}
    chosen = [f"{_text(column, _name(name))} as {_name(name)}" if isinstance(column, Labels) else _name(name)
              for name, column in columns.items()]
    footer = {**notes, DIGEST: digest({name: column for name, column in columns.items() if not isinstance(column, Labels)})}
    keys = ", ".join(f"{_name(key)}: {quoted(value)}" for key, value in footer.items())

    def copy(temporary: Path) -> None:
        con = connection()
        con.register("columns_to_write", plain)
        try:
            con.execute(f"copy (select {', '.join(chosen)} from columns_to_write) to {quoted(temporary)} (format parquet, "
                        f"compression snappy, dictionary_size_limit {FEW}, write_bloom_filter false, kv_metadata {{{keys}}})")
        finally:
            con.unregister("columns_to_write")

    durably(path, copy)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all; raises Complaint when the place cannot be written."""
    durably(path, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def write_json(path: Path, value: Any) -> None:
    """Write JSON whole or not at all."""
    write_text(path, json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def durably(path: Path, write: Callable[[Path], Any]) -> None:
    """Call write with a temporary path, flush what it wrote to disk and rename it to path, then flush the folder.

    Raises Complaint, and leaves nothing behind, when there is no room or no permission.
    """
    temporary = path.with_name(f"{path.name}.{platform.node()}.{os.getpid()}.{threading.get_ident()}{TEMPORARY}")
    try:
        write(temporary)
        flush(temporary)
        temporary.replace(path)
        flush(path.parent)
    except (OSError, duckdb.Error) as error:
        raise Complaint(f"{path.name} cannot be written to {path.parent}: {reason(error)}; what was written before is safe") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Have the disk take what was written to a file or folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def reason(error: Exception) -> str:
    """Why writing failed, in a few words."""
    text = str(getattr(error, "strerror", None) or error)
    return next((words for sign, words in _REASONS.items() if sign in text), " ".join(text.split())[:160])


_REASONS = {"No space left": "the disk is full", "quota": "the quota of the disk is used up", "Permission denied": "there is no permission",
            "File too large": "the file would be larger than is allowed here", "Read-only": "the disk is read-only"}


def digest(columns: Mapping[str, np.ndarray]) -> str:
    """A digest of the numbers in a table; columns of text, which come as objects, are left out."""
    made = hashlib.sha256()
    for name, column in columns.items():
        if column.dtype != object:
            made.update(name.encode() + b"\0")
            made.update(np.ascontiguousarray(column))
    return made.hexdigest()


def read_table(path: Path, where: str = "true") -> dict[str, np.ndarray]:
    """The columns of a Parquet file, of all rows or those that meet a condition in SQL.

    Raises Complaint when it cannot be read, or, of all rows, when they are not the ones that were written.
    """
    try:
        told = connection().execute(f"select * from read_parquet(?) where {where}", [str(path)]).fetchnumpy()
        written = connection().execute("select decode(value) from parquet_kv_metadata(?) where decode(key) = ?",
                                       [str(path), DIGEST]).fetchall()
    except duckdb.Error:
        raise Complaint(f"{path.name} in {path.parent} cannot be read; takehold study --resume sets it aside and does it again") from None
    columns = {name: np.ma.getdata(column) for name, column in told.items()}
    if where == "true" and written and written[0][0] != digest(columns):
        raise Complaint(f"{path.name} in {path.parent} is damaged; takehold study --resume sets it aside and does it again")
    return columns


def has_its_ends(path: Path) -> bool:
    """Whether a Parquet file is there, and begins and ends as it should."""
    try:
        with path.open("rb") as file:
            head, size = file.read(4), file.seek(0, os.SEEK_END)
            if size < 12:
                return False
            file.seek(-8, os.SEEK_END)
            footer, tail = int.from_bytes(file.read(4), "little"), file.read(4)
    except OSError:
        return False
    return head == MAGIC and tail == MAGIC and footer <= size - 12


def is_whole(path: Path) -> bool:
    """Whether a Parquet file can be read and holds the numbers that were written."""
    try:
        return has_its_ends(path) and bool(read_table(path))
    except Complaint:
        return False


def set_aside_corrupt(folder: Path, weeks: bool) -> list[Path]:
    """Rename every file that is not whole, so that its chunk counts as missing; returns the new names.

    weeks: every chunk has a file of weekly series too, and is done again where that is gone.

    What else was made of the chunk goes with it: its other file, which is written anew too, and measures worked out from it.
    Measures that are not whole are removed; they are worked out anew when they are asked for.
    """
    for derived in folder.glob("measures-*/*.parquet"):
        if not is_whole(derived):
            derived.unlink(missing_ok=True)
    aside = []
    for path in sorted((folder / "parts").glob("*.parquet")):
        bounds = path.name.partition("-")[2]
        alone = weeks and path.name.startswith(FACTS) and not path.with_name(f"{WEEKS}-{bounds}").exists()
        if not path.exists() or (is_whole(path) and not alone):
            continue
        for gone in (folder / "parts" / f"{kind}-{bounds}" for kind in (FACTS, WEEKS)):
            with contextlib.suppress(FileNotFoundError):  # another share may have been here before
                aside.append(gone.replace(gone.with_name(gone.name + ".corrupt")))
        for derived in folder.glob(f"measures-*/{FACTS}-{bounds}"):
            derived.unlink(missing_ok=True)
    return aside


def remove_leftovers(folder: Path) -> None:
    """Remove temporary files of a process that died; call only when nobody else writes."""
    for place in (folder, folder / "parts"):
        for path in place.glob(f"*{TEMPORARY}"):
            path.unlink(missing_ok=True)


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def quoted(text: str | Path) -> str:
    """A text as SQL takes it."""
    return "'" + str(text).replace("'", "''") + "'"


def _text(column: Labels, code: str) -> str:
    """The names of a column as SQL takes them from its codes; one name alone needs no look-up."""
    if len(column.names) == 1:
        return quoted(column.names[0])
    return f"([{', '.join(quoted(name) for name in column.names)}]::varchar[])[{code} + 1]"
