"""Everybody who answered or was asked: unit, team, role and hours, without anything that names a person."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.errors import InputError, nearest
from sim.machine.csv_text import LONGEST, number_in
from sim.survey.codebook import ROLES, Codebook, Columns
from sim.survey.privacy import ADDRESSES, NUMBERS, by_contents
from sim.survey.sheet import Sheet

LEAST_HOURS, MOST_HOURS = 1.0, 60.0  # a week, of one person
MOST_PEOPLE = 20_000
LEADER = "leader"


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
    numbers = [_whole(sheet, line, named["number"], cell)
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


def _whole(sheet: Sheet, line: int, column: str, cell: str) -> int:
    number = number_in(cell, ",")
    if number is None or number != int(number) or not 1 <= number <= MOST_PEOPLE:
        raise InputError(f"{sheet.file} line {line}: {column} = {cell[:LONGEST]!r} is not a whole number from 1 to {MOST_PEOPLE}")
    return int(number)


def joined(survey: Sheet, answered: list[Person], roster: Sheet, asked: list[Person]) -> list[Person]:
    """Everybody who was asked, with the row of those who answered: by key where both files have one, else by unit, team and role.

    Raises InputError for an answer of somebody who was not asked.
    """
    answered = _with_units(answered, asked)
    if any(one.key for one in answered) and any(one.key for one in asked):
        return _by_key(survey, answered, roster, asked)
    return _by_group(survey, answered, roster, asked)


def _with_units(answered: list[Person], asked: list[Person]) -> list[Person]:
    """The unit of an answer that has a team alone is that of the team in the roster."""
    units = {same(one.team): one.unit for one in asked}
    return [one if one.unit else one._replace(unit=units.get(same(one.team), "")) for one in answered]


def _by_key(survey: Sheet, answered: list[Person], roster: Sheet, asked: list[Person]) -> list[Person]:
    rows = {one.key: one for one in answered if one.key}
    known = {one.key for one in asked}
    line = next((line for line, one in zip(survey.lines, answered, strict=True) if one.key and one.key not in known), None)
    if line is not None:
        raise InputError(f"{survey.file} line {line} has a key that {roster.file} does not have")
    people = [one._replace(row=None) if one.key not in rows else
              one._replace(row=rows[one.key].row, hours=one.hours if one.hours is not None else rows[one.key].hours,
                           team=one.team or rows[one.key].team, role=one.role or rows[one.key].role) for one in asked]
    return people + [one for one in answered if not one.key]


def _by_group(survey: Sheet, answered: list[Person], roster: Sheet, asked: list[Person]) -> list[Person]:
    """Those who answered, and for each unit and team as many more as were asked; roles are told apart where both files know them."""
    with_roles = any(one.role for one in answered) and any(one.role for one in asked)
    with_teams = any(one.team for one in answered)
    asked = [one for one in asked if with_roles or one.role != LEADER]

    def place(one: Person) -> tuple[str, str]:
        return same(one.unit), same(one.team) if with_teams else ""

    room, placed = Counter(map(place, asked)), Counter(map(place, answered))
    for line, one in zip(survey.lines, answered, strict=True):
        here, label = place(one), one.team if with_teams else one.unit
        if label and here not in room:
            names = dict.fromkeys(some.team if with_teams else some.unit for some in asked)
            raise InputError(f"{survey.file} line {line}: {label[:LONGEST]!r} is not in {roster.file}; {nearest(label, names)}")
        if placed[here] > room[here] > 0:
            raise InputError(f"{survey.file} has {placed[here]} answers from {label[:LONGEST] or 'all'!r}, "
                            f"where {roster.file} has {room[here]} people")
    spoken = Counter((place(one), one.role if with_roles else "") for one in answered)
    return answered + _silent([(place(one), one if with_roles else one._replace(role="")) for one in asked], spoken, room - placed)


def _silent(asked: list[tuple[tuple[str, str], Person]], spoken: Counter[tuple[tuple[str, str], str]],
            left: Counter[tuple[str, str]]) -> list[Person]:
    """Of those who were asked, as many in each place as did not answer. Nobody knows which of them, so hours are left out."""
    silent = []
    for place, one in asked:
        if spoken[place, one.role] > 0:
            spoken[place, one.role] -= 1
        elif left[place] > 0:
            left[place] -= 1
            silent.append(one._replace(row=None, hours=None))
    return silent
