"""One number of many runs, with its 95 % interval: the statistics by which a finding is held against the model.

A statistic takes a table for each sample, a row per run with the run as index. With ``given`` only those runs count in which that is
so in the last sample, so a comparison is made in the very runs that are asked about.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, nan, sqrt
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.evidence import formula
from sim.model import intervals
from sim.model.intervals import Estimate
from sim.model.measures import NUMBERS

NOTICEABLE = 0.05  # how far a sample has to move a measure to count as moving it at all
FEW = 2  # values without which nothing varies


@dataclass(frozen=True)
class Statistic:
    """What is worked out of the samples of a check.

    kind: one of STATISTICS. measure: a measure, or a formula of measures. given: a condition. part: of what is taken off.
    """

    kind: str
    measure: str
    given: str = ""
    part: float = 1.0

    def __call__(self, *frames: pd.DataFrame) -> Estimate:
        """The number, with its interval; of no runs where none qualifies."""
        last = frames[-1]
        runs = last.index[formula.values(last, self.given).astype(bool)] if self.given else last.index
        some = [frame if frame.index.equals(runs) else frame.loc[runs] for frame in frames]
        return STATISTICS[self.kind].worked_out(self, some)

    def values(self, frame: pd.DataFrame) -> pd.Series:
        """The measure in every run, as a number."""
        told = formula.values(frame, self.measure).astype(float)
        if not np.isfinite(told).all():
            raise InputError(f"the measure '{self.measure}' divides by 0 in some runs; leave them out with given, or write max(..., 0.01)")
        return told

    def per_run(self, *runs: Any) -> np.ndarray:
        """What each run adds to the number, where that is a mean over runs; nan for runs that do not count.

        runs: of each sample anything that gives arrays by name. Raises InputError for another kind of statistic.
        """
        if self.kind not in MEANS:
            raise InputError(f"a {self.kind} is not the mean of a number that each run has, so no parameters can be chosen on it")
        told = [np.asarray(formula.of_columns(one, self.measure), float) for one in runs]
        if self.kind == "share":
            told[0] = (told[0] != 0).astype(float)
        shown = sum(weight * one for weight, one in zip(MEANS[self.kind](self.part), told, strict=False))
        return np.where(np.asarray(formula.of_columns(runs[-1], self.given), bool), shown, np.nan) if self.given else np.asarray(shown)

    @property
    def range(self) -> tuple[float, float]:
        """The range of a measure; a formula may have any value."""
        known = NUMBERS.get(self.measure)
        return (known.low, known.high) if known else (-inf, inf)


def share(asked: Statistic, frames: Sequence[pd.DataFrame]) -> Estimate:
    """Share of runs in which something is so, with Wilson's interval."""
    return intervals.share(int(asked.values(frames[0]).astype(bool).sum()), len(frames[0]))


def mean(asked: Statistic, frames: Sequence[pd.DataFrame]) -> Estimate:
    """Mean over runs."""
    return intervals.mean(asked.values(frames[0]), *asked.range)


def median(asked: Statistic, frames: Sequence[pd.DataFrame]) -> Estimate:
    """Median over runs, with the order statistics between which it lies in 95 % of samples (normal approximation of their ranks)."""
    numbers = np.sort(asked.values(frames[0]).to_numpy())
    if not numbers.size:
        return intervals.NOTHING
    if numbers.size < FEW:
        return Estimate(float(numbers[0]), nan, nan, 1)
    off = intervals.Z95 * sqrt(numbers.size) / 2
    low, high = int(max(0, numbers.size / 2 - off)), int(min(numbers.size - 1, np.ceil(numbers.size / 2 + off)))
    return Estimate(float(np.median(numbers)), float(numbers[low]), float(numbers[high]), numbers.size)


def spread(asked: Statistic, frames: Sequence[pd.DataFrame]) -> Estimate:
    """Standard deviation between runs; its interval is that of the mean squared deviation."""
    numbers = asked.values(frames[0]).to_numpy()
    if numbers.size < FEW:
        return intervals.NOTHING
    told = intervals.mean((numbers - numbers.mean()) ** 2 * numbers.size / (numbers.size - 1), 0.0)
    value, low, high = (sqrt(max(0.0, bound)) for bound in told[:3])
    return Estimate(value, low, high, told.runs)


def difference(asked: Statistic, frames: Sequence[pd.DataFrame]) -> Estimate:
    """Mean over runs of the first sample minus ``part`` of the second, run by run."""
    first, second = map(asked.values, frames)
    (low, high), part = asked.range, asked.part
    return intervals.mean(first - part * second, low - part * high, high - part * low)


def difference_in_differences(asked: Statistic, frames: Sequence[pd.DataFrame]) -> Estimate:
    """Mean over runs of the first sample minus the second, less ``part`` of the third minus the fourth, run by run."""
    first, second, third, fourth = map(asked.values, frames)
    return intervals.mean(first - second - asked.part * (third - fourth))


def commonest(asked: Statistic, frames: Sequence[pd.DataFrame]) -> Estimate:
    """Share of runs in which the same sample moves the measure of the first most, among those where any moves it noticeably."""
    full, *others = map(asked.values, frames)
    effects = pd.concat([(full - other).abs() for other in others], axis=1)
    moved = effects[effects.max(axis=1) > NOTICEABLE].to_numpy()
    if not len(moved):
        return intervals.share(0, 0)
    return intervals.share(int(pd.Series(moved.argmax(axis=1)).value_counts().max()), len(moved))


class Kind(NamedTuple):
    """A statistic: how it is worked out, and how many samples it takes at least and at most."""

    worked_out: Callable[[Statistic, Sequence[pd.DataFrame]], Estimate]
    least: int
    most: int


STATISTICS = {"mean": Kind(mean, 1, 2), "share": Kind(share, 1, 2), "median": Kind(median, 1, 2), "spread": Kind(spread, 1, 2),
              "difference": Kind(difference, 2, 2), "difference_in_differences": Kind(difference_in_differences, 4, 4),
              "commonest": Kind(commonest, 2, 20)}
# What is a mean over runs, with the weights of its samples by ``part``.
MEANS: dict[str, Callable[[float], tuple[float, ...]]] = {
    "mean": lambda part: (1.0,), "share": lambda part: (1.0,), "difference": lambda part: (1.0, -part),
    "difference_in_differences": lambda part: (1.0, -1.0, -part, part)}
