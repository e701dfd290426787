"""Measures of the rows of a study: as numbers, in SQL, and in words."""

import numpy as np
from numpy.typing import ArrayLike

from sim.model import intervals
from sim.model.measures import OUTCOMES, YES_OR_NO, measure
from sim.model.outcome import measures_of


def check_measure(name: str) -> str:
    """Return the name of a measure, or raise InputError with the nearest."""
    return measure(name).name


def measure_values(name: str, facts: ArrayLike) -> np.ndarray:
    """The measure of each row of facts, float64 of shape (rows,)."""
    if name in OUTCOMES:
        return (measures_of(facts, ["outcome"])["outcome"] == OUTCOMES[name].short).astype(float)
    return measures_of(facts, [name])[name].astype(float)


def in_sql(name: str) -> str:
    """The measure of a row of the table runs as a number; null for the launch week of a run that launched nothing."""
    if name in OUTCOMES:
        return f"(outcome = '{OUTCOMES[name].short}')::double"
    return f"nullif(\"{name}\", -1)::double" if name == "launch_week" else f"\"{measure(name).name}\"::double"


def estimate(name: str, values: ArrayLike) -> intervals.Estimate:
    """Share or mean over runs with its 95 % interval; nan values, of runs that failed, are left out."""
    numbers = np.asarray(values, float)
    return measure(name).estimate(numbers[~np.isnan(numbers)])


def in_words(name: str) -> str:
    """A measure as a sentence calls it."""
    one = measure(name)
    if name in OUTCOMES:
        return f"the share of runs {one.short}"
    return f"the share of runs with '{one.short}'" if one.unit == YES_OR_NO else f"the mean of '{one.short}'"


def moved(name: str, change: intervals.Estimate) -> str:
    """What a difference over the same runs does to a measure, after 'that': raises or lowers it, better or worse, or cannot be told."""
    one, told = measure(name), measure(name).written(change, signed=True)
    if not change.has_interval:
        return f"changes {in_words(name)} by {told}"
    if change.low <= 0 <= change.high:
        return f"does not clearly change {in_words(name)}: {told}"
    judged = one.judged(change.value)
    return f"{one.moves(change.value)} {in_words(name)}: {told}{f', {judged}' if judged else ''}"
