"""What a lever is: all that is known of it, in one entry. The levers themselves stand in sim.inputs.levers."""

from collections.abc import Callable, Iterable
from math import isnan, nan
from operator import attrgetter
from typing import Any, NamedTuple

from pydantic import Field
from pydantic.fields import FieldInfo

from sim.inputs.part import Part
from sim.inputs.phases import FORMED
from sim.inputs.workplace import Unit

YES_OR_NO, WEEKS = "yes 1, no 0", "weeks"  # units of levers that take no value in between


class Cost(NamedTuple):
    """Hours that the lever itself asks for, beside those people spend because of it."""

    phase: int  # booked when this phase comes; for implementation every week; for listening when a restart begins
    per_employee: float
    per_member: float
    leader: float
    consultant: float


NO_HOURS = Cost(FORMED, 0, 0, 0, 0)


class Dose(NamedTuple):
    """How much of a lever rankings try, the phase in which it acts, why so much, and the lever in plain words with its amount in them."""

    amount: float
    phase: int
    why: str
    plainly: str


class Level(NamedTuple):
    """How much of a lever a unit has by itself: a rule of an entry of it, which is named by its dotted path."""

    entry: str
    rule: Callable[[float], float]

    def of(self, unit: Unit) -> float:
        """That level in a unit."""
        return float(self.rule(attrgetter(self.entry)(unit)))


class Change(NamedTuple):
    """What a lever changes before the first week: an entry of the unit, by dotted path, and a rule of what is recorded and its value."""

    entry: str
    rule: Callable[[Any, float], Any]

    def made(self, unit: Unit, value: float) -> Unit:
        """The unit with it; of practices, with all of them changed."""
        return _replaced(unit, self.entry, lambda recorded: self.rule(recorded, value))


def _replaced[Some: Part](part: Some, entry: str, rule: Callable[[Any], Any]) -> Some:
    head, _, rest = entry.partition(".")
    old = getattr(part, head)
    if not rest:
        new = rule(old)
    else:
        new = [_replaced(one, rest, rule) for one in old] if isinstance(old, list) else _replaced(old, rest, rule)
    return part.model_copy(update={head: new})


class Lever(NamedTuple):
    """One lever.

    default: None where it is as recorded. cost, cost_in_words: of its own, for amount 1.
    dose: what rankings try. letter: its own in the map. level: how much of it a unit has without anybody's doing, if that is recorded.
    changes: what it changes of a unit before the first week, nothing at its default; without, it acts where the text of the week reads it.
    whole_level: whether its hours are asked for its whole level, and not only for what goes beyond the recorded one.
    not_with: levers that it excludes. builds_trust: "before" the rest or "as part" of it, "" where that is not what it is for.
    until: the last phase in which it still acts, where it is pulled in the middle of a run; without, that of its dose.
    """

    name: str
    default: float | None
    low: float
    high: float
    unit: str
    meaning: str
    cost: Cost
    cost_in_words: str
    dose: Dose
    letter: str
    level: Level | None
    changes: tuple[Change, ...]
    whole_level: bool
    not_with: tuple[str, ...]
    builds_trust: str
    until: int

    @property
    def is_late(self) -> bool:
        """Whether it can be taken up after the phase that its hours belong to, for the same hours."""
        return self.until > self.cost.phase and self.cost is not NO_HOURS

    @property
    def yes_or_no(self) -> bool:
        """Whether it is either pulled or not."""
        return self.unit == YES_OR_NO

    @property
    def whole(self) -> bool:
        """Whether it takes whole numbers only."""
        return self.unit in (YES_OR_NO, WEEKS)

    def usual(self, recorded: Unit) -> float:
        """Where it stands as long as nobody moves it."""
        return self.default if self.default is not None else self.level.of(recorded) if self.level else 0.0

    def amount(self, recorded: Unit, value: float | None) -> float:
        """How much of it is in use and costs hours, where it is set to a value; recorded: the unit before any lever."""
        has = self.level.of(recorded) if self.level else 0.0
        return amount_in_use(has, nan if value is None else value, self.whole_level)

    def as_told(self) -> dict[str, Any]:
        """What takehold levers tells of it."""
        plain = {name: getattr(self, name) for name in ("name", "default", "low", "high", "unit", "meaning")}
        return {**plain, "cost": self.cost._asdict(), "cost_in_words": self.cost_in_words}


def lever(default: float | None, low: float, high: float, unit: str, meaning: str, *, dose: Dose, letter: str, cost: Cost = NO_HOURS,
          cost_in_words: str, level: Level | None = None, changes: tuple[Change, ...] = (), whole_level: bool = False,
          not_with: tuple[str, ...] = (), builds_trust: str = "", until: int | None = None) -> Any:
    """An entry of the registry; see Lever."""
    facts: dict[str, Any] = dict(low=low, high=high, unit=unit, cost=cost, cost_in_words=cost_in_words, dose=dose, letter=letter,
                                 level=level, changes=changes, whole_level=whole_level, not_with=not_with, builds_trust=builds_trust,
                                 until=dose.phase if until is None else until)
    return Field(default, description=meaning, json_schema_extra=facts)


def registry(fields: Iterable[tuple[str, FieldInfo]]) -> dict[str, Lever]:
    """The levers by name, in the order in which they are declared."""
    table = {}
    for name, field in fields:
        facts: Any = field.json_schema_extra
        table[name] = Lever(name=name, default=field.default, meaning=str(field.description), **facts)
    return table


# ----- rules of numbers, which compiled code calls as they stand
def amount_in_use(has: float, value: float, whole_level: bool) -> float:
    """How much of a lever costs hours; has: the recorded level, value: nan where it is as recorded."""
    if isnan(value):
        return has if whole_level else 0.0
    return value if whole_level else max(0.0, value - has)


def as_recorded(recorded: float) -> float:
    """The entry itself is the level."""
    return recorded


def all_but(recorded: float) -> float:
    """What is left of one."""
    return 1.0 - recorded


def as_set(recorded: float, value: float) -> float:
    """The lever's value, whatever is recorded."""
    return value


def raised(recorded: float, more: float) -> float:
    """More by so much, one at most."""
    return min(1.0, recorded + more)


def true_with_any(recorded: bool, value: float) -> bool:
    """True as recorded, or with any of the lever."""
    return recorded or value > 0


def at_least(recorded: float, value: float) -> float:
    """Not below the lever's value."""
    return max(recorded, value)


def at_most_the_rest(recorded: float, value: float) -> float:
    """Not above what the lever's value leaves of one."""
    return min(recorded, 1.0 - value)


def times(recorded: float, value: float) -> float:
    """So many times what is recorded."""
    return recorded * value


# ----- what levers change
def recorded_as(entry: str) -> Level:
    """The level that stands in an entry of the unit."""
    return Level(entry, as_recorded)


def sets(entry: str) -> tuple[Change, ...]:
    """A lever that sets an entry of the unit."""
    return (Change(entry, as_set),)


TRAINED = (Change("facilitation_skill", raised), Change("named_chair", true_with_any))  # better at meetings, and somebody to chair them
MANDATE = Level("leader.dominance", all_but)  # the share of decisions that lies with the steering group
WITH_MANDATE = (Change("leader.dominance", at_most_the_rest),)
WELLBEING_LET_IN = recorded_as("scope.wellbeing")  # how far it is inside the project's scope
WIDENED = (Change("scope.wellbeing", at_least),)
RESIZED = (Change("practices.hours_per_week", times),)
