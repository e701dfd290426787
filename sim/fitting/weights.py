"""Weights of runs by what was observed, how many members they are worth, and what stands in the way. Knows nothing of workplaces.

A member is what is not known; its runs are luck. Log-likelihoods have shape (members, runs, observations).
"""

import numpy as np


def weighed(log_likelihood: np.ndarray) -> np.ndarray:
    """Weights of runs, (members, runs), which add up to 1; all 0 where no run could have shown what was observed."""
    total = log_likelihood.sum(axis=-1)
    most = total.max()
    if not np.isfinite(most):
        return np.zeros(total.shape)
    weights = np.exp(total - most)
    return np.asarray(weights / weights.sum())


def kish(weights: np.ndarray) -> float:
    """How many equal weights they are worth (Kish 1965); 0 where all are 0."""
    squares = float((weights * weights).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def effective(log_likelihood: np.ndarray) -> float:
    """How many members are left, cautiously counted.

    Runs of a member are not independent, so members are counted and not runs. Luck makes members look better than they are, and differs
    between two halves of the runs: the least of all runs and of each half is taken.
    """
    halves = [log_likelihood[:, part::2] for part in (0, 1)] if log_likelihood.shape[1] > 1 else []
    return min(kish(weighed(some).sum(axis=1)) for some in (log_likelihood, *halves))


def without_each(log_likelihood: np.ndarray) -> np.ndarray:
    """How many would be left without each observation, (observations,)."""
    every = np.arange(log_likelihood.shape[-1])
    return np.array([effective(log_likelihood[..., every != one]) for one in every])


def quantiles(values: np.ndarray, weights: np.ndarray, at: tuple[float, ...]) -> list[float]:
    """Values below which these shares of the weight lie. values, weights: of one shape."""
    order = np.argsort(values, axis=None, kind="stable")
    sums = np.cumsum(weights.ravel()[order])
    places = np.searchsorted(sums, np.array(at) * sums[-1])
    return [float(values.ravel()[order[min(place, len(order) - 1)]]) for place in places]


def slots(weights: np.ndarray, members: int, runs: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """So many members by their weight, and of each so many of its runs by theirs: numbers of both, (members,) and (members, runs).

    Drawn by the seed alone, evenly spread over the weights (systematic resampling, Carpenter et al. 1999); in an order drawn by it, too.
    """
    chance = np.random.default_rng(seed)
    of_members = weights.sum(axis=1)
    chosen = chance.permutation(_spread(of_members, members, chance.random()))
    inside = np.array([chance.permutation(_spread(weights[one], runs, chance.random())) for one in chosen])
    return chosen, inside


def _spread(weights: np.ndarray, count: int, start: float) -> np.ndarray:
    sums = np.cumsum(weights) / weights.sum()
    return np.minimum(np.searchsorted(sums, (start + np.arange(count)) / count, side="right"), np.flatnonzero(weights)[-1])
