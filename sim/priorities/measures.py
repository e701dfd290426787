"""What is to become better: measures that have a preferred direction."""

from typing import NamedTuple

import numpy as np

from sim.errors import InputError, no_such
from sim.model import intervals
from sim.model.measures import DIRECTED, HOURS, MEASURES, NUMBERS, OUTCOMES, SHARE, Measure

SHORT = {"trust": "trust_change"}
# Measures of a row that priorities can be asked for; retention and trust, which are asked for most, first.
AIMS = ("retention", "trust", *(name for name in DIRECTED if name not in (*OUTCOMES, "retention", "trust_change")))


class Aim(NamedTuple):
    """A measure to be moved, and the name it was asked by."""

    name: str
    measure: Measure

    @property
    def better(self) -> int:
        """1 if more is better, -1 if less is."""
        return self.measure.better

    @property
    def reach(self) -> float:
        """The most that a parameter set may lose by the range of a share; 0 where the range says little of what can happen."""
        return self.measure.high - self.measure.low if self.measure.unit == SHARE or self.measure.is_share else 0.0

    @property
    def meaning(self) -> str:
        """The measure in words, with its unit and which way is better."""
        if self.name == "trust":
            return "change of mean trust in the leader from start to horizon, -1 to 1"
        return self.measure.meaning + (f" ({self.measure.preference})" if self.better < 0 else "")


def aim(name: object) -> Aim:
    """The measure of that name; raises InputError for one that is unknown or has no preferred direction."""
    column = SHORT.get(str(name), str(name))
    if column in OUTCOMES:
        raise InputError(f"nothing is ranked by the share of runs that end '{OUTCOMES[column].short}'; retention says how much is retained")
    if column in MEASURES | HOURS and column not in DIRECTED:
        raise InputError(f"measure '{name}' has no preferred direction, so nothing can be ranked by it; {', '.join(AIMS[:6])} have one")
    if column not in DIRECTED:
        raise InputError(no_such("measure", name, AIMS))
    return Aim(str(name), NUMBERS[column])


def over_members(measure: Measure, changes: np.ndarray, confidence: float = 0.95) -> intervals.Estimate:
    """Mean change of a measure with Student's interval over the means of members; changes: (members, runs).

    Members differ by what is not known of people, so the interval holds luck and that; runs counts all values.
    """
    told = intervals.mean(changes.mean(axis=1), measure.low - measure.high, measure.high - measure.low, measure.reach, confidence)
    return told._replace(runs=changes.size)
