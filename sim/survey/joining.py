"""Who answered of those who were asked: a survey joined with its roster."""

from collections import Counter
from collections.abc import Sequence

from sim.errors import InputError, nearest
from sim.inputs.people import LEADER
from sim.machine.csv_text import LONGEST
from sim.survey.people import Person, same
from sim.survey.sheet import Sheet

Place = tuple[str, str]  # unit and team, as they are compared


def joined(survey: Sheet, answered: Sequence[Person], roster: Sheet, asked: Sequence[Person]) -> list[Person]:
    """Everybody who was asked, with the row of those who answered: by key where both files have one, else by unit, team and role.

    Raises InputError for answers of somebody who was not asked, and for more answers than people.
    """
    if any(one.key for one in answered) and any(one.key for one in asked):
        return _by_key(survey, answered, roster, asked)
    return _by_group(survey, _with_units(survey, answered, roster, asked), roster, asked)


def _by_key(survey: Sheet, answered: Sequence[Person], roster: Sheet, asked: Sequence[Person]) -> list[Person]:
    by_key = {one.key: one for one in answered if one.key}
    known = {one.key for one in asked}
    line = next((line for line, one in zip(survey.lines, answered, strict=True) if one.key and one.key not in known), None)
    if line is not None:
        raise InputError(f"{survey.file} line {line} has a key that {roster.file} does not have")
    linked = [_linked(one, by_key[one.key]) if one.key in by_key else one._replace(row=None) for one in asked]
    spoke, silent = [one for one in linked if one.row is not None], [one for one in linked if one.row is None]
    return [*spoke, *_instead(survey, roster, asked, silent, [one for one in answered if not one.key])]


def _linked(asked: Person, answered: Person) -> Person:
    """A person of the roster who answered; what the roster does not know is as the survey has it."""
    return Person(asked.unit or answered.unit, asked.team or answered.team, asked.role or answered.role,
                  answered.hours if asked.hours is None else asked.hours, answered.row)


def _with_units(survey: Sheet, answered: Sequence[Person], roster: Sheet, asked: Sequence[Person]) -> list[Person]:
    """The unit of an answer that has a team alone is that of the team in the roster. Raises InputError where there are several."""
    units: dict[str, dict[str, str]] = {}
    for one in asked:
        units.setdefault(same(one.team), {}).setdefault(same(one.unit), one.unit)
    found = []
    for line, one in zip(survey.lines, answered, strict=True):
        there = list(units.get(same(one.team), {}).values())
        if one.team and not one.unit and len(there) > 1:
            raise InputError(f"{survey.file} line {line}: {one.team[:LONGEST]!r} is a team of several units in {roster.file}; "
                            "the survey needs a column of units, too")
        found.append(one if one.unit or not one.team else one._replace(unit=there[0] if there else ""))
    return found


def _by_group(survey: Sheet, answered: Sequence[Person], roster: Sheet, asked: Sequence[Person]) -> list[Person]:
    """Those who answered, and for each unit and team as many more as were asked; roles are told apart where both files know them."""
    with_units, with_teams, with_roles = (all(any(getattr(one, what) for one in people) for people in (answered, asked))
                                          for what in ("unit", "team", "role"))
    asked = [one for one in asked if with_roles or one.role != LEADER]
    if not with_units and len({same(one.unit) for one in answered if one.unit}) > 1:
        raise InputError(f"{roster.file} does not say in which unit people are; name its column under [roster] in the codebook")

    def place(one: Person) -> Place:
        return same(one.unit) if with_units else "", same(one.team) if with_teams else ""

    room, placed = Counter(map(place, asked)), Counter(map(place, answered))
    for line, one in zip(survey.lines, answered, strict=True):
        here, what = place(one), "team" if with_teams and one.team else "unit"
        label = getattr(one, what)
        if any(here) and all(here[k] for k, used in enumerate((with_units, with_teams)) if used) and here not in room:
            names = dict.fromkeys(getattr(some, what) for some in asked)
            raise InputError(f"{survey.file} line {line}: {label[:LONGEST]!r} is not in {roster.file}; {nearest(label, names)}")
        if placed[here] > room[here] > 0:
            raise InputError(f"{survey.file} has {placed[here]} answers{f' from {label[:LONGEST]!r}' if label else ''}, "
                            f"where {roster.file} has {room[here]} people")
    spoken = Counter((place(one), one.role if with_roles else "") for one in answered)
    silent = _silent([(place(one), one if with_roles else one._replace(role="")) for one in asked], spoken, room - placed)
    nowhere = [one for one in answered if place(one) not in room]
    return [*(one for one in answered if place(one) in room), *_instead(survey, roster, asked, silent, nowhere)]


def _silent(asked: Sequence[tuple[Place, Person]], spoken: Counter[tuple[Place, str]], left: Counter[Place]) -> list[Person]:
    """Of those who were asked, as many in each place as did not answer. Nobody knows which of them, so hours are left out."""
    silent = []
    for place, one in asked:
        if spoken[place, one.role] > 0:
            spoken[place, one.role] -= 1
        elif left[place] > 0:
            left[place] -= 1
            silent.append(one._replace(row=None, hours=None))
    return silent


def _instead(survey: Sheet, roster: Sheet, asked: Sequence[Person], silent: Sequence[Person], more: Sequence[Person]) -> list[Person]:
    """Answers of which nobody knows whose they are, and those who kept silent, fewer by as many. Raises InputError without so many.

    An answer of which nobody knows the unit, where there are several, counts in none, so that somebody stays silent for it.
    """
    left, several = list(silent), len({same(one.unit) for one in asked}) > 1
    for one in more:
        if several and not one.unit:
            continue
        fits = [k for k, other in enumerate(left) if same(one.unit) in ("", same(other.unit)) and same(one.team) in ("", same(other.team))]
        if not fits:
            raise InputError(f"{survey.file} has more answers than {roster.file} has people")
        del left[fits[-1]]
    return [*more, *left]
