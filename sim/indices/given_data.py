"""What any sample of independent inputs tells: rank correlations, and shares of variance where some points have no value."""

from typing import NamedTuple

import numpy as np

from sim.errors import InputError
from sim.indices.problem import Problem
from sim.model import intervals

DEGREE = 5  # of the curve that is fitted along an input, at most
EACH = 10  # points for every degree
LEAST = 2 * EACH  # points
MOST = 10_000  # points that are looked at, since more tell hardly more
RESAMPLES = 200


class Conditional(NamedTuple):
    """Shares of variance among the runs that have a value at all, and on how many that rests."""

    alone: dict[str, intervals.Estimate]
    points: int
    of_points: int
    runs: int
    of_runs: int


def rank_correlations(problem: Problem, points: np.ndarray, outcomes: np.ndarray) -> dict[str, float]:
    """Spearman's correlation of each input with the mean outcome, 0 where either stays the same.

    outcomes: shape (points, replications); points whose runs all failed (nan) are left out.
    """
    from scipy.stats import spearmanr  # type: ignore[import-untyped, unused-ignore]
    there = ~np.isnan(outcomes).all(axis=1)
    mean, kept = np.nanmean(outcomes[there], axis=1), points[there]
    moved = len(mean) > 1 and np.ptp(mean) > 0
    return {name: float(spearmanr(kept[:, i], mean).statistic) if moved and np.ptp(kept[:, i]) > 0 else 0.0
            for i, name in enumerate(problem.names)}


def where_there_is_one(problem: Problem, points: np.ndarray, outcomes: np.ndarray, seed: int) -> Conditional:
    """Share of the variance between points that a smooth curve along each input explains, among outcomes that are not nan.

    outcomes: shape (points, replications), nan where a run has no value; points with fewer than two values are left out.
    Shares may overlap, since inputs are no longer independent among the points that are left. The luck in the mean of a
    point is taken out. Raises InputError where less than LEAST points are left or all are alike.
    """
    there = ~np.isnan(outcomes)
    kept = there.sum(axis=1) >= 2
    if kept.sum() < LEAST:
        raise InputError(f"only {int(kept.sum())} points have two runs with a value; at least {LEAST} are needed")
    values, count = outcomes[kept], there[kept].sum(axis=1)
    means = np.nansum(values, axis=1) / count
    shared = np.nansum(values, axis=0) / np.maximum(there[kept].sum(axis=0), 1)
    own = values - shared  # luck that all points share moves them alike, and is none of the differences between them
    luck = np.nansum((own - np.nansum(own, axis=1, keepdims=True) / count[:, None]) ** 2, axis=1) / (count - 1) / count
    alone = explained(problem, points[kept], means, luck, int(count.sum()), seed)
    return Conditional(alone, len(means), len(points), int(count.sum()), outcomes.size)


def explained(problem: Problem, points: np.ndarray, means: np.ndarray, luck: np.ndarray, runs: int,
              seed: int) -> dict[str, intervals.Estimate]:
    """Share of the variance between points that a smooth curve along each input explains alone, with its 95 % interval.

    points: shape (points, inputs), of which the first MOST are looked at. means: the mean outcome of each. luck: the variance of
    each of these means, which is taken out; 0 where it is not known. Raises InputError for fewer than LEAST points, or where they
    differ no more than luck lets them.
    """
    if len(means) < LEAST:
        raise InputError(f"{len(means)} points are too few to tell what each input explains; at least {LEAST} are needed")
    points, means, luck = points[:MOST], means[:MOST], luck[:MOST]
    if np.ptp(means) == 0:
        raise InputError(f"the outcome is the same, {means[0]:.6g}, wherever there is one")
    if means.var(ddof=1) <= luck.mean():
        raise InputError("points differ no more than luck lets them; more runs at each may show more")
    picks = np.random.default_rng(seed).integers(len(means), size=(RESAMPLES, len(means)))
    degree = min(DEGREE, len(means) // EACH)
    found = {}
    for i, name in enumerate(problem.names):
        curve = np.polynomial.legendre.legvander(2 * problem.unit(points)[:, i] - 1, min(degree, len(np.unique(points[:, i])) - 1))
        value = _explained(means, curve, luck)
        half = intervals.Z95 * float(np.std([_explained(means[pick], curve[pick], luck[pick]) for pick in picks]))
        inside = min(1.0, max(0.0, value))
        told = intervals.Estimate(inside, max(0.0, min(inside, value - half)), min(1.0, max(inside, value + half)), runs)
        found[name] = told if half > 0 else intervals.from_moments(inside, 0.0, len(means), 0.0, 1.0)._replace(runs=runs)
    return found


def _explained(values: np.ndarray, curve: np.ndarray, luck: np.ndarray) -> float:
    """Variance along a fitted curve over all variance, free of what any curve would explain by chance, and of luck."""
    rest = values - curve @ np.linalg.lstsq(curve, values)[0]
    whole, within = float(values.var(ddof=1)), float((rest**2).sum()) / (len(values) - curve.shape[1])
    return (whole - within) / max(whole - float(luck.mean()), 1e-12)
