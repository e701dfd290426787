"""What any sample of independent inputs tells: rank correlations, and shares of variance where some points have no value."""

from typing import NamedTuple

import numpy as np

from sim import intervals
from sim.complaints import Complaint
from sim.sensitivity.problem import Problem

DEGREE = 5  # of the curve that is fitted along an input
LEAST = 10 * DEGREE  # points
RESAMPLES = 200


class Conditional(NamedTuple):
    """Shares of variance among the runs that have a value at all, and on how many that rests."""

    alone: dict[str, intervals.Estimate]
    points: int
    of_points: int
    runs: int
    of_runs: int


def rank_correlations(problem: Problem, points: np.ndarray, outcomes: np.ndarray) -> dict[str, float]:
    """Spearman's correlation of each input with the mean outcome; outcomes of shape (points, replications)."""
    from scipy.stats import spearmanr  # type: ignore[import-untyped, unused-ignore]
    mean = np.nanmean(outcomes, axis=1)
    return {name: float(spearmanr(points[:, i], mean).statistic) for i, name in enumerate(problem.names)}


def where_there_is_one(problem: Problem, points: np.ndarray, outcomes: np.ndarray, seed: int) -> Conditional:
    """Share of the variance between points that a smooth curve along each input explains, among outcomes that are not nan.

    outcomes: shape (points, replications), nan where a run has no value; points with fewer than two values are left out.
    Shares may overlap, since inputs are no longer independent among the points that are left. The luck in the mean of a
    point is taken out. Raises Complaint where less than LEAST points are left or all are alike.
    """
    there = ~np.isnan(outcomes)
    kept = there.sum(axis=1) >= 2
    if kept.sum() < LEAST:
        raise Complaint(f"only {int(kept.sum())} points have two runs with a value; at least {LEAST} are needed")
    values, count = outcomes[kept], there[kept].sum(axis=1)
    means = np.nansum(values, axis=1) / count
    luck = np.nansum((values - means[:, None]) ** 2, axis=1) / (count - 1) / count
    if np.ptp(means) == 0:
        raise Complaint(f"the outcome is the same, {means[0]:.6g}, wherever there is one")
    picks = np.random.default_rng(seed).integers(len(means), size=(RESAMPLES, len(means)))
    found = {}
    for i, name in enumerate(problem.names):
        curve = np.polynomial.legendre.legvander(2 * problem.unit(points[kept])[:, i] - 1, DEGREE)
        value = _explained(means, curve, luck)
        half = intervals.Z95 * float(np.std([_explained(means[pick], curve[pick], luck[pick]) for pick in picks]))
        found[name] = intervals.Estimate(value, value - half, value + half, int(count.sum()))
    return Conditional(found, len(means), len(points), int(count.sum()), outcomes.size)


def _explained(values: np.ndarray, curve: np.ndarray, luck: np.ndarray) -> float:
    """Variance along a fitted curve over all variance, free of what any curve would explain by chance, and of luck."""
    rest = values - curve @ np.linalg.lstsq(curve, values)[0]
    whole, within = float(values.var(ddof=1)), float((rest**2).sum()) / (len(values) - curve.shape[1])
    return (whole - within) / max(whole - float(luck.mean()), 1e-12)
