"""Sequential Monte Carlo for approximate Bayesian computation: points whose distance from the evidence is 0.

The prior is uniform on the unit cube. A population of points is drawn, the better half kept and copied, every point moved by
a few Metropolis steps that leave the prior within the present tolerance unchanged, the tolerance lowered to the median (or to
the next distance below, where half the points are equally far), and so on until it is 0. Last, all points are held against
fresh draws, and moved while both sets of draws are met: replicate noise would otherwise pick the points that were lucky.
Accepted or not is all that counts, so no weights are left.
Source: Del Moral, Doucet and Jasra (2012), Statistics and Computing 22, 1009-1020, for the sampler; ter Braak (2006),
Statistics and Computing 16, 239-249, for steps along the difference of two other points.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

SHARE_MOVED = 0.2  # of the coordinates, in one step
STEP = 0.6  # times the difference of two other points
JITTER = 0.02  # of the cube, so that no direction dies out

# points of shape (n, dimensions), level 0 or 1 (fresh, finer draws), the largest distance of interest -> distances of shape (n,)
Evaluate = Callable[[np.ndarray, int, float], np.ndarray]


@dataclass(frozen=True)
class Population:
    """Where the sampler stands after a wave.

    points: shape (size, dimensions) in the unit cube. distances: shape (size,). ancestors: which point of the first wave each
    descends from. level: 0, or 1 when fresh draws are met too. history: per wave tolerance, share of steps taken, tried points.
    """

    points: np.ndarray
    distances: np.ndarray
    ancestors: np.ndarray
    level: int
    wave: int
    history: tuple[tuple[float, float, int], ...]

    @property
    def tolerance(self) -> float:
        """The largest distance in the population."""
        return float(self.distances.max())

    @property
    def distinct(self) -> np.ndarray:
        """The points that differ, in a fixed order; shape (n, dimensions)."""
        return np.unique(self.points, axis=0)

    @property
    def effective_ancestors(self) -> float:
        """How many points of the first wave the population descends from, counted evenly: a cautious effective sample size."""
        shares = np.unique(self.ancestors, return_counts=True)[1] / len(self.ancestors)
        return float(1 / (shares**2).sum())


def begin(evaluate: Evaluate, dimensions: int, size: int, seed: int, draws: int) -> Population:
    """The best size points of so many draws from the prior."""
    points = _generator(seed, 0).random((draws, dimensions))
    distances = evaluate(points, 0, np.inf)
    best = np.argsort(distances, kind="stable")[:size]
    return Population(points[best], distances[best], best, 0, 0, ((float(distances[best].max()), 1.0, draws),))


def advance(now: Population, evaluate: Evaluate, seed: int, steps: int) -> Population:
    """One wave on: a lower tolerance, or fresh draws when it is 0 already. Raises ValueError when no point meets them."""
    if now.tolerance > 0:
        tolerance = float(np.median(now.distances))
        if tolerance >= now.tolerance and now.distances.min() < tolerance:  # half of the points or more are equally far
            tolerance = float(now.distances[now.distances < tolerance].max())
        alive, level, tried = now.distances <= tolerance, 0, 0
    else:
        tolerance, level, tried = 0.0, 1, len(now.points) if now.level == 0 else 0
        alive = evaluate(now.points, 1, 0.0) <= 0 if now.level == 0 else np.ones(len(now.points), bool)
    if not alive.any():
        raise ValueError("no point meets fresh draws")
    generator = _generator(seed, now.wave + 1)
    kept = np.flatnonzero(alive)
    chosen = np.concatenate([kept, generator.choice(kept, len(now.points) - len(kept))])
    moved = replace(now, points=now.points[chosen], distances=now.distances[chosen], ancestors=now.ancestors[chosen], level=level)
    taken = 0.0
    for _ in range(steps):
        moved, share, count = _step(moved, evaluate, tolerance, generator)
        taken, tried = taken + share / steps, tried + count
    return replace(moved, wave=now.wave + 1, history=(*now.history, (tolerance, taken, tried)))


def _step(now: Population, evaluate: Evaluate, tolerance: float, generator: np.random.Generator) -> tuple[Population, float, int]:
    """One Metropolis step of every point; returns the population, the share of steps taken and how many points were tried."""
    size, dimensions = now.points.shape
    first, second = (generator.integers(0, size, size) for _ in range(2))
    moving = generator.random((size, dimensions)) < SHARE_MOVED
    along = STEP * (now.points[first] - now.points[second]) + JITTER * generator.standard_normal((size, dimensions))
    proposed = now.points + np.where(moving, along, 0.0)
    proposed = 1.0 - np.abs(1.0 - np.abs(proposed) % 2.0)  # reflected at the walls, so that a step and its way back are as likely
    distances = evaluate(proposed, 0, tolerance)
    taken = distances <= tolerance
    tried = size
    if now.level == 1:
        again = np.flatnonzero(taken)
        taken[again] = evaluate(proposed[again], 1, 0.0) <= 0
        tried += len(again)
    points = np.where(taken[:, None], proposed, now.points)
    return replace(now, points=points, distances=np.where(taken, distances, now.distances)), float(taken.mean()), tried


def _generator(seed: int, wave: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=[seed, wave]))
