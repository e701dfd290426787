"""What the parameter sets that the study allows say of a measure.

A set raises or lowers a measure only where its own 95 % interval leaves zero out, and says "no clear change" otherwise: what few
runs blur within a set is not taken for a difference between sets.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.errors import InputError, names_of
from sim.machine.rows import check_columns, same_runs
from sim.model import intervals
from sim.model.intervals import Estimate
from sim.model.measures import NUMBERS, OUTCOMES, Measure, measure

MANY = 0.1  # share of sets that may point the other way before a result is told as one that depends on assumptions
HALF = 0.5
LOWERS, UNCLEAR, RAISES = -1, 0, 1
TOLD = (*OUTCOMES, "retention", "trust_change", "trust_end", "expectation_gap", "dropped_out", "hours_total", "hours_leader")
LAUNCH = "launch_week"
KEYS = ["workplace", "unit", "set", "run", "seed"]
WORDS = ("workplace", "unit", "outcome")  # columns of rows over sets that hold words, and numbers
NUMERIC = ("set", "run", "seed", *(name for name in NUMBERS if name not in OUTCOMES))


class OverSets(NamedTuple):
    """What the sets say of one measure of one unit.

    values: of each set its mean or share over runs, or its mean paired difference of two worlds, (sets,); signs: LOWERS, RAISES or,
    where the interval of that value holds zero, UNCLEAR, (sets,). sets: their numbers in the ensemble.
    """

    measure: Measure
    values: np.ndarray
    signs: np.ndarray
    sets: tuple[int, ...]

    def share(self, sign: int) -> Estimate:
        """Share of sets that say this, with Wilson's interval over sets."""
        return intervals.share(int((self.signs == sign).sum()), len(self.sets))

    @property
    def range(self) -> tuple[float, float]:
        """5 and 95 % of the sets."""
        low, high = np.quantile(self.values, [0.05, 0.95])
        return float(low), float(high)

    @property
    def either_way(self) -> bool:
        """Whether many sets point one way, and many the other."""
        return min(self.share(LOWERS).value, self.share(RAISES).value) > MANY

    def contrary(self, told: Estimate) -> bool:
        """Whether many sets clearly point the other way than an estimate under the default assumptions does."""
        return bool(sign_of(told)) and self.share(-sign_of(told)).value > MANY

    def agree(self, told: Estimate) -> bool:
        """Whether the sets leave standing what is estimated under the default assumptions.

        They do not where many of them clearly point the other way, or fewer than half the same way. Where the default shows no clear
        change, they do not where many point either way, or more than half one way.
        """
        sign, lower, higher = sign_of(told), self.share(LOWERS).value, self.share(RAISES).value
        if not sign:
            return not self.either_way and max(lower, higher) <= HALF
        return not self.contrary(told) and self.share(sign).value >= HALF

    def as_record(self, told: Estimate) -> dict[str, Any]:
        """Plain values, beside an estimate under the default assumptions."""
        low, high = self.range
        return {"sets": len(self.sets), "same_sign": self.share(sign_of(told)), "agree": self.agree(told), "lowers": self.share(LOWERS),
                "no_clear_change": self.share(UNCLEAR), "raises": self.share(RAISES), "from_5": low, "to_95": high,
                "values": [{"set": number, "value": float(value)} for number, value in zip(self.sets, self.values, strict=True)]}


def sign_of(told: Estimate) -> int:
    """LOWERS or RAISES where the interval leaves zero out, UNCLEAR otherwise."""
    return RAISES if told.low > 0 else LOWERS if told.high < 0 else UNCLEAR


def over_sets(of: Measure, first: pd.DataFrame, second: pd.DataFrame | None = None) -> OverSets:
    """What the sets say of a measure.

    first: rows of over_admissible, of one unit; second: the same sets and runs in another world, for the differences pair by pair.
    """
    ours = per_set_and_run(of, first)
    told = list(map(of.estimate, ours) if second is None else map(of.change, ours, per_set_and_run(of, second)))
    return OverSets(of, np.array([one.value for one in told]), np.array([sign_of(one) for one in told]), tuple(first["set"].unique()))


def per_set_and_run(of: Measure, rows: pd.DataFrame) -> np.ndarray:
    """A measure of one unit's runs, (sets, runs)."""
    return of.per_run(rows).reshape(rows["set"].nunique(), -1)


def most_frequent(rows: pd.DataFrame) -> dict[str, Estimate]:
    """Share of sets in which an outcome class is the most frequent one, for those that are in some set, the greatest share first.

    rows: of over_admissible, of one unit.
    """
    modes = rows.groupby("set")["outcome"].agg(lambda outcomes: outcomes.mode()[0])
    return {str(name): intervals.share(int(count), len(modes)) for name, count in modes.value_counts().items()}


def check_pairs(first: pd.DataFrame, second: pd.DataFrame | None = None) -> None:
    """Raises InputError for what are no rows of over_admissible, or do not pair row by row."""
    for rows in (first, first if second is None else second):
        check_columns(rows, "sim.over_admissible", WORDS, NUMERIC)
        if rows.empty or rows.groupby(["unit", "set"]).size().nunique() != 1:
            raise InputError("these are not equally many runs of every set; give rows as sim.over_admissible returns them")
    if second is not None and not same_runs(first, second, KEYS):
        raise InputError("these rows do not pair; give two calls of sim.over_admissible of one workplace, with equal sets, runs and seed")


def told_measure(name: str) -> Measure:
    """The measure of that name; raises InputError for another name, and for one that not every run has."""
    if isinstance(name, str) and name == LAUNCH:
        raise InputError(f"{LAUNCH} is not told over sets, since runs that launch nothing have none")
    return measure(name)


def sets_say(first: pd.DataFrame, second: pd.DataFrame | None = None, measures: Iterable[str] = TOLD) -> pd.DataFrame:
    """What the sets say, a row per unit and measure.

    first: rows of over_admissible. second: the same sets and runs with other levers, parameters or mechanisms; then all is about the
    difference, second minus first. measures: names of measures or outcome classes.
    Returns unit, measure, sets; lowers, no_clear_change, raises (shares of sets 0-1; of one world: whether its value is below or above
    zero); median, from_5 and to_95 over sets, in the measure's unit.
    Raises InputError for another measure, or for rows that do not pair.
    """
    check_pairs(first, second)
    asked = [told_measure(name) for name in names_of("measures", measures)]
    rows = []
    for unit in first["unit"].unique():
        frames = [one[one["unit"] == unit] for one in (first, second) if one is not None]
        for one in asked:
            said = over_sets(one, *frames)
            low, high = said.range
            rows.append({"unit": unit, "measure": one.name, "sets": len(said.sets), "lowers": said.share(LOWERS).value,
                         "no_clear_change": said.share(UNCLEAR).value, "raises": said.share(RAISES).value,
                         "median": float(np.median(said.values)), "from_5": low, "to_95": high})
    return pd.DataFrame(rows)
