"""Measures of runs: shares, means and paired differences, each with its 95 % interval.

A measure takes one frame per sample, a row per run with the run as index, and gives an Estimate.
A quantity is a column or a function of a frame; with ``where``, only those runs count in which it is
true of the last sample, so a comparison is made in the very runs that are asked about.

Each measure also says what it is the mean of, run by run (per_run): of frames, or of anything that gives NumPy arrays by the same
names, such as the runs of thousands of parameter sets at once. Quantities therefore use what both understand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
import pandas as pd

from sim.model import intervals
from sim.model.intervals import Estimate
from sim.model.measures import NUMBERS

Event = Callable[[pd.DataFrame], pd.Series]
Quantity = str | Event
Measure = Callable[..., Estimate]


@dataclass(frozen=True)
class MeanOverRuns:
    """A measure that is the mean of a number that each run has. per_run: that number, nan for runs that do not count."""

    estimate: Measure
    per_run: Callable[..., np.ndarray]

    def __call__(self, *frames: pd.DataFrame) -> Estimate:
        """The mean with its interval."""
        return self.estimate(*frames)


# ----- what a run shows
def stopped(frame: pd.DataFrame) -> pd.Series:
    """The unit stopped before the employee workshop, to listen."""
    return frame["stopped_in"] == "steering workshop"


def launched(frame: pd.DataFrame) -> pd.Series:
    """Practices were launched."""
    return frame["launch_week"] >= 0


def overruled(frame: pd.DataFrame) -> pd.Series:
    """A refusal was overruled."""
    return frame["pushed_through"] == 1


def adapted(frame: pd.DataFrame) -> pd.Series:
    """At least one practice was adapted."""
    return frame["adapted"] == 1


def use_gained(frame: pd.DataFrame) -> pd.Series:
    """Use at follow-up minus early use."""
    return frame["use_follow_up"] - frame["use_early"]


def any_use(frame: pd.DataFrame) -> pd.Series:
    """Larger of early use and use at follow-up."""
    larger: Any = np.maximum(frame["use_early"], frame["use_follow_up"])
    return larger


def share_lost(frame: pd.DataFrame) -> pd.Series:
    """Share of the planned practices that is not retained."""
    return 1 - frame["retention"]


# ----- one number of many runs
def share(event: Event, where: Event | None = None) -> MeanOverRuns:
    """Share of runs in which an event happened, with Wilson's interval."""
    def measure(*frames: pd.DataFrame) -> Estimate:
        (frame,) = selected(frames, where)
        return intervals.share(int(event(frame).sum()), len(frame))
    return MeanOverRuns(measure, lambda *runs: counted(number(runs[0], event), runs, where))


def mean(quantity: Quantity, where: Event | None = None) -> MeanOverRuns:
    """Mean over runs."""
    def measure(*frames: pd.DataFrame) -> Estimate:
        (frame,) = selected(frames, where)
        return intervals.mean(values(frame, quantity), *range_of(quantity))
    return MeanOverRuns(measure, lambda *runs: counted(number(runs[0], quantity), runs, where))


def difference(quantity: Quantity, where: Event | None = None, part: float = 1.0) -> MeanOverRuns:
    """Mean over runs of the first sample minus ``part`` of the second, run by run."""
    def measure(*frames: pd.DataFrame) -> Estimate:
        first, second = selected(frames, where)
        low, high = range_of(quantity)
        return intervals.mean(values(first, quantity) - part * values(second, quantity), low - part * high, high - part * low)
    return MeanOverRuns(measure, lambda *runs: counted(number(runs[0], quantity) - part * number(runs[1], quantity), runs, where))


def range_of(quantity: Quantity) -> tuple[float, float]:
    """The range of a quantity that is a measure; any other may have any value."""
    known = NUMBERS.get(quantity) if isinstance(quantity, str) else None
    return (known.low, known.high) if known else (-inf, inf)


def values(frame: pd.DataFrame, quantity: Quantity) -> pd.Series:
    """The quantity of every run as a number."""
    found = frame[quantity] if isinstance(quantity, str) else quantity(frame)
    return found.astype(float)


def number(runs: Any, quantity: Quantity) -> np.ndarray:
    """The same as an array."""
    return np.asarray(values(runs, quantity), float)


def counted(numbers: np.ndarray, runs: tuple[Any, ...], where: Event | None) -> np.ndarray:
    """Numbers of runs, nan for those for which ``where`` is not true of the last sample."""
    return numbers if where is None else np.where(np.asarray(where(runs[-1])), numbers, np.nan)


def selected(frames: tuple[pd.DataFrame, ...], where: Event | None) -> list[pd.DataFrame]:
    """The same runs of every sample: all of them, or those for which ``where`` is true of the last."""
    last = frames[-1]
    if where is None:
        return [frame if frame.index.equals(last.index) else frame.loc[last.index] for frame in frames]
    runs = last.index[where(last)]
    return [frame.loc[runs] for frame in frames]
