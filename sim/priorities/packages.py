"""What is ranked: every lever at a dose that a workplace might choose, every pair, and doing nothing.

Levers and their doses stand in sim.inputs.levers. A dose is what is added to, or asked of, the workplace as it is recorded. A lever
whose level is recorded (involvement, steering_mandate and others) is never set below what any unit has already.
"""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from sim.inputs.lever import Dose
from sim.inputs.levers import LEVERS, Levers, make_levers
from sim.inputs.phases import LAUNCH_WEEK, LISTENING, PHASES, PREPARATION
from sim.inputs.workplace import Unit, Workplace

DOSES: dict[str, Dose] = {name: lever.dose for name, lever in LEVERS.items()}
NOT_TOGETHER = [{name, other} for name, lever in LEVERS.items() for other in lever.not_with]
BEFORE_TRUST = (0.0, 4.0, 8.0, 12.0, 26.0)  # weeks of trust first that the best package is tried with

Package = tuple[tuple[str, float], ...]  # levers with their doses, in the order of the registry
NOTHING: Package = ()


def recorded(unit: Unit) -> dict[str, float]:
    """What a unit has already of the levers that set a level."""
    return {name: lever.level.of(unit) for name, lever in LEVERS.items() if lever.level is not None}


def doses_for(place: Workplace, chosen: Mapping[str, float] | None = None) -> dict[str, float]:
    """Each lever's dose in this workplace; ``chosen`` doses are taken as they are.

    Raises InputError for an unknown lever or a dose outside its range.
    """
    make_levers(chosen)
    least = {name: max(recorded(unit)[name] for unit in place.units) for name in recorded(place.units[0])}
    return {name: max(dose.amount, least.get(name, dose.amount)) for name, dose in DOSES.items()} | dict(chosen or {})


def candidates(doses: Mapping[str, float], size: int = 2) -> list[Package]:
    """Doing nothing, every lever, and every package of up to ``size`` levers that can go together."""
    return [package(dict(some)) for count in range(size + 1) for some in combinations(doses.items(), count)
            if go_together([name for name, _ in some])]


def go_together(names: list[str]) -> bool:
    """Whether these levers do not exclude each other."""
    return not any(pair <= set(names) for pair in NOT_TOGETHER)


def package(doses: Mapping[str, float]) -> Package:
    """Levers with doses, in the order of the registry."""
    return tuple((name, float(doses[name])) for name in LEVERS if name in doses)


def levers_of(chosen: Package) -> Levers:
    """The setting of all levers."""
    return make_levers(dict(chosen))


def in_words(chosen: Package) -> str:
    """A package as a person reads it."""
    return " + ".join(f"{name} {amount:g}" for name, amount in chosen) or "nothing"


def plainly(chosen: Package) -> str:
    """A package as somebody reads it who knows no names of levers."""
    return " together with ".join(DOSES[name].plainly.format(amount).replace("%", " %") for name, amount in chosen) or "nothing"


def order_in_time(chosen: Package) -> list[dict[str, Any]]:
    """What comes when: a step for each lever, earliest first; week 0 is the start of the project."""
    first = int(dict(chosen).get("trust_first_weeks", 0))
    steps: list[dict[str, Any]] = [{"lever": name, "dose": amount, "phase": PHASES[DOSES[name].phase].name, "from_week": _week(name, first)}
             for name, amount in chosen]
    return sorted(steps, key=lambda step: (step["from_week"] is None, step["from_week"] or 0))


def _week(name: str, first: int) -> int | None:
    """Week of the calendar in which a lever begins; None when it waits for a stop."""
    phase = DOSES[name].phase
    if phase == LISTENING:
        return None
    return 0 if phase == PREPARATION else first + min(PHASES[phase].week, LAUNCH_WEEK)
