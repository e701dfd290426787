"""Points from a CSV file, as programs and spreadsheets write it in different countries; how it was read is always said."""

import csv
import io
import re
from pathlib import Path

from sim.errors import InputError
from sim.machine.received import read_small_file
from sim.study.vary import Table, listed_points, number

LARGEST = 32_000_000  # bytes
YES = ("true", "yes", "ja", "wahr", "sand", "sandt", "vrai", "oui")  # as spreadsheets in English, Danish, German and French write it
NO = ("false", "no", "nej", "nein", "falsch", "falsk", "faux", "non")
BETWEEN = {";": "';'", "\t": "tabs", ",": "','"}
POINT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
COMMA = re.compile(POINT.pattern.replace(r"\.", ","), re.IGNORECASE | re.ASCII)

Cells = list[tuple[int, str, str]]  # line, name, text


def csv_points(path: Path) -> tuple[Table, str]:
    """Points from a file with a header of names, and how it was read; an empty cell leaves a setting as recorded.

    Between cells stand commas, semicolons or tabs; numbers have points or, without commas between cells, decimal commas;
    true and false and yes and no count as 1 and 0. UTF-8, or UTF-16 with its mark. Raises InputError, also for what could be read twice.
    """
    try:
        text, encoding = _decoded(read_small_file(path, "table of points", LARGEST))
        between, header, lines = _lines(path, text)
    except InputError as complaint:
        raise InputError(str(complaint) if str(complaint).startswith("vary.points") else f"vary.points: {complaint}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"vary.points: {path} is not a CSV file in UTF-8 or UTF-16 (save it as CSV UTF-8): {error}") from None
    twice = next((name for name in header if header.count(name) > 1 or not name), None)
    if twice is not None:
        raise InputError(f"vary.points: {path} names {twice!r} twice in its header" if twice else
                        f"vary.points: {path} has a column without a name")
    if not lines:
        raise InputError(f"vary.points: {path} is empty; it needs a header of names and at least one point")
    rows: list[Cells] = []
    for at, line in lines:
        if len(line) != len(header):
            hint = "; if ',' stands in numbers, put ';' between the cells" if between == "," and len(line) > len(header) else ""
            raise InputError(f"vary.points: {path} line {at} has {len(line)} cells where the header has {len(header)}{hint}")
        rows.append([(at, name, cell) for name, cell in zip(header, line, strict=True) if cell])
    decimal = _decimal(path, between, [cell for row in rows for cell in row])
    table = listed_points([{name: _value(path, decimal, at, name, cell) for at, name, cell in row} for row in rows])
    return table, f"the file {path.name} was read with {BETWEEN[between]} between cells and '{decimal}' in numbers{encoding}"


def _decoded(raw: bytes) -> tuple[str, str]:
    """The text of a file, and words for an encoding that is not UTF-8."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):  # what spreadsheets call Unicode text
        return raw.decode("utf-16"), ", as UTF-16"
    return raw.decode("utf-8-sig"), ""


def _lines(path: Path, text: str) -> tuple[str, list[str], list[tuple[int, list[str]]]]:
    """What stands between cells, the header, and the other lines that say something, with their numbers."""
    first, _, rest = text.partition("\n")
    declared = re.fullmatch(r"\"?sep=(.)\"?", first.rstrip("\r"), re.IGNORECASE)  # for spreadsheets
    body = rest if declared else text
    between = declared[1] if declared else _between(path, body)
    if between not in BETWEEN:
        raise InputError(f"vary.points: {path} says {first.strip()!r}; between cells stand ',', ';' or tabs")
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=between)
    found = [(reader.line_num + bool(declared), [cell.strip() for cell in line]) for line in reader if any(cell.strip() for cell in line)]
    while found and all(len(line) > 1 and not line[-1] and len(line) == len(found[0][1]) for _, line in found):
        found = [(at, line[:-1]) for at, line in found]  # columns without anything, which spreadsheets leave at the end
    return between, found[0][1] if found else [], found[1:]


def _between(path: Path, text: str) -> str:
    """What stands between the names of the header."""
    header = re.sub(r'"[^"]*"', "", next((line for line in text.splitlines() if line.strip()), ""))
    given = [sign for sign in BETWEEN if sign in header]
    if len(given) > 1:
        raise InputError(f"vary.points: {path} has both {' and '.join(BETWEEN[sign] for sign in given)} in its header; "
                        "between cells stands one of ',', ';' and tabs")
    return given[0] if given else ","


def _decimal(path: Path, between: str, cells: Cells) -> str:
    """The sign in the numbers, '.' or ','; raises InputError where it is not clear."""
    points = next(((at, cell) for at, _, cell in cells if "." in cell and POINT.fullmatch(cell)), None)
    commas = next(((at, name, cell) for at, name, cell in cells if "," in cell and COMMA.fullmatch(cell)), None)
    if commas is None:
        return "."
    at, name, cell = commas
    if between == ",":
        raise InputError(f"vary.points: {path} line {at}: {name} = {cell!r} can be read in two ways where ',' also stands between cells; "
                        f"write {cell.replace(',', '.')}, or put ';' between the cells")
    if points:
        raise InputError(f"vary.points: {path} has numbers with ',' ({cell!r} in line {at}) and with '.' "
                        f"({points[1]!r} in line {points[0]}); use one of the two")
    return ","


def _value(path: Path, decimal: str, line: int, name: str, cell: str) -> float:
    word = cell.lower()
    if word in YES or word in NO:
        return float(word in YES)
    try:
        if not (COMMA if decimal == "," else POINT).fullmatch(cell):
            raise ValueError
        return number(name, float(cell.replace(decimal, ".")))
    except (ValueError, InputError):
        hint = "; write no sign between thousands" if "." in cell and "," in cell else ""
        raise InputError(f"vary.points: {path} line {line}: {name} = {cell[:60]!r} is not a finite number{hint}") from None
