"""How far a study is: runs done, rate, time left, and the named measure as it narrows."""

import time
from collections.abc import Callable
from math import sqrt
from typing import NamedTuple

import numpy as np

from sim.model import intervals
from sim.model.measures import measure
from sim.study.running.schedule import Plan


class Progress(NamedTuple):
    """Where a study stands."""

    done: int  # runs in the store
    total: int  # runs in all, as far as known
    rate: float  # runs a second, of this sitting
    seconds_left: float
    failed: int
    measure: str
    estimate: intervals.Estimate  # of the measure over all runs of this sitting, points and units together
    settled: int | None  # points whose interval is narrow enough, where that is asked for

    def __str__(self) -> str:
        told = f"{self.done:,} of {self.total:,} runs, {self.rate:,.0f} a second, {words(self.seconds_left)} left"
        if self.estimate.runs > 1:
            told += f"; {self.measure} {self.estimate.value:.3f} ± {self.estimate.half:.3f}"
        if self.settled is not None:
            told += f"; {self.settled} points narrow enough"
        return told + (f"; {self.failed} failed" if self.failed else "")


Tell = Callable[[Progress], None]


class Watch:
    """Counts what comes in; holds three numbers and no rows."""

    def __init__(self, plan: Plan, measure: str, tell: Tell | None):
        self._plan, self._measure, self._tell = plan, measure, tell
        self._begun, self._before = time.monotonic(), plan.done
        self._count, self._mean, self._squares = 0, 0.0, 0.0
        self.failed, self.simulating, self.writing = 0, 0.0, 0.0

    def note(self, values: np.ndarray, failed: int, simulating: float, writing: float) -> None:
        """Take in what a chunk gave, and tell."""
        self.failed, self.simulating, self.writing = self.failed + failed, self.simulating + simulating, self.writing + writing
        numbers = values[~np.isnan(values)]
        if numbers.size:
            count, mean = self._count + numbers.size, float(numbers.mean())
            shift = mean - self._mean
            self._squares += float(((numbers - mean) ** 2).sum()) + shift * shift * self._count * numbers.size / count
            self._mean += shift * numbers.size / count
            self._count = count
        if self._tell:
            self._tell(self.progress)

    @property
    def progress(self) -> Progress:
        """Where the study stands now."""
        here, seconds = self._plan.done - self._before, time.monotonic() - self._begun
        rate = here / seconds if seconds > 0 else 0.0
        total = max(self._plan.total, self._plan.done)
        left = (total - self._plan.done) / rate if rate else float("inf")
        settled = getattr(self._plan, "settled", None)
        return Progress(self._plan.done, total, rate, left, self.failed, self._measure, self._estimate(), settled)

    def _estimate(self) -> intervals.Estimate:
        one = measure(self._measure)
        if one.is_share:
            return intervals.share(round(self._mean * self._count), self._count)
        return intervals.from_moments(self._mean, sqrt(self._squares / max(1, self._count - 1)), self._count, one.low, one.high,
                                      max(abs(self._mean), one.reach))


def words(seconds: float) -> str:
    """A duration in words."""
    if seconds == float("inf"):
        return "some time"
    for unit, size in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"
