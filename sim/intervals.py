"""Confidence intervals of shares and means over runs."""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

Z95 = 1.959963984540054  # 97.5 % point of the normal distribution


class Estimate(NamedTuple):
    """A value with the bounds of its 95 % confidence interval and the number of runs behind it."""

    value: float
    low: float
    high: float
    runs: int

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


def share(hits: float, runs: float) -> Estimate:
    """Share of runs with Wilson's interval; nan when there are no runs. Fractions stand for runs of unequal weight."""
    if runs == 0:
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    p, z2 = hits / runs, Z95 * Z95
    middle = (p + z2 / (2 * runs)) / (1 + z2 / runs)
    half = Z95 / (1 + z2 / runs) * sqrt(p * (1 - p) / runs + z2 / (4 * runs * runs))
    return Estimate(p, max(0.0, middle - half), min(1.0, middle + half), int(runs))


def paired_share(first: ArrayLike, second: ArrayLike) -> Estimate:
    """Difference of two shares over the same runs, second minus first, with Agresti and Min's (2005) interval for matched pairs.

    first, second: yes or no of each run. Half a pair is added to each of the four ways a pair can fall.
    """
    ours, theirs = np.asarray(first, bool), np.asarray(second, bool)
    n, gained, lost = len(ours), int((theirs & ~ours).sum()), int((ours & ~theirs).sum())
    b, c, total = gained + 0.5, lost + 0.5, n + 2.0
    half = Z95 * sqrt(b + c - (b - c) ** 2 / total) / total
    return Estimate((gained - lost) / n, max(-1.0, (b - c) / total - half), min(1.0, (b - c) / total + half), n)


def mean(values: ArrayLike) -> Estimate:
    """Mean over runs with its normal interval; nan bounds with fewer than two runs."""
    numbers = np.asarray(values, float)
    n = len(numbers)
    if n == 0:
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    value = float(numbers.mean())
    half = Z95 * float(numbers.std(ddof=1)) / sqrt(n) if n > 1 else float("nan")
    return Estimate(value, value - half, value + half, n)
