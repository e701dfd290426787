"""Regional sensitivity (Spear and Hornberger 1980): what sets the runs that ended in some way apart from the others."""

from typing import NamedTuple

import numpy as np

from sim.errors import InputError
from sim.indices.problem import Problem
from sim.model import intervals

RESAMPLES = 400


class Apart(NamedTuple):
    """How differently an input is spread among the runs that ended so and those that did not."""

    name: str
    distance: intervals.Estimate  # Kolmogorov and Smirnov's, 0-1
    by_chance: float  # what an input without any bearing stays below 95 times in 100
    middle: tuple[float, float]  # median of the input among those that ended so, and among the others

    @property
    def clear(self) -> bool:
        """Whether the distance is more than chance."""
        return self.distance.value > self.by_chance


def apart(problem: Problem, points: np.ndarray, hits: np.ndarray, seed: int) -> list[Apart]:
    """All inputs, the largest distance first.

    points: a sample of shape (points, inputs); hits: shape (points, replications), 1 where a run ended so, 0 where not,
    nan where it failed. Intervals are of the gap where it is widest, from resampling points, since runs of a point belong together.
    Raises InputError where all runs or none ended so.
    """
    yes = np.nansum(hits, axis=1)
    no = np.sum(~np.isnan(hits), axis=1) - yes
    if not yes.sum() or not no.sum():
        raise InputError(f"{'all' if yes.sum() else 'none'} of {hits.size:,} runs ended so; there is nothing to set apart")
    rng = np.random.default_rng(seed)
    again = rng.multinomial(len(points), np.full(len(points), 1 / len(points)), RESAMPLES)
    shuffled = np.array([rng.permutation(len(points)) for _ in range(RESAMPLES)])
    found = []
    for i, name in enumerate(problem.names):
        order = np.argsort(points[:, i], kind="stable")
        ends = np.append(np.diff(points[order, i]) > 0, True)  # of points at one value, whole numbers for example, none comes first
        gap = np.where(ends, _gap(yes[order], no[order]), 0.0)
        widest = int(np.abs(gap).argmax())
        drawn = np.sign(gap[widest]) * _gap(again[:, order] * yes[order], again[:, order] * no[order])[:, widest]
        chance = np.quantile(np.abs(_gap(yes[shuffled], no[shuffled])[:, ends]).max(axis=1), 0.95)
        sides = _median(points[order, i], yes[order]), _median(points[order, i], no[order])
        value = intervals.resampled(float(abs(gap[widest])), drawn, len(points), int(yes.sum() + no.sum()))
        found.append(Apart(name, value, float(chance), sides))
    return sorted(found, key=lambda one: -one.distance.value)


def _gap(yes: np.ndarray, no: np.ndarray) -> np.ndarray:
    """Cumulated distribution of those that ended so less that of the others, along the last axis."""
    first, second = (np.cumsum(side, axis=-1) / np.maximum(side.sum(axis=-1, keepdims=True), 1e-300) for side in (yes, no))
    return first - second


def _median(values: np.ndarray, weights: np.ndarray) -> float:
    """Weighted median of sorted values."""
    return float(values[np.searchsorted(np.cumsum(weights), weights.sum() / 2)])
