"""Rows in a file of the format that its suffix names: CSV, Parquet or Arrow (which is Feather)."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import InputError
from sim.machine.files import write_file

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

SUFFIXES = (".csv", ".parquet", ".arrow", ".feather")
ANY_OF_THEM = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".ods")


def check_rows(*paths: Path | None) -> None:
    """Raises InputError for a suffix in whose format no rows can be written; a file or device without a suffix gets CSV."""
    for path in paths:
        suffix = path.suffix.lower() if path else ""
        if suffix and suffix not in SUFFIXES:
            hint = "; spreadsheets open .csv" if suffix in SPREADSHEETS else ""
            raise InputError(f"{path}: rows are written as {ANY_OF_THEM}, not as '{path.suffix if path else ''}'{hint}")


def write_rows(path: Path, frame: "pd.DataFrame") -> None:
    """Write a table in the format of its suffix, as sim.machine.files writes; the same table gives the same file. Raises InputError."""
    check_rows(path)
    if path.suffix.lower() in ("", ".csv"):
        write_file(path, frame.to_csv(index=False))
        return
    import duckdb
    with duckdb.connect() as connection:
        write_query(path, connection.from_df(frame))


def write_query(path: Path, rows: "duckdb.DuckDBPyRelation") -> None:
    """Write the rows of a query in the format of the suffix; they are not held in memory.

    They pass to a connection of our own as a stream, since the one that answers may have no access to files. Raises InputError.
    """
    check_rows(path)
    import duckdb
    from arro3.core import RecordBatchReader
    from arro3.io import write_ipc

    def fill(file: Path) -> None:
        stream = RecordBatchReader.from_arrow(rows)
        if path.suffix.lower() in (".arrow", ".feather"):
            write_ipc(stream, file, compression=None)  # which every reader of Arrow knows
            return
        with duckdb.connect() as connection:
            ours = connection.from_arrow(stream)
            ours.write_parquet(str(file)) if path.suffix.lower() == ".parquet" else ours.write_csv(str(file))

    try:
        write_file(path, fill)
    except (InputError, OSError):
        raise
    except Exception as error:  # DuckDB's and Arrow's own
        raise InputError(f"{path} cannot be written: {str(error)[:200]}") from None
