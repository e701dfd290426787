"""What is ranked: every lever at a dose that a workplace might choose, every pair, and doing nothing.

A dose is what is added to, or asked of, the workplace as it is recorded. A lever that sets a level (involvement,
pre_study_quality, expectation_alignment, steering_mandate, widen_scope) is never set below what any unit has already.
"""

from collections.abc import Mapping
from itertools import combinations
from typing import Any, NamedTuple

from sim.levers import LEVERS, Levers, make_levers
from sim.phases import FORMED, IMPLEMENTATION, INTRODUCTION, LAUNCH_WEEK, LISTENING, PHASES, PREPARATION, STUDY, WORKSHOP
from sim.workplace import Unit, Workplace


class Dose(NamedTuple):
    """How much of a lever is tried, the phase in which it acts, why so much, and the lever in plain words with its amount in them."""

    amount: float
    phase: int
    why: str
    plainly: str


DOSES: dict[str, Dose] = {
    "trust_first_weeks": Dose(12, PREPARATION, "a quarter of a year, within the study's own half-year horizon",
                              "{:g} weeks of listening before the project starts"),
    "pre_study_quality": Dose(0.9, STUDY, "as thorough as the best pre-study of the study's units", "a thorough pre-study ({:g} of 1)"),
    "expectation_alignment": Dose(0.8, FORMED, "a thorough alignment; the study's units had little",
                                  "agreeing at the start on what to expect ({:g} of 1)"),
    "involvement": Dose(0.8, WORKSHOP, "nearly everybody invited, which leaves those on duty",
                        "inviting {:.0%} of the staff to the workshop"),
    "facilitation_training": Dose(0.3, INTRODUCTION, "half of the most that the registry allows",
                                  "training the staff in running meetings ({:g} more of 1)"),
    "leader_sparring": Dose(1.0, IMPLEMENTATION, "an hour a week from launch on", "sparring for the leader from launch on ({:g} h a week)"),
    "protected_hours": Dose(1.0, IMPLEMENTATION, "an hour a week for each employee", "{:g} protected hours a week for each employee"),
    "steering_mandate": Dose(0.7, FORMED, "most decisions lie with the steering group", "a mandate for the steering group ({:g} of 1)"),
    "widen_scope": Dose(1.0, FORMED, "wellbeing is let in as fully as planning and coordination",
                        "letting wellbeing into the project ({:g} of 1)"),
    "action_size": Dose(0.5, INTRODUCTION, "each action half as large", "actions {:g} times as large"),
    "push_through": Dose(1.0, FORMED, "yes", "overruling a refusal"),
    "restart": Dose(1.0, LISTENING, "yes", "starting again after a stop"),
}
NOT_TOGETHER = [{"push_through", "restart"}]  # a refusal is either overruled or answered by stopping
BEFORE_TRUST = (0.0, 4.0, 8.0, 12.0, 26.0)  # weeks of trust first that the best package is tried with

Package = tuple[tuple[str, float], ...]  # levers with their doses, in the order of the registry
NOTHING: Package = ()


def recorded(unit: Unit) -> dict[str, float]:
    """What a unit has already of the levers that set a level."""
    return {"pre_study_quality": unit.pre_study_quality, "expectation_alignment": unit.expectation_alignment,
            "involvement": unit.involvement, "steering_mandate": 1 - unit.leader.dominance, "widen_scope": unit.scope.wellbeing}


def doses_for(place: Workplace, chosen: Mapping[str, float] | None = None) -> dict[str, float]:
    """Each lever's dose in this workplace; ``chosen`` doses are taken as they are.

    Raises Complaint for an unknown lever or a dose outside its range.
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
