"""CSV files as programs and spreadsheets write them in different countries: what stands between cells, in numbers, and for yes and no."""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from sim.errors import InputError
from sim.machine.received import read_small_file

YES = ("true", "yes", "ja", "wahr", "sand", "sandt", "vrai", "oui")  # as spreadsheets in English, Danish, German and French write it
NO = ("false", "no", "nej", "nein", "falsch", "falsk", "faux", "non")
BETWEEN = {";": "';'", "\t": "tabs", ",": "','"}
POINT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
COMMA = re.compile(POINT.pattern.replace(r"\.", ","), re.IGNORECASE | re.ASCII)
OLD = "cp1252"  # what spreadsheets of Western Europe write as plain CSV
LONGEST = 60  # letters of a cell that a complaint shows

Cells = list[tuple[int, str, str]]  # line, name, text


class Lines(NamedTuple):
    """A file taken apart: its header, the other lines that say something with their numbers, and how it was read."""

    header: list[str]
    rows: list[tuple[int, list[str]]]  # each as long as the header
    between: str
    encoding: str  # in words; nothing for UTF-8


def read_lines(path: Path, what: str, most: int, old: bool = False) -> Lines:
    """A CSV file in UTF-8, or UTF-16 with its mark; commas, semicolons or tabs between cells.

    what: the kind of file, for the complaint. most: bytes. old: whether Windows-1252 may be read, too. Raises InputError, also for
    a header that names a column twice or not at all, and for lines of another length.
    """
    raw = read_small_file(path, what, most)
    try:
        text, encoding = _decoded(raw)
        between, header, rows = _lines(path, text)
    except (UnicodeDecodeError, csv.Error) as error:
        if not (old and isinstance(error, UnicodeDecodeError)):
            raise InputError(f"{path} is not a CSV file in UTF-8 or UTF-16 (save it as CSV UTF-8): {error}") from None
        text, encoding = _in_old_encoding(path, raw)
        between, header, rows = _lines(path, text)
    if "\0" in text:
        raise InputError(f"{path} holds null characters, so it is no text in UTF-8; save it as CSV UTF-8")
    check_header(path, header)
    for at, line in rows:
        if len(line) != len(header):
            hint = "; if ',' stands in numbers, put ';' between the cells" if between == "," and len(line) > len(header) else ""
            raise InputError(f"{path} line {at} has {len(line)} cells where the header has {len(header)}{hint}")
    return Lines(header, rows, between, encoding)


def check_header(path: Path | str, header: list[str]) -> None:
    """Raises InputError where a column has no name, or two have the same."""
    twice = next((name for name in header if header.count(name) > 1 or not name), None)
    if twice is not None:
        raise InputError(f"{path} names {twice!r} twice in its header" if twice else f"{path} has a column without a name")


def decimal_sign(path: Path | str, between: str, cells: Iterable[tuple[int, str, str]]) -> str:
    """The sign in the numbers, '.' or ','; raises InputError where it is not clear."""
    cells = list(cells)
    points = next(((at, cell) for at, _, cell in cells if "." in cell and POINT.fullmatch(cell)), None)
    commas = next(((at, name, cell) for at, name, cell in cells if "," in cell and COMMA.fullmatch(cell)), None)
    if commas is None:
        return "."
    at, name, cell = commas
    if between == ",":
        raise InputError(f"{path} line {at}: {name} = {cell!r} can be read in two ways where ',' also stands between cells; "
                        f"write {cell.replace(',', '.')}, or put ';' between the cells")
    if points:
        raise InputError(f"{path} has numbers with ',' ({cell!r} in line {at}) and with '.' "
                        f"({points[1]!r} in line {points[0]}); use one of the two")
    return ","


def number_in(cell: str, decimal: str = ".") -> float | None:
    """The number in a cell, yes and no as 1 and 0; None where there is none."""
    word = cell.lower()
    if word in YES or word in NO:
        return float(word in YES)
    return float(cell.replace(decimal, ".")) if (COMMA if decimal == "," else POINT).fullmatch(cell) else None


def not_a_number(path: Path | str, line: int, name: str, cell: str) -> InputError:
    """The complaint about a cell that should hold a number."""
    hint = "; write no sign between thousands" if "." in cell and "," in cell else ""
    return InputError(f"{path} line {line}: {name} = {cell[:LONGEST]!r} is not a finite number{hint}")


def _decoded(raw: bytes) -> tuple[str, str]:
    """The text of a file, and words for an encoding that is not UTF-8."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):  # what spreadsheets call Unicode text
        return raw.decode("utf-16"), ", as UTF-16"
    return raw.decode("utf-8-sig"), ""


def _in_old_encoding(path: Path, raw: bytes) -> tuple[str, str]:
    """The text of a file that is not UTF-8; raises InputError where some of its lines are, so that half of it would be garbled."""
    for line in raw.splitlines():
        with_letters = any(byte > 127 for byte in line)
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if with_letters:
            raise InputError(f"{path} mixes two encodings, UTF-8 and Windows-1252; open it in a spreadsheet and save it as CSV UTF-8")
    try:
        return raw.decode(OLD), ", as Windows-1252"
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is text neither in UTF-8 nor in Windows-1252 (byte {error.start}); save it as CSV UTF-8") from None


def _lines(path: Path, text: str) -> tuple[str, list[str], list[tuple[int, list[str]]]]:
    """What stands between cells, the header, and the other lines that say something, with their numbers."""
    first, _, rest = text.partition("\n")
    declared = re.fullmatch(r"\"?sep=(.)\"?", first.rstrip("\r"), re.IGNORECASE)  # for spreadsheets
    body = rest if declared else text
    between = declared[1] if declared else _between(path, body)
    if between not in BETWEEN:
        raise InputError(f"{path} says {first.strip()!r}; between cells stand ',', ';' or tabs")
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=between)
    found = [(reader.line_num + bool(declared), [cell.strip() for cell in line]) for line in reader if any(cell.strip() for cell in line)]
    while found and all(len(line) > 1 and not line[-1] and len(line) == len(found[0][1]) for _, line in found):
        found = [(at, line[:-1]) for at, line in found]  # columns without anything, which spreadsheets leave at the end
    return between, found[0][1] if found else [], found[1:]


def _between(path: Path, text: str) -> str:
    """What stands between the names of the header."""
    header = re.sub(r'"[^"]*"', "", next((line for line in text.splitlines() if line.strip()), ""))
    given = [sign for sign in BETWEEN if sign in header]
    if len(given) == 2 and "," in given and _always(text, other := next(sign for sign in given if sign != ",")):
        return other  # commas stand in names, as in a question that was asked
    if len(given) > 1:
        raise InputError(f"{path} has both {' and '.join(BETWEEN[sign] for sign in given)} in its header; "
                        "between cells stands one of ',', ';' and tabs")
    return given[0] if given else ","


def _always(text: str, between: str) -> bool:
    """Whether a sign stands between as many cells in every line, more than one."""
    lengths = {len(line) for line in csv.reader(io.StringIO(text, newline=""), delimiter=between) if any(map(str.strip, line))}
    return len(lengths) == 1 and min(lengths) > 2
