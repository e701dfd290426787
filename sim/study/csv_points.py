"""Points from a CSV file, as programs and spreadsheets write it in different countries; how it was read is always said."""

from pathlib import Path

from sim.errors import InputError
from sim.machine.csv_text import BETWEEN, Cells, decimal_sign, not_a_number, number_in, read_lines
from sim.study.vary import Table, listed_points, number

LARGEST = 32_000_000  # bytes


def csv_points(path: Path) -> tuple[Table, str]:
    """Points from a file with a header of names, and how it was read; an empty cell leaves a setting as recorded.

    Between cells stand commas, semicolons or tabs; numbers have points or, without commas between cells, decimal commas;
    true and false and yes and no count as 1 and 0. UTF-8, or UTF-16 with its mark. Raises InputError, also for what could be read twice.
    """
    try:
        rows, how = _rows(path)
    except InputError as complaint:
        raise InputError(f"vary.points: {complaint}") from None
    return listed_points(rows), how


def _rows(path: Path) -> tuple[list[dict[str, float]], str]:
    """The settings of each line, by name, and how the file was read."""
    header, lines, between, encoding = read_lines(path, "table of points", LARGEST)
    if not lines:
        raise InputError(f"{path} is empty; it needs a header of names and at least one point")
    rows: list[Cells] = [[(at, name, cell) for name, cell in zip(header, line, strict=True) if cell] for at, line in lines]
    decimal = decimal_sign(path, between, (cell for row in rows for cell in row))
    values = [{name: _value(path, decimal, at, name, cell) for at, name, cell in row} for row in rows]
    return values, f"the file {path.name} was read with {BETWEEN[between]} between cells and '{decimal}' in numbers{encoding}"


def _value(path: Path, decimal: str, line: int, name: str, cell: str) -> float:
    found = number_in(cell, decimal)
    try:
        return number(name, found)
    except InputError:
        raise not_a_number(path, line, name, cell) from None
