"""What was observed at a workplace, from a TOML file or a table: checked entry by entry, one clear sentence where it cannot be used."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, create_model

from sim.errors import InputError, no_such
from sim.fitting.measures import CAME, COUNT, FACT, OBSERVABLES, START, SURVEY, Where
from sim.inputs.part import Part
from sim.inputs.phases import LAUNCH_WEEK, MAX_FOLLOW_UP
from sim.inputs.validation import sentence
from sim.inputs.workplace import Shown, Text, Workplace
from sim.machine.received import read_toml

MOST = 200  # observations
EXAMPLE = Path(__file__).with_name("example.toml")  # made up, of the workplace generic-unit; by its name where there is no such file


class Observed(Part):
    """An observation. value: a share or mean on a scale of 0-1, a number counted where there is ``of``, or true or false."""

    measure: Shown
    value: bool | float
    unit: Shown = ""
    practice: Shown = ""
    week: Annotated[int, Field(ge=START, le=LAUNCH_WEEK + MAX_FOLLOW_UP - 1)] | None = None
    after_launch: Annotated[int, Field(ge=1, le=MAX_FOLLOW_UP)] | None = None
    sd: Annotated[float, Field(ge=0.005, le=0.5)] | None = None
    respondents: Annotated[int, Field(ge=5, le=10_000)] | None = None
    of: Annotated[int, Field(ge=1, le=100_000)] | None = None
    source: Text = ""

    @property
    def kind(self) -> str:
        """How it is known: by SURVEY, COUNT or FACT."""
        return OBSERVABLES[self.measure].kind

    @property
    def number(self) -> float:
        """What was seen, on a scale of 0-1."""
        return float(self.value) / (self.of or 1)

    @property
    def when(self) -> str:
        """The week, in words."""
        if self.after_launch is not None:
            return f"{self.after_launch} weeks after launch"
        return "before the start" if self.week == START else f"week {self.week}"

    @property
    def in_words(self) -> str:
        """What was observed, in a few words; of which unit is left to the table."""
        what = OBSERVABLES[self.measure].short + (f" of {self.practice}" if self.practice else "")
        return f"{what}, {self.when}"

    @property
    def error(self) -> str:
        """How far it may err, as it was given."""
        if self.kind == FACT:
            return "none"
        return f"sd {self.sd:g}" if self.sd is not None else f"{self.respondents} answers" if self.respondents else f"{self.of} counted"

    def where(self, place: Workplace) -> Where:
        """Where in a run it stands."""
        unit = [one.name for one in place.units].index(self.unit)
        practice = [one.name for one in place.units[unit].practices].index(self.practice) if self.practice else None
        return Where(self.measure, unit, practice, self.week, self.after_launch)


_File = create_model("_File", __base__=Part, observed=(list[Observed], ...))


def observations(given: Any, place: Workplace) -> tuple[Observed, ...]:
    """Observations from a file, a table or a list of entries. Raises InputError, one sentence that says where and what is allowed."""
    if isinstance(given, (str, Path)):
        given = EXAMPLE if str(given) == EXAMPLE.stem and not Path(given).exists() else given
        source, entries = str(given), read_toml(given, "file of observations")[1]
        if "units" in entries:
            raise InputError(f"{source} describes a workplace; observations stand in a file of their own, in tables [[observed]]")
    else:
        source, entries = "observed", {"observed": _rows(given)}
    try:
        told = _File(**entries)
    except ValidationError as error:
        raise InputError(f"{source}: {sentence(error, entries, _File)}") from None
    some: list[Observed] = told.observed  # type: ignore[attr-defined]
    if not some:
        raise InputError(f"{source} holds no observation; give at least one, in a table [[observed]]")
    if len(some) > MOST:
        raise InputError(f"{source} holds {len(some)} observations; {MOST} at most can be used")
    return _all_different([_checked(one, place, f"{source}: observed[{number}]") for number, one in enumerate(some, 1)], source)


def _rows(given: Any) -> list[dict[str, Any]]:
    """The rows of a table as plain entries; what is missing is left out, and whole numbers are whole again."""
    import pandas as pd
    if isinstance(given, pd.DataFrame):
        given = given.to_dict("records")
    if not isinstance(given, (list, tuple)) or not all(isinstance(row, dict) for row in given):
        raise InputError("observed is no file, no DataFrame and no list of entries with measure, value and week or after_launch")
    plain = [{str(name): value.item() if hasattr(value, "item") else value for name, value in row.items()} for row in given]
    whole = ("week", "after_launch", "respondents", "of")
    return [{name: int(value) if name in whole and isinstance(value, float) and value.is_integer() else value
             for name, value in row.items() if not _missing(value)} for row in plain]


def _missing(value: Any) -> bool:
    import pandas as pd
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _checked(one: Observed, place: Workplace, where: str) -> Observed:
    """The observation with what may be left out; raises InputError."""
    if one.measure not in OBSERVABLES:
        raise InputError(f"{where}: {no_such('measure', one.measure, OBSERVABLES)}")
    units = [unit.name for unit in place.units]
    if not one.unit and len(units) > 1:
        raise InputError(f"{where}: unit is missing; {place.name} has several: {', '.join(units)}")
    if one.unit and one.unit not in units:
        raise InputError(f"{where}: {no_such('unit', one.unit, units)}")
    unit = place.unit(one.unit or units[0])
    changed: dict[str, Any] = {"unit": unit.name}
    practices = [practice.name for practice in unit.practices]
    if one.practice and not OBSERVABLES[one.measure].of_practice:
        raise InputError(f"{where}: {one.measure} is of a unit and not of a practice; leave practice out")
    if one.practice and one.practice not in practices:
        raise InputError(f"{where}: {no_such('practice', one.practice, practices)}")
    changed |= _time(one, where) | _value(one, unit.employees, where)
    return one.model_copy(update=changed)


def _time(one: Observed, where: str) -> dict[str, Any]:
    """When it was seen; raises InputError."""
    of = OBSERVABLES[one.measure]
    if one.week is not None and one.after_launch is not None:
        raise InputError(f"{where}: week and after_launch are both given; give one of them")
    if one.week is None and one.after_launch is None:
        if one.measure == "attendance":
            return {"week": CAME}
        raise InputError(f"{where}: give week (of the project, from 0) or after_launch (weeks since launch)")
    if of.from_launch and (one.after_launch is None or one.after_launch < of.from_launch):
        raise InputError(f"{where}: {one.measure} is counted over {of.from_launch} weeks after launch; give after_launch, "
                         f"{of.from_launch} to {MAX_FOLLOW_UP}")
    if one.week is not None and one.week < of.first:
        raise InputError(f"{where}: week = {one.week} is too early for {one.measure}; it can be seen from week {of.first} on")
    return {}


def _value(one: Observed, employees: int, where: str) -> dict[str, Any]:
    """Value and error; raises InputError."""
    kind = one.kind
    fitting = {SURVEY: ("sd", "respondents"), COUNT: ("sd", "of"), FACT: ()}[kind]
    given = [name for name in ("sd", "respondents", "of") if getattr(one, name) is not None]
    if kind == FACT:
        if given or one.value not in (0, 1):
            raise InputError(f"{where}: {one.measure} is true or false, and known for sure; give value = true or false"
                             + (f", without {given[0]}" if given else ""))
        return {"value": float(one.value)}
    if isinstance(one.value, bool):
        raise InputError(f"{where}: value = {str(one.value).lower()} is no number; {one.measure} is a share from 0 to 1")
    if len(given) != 1 or given[0] not in fitting:
        raise InputError(f"{where}: {one.measure} needs its error, and one only: {' or '.join(fitting)}"
                         + (f"; given: {', '.join(given)}" if given else ""))
    most = one.of or 1
    if not 0 <= one.value <= most:
        raise InputError(f"{where}: value = {one.value:g} is outside what is allowed: 0 to {most:g}"
                         + (" (of those counted)" if one.of else " (a share, or a mean on a scale from 0 to 1)"))
    if one.of and one.value != int(one.value):
        raise InputError(f"{where}: value = {one.value:g} of {one.of} is no whole number; with 'of', value is how many were counted")
    if one.respondents and one.respondents > employees:
        raise InputError(f"{where}: respondents = {one.respondents} are more than the {employees} employees of the unit")
    return {}


def _all_different(some: list[Observed], source: str) -> tuple[Observed, ...]:
    """Raises InputError where the same is observed twice, as it would count twice."""
    seen: dict[tuple[Any, ...], int] = {}
    for number, one in enumerate(some, 1):
        key = (one.measure, one.unit, one.practice, one.week, one.after_launch)
        if key in seen:
            raise InputError(f"{source}: observed[{number}] is the same as observed[{seen[key]}] ({one.in_words}); it would count twice")
        seen[key] = number
    return tuple(some)
