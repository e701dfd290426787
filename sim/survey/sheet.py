"""A file of answers, or a roster: cells of text under named columns, however it was saved."""

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sim.errors import InputError, check_path, nearest, printable
from sim.machine.csv_text import BETWEEN, check_header, decimal_sign, read_lines
from sim.machine.received import read_small_file

LARGEST = 32_000_000  # bytes
MOST_ROWS, MOST_COLUMNS = 100_000, 2_000
EMPTY = ("", "na", "n/a", "nan", "null", "none", "#n/a", "#null!", ".", "-")  # what programs write where there is nothing
NEEDS_OPENPYXL = "reading .xlsx needs openpyxl (pip install openpyxl); or save the sheet as CSV UTF-8"


class Sheet(NamedTuple):
    """Rows of text cells; an empty cell is an empty text.

    file: its name, for complaints. lines: the line of each row. cells: by column, one a row. how: how it was read, in words.
    """

    file: str
    lines: list[int]
    cells: dict[str, list[str]]
    between: str
    how: str

    def column(self, name: str) -> list[str]:
        """The cells of a column; raises InputError where there is no such column."""
        if name not in self.cells:
            raise InputError(f"{self.file} has no column '{name}'; {nearest(name, self.cells)}")
        return self.cells[name]

    def decimal(self, names: Iterable[str]) -> str:
        """The sign in the numbers of these columns; raises InputError where it is not clear."""
        return decimal_sign(self.file, self.between, ((line, name, cell) for name in names
                                                      for line, cell in zip(self.lines, self.column(name), strict=True)))


def read_sheet(source: "str | Path | pd.DataFrame", what: str) -> Sheet:
    """A sheet from a path (.csv, .txt, .tsv, .xlsx, .parquet) or a DataFrame. what: 'survey' or 'roster'. Raises InputError."""
    if isinstance(source, pd.DataFrame):
        return _of_frame(source, f"the {what}", what, "a DataFrame")
    check_path(what, source)
    path = Path(source)
    suffix = path.suffix.lower()
    if suffix in (".csv", ".txt", ".tsv"):
        header, rows, between, encoding = read_lines(path, what, LARGEST, old=True)
        columns = list(zip(*(line for _, line in rows), strict=True)) if rows else [()] * len(header)
        cells = {name: [_plain(cell) for cell in column] for name, column in zip(header, columns, strict=True)}
        return _checked(Sheet(str(path), [at for at, _ in rows], cells, between,
                              f"{path.name} was read with {BETWEEN[between]} between cells{encoding}"), what)
    if suffix not in (".xlsx", ".parquet"):
        raise InputError(f"{path}: a {what} is read from .csv, .xlsx or .parquet, not from '{path.suffix}'")
    read_small_file(path, what, LARGEST)
    return _of_excel(path, what) if suffix == ".xlsx" else _of_parquet(path, what)


def _of_excel(path: Path, what: str) -> Sheet:
    """The first sheet of a workbook that holds anything."""
    try:
        import openpyxl
    except ImportError:
        raise InputError(f"{path}: {NEEDS_OPENPYXL}") from None
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True) if any(_text(cell) for cell in row)]
                  for sheet in book.worksheets}
    except Exception as error:  # openpyxl's own, of many kinds
        raise InputError(f"{path} cannot be read as an Excel workbook: {str(error)[:100]}") from None
    full = [title for title, rows in sheets.items() if rows]
    if not full:
        raise InputError(f"{path} is empty; a {what} needs a header of names and a row for each")
    header, *rows = sheets[full[0]]
    last = max(k for row in (header, *rows) for k, cell in enumerate(row) if _text(cell)) + 1
    names = [_text(name) for name in (header + [None] * last)[:last]]
    check_header(str(path), names)
    cells = {name: [_text(row[k]) if k < len(row) else "" for row in rows] for k, name in enumerate(names)}
    more = f"; its other sheets, {len(full) - 1}, were not" if len(full) > 1 else ""
    return _checked(Sheet(str(path), list(range(2, len(rows) + 2)), cells, ";", f"{path.name} was read from its first sheet{more}"), what)


def _of_parquet(path: Path, what: str) -> Sheet:
    import duckdb
    try:
        with duckdb.connect() as connection:
            frame = connection.read_parquet(str(path)).df()
    except Exception as error:  # DuckDB's own
        raise InputError(f"{path} cannot be read as Parquet: {str(error)[:100]}") from None
    return _of_frame(frame, str(path), what, path.name)


def _of_frame(frame: Any, file: str, what: str, name: str) -> Sheet:
    header = [_text(column) for column in frame.columns]
    check_header(file, header)
    columns = [[_text(cell) for cell in frame.iloc[:, k].tolist()] for k in range(len(header))]
    return _checked(Sheet(file, list(range(1, len(frame) + 1)), dict(zip(header, columns, strict=True)), ";", f"{name} was read"), what)


def _checked(sheet: Sheet, what: str) -> Sheet:
    """The sheet, if it is one; raises InputError for an empty and for a huge one."""
    if not sheet.lines:
        raise InputError(f"{sheet.file} is empty; a {what} needs a header of names and a row for each")
    if len(sheet.lines) > MOST_ROWS or len(sheet.cells) > MOST_COLUMNS:
        raise InputError(f"{sheet.file} has {len(sheet.lines)} rows and {len(sheet.cells)} columns; "
                        f"at most {MOST_ROWS} and {MOST_COLUMNS} are read")
    return sheet


def _text(cell: Any) -> str:
    """A cell of a spreadsheet or a table as the text that CSV would have."""
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return ""
    if isinstance(cell, bool) or type(cell).__name__ == "bool_":
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (datetime.date, datetime.datetime)):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _plain(str(cell))


def _plain(cell: str) -> str:
    """A cell without what stands for nothing, and without what cannot be shown."""
    text = printable(cell).strip()
    return "" if text.lower() in EMPTY else text
