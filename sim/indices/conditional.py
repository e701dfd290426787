"""An input's effect while another is held low, in the middle and high: interactions that rank correlations hide."""

from math import inf, nan
from typing import NamedTuple

import numpy as np

from sim.indices.problem import Problem
from sim.model import intervals

STEPS, HELD = 5, 3  # values of the input that moves, and of the one that is held


class Curves(NamedTuple):
    """Mean outcome along one input for each value of another, the rest anywhere in their ranges."""

    moved: str
    held: str
    along: tuple[float, ...]  # values of the input that moves
    at: tuple[float, ...]  # values of the input that is held
    mean: tuple[tuple[intervals.Estimate, ...], ...]  # by value held, then along
    change: tuple[tuple[intervals.Estimate, ...], ...]  # of the mean from where the input is lowest, over the same other inputs


def design(problem: Problem, others: np.ndarray, moved: str, held: str) -> np.ndarray:
    """Points of shape (others * HELD * STEPS, inputs): each of the others under every combination of the two."""
    i, j = problem.names.index(moved), problem.names.index(held)
    grid = np.repeat(others[:, None, None], HELD, axis=1).repeat(STEPS, axis=2)
    grid[..., i] = np.linspace(problem.low[i], problem.high[i], STEPS)
    grid[..., j] = np.linspace(problem.low[j], problem.high[j], HELD)[:, None]
    return grid.reshape(-1, len(problem))


def curves(problem: Problem, outcomes: np.ndarray, moved: str, held: str, low: float = -inf, high: float = inf,
           reach: float = 0.0) -> Curves:
    """Curves from outcomes of shape (points, replications) in the order of the design; failed runs (nan) are left out.

    low, high: of an outcome; reach: where one of them is infinite, how far outcomes may lie from others that came out all alike.
    """
    i, j = problem.names.index(moved), problem.names.index(held)
    there = ~np.isnan(outcomes)
    means = np.divide(np.nansum(outcomes, axis=1), there.sum(axis=1), out=np.full(len(outcomes), np.nan), where=there.any(axis=1))
    cells = means.reshape(-1, HELD, STEPS)
    return Curves(moved, held, tuple(np.linspace(problem.low[i], problem.high[i], STEPS).tolist()),
                  tuple(np.linspace(problem.low[j], problem.high[j], HELD).tolist()),
                  tuple(tuple(intervals.mean(_there(cells[:, k, s]), low, high, reach) for s in range(STEPS)) for k in range(HELD)),
                  tuple((intervals.Estimate(0.0, nan, nan, len(cells)),  # from itself
                         *(intervals.mean_difference(*_both(cells[:, k, 0], cells[:, k, s]), low, high, reach) for s in range(1, STEPS)))
                        for k in range(HELD)))


def _there(values: np.ndarray) -> np.ndarray:
    return values[~np.isnan(values)]


def _both(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two outcomes under the same other inputs, where both are there."""
    there = ~(np.isnan(first) | np.isnan(second))
    return first[there], second[there]
