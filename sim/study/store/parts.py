"""Files that are whole or not there: tables as Parquet, written under another name, flushed and renamed."""

import contextlib
import io
import json
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from math import isnan
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np

from sim.errors import InputError
from sim.machine.files import PARTIAL, Content, put_whole
from sim.study.running.chunks import Chunk
from sim.study.store.seal import BLANK, KEY, put_seal, seal_of

FACTS, WEEKS, FAILED = KINDS = ("part", "weeks", "failed")  # a chunk is done when its part is there; the others are written before it
NOTES = "takehold"  # begins what a file tells of itself in its footer
MEASURES = "measures"  # begins the name of the folder in which measures are kept
FEW = 200  # values of a column up to which a dictionary of them is worth making; looking for one in measurements takes long
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


def chunk_of(path: Path, kind: str = FACTS) -> Chunk | None:
    """The chunk that a file name of a kind stands for."""
    bounds = path.stem.split("-")[1:]
    if len(bounds) != 4 or not all(bound.isdecimal() and len(bound) <= 12 for bound in bounds):
        return None
    chunk = Chunk(*map(int, bounds))
    return chunk if part_path(path.parent.parent, chunk, kind).name == path.name else None


def present(folder: Path, kind: str = FACTS) -> list[Chunk]:
    """Chunks that are in the store: the listing of the folder is the record of what is done."""
    found = (chunk_of(path, kind) for path in (folder / "parts").glob(f"{kind}-*.parquet"))
    return sorted(chunk for chunk in found if chunk)


def write_table(path: Path, columns: Mapping[str, np.ndarray | Labels], notes: Mapping[str, str]) -> None:
    """Write columns of equal length as Parquet; notes and a seal go into the footer.

    The same columns give the same bytes. Raises InputError when the place cannot be written.
    """
    from arro3.core import RecordBatch
    from arro3.io import write_parquet
    rows = RecordBatch.from_pydict({name: _as_arrow(column) for name, column in columns.items()})
    footer = "\n".join(f"{key}={value}" for key, value in {**notes, KEY: BLANK}.items())  # as one, since several have no order
    made = io.BytesIO()  # and then to the disk, whose troubles arro3 takes for faults of its own
    write_parquet(rows, made, compression="snappy", dictionary_page_size_limit=8 * FEW, key_value_metadata={NOTES: footer},
                  skip_arrow_metadata=True)
    put_seal(made)
    put(path, made.getvalue())


def write_json(path: Path, value: Any) -> None:
    """Write JSON whole or not at all."""
    put(path, json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def put(path: Path, content: Content) -> None:
    """Put a file into the folder of a study or a search, as put_whole does; raises InputError when there is no room or no permission."""
    try:
        put_whole(path, content)
    except OSError as error:
        raise InputError(f"{path.name} cannot be written to {path.parent}: {reason(error)}; what was written before is safe") from None


def reason(error: Exception) -> str:
    """Why writing failed, in a few words."""
    text = str(getattr(error, "strerror", None) or error)
    return next((words for sign, words in _REASONS.items() if sign in text), " ".join(text.split())[:160])


_REASONS = {"No space left": "the disk is full", "quota": "the quota of the disk is used up", "Permission denied": "there is no permission",
            "File too large": "the file would be larger than is allowed here", "Read-only": "the disk is read-only"}


@contextlib.contextmanager
def ctrl_c_stays_ctrl_c() -> Iterator[None]:
    """DuckDB makes an error of a Ctrl-C that comes while it works; here it becomes one again."""
    try:
        yield
    except (RuntimeError, duckdb.Error) as error:
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from None
        raise


def read_table(path: Path, where: str = "true") -> dict[str, np.ndarray]:
    """The columns of a sealed Parquet file, of all rows or those that meet a condition in SQL.

    Raises InputError when it is not as it was written.
    """
    if not is_whole(path):
        raise InputError(damaged(path))
    try:
        with ctrl_c_stays_ctrl_c():
            told = connection().execute(f"select * from read_parquet(?) where {where}", [globbed(path)]).fetchnumpy()
    except duckdb.Error:
        raise InputError(damaged(path)) from None
    return {name: np.ma.getdata(column) for name, column in told.items()}


IN_FOOTERS = "select file_name, decode(key), decode(value) from parquet_kv_metadata(?)"


def notes_in(path: Path) -> dict[str, str]:
    """The notes in the footer of a Parquet file that is whole."""
    with ctrl_c_stays_ctrl_c():
        told = connection().execute(IN_FOOTERS, [globbed(path)]).fetchall()
    return {name: note for _, key, value in told for name, note in notes_from(key, value).items()}


def notes_from(key: str, value: str) -> dict[str, str]:
    """The notes that stand in an entry of a footer: all of them in one, or each in one of its own, as they were written before."""
    return {name: note for name, _, note in (line.partition("=") for line in value.splitlines())} if key == NOTES else {key: value}


def damaged(path: Path) -> str:
    """That a file is not as it was written, and what to do."""
    return f"{path.name} in {path.parent} is damaged; takehold study --resume sets it aside and makes it again"


def is_whole(path: Path) -> bool:
    """Whether a Parquet file is there, and is as it was written to the last bit."""
    return seal_of(path) is not None


def set_aside(folder: Path, chunks: Iterable[Chunk]) -> list[Path]:
    """Rename all files of these chunks, so that they count as missing; returns the new names."""
    aside = []
    for chunk in chunks:
        for kind in KINDS:
            gone = part_path(folder, chunk, kind)
            with contextlib.suppress(FileNotFoundError):  # another share may have been here before
                aside.append(gone.replace(gone.with_name(gone.name + ".corrupt")))
    return aside


def forget(folder: Path, chunk: Chunk) -> None:
    """Remove all files of a chunk, the part first: without it the others count for nothing."""
    for kind in KINDS:
        part_path(folder, chunk, kind).unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> None:
    """Remove temporary files of a process that died; call only when nobody else writes.

    Who reads at that moment may be writing measures: what is taken from it there it makes again for itself.
    """
    for place in (folder, folder / "parts", *(one for one in folder.glob(f"{MEASURES}-*") if not one.is_symlink())):
        for path in place.glob(f"*{PARTIAL}"):
            path.unlink(missing_ok=True)


def named(name: str) -> str:
    """A name of a column as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def globbed(path: Path) -> str:
    """A path as DuckDB takes it, which reads *, ? and [ as patterns."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def quoted(text: str | Path) -> str:
    """A text as SQL takes it."""
    return "'" + str(text).replace("'", "''") + "'"


def _as_arrow(column: np.ndarray | Labels) -> Any:
    """A column as Arrow has it; where a number is missing there is none."""
    from arro3.core import Array, DataType
    if isinstance(column, Labels):
        return Array(column.names or [""], DataType.string()).take(Array.from_numpy(column.codes))
    if column.dtype == object:
        return Array(column.tolist(), DataType.string())
    if column.dtype == float and np.isnan(column).any():
        return Array([None if isnan(number) else number for number in column.tolist()], DataType.float64())
    return Array.from_numpy(column)
