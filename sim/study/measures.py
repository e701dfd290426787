"""Measures by name, as numbers: a row's measure, or whether it ended in an outcome class."""

import numpy as np
from numpy.typing import ArrayLike

from sim import intervals
from sim.complaints import Complaint, no_such
from sim.outcome import CLASSES, HOURS, MEASURES, measures_of

OUTCOMES = {name.replace(" ", "_"): name for name in CLASSES}  # the share of runs that ended so
YES_OR_NO = frozenset(("adapted", "ongoing", "pushed_through", "restarted"))
NUMBERS = tuple(name for name in (*MEASURES, *HOURS) if name not in ("outcome", "stopped_in"))


def check_measure(name: str) -> str:
    """Return the name of a measure, or raise Complaint with the nearest."""
    if name not in OUTCOMES and name not in NUMBERS:
        raise Complaint(no_such("measure", name, (*OUTCOMES, *NUMBERS)))
    return name


def measure_values(name: str, facts: ArrayLike) -> np.ndarray:
    """The measure of each row of facts, float64 of shape (rows,)."""
    measures = measures_of(facts)
    if name in OUTCOMES:
        return (measures["outcome"] == OUTCOMES[name]).astype(float)
    return measures[name].astype(float)


def estimate(name: str, values: ArrayLike) -> intervals.Estimate:
    """Share or mean over runs with its 95 % interval; nan values, of runs that failed, are left out.

    Where all values are alike, a normal interval would have no width after two runs;
    then Wilson's interval of none in that many runs stands for it.
    """
    numbers = np.asarray(values, float)
    numbers = numbers[~np.isnan(numbers)]
    if name in OUTCOMES or name in YES_OR_NO:
        return intervals.share(int(numbers.sum()), len(numbers))
    told = intervals.mean(numbers)
    if len(numbers) and (numbers == numbers[0]).all():
        room = intervals.share(0, len(numbers)).high
        return intervals.Estimate(told.value, told.value - room, told.value + room, told.runs)
    return told


def half_width(told: intervals.Estimate) -> float:
    """Half of the width of an interval; infinite where there is none yet."""
    half = (told.high - told.low) / 2
    return float("inf") if np.isnan(half) else half
