"""Racing: which of several arms is best, from paired draws, and with how much doubt. Knows nothing of workplaces.

An arm is anything that gives values, larger being better, for members (rows that stand for what is not known, such as
parameter sets) and runs (luck). All arms share members and luck, so they are compared by paired differences, member by
member. After each look, every arm whose difference from the best so far lies clearly below zero drops out.

The elimination is the Bonferroni race of Maron & Moore (1997) with Student's t in place of Hoeffding's bound: each look
and rival gets ``(1 - confidence) / (looks * (arms - 1))``, so the chance that the arm with the highest mean is ever
dropped is at most ``1 - confidence``, as far as t holds for means over members.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt

import numpy as np
from scipy.stats import t as student  # type: ignore[import-untyped]

from sim.intervals import Estimate

CONFIDENCE = 0.95
RESAMPLES = 2000
EXACT = 12  # digits after which two values count as the same
Sample = Callable[[Sequence[int], int, int], np.ndarray]  # arms, first run, last run -> (arms, members, runs)


@dataclass(frozen=True)
class Race:
    """How a race ended.

    values: for each arm its draws, (members, runs); arms that dropped out early have fewer runs, and always the first ones.
    order: arms, best first; arms that gave the same in every run stand by their cost.
    rivals: arms that are not separated from the best. same: arms that gave just what the best gave, at no lower cost.
    decided: whether there are no rivals. runs: draws in all. more_could_decide: whether more runs of the same members could
    separate the best from all rivals, as far as the present means tell; what differs between members no run takes away.
    """

    values: list[np.ndarray]
    order: list[int]
    rivals: list[int]
    same: list[int]
    confidence: float
    more_could_decide: bool

    @property
    def best(self) -> int:
        """The arm that comes first."""
        return self.order[0]

    @property
    def decided(self) -> bool:
        """Whether the best is separated from every arm that ever gave something else."""
        return not self.rivals

    @property
    def runs(self) -> int:
        """Draws in all."""
        return sum(one.size for one in self.values)


def race(sample: Sample, costs: Sequence[float], looks: Sequence[int] = (4, 8, 16), confidence: float = CONFIDENCE,
         stay: int = 10) -> Race:
    """Race arms against each other: after each look those drop out that lie clearly below the best so far.

    sample: draws values of some arms, paired over members and runs. costs: of each arm; the cheaper of two that never
    differ comes first. looks: rising numbers of runs of each member after which arms may drop out. stay: the first so many
    arms stay to the end, so that what is said of them rests on equally many runs, and the best is told again after it was found.
    """
    alpha = (1 - confidence) / (len(looks) * max(1, len(costs) - 1))
    values: list[np.ndarray] = [np.empty((0, 0))] * len(costs)
    alive, first = list(range(len(costs))), 0
    for runs in looks:
        for arm, drawn in zip(alive, sample(alive, first, runs), strict=True):
            values[arm] = np.concatenate([values[arm], drawn], axis=1) if first else drawn
        best, *below = _in_order(values, alive, costs)
        same = [arm for arm in below if np.array_equal(values[arm], values[best])]
        rivals = [arm for arm in below if arm not in same and not clearly_above(values[best], values[arm], alpha)]
        alive, first = [best, *(arm for at, arm in enumerate(below, 1) if at < stay or arm in rivals)], runs
    order = _in_order(values, range(len(costs)), costs)
    order.sort(key=lambda arm: arm != best)  # an arm that dropped out early may look better by luck
    return Race(values, order, rivals, same, confidence, all(clear_without_luck(values[best], values[arm], alpha) for arm in rivals))


def _in_order(values: Sequence[np.ndarray], arms: Sequence[int], costs: Sequence[float]) -> list[int]:
    return sorted(arms, key=lambda arm: (-round(float(values[arm].mean()), EXACT), costs[arm], arm))


def clearly_above(first: np.ndarray, second: np.ndarray, alpha: float) -> bool:
    """Whether the mean paired difference over the runs that both have lies above zero, one-sided at level alpha."""
    runs = min(first.shape[1], second.shape[1])
    return interval(first[:, :runs] - second[:, :runs], 1 - 2 * alpha).low > 0


def clear_without_luck(first: np.ndarray, second: np.ndarray, alpha: float) -> bool:
    """Whether the first would lie clearly above the second if the same members were run without end: luck taken out of their means.

    A single run of each member cannot tell luck from what differs between members; then all of it may be luck.
    """
    runs = min(first.shape[1], second.shape[1])
    change = first[:, :runs] - second[:, :runs]
    n = len(change)
    if runs < 2 or n < 2:
        return float(change.mean()) > 0
    luck = float(change.var(axis=1, ddof=1).mean()) / runs
    between = max(0.0, float(change.mean(axis=1).var(ddof=1)) - luck)
    return float(change.mean()) > t_quantile(1 - alpha, n - 1) * sqrt(between / n)


def interval(values: np.ndarray, confidence: float = CONFIDENCE) -> Estimate:
    """Mean of values, (members, runs) or (members,), with Student's interval over the means of members.

    Members differ by what is not known of people, so the interval holds luck and that; runs counts all values.
    """
    means = values.mean(axis=1) if values.ndim == 2 else values
    n, value = len(means), float(means.mean())
    if n < 2:
        return Estimate(value, float("nan"), float("nan"), values.size)
    half = t_quantile((1 + confidence) / 2, n - 1) * float(means.std(ddof=1)) / sqrt(n)
    return Estimate(value, value - half, value + half, values.size)


@cache
def t_quantile(share: float, freedom: int) -> float:
    """Student's t below which this share lies."""
    return float(student.ppf(share, freedom))


def probability_best(values: Sequence[np.ndarray], order: Sequence[int], seed: int) -> np.ndarray:
    """Share of bootstrap samples of members in which each arm has the highest mean; (arms,), adding up to 1.

    Of arms that never differ, the one earlier in the order has it.
    """
    means = np.array([values[arm].mean(axis=1) for arm in order])
    members = means.shape[1]
    weights = np.random.default_rng(seed).multinomial(members, np.full(members, 1 / members), RESAMPLES) / members
    winners = np.argmax(np.round(np.einsum("am,bm->ba", means, weights), EXACT), axis=1)
    out = np.zeros(len(order))
    out[list(order)] = np.bincount(winners, minlength=len(order)) / RESAMPLES
    return out


def places(values: Sequence[np.ndarray], confidence: float = CONFIDENCE) -> list[tuple[int, int]]:
    """First and last place that each arm can have, by all paired comparisons at once (Bonferroni)."""
    arms = len(values)
    alpha = (1 - confidence) / max(1, arms * (arms - 1))
    above = np.array([[i != j and clearly_above(values[i], values[j], alpha) for j in range(arms)] for i in range(arms)])
    return [(1 + int(above[:, arm].sum()), arms - int(above[arm].sum())) for arm in range(arms)]
