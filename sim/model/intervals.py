"""Confidence intervals over runs, for every command, table, picture and page: the one place that knows how.

Shares have Wilson's (1927) interval, differences of shares over the same runs Agresti and Min's (2005), means Student's t.
No interval is made from one run. Runs that came out all alike are not taken for certainty: what was not seen in n runs may still
happen in a share z² / (n + z²) of them, Wilson's upper bound of none in n, and then lie at the end of what the measure can be.
For a share that is Wilson's interval itself. Intervals stay inside the range of what they are of.
"""

from functools import cache
from math import ceil, inf, isfinite, isnan, log10, nan, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

Z95 = 1.959963984540054  # 97.5 % point of the normal distribution
MOST_DIGITS = 6
ALIKE = 1e-12  # differences up to this, of the size of the values, are those of rounding


class Estimate(NamedTuple):
    """A value with the bounds of its 95 % confidence interval and the number of runs behind it; nan bounds where there is no interval."""

    value: float
    low: float
    high: float
    runs: int

    @property
    def has_interval(self) -> bool:
        """Whether there are runs enough for an interval."""
        return not (isnan(self.low) or isnan(self.high))

    @property
    def half(self) -> float:
        """Half of the width of the interval; infinite where there is none."""
        return (self.high - self.low) / 2 if self.has_interval else inf

    def as_record(self) -> dict[str, float | int | None]:
        """Plain values; None where there is no value or no interval."""
        return {name: None if isinstance(value, float) and isnan(value) else value for name, value in self._asdict().items()}

    def __str__(self) -> str:
        return self.written()

    def written(self, least: int = 2, signed: bool = False) -> str:
        """The value and its interval with as many digits as the interval bears, at least so many behind the point.

        Without an interval it says from how many runs the value is.
        """
        if isnan(self.value):
            return "no runs"
        sign, digits = "+" if signed else "", self._digits_of_a_change(least) if signed else self.digits(least)
        value = f"{self.value:{sign}z.{digits}f}"
        if not self.has_interval:
            return f"{value} (one run)" if self.runs == 1 else f"{value} (no interval)"
        return f"{value} [{self.low:{sign}z.{digits}f}, {self.high:{sign}z.{digits}f}]"

    def in_per_cent(self) -> str:
        """A share of 0-1 in per cent, for prose, with as many digits as its interval bears."""
        if not self.has_interval:
            return self.written()
        digits = self.digits()
        value, low, high = (f"{100 * round(bound, digits):.{digits - 2}f}" for bound in self[:3])  # rounded as written rounds
        return f"{value} % ({low} to {high} %)"

    def digits(self, least: int = 2) -> int:
        """Digits behind the point that show half of the width of the interval, at least so many."""
        half = self.half
        return min(MOST_DIGITS, max(least, ceil(-log10(half) + 0.3))) if 0 < half < inf else least

    def _digits_of_a_change(self, least: int) -> int:
        """The same, and enough that an interval without nought in it has no bound that reads as nought, which is what decides."""
        digits, near = self.digits(least), min(abs(self.low), abs(self.high)) if self.low * self.high > 0 else 1.0
        return next((some for some in range(digits, MOST_DIGITS + 1) if round(near, some)), digits)


NOTHING = Estimate(nan, nan, nan, 0)


def share(hits: float, runs: float, confidence: float = 0.95) -> Estimate:
    """Share of runs with Wilson's interval; nan when there are no runs. Fractions stand for runs of unequal weight."""
    if runs == 0:
        return NOTHING
    z = normal_quantile((1 + confidence) / 2)
    p, z2 = hits / runs, z * z
    if runs < 2:
        return Estimate(p, nan, nan, int(runs))
    middle = (p + z2 / (2 * runs)) / (1 + z2 / runs)
    half = z / (1 + z2 / runs) * sqrt(p * (1 - p) / runs + z2 / (4 * runs * runs))
    return Estimate(p, max(0.0, middle - half), min(1.0, middle + half), int(runs))


def paired_share(first: ArrayLike, second: ArrayLike) -> Estimate:
    """Difference of two shares over the same runs, second minus first, with Agresti and Min's (2005) interval for matched pairs.

    first, second: yes or no of each run. Half a pair is added to each of the four ways a pair can fall.
    """
    ours, theirs = np.asarray(first, bool), np.asarray(second, bool)
    return share_difference(len(ours), int((theirs & ~ours).sum()), int((ours & ~theirs).sum()))


def share_difference(pairs: int, gained: float, lost: float) -> Estimate:
    """The same from counts: pairs of runs, those with a yes in the second alone, and those with a yes in the first alone."""
    if pairs == 0:
        return NOTHING
    if pairs < 2:
        return Estimate(float(gained - lost), nan, nan, pairs)
    b, c, total = gained + 0.5, lost + 0.5, pairs + 2.0
    half = Z95 * sqrt(b + c - (b - c) ** 2 / total) / total
    return Estimate((gained - lost) / pairs, max(-1.0, (b - c) / total - half), min(1.0, (b - c) / total + half), pairs)


def mean(values: ArrayLike, low: float = -inf, high: float = inf, scale: float = 0.0, confidence: float = 0.95) -> Estimate:
    """Mean over runs with Student's interval, inside [low, high].

    scale: how far a run may at least lie from all others where low or high is infinite; it may lie as far as the largest value, too.
    confidence: of the interval; above 0.95 where several are to hold at once.
    """
    numbers = np.asarray(values, float)
    if not numbers.size:
        return NOTHING
    size = float(np.abs(numbers).max())
    deviation = float(numbers.std(ddof=1)) if numbers.size > 1 and np.ptp(numbers) > ALIKE * size else 0.0
    told = from_moments(float(numbers.mean()), deviation, numbers.size, low, high, max(size, scale), confidence)
    return _with_few_others(numbers, told, confidence) if deviation > 0 else told


def _with_few_others(numbers: np.ndarray, told: Estimate, confidence: float) -> Estimate:
    """Widen an interval where most runs came out alike: how many are otherwise has Wilson's interval, how far off they lie is as seen."""
    levels, counts = np.unique(numbers, return_counts=True)
    if 2 * counts.max() < numbers.size:
        return told
    usual = float(levels[counts.argmax()])
    ends = []
    for off in (numbers[numbers > usual] - usual, usual - numbers[numbers < usual]):
        among, by = share(off.size, numbers.size, confidence), float(off.mean()) if off.size else 0.0
        ends.append((among.low * by, among.high * by))
    (least_up, most_up), (least_down, most_down) = ends
    return told._replace(low=min(told.low, usual + least_up - most_down), high=max(told.high, usual + most_up - least_down))


def mean_difference(first: ArrayLike, second: ArrayLike, low: float = -inf, high: float = inf, scale: float = 0.0) -> Estimate:
    """Mean of the differences of runs that share their draws, second minus first; low, high, scale: of each of the two."""
    ours, theirs = np.asarray(first, float), np.asarray(second, float)
    size = float(max(np.abs(ours).max(), np.abs(theirs).max())) if ours.size else 0.0
    return mean(theirs - ours, low - high, high - low, max(size, scale))


def from_moments(value: float, deviation: float, runs: int, low: float = -inf, high: float = inf, scale: float = 0.0,
                 confidence: float = 0.95) -> Estimate:
    """The interval of a mean from mean, standard deviation (n - 1) and number of runs; a deviation of 0 says all runs are alike."""
    if runs == 0:
        return NOTHING
    if runs < 2:
        return Estimate(value, nan, nan, runs)
    if deviation > 0:
        half = t_quantile((1 + confidence) / 2, runs - 1) * deviation / sqrt(runs)
        return Estimate(value, max(low, value - half), min(high, value + half), runs)
    unseen = share(0, runs, confidence).high
    down, up = (value - low if isfinite(low) else scale), (high - value if isfinite(high) else scale)
    return Estimate(value, value - unseen * down, value + unseen * up, runs)


def resampled(value: float, again: ArrayLike, sampled: int, runs: int) -> Estimate:
    """A share of 0-1 that has no formula, with the middle 95 % of what resampling gives again.

    sampled: how many independent things were resampled; where all resamples are alike, that is not taken for certainty either.
    """
    drawn = np.asarray(again, float)
    drawn, inside = np.clip(drawn[np.isfinite(drawn)], 0.0, 1.0), min(1.0, max(0.0, value))
    if drawn.size < 2 or np.ptp(drawn) <= ALIKE:
        return from_moments(inside, 0.0, sampled, 0.0, 1.0)._replace(runs=runs)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(inside, min(inside, float(low)), max(inside, float(high)), runs)


@cache
def normal_quantile(below: float) -> float:
    """The normal distribution's value below which this share lies."""
    from scipy.special import ndtri  # type: ignore[import-untyped]  # scipy.stats takes longer to load than a run
    return float(ndtri(below))


def t_quantile(below: float, freedom: float) -> float:
    """Student's t below which this share lies."""
    from scipy.special import stdtrit
    return float(stdtrit(freedom, below))
