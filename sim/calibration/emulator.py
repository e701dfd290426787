"""A cheap guess of what a candidate would show, so that only the promising ones are simulated.

Each check's mean over a few runs is regressed by ridge on the coordinates of the cube, their squares and their products, on some
thousand plain draws from the prior. The guess and its error give the chance to pass; candidates are ranked by it.
Source: Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, chapter 2, for ridge regression by way of a kernel.
"""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve  # type: ignore[import-untyped]
from scipy.special import log_ndtr  # type: ignore[import-untyped]

from sim.calibration.evidence import Group
from sim.calibration.screening import FULL, SLACK, Screen, Sums, hopeless
from sim.evidence.declaration import Bound

RIDGES = (0.1, 1.0, 10.0)  # of which the best on held-out draws is taken, check by check
TESTED = 0.25  # share of the draws that are held out for that
QUADRATIC = 0.5  # how large squares and products are believed to be, beside a size of 1 for straight lines
NARROWEST = 1e-6  # of an error


class Part(NamedTuple):
    """The emulator of one group. columns: the coordinates it takes. checks: what it guesses, a column each of all that follows."""

    columns: np.ndarray
    checks: np.ndarray
    middle: np.ndarray
    linear: np.ndarray
    quadratic: np.ndarray  # checks, coordinates, coordinates
    error: np.ndarray


class Emulator(NamedTuple):
    """Guesses for all groups, and how candidates are screened afterwards."""

    parts: tuple[Part, ...]
    screen: Screen

    def chances(self, points: np.ndarray, bounds: Sequence[Bound], least: float = -np.inf) -> np.ndarray:
        """The logarithm of the chance of each point to show everything, if checks were independent.

        A point that falls below ``least`` with some groups is not guessed on: what is told of it is too high, and below that.
        """
        told = np.zeros(len(points))
        for part in (self.parts[number] for number in self.screen.order):
            going = np.flatnonzero(told >= least)
            own, ends = _centred(points[np.ix_(going, part.columns)]), [bounds[check] for check in part.checks]
            guess = part.middle + own @ part.linear + _products(own, part.quadratic)
            spread = np.sqrt(part.error**2 + self.screen.spread[part.checks] ** 2 / FULL) + NARROWEST
            above, below = (guess - [end.low for end in ends]) / spread, ([end.high for end in ends] - guess) / spread
            told[going] += np.minimum(log_ndtr(above), log_ndtr(below)).sum(axis=1)
        return told


def fit(points: np.ndarray, sums: Sums, groups: Sequence[Group], bounds: Sequence[Bound], columns: Sequence[np.ndarray]) -> Emulator:
    """The emulator learnt from plain draws. columns: of each group, the coordinates that its runs depend on."""
    count = np.maximum(sums.seen, 1)
    within = np.maximum(sums.squares - sums.total**2 / count, 0.0) / np.maximum(count - 1, 1)
    several = sums.seen > 1
    spread = np.sqrt(np.where(several, within, 0.0).sum(axis=0) / np.maximum(several.sum(axis=0), 1))
    parts = [_fitted(points[:, own], np.array(group.checks), own, sums, spread) for group, own in zip(groups, columns, strict=True)]
    return Emulator(tuple(parts), Screen(_order(sums, groups, bounds, spread), spread))


def _order(sums: Sums, groups: Sequence[Group], bounds: Sequence[Bound], spread: np.ndarray) -> tuple[int, ...]:
    """The groups that rule out most for what they cost first; random contexts last."""
    price = []
    for group in groups:
        own = list(group.checks)
        stopped = hopeless(Sums(*(part[:, own] for part in sums)), [bounds[check] for check in own], spread[own], SLACK, 0.0)
        price.append(group.cost / max(1e-6, float(stopped.mean())))
    return tuple(sorted(range(len(groups)), key=lambda number: (groups[number].is_random, price[number])))


def _fitted(points: np.ndarray, checks: np.ndarray, columns: np.ndarray, sums: Sums, spread: np.ndarray) -> Part:
    centred, answers = _centred(points), sums.mean[:, checks]
    seen = ~np.isnan(answers)
    middle = np.array([one[some].mean() if some.any() else 0.0 for one, some in zip(answers.T, seen.T, strict=True)])
    wanted = np.where(seen, answers - middle, 0.0).astype(np.float32)  # where no run counts, nothing is known but the middle
    size = centred.shape[1]
    inner = centred @ centred.T / size
    kernel = inner + QUADRATIC * inner**2
    learnt, tested = np.arange(len(points)) >= TESTED * len(points), np.arange(len(points)) < TESTED * len(points)
    errors = np.array([_error(kernel, wanted, seen, learnt, tested, ridge) for ridge in RIDGES])
    best = errors.argmin(axis=0)
    linear, quadratic = np.empty((size, len(checks))), np.empty((len(checks), size, size))
    for ridge in set(best.tolist()):
        own = best == ridge
        weights = _solved(kernel, wanted[:, own], RIDGES[ridge])
        linear[:, own] = centred.T @ weights / size
        quadratic[own] = np.stack([QUADRATIC * (centred.T * one) @ centred / size**2 for one in weights.T])
    runs = sums.seen[:, checks].sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    least = errors.min(axis=0)
    error = np.sqrt(np.maximum(least - spread[checks] ** 2 / np.maximum(runs, 1), 0.05 * least))  # less what is the luck of few runs
    return Part(columns, checks, *(one.astype(np.float32) for one in (middle, linear, quadratic, error)))


def _solved(kernel: np.ndarray, wanted: np.ndarray, ridge: float) -> np.ndarray:
    return np.asarray(cho_solve(cho_factor(kernel + ridge * np.eye(len(kernel), dtype=kernel.dtype), lower=True), wanted))


def _error(kernel: np.ndarray, wanted: np.ndarray, seen: np.ndarray, learnt: np.ndarray, tested: np.ndarray, ridge: float) -> np.ndarray:
    """The mean squared error of each check on draws that were not learnt from."""
    guess = kernel[np.ix_(tested, learnt)] @ _solved(kernel[np.ix_(learnt, learnt)], wanted[learnt], ridge)
    return np.asarray(((guess - wanted[tested]) ** 2 * seen[tested]).sum(axis=0) / np.maximum(seen[tested].sum(axis=0), 1))


def _centred(points: np.ndarray) -> np.ndarray:
    """Coordinates with mean 0 and variance 1 over the prior."""
    return ((points - 0.5) * sqrt(12)).astype(np.float32)


def _products(own: np.ndarray, quadratic: np.ndarray) -> np.ndarray:
    """The quadratic form of each check at each point."""
    return np.stack([((own @ one) * own).sum(axis=1) for one in quadratic], axis=1)
