"""Everybody who answered or was asked: unit, team, role and hours, without anything that names a person."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.errors import InputError, nearest
from sim.inputs.people import MOST_HOURS
from sim.machine.csv_text import LONGEST, number_in
from sim.survey.codebook import ROLES, Codebook, Columns
from sim.survey.privacy import ADDRESSES, NUMBERS, by_contents
from sim.survey.sheet import Sheet

LEAST_HOURS = 1.0  # a week, of one person
MOST_PEOPLE = 20_000


class Person(NamedTuple):
    """Somebody who works here: labels as in the file ('' where not known), hours a week or None, and the row that answered or None."""

    unit: str
    team: str
    role: str
    hours: float | None
    row: int | None
    key: str = ""


def same(label: str) -> str:
    """A label as it is compared: however its letters and spaces are written."""
    return " ".join(label.casefold().split())


def who_answered(sheet: Sheet, book: Codebook) -> list[Person]:
    """The people of a survey, one a row. Raises InputError."""
    return _people(sheet, book, book.columns)


def who_was_asked(sheet: Sheet, book: Codebook) -> list[Person]:
    """The people of a roster; a row that stands for several gives as many. Raises InputError."""
    columns = book.roster
    people = _people(sheet, book, columns)
    named = _there(sheet, book, columns)
    if "number" not in named:
        return people
    decimal = sheet.decimal([named["number"]])
    numbers = [_whole(sheet, line, named["number"], cell, decimal)
               for line, cell in zip(sheet.lines, sheet.column(named["number"]), strict=True)]
    if sum(numbers) > MOST_PEOPLE:
        raise InputError(f"{sheet.file} has {sum(numbers)} people; at most {MOST_PEOPLE} are read")
    return [one for one, number in zip(people, numbers, strict=True) for _ in range(number)]


def _people(sheet: Sheet, book: Codebook, columns: Columns) -> list[Person]:
    named = _there(sheet, book, columns)
    for what in ("unit", "team", "role"):
        if what in named:
            _check_labels(sheet, what, named[what], "number" in named)
    empty = [""] * len(sheet.lines)
    units, teams, roles, hours, keys = (sheet.column(named[what]) if what in named else empty
                                        for what in ("unit", "team", "role", "hours", "key"))
    decimal = sheet.decimal([named["hours"]]) if "hours" in named else "."
    _check_keys(sheet, keys)
    words = {same(word): role for word, role in [*zip(ROLES, ROLES, strict=True), *book.roles.items()]}
    return [Person(unit, team, _role(sheet, line, named.get("role", ""), role, words),
                   _hours(sheet, line, named.get("hours", ""), cell, decimal), row, key)
            for row, (line, unit, team, role, cell, key) in enumerate(zip(sheet.lines, units, teams, roles, hours, keys, strict=True))]


def _there(sheet: Sheet, book: Codebook, columns: Columns) -> dict[str, str]:
    """Columns that are named and in the file; of a codebook for any survey, those that are not there are left out."""
    named = columns.named()
    for name in named.values():
        if not book.optional:
            sheet.column(name)
    return {what: name for what, name in named.items() if name in sheet.cells}


def _check_labels(sheet: Sheet, what: str, column: str, of_groups: bool) -> None:
    """Raises InputError for labels that look like persons; in a roster with a row a team, each stands once."""
    kind = by_contents(sheet.column(column))
    if kind and not (of_groups and kind not in (ADDRESSES, NUMBERS)):
        raise InputError(f"{sheet.file}: column '{column}' looks as if it held {kind}, so it cannot say the {what}; "
                        "take it out of the codebook")


def _check_keys(sheet: Sheet, keys: Sequence[str]) -> None:
    """Raises InputError where a number stands twice; the number itself is nobody's business."""
    seen: dict[str, int] = {}
    for line, key in zip(sheet.lines, keys, strict=True):
        if key and key in seen:
            raise InputError(f"{sheet.file} has the same key in lines {seen[key]} and {line}; a person stands there once")
        seen[key] = line


def _role(sheet: Sheet, line: int, column: str, cell: str, words: Mapping[str, str]) -> str:
    if cell and same(cell) not in words:
        raise InputError(f"{sheet.file} line {line}: {column} = {cell[:LONGEST]!r} is no role that the codebook knows under [roles]; "
                        f"{nearest(same(cell), words)}")
    return words[same(cell)] if cell else ""


def _hours(sheet: Sheet, line: int, column: str, cell: str, decimal: str) -> float | None:
    if not cell:
        return None
    hours = number_in(cell, decimal)
    if hours is None or not LEAST_HOURS <= hours <= MOST_HOURS:
        raise InputError(f"{sheet.file} line {line}: {column} = {cell[:LONGEST]!r} is not a number of hours a week from "
                        f"{LEAST_HOURS:g} to {MOST_HOURS:g}")
    return hours


def _whole(sheet: Sheet, line: int, column: str, cell: str, decimal: str) -> int:
    number = number_in(cell, decimal)
    if number is None or number != int(number) or not 1 <= number <= MOST_PEOPLE:
        raise InputError(f"{sheet.file} line {line}: {column} = {cell[:LONGEST]!r} is not a whole number from 1 to {MOST_PEOPLE}")
    return int(number)
