"""An input's effect while another is held low, in the middle and high: interactions that rank correlations hide."""

from typing import NamedTuple

import numpy as np

from sim import intervals
from sim.sensitivity.problem import Problem

STEPS, HELD = 5, 3  # values of the input that moves, and of the one that is held


class Curves(NamedTuple):
    """Mean outcome along one input for each value of another, the rest anywhere in their ranges."""

    moved: str
    held: str
    along: tuple[float, ...]  # values of the input that moves
    at: tuple[float, ...]  # values of the input that is held
    mean: tuple[tuple[intervals.Estimate, ...], ...]  # by value held, then along
    change: tuple[tuple[intervals.Estimate, ...], ...]  # of the mean from its lowest value, over the same other inputs


def design(problem: Problem, others: np.ndarray, moved: str, held: str) -> np.ndarray:
    """Points of shape (others * HELD * STEPS, inputs): each of the others under every combination of the two."""
    i, j = problem.names.index(moved), problem.names.index(held)
    grid = np.repeat(others[:, None, None], HELD, axis=1).repeat(STEPS, axis=2)
    grid[..., i] = np.linspace(problem.low[i], problem.high[i], STEPS)
    grid[..., j] = np.linspace(problem.low[j], problem.high[j], HELD)[:, None]
    return grid.reshape(-1, len(problem))


def curves(problem: Problem, outcomes: np.ndarray, moved: str, held: str) -> Curves:
    """Curves from outcomes of shape (points, replications) in the order of the design; failed runs (nan) are left out."""
    i, j = problem.names.index(moved), problem.names.index(held)
    there = ~np.isnan(outcomes)
    means = np.divide(np.nansum(outcomes, axis=1), there.sum(axis=1), out=np.full(len(outcomes), np.nan), where=there.any(axis=1))
    cells = means.reshape(-1, HELD, STEPS)
    return Curves(moved, held, tuple(np.linspace(problem.low[i], problem.high[i], STEPS).tolist()),
                  tuple(np.linspace(problem.low[j], problem.high[j], HELD).tolist()),
                  tuple(tuple(_mean(cells[:, k, s]) for s in range(STEPS)) for k in range(HELD)),
                  tuple(tuple(_mean(cells[:, k, s] - cells[:, k, 0]) for s in range(STEPS)) for k in range(HELD)))


def _mean(values: np.ndarray) -> intervals.Estimate:
    return intervals.mean(values[~np.isnan(values)])
