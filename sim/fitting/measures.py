"""What can be observed at a workplace: its name in a file, which number of a run it is, and how its error is given."""

from typing import NamedTuple

import numpy as np

from sim.inputs.phases import AT_REST, IMPLEMENTATION, INTRODUCTION, LISTENING, PHASES, RETAINED_USE, RETAINED_WEEKS, WORKSHOP
from sim.inputs.workplace import Workplace
from sim.kernel.engine import Weeks
from sim.model.outcome import NAMES
from sim.model.record import SERIES

SURVEY, COUNT, FACT = "survey", "count", "fact"  # answers of people; shares that are counted; what everybody knows
LINES = tuple(SERIES)
LATER, OUT = {PHASES[number].name for number in (INTRODUCTION, IMPLEMENTATION)}, {PHASES[LISTENING].name, AT_REST}
START = -1  # the week before the project starts
CAME = PHASES[WORKSHOP].week


class Observable(NamedTuple):
    """Something that can be observed.

    name: in a file. short: in a few words. kind: SURVEY, COUNT or FACT. line: the number of the weekly line that it is, if any.
    first: the first week of the run in which it can be seen, START for one that is there before the first. from_launch: whether it is
    counted in weeks after launch alone, and then from which on. of_practice: whether it can be of a single practice.
    """

    name: str
    short: str
    kind: str
    line: str = ""
    first: int = START
    from_launch: int = 0
    of_practice: bool = False


OBSERVABLES = {one.name: one for one in (
    Observable("trust_in_leader", "trust in the leader", SURVEY, "trust_leader"),
    Observable("trust_in_organisation", "trust in the organisation", SURVEY, "trust_organisation"),
    Observable("expectation", "expectation of benefit", SURVEY, "expectation"),
    Observable("benefit", "benefit felt", SURVEY, "benefit", 0),
    Observable("ownership", "ownership", SURVEY, "ownership", 0),
    Observable("attendance", "at the employee workshop", COUNT, first=CAME),
    Observable("launched", "whether practices were launched", FACT, first=0),
    Observable("stopped", "whether it had stopped, or nothing was launched", FACT, first=0),
    Observable("retention", "practices retained", COUNT, from_launch=RETAINED_WEEKS),
    Observable("use", "planned sessions held in the last 4 weeks", COUNT, from_launch=RETAINED_WEEKS, of_practice=True),
    Observable("dropped_out", "quietly dropped out", COUNT, "withdrawn", 0))}


class Where(NamedTuple):
    """Where in a run an observation stands: number of the unit, and of the practice in it, and in weeks of the run or after launch."""

    measure: str
    unit: int
    practice: int | None
    week: int | None
    after_launch: int | None

    def last(self, lived: Weeks) -> int:
        """The week of the run that it is about; after_launch counts the weeks that have passed since, as follow-ups do."""
        if self.week is not None:
            return self.week
        assert self.after_launch is not None
        return int(lived.launches[self.unit]) + self.after_launch - 1


def shown(where: Where, lived: Weeks, place: Workplace) -> tuple[float, float]:
    """What a run shows of an observable, and the standard deviation between people behind it; nan where the run does not tell that."""
    of, at = OBSERVABLES[where.measure], where.last(lived)
    if of.name == "attendance":
        return float(lived.facts[where.unit, NAMES.index("attendance")]), np.nan
    if of.kind == FACT:
        return float(lived.phases[where.unit, at] in (LATER if of.name == "launched" else OUT)), np.nan
    if not of.line:
        return _practices(where, lived, place, at), np.nan
    if at == START:
        told = lived.facts[where.unit]
        spread = float(told[NAMES.index("start_trust_leader_sd")]) if of.line == "trust_leader" else np.nan
        return float(told[NAMES.index(f"start_{of.line}")]), spread
    line = lived.series[where.unit, at]
    return float(line[LINES.index(of.line)]), float(line[LINES.index("trust_leader_sd")]) if of.line == "trust_leader" else np.nan


def _practices(where: Where, lived: Weeks, place: Workplace, at: int) -> float:
    """The share of practices retained, or of planned sessions held, over the last RETAINED_WEEKS weeks up to one; as facts have it."""
    assert where.after_launch is not None
    if lived.phases[where.unit, at] not in LATER:
        return 0.0
    first = sum(len(unit.practices) for unit in place.units[:where.unit])
    plans = place.units[where.unit].practices
    planned = RETAINED_WEEKS * np.array([one.sessions_per_week for one in plans])
    rows = slice(first, first + len(plans))
    use = lived.held[rows, where.after_launch - RETAINED_WEEKS:where.after_launch].sum(axis=1) / planned
    if where.measure == "use":
        return float(use.mean() if where.practice is None else use[where.practice])
    gone = (lived.let_go[rows] >= 0) & (lived.let_go[rows] <= at)
    return float((~gone & (use >= RETAINED_USE)).mean())
