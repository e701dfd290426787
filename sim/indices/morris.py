"""Screening by elementary effects (Morris 1991; Campolongo et al. 2007), with SALib's design and statistics."""

from typing import NamedTuple

import numpy as np

from sim.indices.problem import Problem, whole_blocks
from sim.model import intervals

LEVELS = 4


class Screened(NamedTuple):
    """How one input moves the mean outcome when it crosses its whole range, the others standing anywhere."""

    name: str
    mu: float  # mean effect, with its sign
    mu_star: intervals.Estimate  # mean size of the effect, whatever its sign
    sigma: float  # how much the effect differs from place to place: interaction or curvature; luck taken out
    luck: float  # the mu_star that luck alone would show


def design(problem: Problem, trajectories: int, seed: int) -> np.ndarray:
    """Points of shape (trajectories * (inputs + 1), inputs); one input moves at each step of a trajectory."""
    from SALib.sample.morris import sample  # type: ignore[import-untyped, unused-ignore]
    return np.asarray(sample(problem.salib(), trajectories, num_levels=LEVELS, seed=seed), float)


def screen(problem: Problem, points: np.ndarray, outcomes: np.ndarray, seed: int) -> list[Screened]:
    """Effects of all inputs, the largest mu_star first.

    outcomes: shape (points, replications), of the points of a design. Trajectories with a failed run (nan) are left out.
    Raises InputError for outcomes that are constant or infinite.
    """
    from SALib.analyze.morris import analyze  # type: ignore[import-untyped, unused-ignore]
    blocks, whole = whole_blocks(outcomes, len(problem) + 1)
    chosen = points.reshape(-1, len(problem) + 1, len(problem))[whole]
    told = analyze(problem.salib(), chosen.reshape(-1, len(problem)), blocks.mean(axis=2).ravel(), num_levels=LEVELS, seed=seed)
    seen = effects(problem, chosen, blocks)
    noise, sizes = _noise(seen), np.abs(seen.mean(axis=2))
    reach = float(np.ptp(blocks.mean(axis=2)))  # an effect that was not seen may be as large as all that was
    found = []
    for i, name in enumerate(problem.names):
        size = intervals.mean(sizes[:, i], 0.0, scale=reach)._replace(runs=blocks.size)
        found.append(Screened(name, float(told["mu"][i]), size, float(np.sqrt(max(0.0, told["sigma"][i] ** 2 - noise[i]))),
                              float(np.sqrt(2 / np.pi * noise[i]))))
    return sorted(found, key=lambda one: -one.mu_star.value)


def effects(problem: Problem, points: np.ndarray, outcomes: np.ndarray) -> np.ndarray:
    """Elementary effects of each replication, shape (trajectories, inputs, replications), per full range of the input.

    points: shape (trajectories, inputs + 1, inputs); outcomes: shape (trajectories, inputs + 1, replications).
    """
    steps = np.diff(problem.unit(points), axis=1)
    moved = np.abs(steps).argmax(axis=2)  # the input that each step moves
    size = np.take_along_axis(steps, moved[:, :, None], axis=2)
    found = np.empty((len(points), len(problem), outcomes.shape[2]))
    np.put_along_axis(found, moved[:, :, None], np.diff(outcomes, axis=1) / size, axis=1)
    return found


def _noise(found: np.ndarray) -> np.ndarray:
    """Variance that luck leaves in the mean effect of one place, for each input."""
    count = found.shape[2]
    return found.var(axis=2, ddof=1).mean(axis=0) / count if count > 1 else np.zeros(found.shape[1])
