"""Shares of variance (Sobol' 1993; Saltelli 2002, 2010) of the mean over replications, with luck set apart.

The design is SALib's and so are the estimators, but for one thing: SALib takes one number per point, and the luck that is
left in a mean of few replications then counts as variance and gives an input without any bearing a total share. Here every
product is taken between different replications, where luck cancels on average, whether or not points share their draws.
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from sim.errors import InputError
from sim.indices.problem import Problem, whole_blocks
from sim.model import intervals

RESAMPLES = 400


@dataclass(frozen=True)
class Shares:
    """Shares of the variance of the mean outcome, each with its 95 % bootstrap interval over the base points.

    alone (S1) and total (ST) by input, pairs (S2) by two inputs; joint is what no input explains alone, 1 - sum of S1.
    lead: how much larger the largest total is than the second. luck: share of the variance of a single run that remains at fixed
    inputs; None with one replication, where it cannot be told apart. left_out: base points lost to failed runs.
    """

    alone: dict[str, intervals.Estimate]
    total: dict[str, intervals.Estimate]
    pairs: dict[tuple[str, str], intervals.Estimate]
    joint: intervals.Estimate
    lead: intervals.Estimate
    luck: intervals.Estimate | None
    base: int
    left_out: int

    @property
    def ranked(self) -> list[str]:
        """Inputs, the largest total share first."""
        return sorted(self.total, key=lambda name: -self.total[name].value)

    def strongest_pair(self, unordered: str = "") -> tuple[str, str]:
        """The two inputs that do most together beyond what each does alone; the one with the larger total share first.

        unordered: an input that is left out, because raising it means nothing.
        """
        first, second = max((pair for pair in self.pairs if unordered not in pair), key=lambda pair: self.pairs[pair].value)
        return (first, second) if self.total[first].value >= self.total[second].value else (second, first)


def design(problem: Problem, base: int, seed: int) -> np.ndarray:
    """Points of shape (base * (2 * inputs + 2), inputs); base is a power of two."""
    from SALib.sample.sobol import sample  # type: ignore[import-untyped, unused-ignore]
    return np.asarray(sample(problem.salib(), base, calc_second_order=True, seed=np.random.default_rng(seed)), float)


def independent(problem: Problem, table: np.ndarray) -> np.ndarray:
    """The rows of a design, or of its outcomes, that are a plain sample: the first and the last of every block."""
    blocks = table.reshape(-1, 2 * len(problem) + 2, *table.shape[1:])
    return np.concatenate([blocks[:, 0], blocks[:, -1]])


def shares(problem: Problem, outcomes: np.ndarray, seed: int) -> Shares:
    """All shares from outcomes of shape (points, replications), in the order of the design.

    Base points with a failed run (nan) are left out. Raises InputError for outcomes that are constant or infinite, or that differ
    between points no more than luck lets them.
    """
    names, count = problem.names, len(problem)
    blocks, whole = whole_blocks(outcomes, 2 * count + 2)
    table = blocks - blocks.mean(axis=(0, 1))  # luck shared by all points goes
    a, ab, ba, b = table[:, 0], table[:, 1:count + 1], table[:, count + 1:-1], table[:, -1]
    middle = (a + b).mean(axis=0, keepdims=True) / 2
    rows: dict[Any, np.ndarray] = {  # what is averaged over base points, shape (base,) each
        "variance": (across(a, a) + across(b, b)) / 2 - across(middle, middle),
        "luck": (_spread(blocks[:, 0]) + _spread(blocks[:, -1])) / 2,  # that shared by all points too
        **{("alone", i): across(b, ab[:, i] - a) for i in range(count)},
        **{("total", i): across(a - ab[:, i], a - ab[:, i]) / 2 for i in range(count)},
        **{("pair", i, j): across(ba[:, i], ab[:, j]) - across(a, b) for i, j in combinations(range(count), 2)},
    }
    place = {key: k for k, key in enumerate(rows)}
    means = _bootstrap(np.column_stack([np.broadcast_to(row, len(a)) for row in rows.values()]), seed)
    variance = means[:, place["variance"]]
    if variance[0] <= 0:
        raise InputError("points differ no more than luck lets them, so nothing can be shared out between inputs; more runs may show more")
    variance = np.where(variance > 0, variance, np.nan)  # of a resample
    part = {key: means[:, k] / variance for key, k in place.items()}

    def told(values: np.ndarray) -> intervals.Estimate:
        return intervals.resampled(float(values[0]), values[1:], len(a), blocks.size)

    luck = part["luck"] / (1 + part["luck"])
    first, second = sorted((part["total", i] for i in range(count)), key=lambda total: -float(total[0]))[:2]
    return Shares(
        {name: told(part["alone", i]) for i, name in enumerate(names)}, {name: told(part["total", i]) for i, name in enumerate(names)},
        {(names[i], names[j]): told(part["pair", i, j] - part["alone", i] - part["alone", j]) for i, j in combinations(range(count), 2)},
        told(1 - sum(part["alone", i] for i in range(count))), told(first - second),
        told(luck) if table.shape[2] > 1 else None, len(a), int((~whole).sum()))


def across(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Mean product of two outcomes over pairs of different replications; shape (points, replications) to (points,).

    Its expectation is the product of the two means, free of the variance of luck. One replication is taken as it is.
    """
    count = first.shape[1]
    if count == 1:
        return first[:, 0] * second[:, 0]
    return (first.sum(axis=1) * second.sum(axis=1) - (first * second).sum(axis=1)) / (count * (count - 1))


def _spread(outcomes: np.ndarray) -> np.ndarray:
    """Variance between the replications of a point."""
    return outcomes.var(axis=1, ddof=1) if outcomes.shape[1] > 1 else np.zeros(len(outcomes))


def _bootstrap(rows: np.ndarray, seed: int) -> np.ndarray:
    """Means over rows, first as they are and then resampled; shape (1 + RESAMPLES, columns)."""
    weights = np.random.default_rng(seed).multinomial(len(rows), np.full(len(rows), 1 / len(rows)), RESAMPLES) / len(rows)
    return np.concatenate([rows.mean(axis=0, keepdims=True), weights @ rows])
