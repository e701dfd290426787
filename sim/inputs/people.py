"""A people file: a row for each employee of whom something is known, checked and put into the places that the units have.

What a row says goes into runs and nowhere else. A complaint names the line, the column and at most the value that cannot be.
"""

from collections.abc import Mapping, Sequence
from math import isfinite, nan
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.errors import InputError, nearest
from sim.inputs.person import FEWEST, NUMBERS, SEATS, Known, People
from sim.inputs.workplace import Unit, Workplace
from sim.machine.csv_text import check_header, decimal_sign, not_a_number, number_in, read_lines

if TYPE_CHECKING:
    import pandas as pd

LEADER = "leader"
COLUMNS = ("unit", "person", "team", "role", *NUMBERS, "colleagues")
LARGEST = 16_000_000  # bytes
MOST_HOURS = 60.0  # a week, of one person
NOBODY = "none"  # in the column of colleagues: turns to nobody
NEEDS = slice(NUMBERS.index("need_planning"), NUMBERS.index("need_wellbeing") + 1)
ROUNDED = 0.005  # by which needs may fail to add up to 1


class Row(NamedTuple):
    """A row, taken apart; None or nan is not known. names: numbers of the persons this one turns to."""

    line: int
    unit: str
    person: int | None
    team: str
    role: str
    numbers: tuple[float, ...]
    names: tuple[int, ...] | None


def with_people(workplace: Workplace | str | Path, people: "str | Path | pd.DataFrame | Sequence[Mapping[str, Any]]") -> Workplace:
    """A workplace, or that of a name or file, with the people of a file (.csv), a DataFrame, or mappings by column (see COLUMNS).

    Raises InputError, one sentence with the line, for what cannot be.
    """
    from sim.inputs.reading import load_workplace  # which reads people files, too
    workplace = workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
    file, between, lines = _table(people)
    decimal = decimal_sign(file, between, ((at, name, cell) for at, cells in lines for name, cell in cells.items() if name in NUMBERS))
    rows = [_row(file, at, cells, workplace, decimal) for at, cells in lines]
    placed = [_placed(file, unit, [row for row in rows if row.unit == unit.name]) for unit in workplace.units]
    return workplace.model_copy(update={"units": [
        unit.model_copy(update={"people": some}) for unit, some in zip(workplace.units, placed, strict=True)]})


# ----- cells
def _table(people: Any) -> tuple[str, str, list[tuple[int, dict[str, str]]]]:
    """What the table is called, what stands between its cells, and its rows with their lines, as text by column."""
    file, between = "the table of people", ";"
    if isinstance(people, (str, Path)):
        file, path = str(people), Path(people)
        if path.suffix.lower() not in (".csv", ".txt", ".tsv"):
            raise InputError(f"{path}: people are read from a .csv file; in Python, sim.with_people takes a DataFrame, too")
        header, found, between, _ = read_lines(path, "people file", LARGEST)
        _check_columns(file, header)
        lines = [(at, dict(zip(header, line, strict=True))) for at, line in found]
    else:
        if hasattr(people, "to_dict"):
            check_header(file, [str(name) for name in people.columns])
            people = people.to_dict("records")
        if not isinstance(people, Sequence) or isinstance(people, bytes) or not all(isinstance(row, Mapping) for row in people):
            raise InputError(f"people of type {type(people).__name__} are no path of a people file, no DataFrame, and no list of mappings")
        lines = [(at, {str(name): _text(cell) for name, cell in row.items()}) for at, row in enumerate(people, 1)]
        _check_columns(file, list(dict.fromkeys(name for _, row in lines for name in row)))
    if not lines:
        raise InputError(f"{file} is empty; it needs a header of names and a row for each person")
    return file, between, lines


def _check_columns(file: str, header: Sequence[str]) -> None:
    """Raises InputError for a column that is none of COLUMNS: nothing else about a person gets in."""
    if not set(header) & set(COLUMNS):
        raise InputError(f"{file} has none of the columns of a people file in its first line; there may be {', '.join(COLUMNS)}")
    for name in header:
        if name == LEADER:
            raise InputError(f"{file}: no column '{LEADER}' is read; the leader of a unit stands in the workplace file")
        if name not in COLUMNS:
            raise InputError(f"{file}: no column '{name}' is read, so that nothing else about people gets in; {nearest(name, COLUMNS)}")


def _text(cell: Any) -> str:
    """A cell of a table as the text that CSV would have."""
    if isinstance(cell, (list, tuple)):
        return ";".join(map(_text, cell)) or NOBODY
    if cell is None or cell != cell or type(cell).__name__ == "NAType":  # noqa: PLR0124 - nan differs from itself
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _row(file: str, line: int, cells: dict[str, str], workplace: Workplace, decimal: str) -> Row:
    where = f"{file} line {line}"
    names = [unit.name for unit in workplace.units]
    unit = cells.get("unit", "") or (names[0] if len(names) == 1 else "")
    if unit not in names:
        raise InputError(f"{where}: unit {unit!r} is none of this workplace; {nearest(unit, names)}" if unit else
                         f"{where}: unit is missing; the workplace has {', '.join(names)}")
    role = cells.get("role", "")
    if role not in ("", *SEATS, LEADER):
        raise InputError(f"{where}: role {role!r} is none there is; {nearest(role, (*SEATS, LEADER))}")
    numbers = tuple(_number(file, line, name, cells.get(name, ""), decimal) for name in NUMBERS)
    person, named = cells.get("person", ""), cells.get("colleagues", "")
    colleagues = [one.strip() for one in named.split(";") if one.strip() not in ("", NOBODY)]
    return Row(line, unit, _whole(where, "person", person) if person else None, cells.get("team", ""), role,
               (*numbers[:NEEDS.start], *_needs(where, numbers[NEEDS]), *numbers[NEEDS.stop:]),
               tuple(_whole(where, "colleagues", one) for one in colleagues) if named else None)


def _number(file: str, line: int, name: str, cell: str, decimal: str) -> float:
    if not cell:
        return nan
    value = number_in(cell, decimal)
    if value is None or not isfinite(value):
        raise not_a_number(file, line, name, cell)
    low, high = (1.0, MOST_HOURS) if name == "contract_hours" else (0.0, 1.0)
    if not low <= value <= high:
        raise InputError(f"{file} line {line}: {name} = {cell} is outside what is allowed: {low:g} to {high:g}")
    return value


def _whole(where: str, name: str, text: str) -> int:
    """A number of a person. What else stands there may be a name, so it is not shown."""
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise InputError(f"{where}: '{name}' holds something else than a whole number of a person, such as 17, and what it holds is "
                         "not shown; give people numbers, not names")
    return int(text)


def _needs(where: str, needs: tuple[float, ...]) -> tuple[float, ...]:
    """Three shares that add up to 1, or those that are known; of two, the third is known as well."""
    told = [need for need in needs if need == need]  # noqa: PLR0124 - nan differs from itself
    total, open_ = sum(told), len(needs) - len(told)
    if total > 1 + ROUNDED or (not open_ and total < 1 - ROUNDED):
        raise InputError(f"{where}: need_planning, need_coordination and need_wellbeing add up to {total:.3g}, not to 1")
    if open_ == 1:
        return tuple(max(1 - total, 0.0) if need != need else need / max(total, 1.0) for need in needs)  # noqa: PLR0124
    return needs if open_ else tuple(need / total for need in needs)


# ----- places
def _placed(file: str, unit: Unit, rows: Sequence[Row]) -> People:
    """Everybody in a place of the unit: first those with a seat in the steering group; whoever's role is not known where there is room."""
    leaders, rows = [row for row in rows if row.role == LEADER], [row for row in rows if row.role != LEADER]
    if not rows:
        return ()
    where = f"{file}: unit {unit.name}"
    if unit.employees < FEWEST:
        raise InputError(f"{where} has {unit.employees} employees, and of fewer than {FEWEST} nothing may be shown; leave its rows out")
    if len(rows) > unit.employees:
        raise InputError(f"{where} has {len(rows)} rows and {unit.employees} employees in the workplace file")
    place_of = _places(where, unit, rows)
    persons = _numbers(file, rows, leaders)
    numbers = {team: k for k, team in enumerate(dict.fromkeys(row.team for row in rows if row.team))}
    people: list[Known | None] = [None] * unit.employees
    for at, row in enumerate(rows):
        named = None if row.names is None else tuple(sorted({place_of[persons[one]] for one in _colleagues(file, unit, row, persons)}))
        people[place_of[at]] = Known(row.numbers, numbers.get(row.team), named, row.role or None)
    return tuple(people)


def _places(where: str, unit: Unit, rows: Sequence[Row]) -> list[int]:
    """The place of each row. Whose role is not known is dealt to what is free, alike in every run, and the order of rows says nothing."""
    seats = (unit.representatives, unit.planners, unit.coordinators)
    first, free, places = 0, list(range(unit.employees)), [-1] * len(rows)
    for role, seats_of_role in zip(SEATS, (*seats, unit.employees - sum(seats)), strict=True):
        those = [at for at, row in enumerate(rows) if row.role == role]
        if len(those) > seats_of_role:
            of = "that are no members of the steering group" if role == SEATS[-1] else f"{role}s"
            raise InputError(f"{where} has {len(those)} rows of role '{role}', and the workplace file has {seats_of_role} employees {of}")
        for k, at in enumerate(those):
            places[at] = first + k
        first += seats_of_role
    free = sorted(set(free) - set(places))
    order = np.random.default_rng(0).permutation(len(free)).tolist()
    for at in (at for at, place in enumerate(places) if place < 0):
        places[at] = free[order.pop()]
    return places


def _numbers(file: str, rows: Sequence[Row], leaders: Sequence[Row]) -> dict[int, int]:
    """Where the row of each numbered person stands; -1 for a leader. Raises InputError for a number that stands twice."""
    persons: dict[int, int] = {}
    for at, row in [*enumerate(rows), *((-1, row) for row in leaders)]:
        if row.person is not None and row.person in persons:
            raise InputError(f"{file} line {row.line}: person {row.person} stands in another row of unit {row.unit} as well")
        if row.person is not None:
            persons[row.person] = at
    return persons


def _colleagues(file: str, unit: Unit, row: Row, persons: Mapping[int, int]) -> list[int]:
    """The numbers of those in the unit whom a row names; who names the leader is not asked about."""
    for one in row.names or ():
        if one not in persons:
            raise InputError(f"{file} line {row.line}: colleague {one} is no person of unit {unit.name}; colleagues are numbers of the "
                             "column person")
        if one == row.person:
            raise InputError(f"{file} line {row.line}: person {one} is named as a colleague of their own")
    return [one for one in row.names or () if persons[one] >= 0]
