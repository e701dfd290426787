"""A run that parts: from a week on other levers, parameters, or a workplace of other numbers; the same people, practices and draws."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import InputError, named_values, whole_number
from sim.inputs.levers import Levers, make_levers
from sim.inputs.parameters import Parameters, make_parameters
from sim.inputs.person import digest
from sim.inputs.phases import LAUNCH_WEEK
from sim.inputs.reading import load_workplace
from sim.inputs.workplace import Unit, Workplace

# What tells who the people of a unit are, and what has been counted of a practice: none of it becomes other in the middle of a run.
OF_UNITS = ("employees", "representatives", "planners", "coordinators", "team_size")
OF_PRACTICES = ("sessions_per_week", "starts_after_launch")


@dataclass(frozen=True)
class Then:
    """From the beginning of week ``week`` of a run on (0 or more), what is given here instead of what the run began with.

    levers, parameters: values by name, on top of what the run began with, or a whole setting in its place. workplace: a name, a path
    or a workplace with the same units, people and practices, and other numbers. What is left out stays. What of it still acts, and
    what lies in the past by then, is told in docs/ODD.md. Raises InputError for a week that is none.
    """

    week: int
    levers: Levers | Mapping[str, float] | None = None
    parameters: Parameters | Mapping[str, float] | None = None
    workplace: Workplace | str | Path | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "week", whole_number("the week of then", self.week))

    def after(self, place: Workplace, parameters: Parameters, levers: Levers) -> "Whole":
        """All that holds from the week on, of a run that began so. Raises InputError for what cannot be used."""
        given = self.workplace
        other = place if given is None else given if isinstance(given, Workplace) else load_workplace(given)
        if other is not place:
            check_same_people(place, other)
        return Whole(self.week, _on_top(levers, self.levers, make_levers), _on_top(parameters, self.parameters, make_parameters), other)


@dataclass(frozen=True)
class Whole(Then):
    """The same with everything told, as runs take it."""

    levers: Levers
    parameters: Parameters
    workplace: Workplace


Begun = tuple[Workplace, Parameters, Levers, Whole | None]


def parted(place: Workplace, parameters: Parameters, levers: Levers, then: Then | None, follow_up: int) -> Begun:
    """What a run to follow-up begins with, and what it goes on with, if it does; who parts in week 0 begins with the other.

    Raises InputError for what cannot be used, and for a week beyond a run in which nothing is stopped.
    """
    if then is None:
        return place, parameters, levers, None
    if not isinstance(then, Then):
        raise InputError(f"then = {then!r} is no sim.Then, such as sim.Then(20, levers={{'protected_hours': 1}})")
    weeks = LAUNCH_WEEK + int(levers.trust_first_weeks) + follow_up
    if then.week >= weeks:
        raise InputError(f"the week of then = {then.week} is beyond the run, which to follow-up {follow_up} weeks after launch lives "
                         f"the weeks 0 to {weeks - 1}")
    whole = then.after(place, parameters, levers)
    return (place, parameters, levers, whole) if whole.week else (whole.workplace, whole.parameters, whole.levers, None)


def check_same_people(place: Workplace, other: Workplace) -> None:
    """Raises InputError where another workplace has other units, people or practices, and so cannot be the same one from a week on."""
    _check_same(f"workplace {other.name}", "units", [unit.name for unit in place.units], [unit.name for unit in other.units])
    for unit, changed in zip(place.units, other.units, strict=True):
        _check_same_unit(unit, changed)


def _check_same_unit(unit: Unit, changed: Unit) -> None:
    where = f"unit {unit.name}"
    for name in OF_UNITS:
        _check_same(where, name, getattr(unit, name), getattr(changed, name))
    if digest([unit.people]) != digest([changed.people]):  # no row of which is shown
        raise InputError(f"then: {where} has other people than before; who they are cannot become other in the middle of a run")
    _check_same(where, "practices", [one.name for one in unit.practices], [one.name for one in changed.practices])
    for one, another in zip(unit.practices, changed.practices, strict=True):
        for name in OF_PRACTICES:
            _check_same(f"practice {one.name} of {where}", name, getattr(one, name), getattr(another, name))


def _check_same(where: str, what: str, before: Any, now: Any) -> None:
    if before != now:
        told = [", ".join(map(str, some)) if isinstance(some, list) else some for some in (before, now)]
        raise InputError(f"then: {what} of {where} cannot become other in the middle of a run: {told[0]} before, {told[1]} then")


def _on_top(before: Any, given: Any, make: Any) -> Any:
    if given is None or isinstance(given, type(before)):
        return before if given is None else given
    return make({**before.model_dump(), **named_values(f"{type(before).__name__.lower()} of then", given)})
