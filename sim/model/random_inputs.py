"""Random but valid contexts, levers and parameters: the wide prior that patterns and tests are held against."""

from collections.abc import Iterator, Mapping
from math import nan
from typing import Any
from zlib import crc32

from sim.inputs.events import CHANGE, LEADER_LEAVES, SUMMER
from sim.inputs.levers import LEVERS, Levers, make_levers
from sim.inputs.parameters import PARAMETERS, Parameters, make_parameters
from sim.inputs.person import Known, People
from sim.inputs.workplace import Workplace
from sim.model.draws import Draws

CONTEXTS = 9  # a stream of its own
CALENDAR = 1000  # purposes from here on are calendars, one a unit
MANY = 64  # blocks: more uniforms than any of the functions below takes


class Dice:
    """Uniform numbers in a fixed order, addressed by seed and number of the context."""

    def __init__(self, seed: int, number: int, purpose: int):
        self._numbers = iter(Draws(seed, number).uniforms(CONTEXTS, [purpose], [0], MANY)[0, 0].tolist())

    def between(self, low: float, high: float) -> float:
        """A number from low to high."""
        return low + (high - low) * next(self._numbers)

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int((high - low + 1) * next(self._numbers))

    def chance(self, share: float) -> bool:
        """True with this probability."""
        return next(self._numbers) < share

    def shares(self) -> dict[str, float]:
        """Shares of the three themes; they add up to one."""
        a, b, c = (self.between(0.05, 1.0) for _ in range(3))
        total = a + b + c
        return {"planning": a / total, "coordination": b / total, "wellbeing": c / total}


def random_workplace(seed: int, number: int, largest: int = 40) -> Workplace:
    """Workplace ``number`` of a seed: one or two units of 6 to ``largest`` employees, everything else over its range."""
    dice = Dice(seed, number, 0)
    count = 1 if dice.chance(0.75) else 2
    names = [f"unit-{i + 1}" for i in range(count)]
    visible = dice.chance(0.5)
    units = [_unit(Dice(seed, number, 1 + i), name, largest, [other for other in names if visible and other != name])
             for i, name in enumerate(names)]
    entries: dict[str, Any] = {"name": f"random-{number}", "title": f"Random context {number} of seed {seed}", "units": units}
    return Workplace(**entries)


def _unit(dice: Dice, name: str, largest: int, sees: list[str]) -> dict[str, Any]:
    practices = [{"name": f"practice-{k + 1}", "title": f"Practice {k + 1}", "themes": dice.shares(),
                  "sessions_per_week": dice.whole(1, 7), "hours_per_week": dice.between(0.05, 1.5), "embedded": dice.between(0, 1),
                  "facilitation_need": dice.between(0, 1), "mandatory": dice.between(0, 0.8) if dice.chance(0.3) else 0.0,
                  "roll_out_weeks": dice.between(5, 90) if dice.chance(0.3) else 1.0} for k in range(dice.whole(1, 5))]
    employees = dice.whole(6, largest)
    return {
        "name": name, "title": name, "employees": employees, "representatives": dice.whole(1, 3),
        "planners": dice.whole(0, 2), "coordinators": dice.whole(0, 1), "team_size": dice.whole(5, 15), "sees": sees,
        "trust_in_leader": dice.between(0.1, 0.9), "trust_in_organisation": dice.between(0.1, 0.9), "needs": dice.shares(),
        "coherence": dice.between(0.1, 0.9), "contract_hours": dice.between(24, 37), "utilisation": dice.between(0.85, 0.98),
        "competing_change": {"load": dice.between(0, 0.6), "weekly_persistence": dice.between(0.9, 1)},
        "involvement": dice.between(0, 1), "pre_study_quality": dice.between(0, 1), "expectation_alignment": dice.between(0, 1),
        "facilitation_skill": dice.between(0, 0.8), "named_chair": dice.chance(0.5), "top_support": dice.between(0, 1),
        "scope": {"planning": 1, "coordination": 1, "wellbeing": 1 if dice.chance(0.3) else 0},
        "leader": {"value": dice.between(0.1, 0.95), "needs": dice.shares(), "responsiveness": dice.between(0.1, 0.95),
                   "hours": dice.between(0, 10), "dominance": dice.between(0, 1), "trust_in_employees": dice.between(0.2, 0.9),
                   "newness": 1.5 if dice.chance(0.2) else 1.0, "leaves_in_week": dice.whole(5, 50) if dice.chance(0.15) else None},
        "practices": practices,
    }


def with_random_people(place: Workplace, seed: int, number: int) -> Workplace:
    """The workplace with people of whom some is known: of most of them, of each another part."""
    return place.model_copy(update={"units": [
        unit.model_copy(update={"people": _people(seed, number, 22 + u, unit.employees)}) for u, unit in enumerate(place.units)]})


def _people(seed: int, number: int, purpose: int, employees: int) -> People:
    people: list[Known | None] = []
    for place, one in enumerate(Draws(seed, number).uniforms(CONTEXTS, range(employees), [purpose], 6)[0].tolist()):
        shares = [share / sum(one[:3]) for share in one[:3]]
        values = [*one[3:6], *shares, 10 + 27 * one[6]]
        known = tuple(value if whether < 0.6 else nan for value, whether in zip(values, one[7:14], strict=True))
        colleagues = sorted({int(employees * u) for u in one[15:15 + int(5 * one[14])]} - {place})
        people.append(Known(known, int(3 * one[20]) if one[21] < 0.7 else None, tuple(colleagues) if one[22] < 0.4 else None)
                      if one[23] < 0.8 else None)
    return tuple(people)
def with_calendar(place: Workplace, seed: int, number: int) -> Workplace:
    """The workplace with events in every unit, and with practices that are taken up later."""
    entries = place.model_dump()
    for index, unit in enumerate(entries["units"]):
        dice = Dice(seed, number, CALENDAR + index)
        unit["events"] = [_event(dice) for _ in range(dice.whole(1, 5))]
        for practice in unit["practices"][1:]:
            practice["starts_after_launch"] = dice.whole(0, 30) if dice.chance(0.5) else 0
    return Workplace(**entries)


def _event(dice: Dice) -> dict[str, Any]:
    first, kind = dice.whole(1, 50), (CHANGE, SUMMER, LEADER_LEAVES)[dice.whole(0, 2)]
    if kind == LEADER_LEAVES:
        return {"kind": kind, "week": first}
    size = {"load": dice.between(0.05, 1.0)} if kind == CHANGE else {"share_away": dice.between(0.05, 1.0)}
    return {"kind": kind, "from_week": first, "to_week": first + dice.whole(0, 12), **size}


def random_parameters(seed: int, number: int) -> Parameters:
    """Parameter set ``number`` of a seed: every parameter uniform over its range."""
    return make_parameters({name: p.low + (p.high - p.low) * u for (name, p), (u, *_) in _by_name(PARAMETERS, seed, number, 20)})


def random_levers(seed: int, number: int) -> Levers:
    """Lever setting ``number`` of a seed: each lever moved with probability one half, over its range."""
    moved = {}
    for (name, lever), (u, whether, *_) in _by_name(LEVERS, seed, number, 21):
        if whether < 0.5:
            value = lever.low + (lever.high - lever.low) * u
            moved[name] = round(value) if lever.whole else value
    return make_levers(moved)


def _by_name[Entry](entries: Mapping[str, Entry], seed: int, number: int, purpose: int) -> Iterator[tuple[tuple[str, Entry], list[float]]]:
    """Each entry with four uniforms addressed by its name, so that one that is added moves no other."""
    drawn = Draws(seed, number).uniforms(CONTEXTS, [crc32(name.encode()) for name in entries], [purpose], 1)[0]
    return zip(entries.items(), drawn.tolist(), strict=True)
