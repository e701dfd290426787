"""Whether a candidate shows the evidence, found out with as few runs as may be.

A candidate is accepted when every check holds over FULL runs, whose draws are its own. Before that it is looked at after a few of them,
then some more, group of checks by group, and stopped as soon as a bound is missed by more than SLACK standard errors of what is still
to come: by so much that it could hardly hold in the end. What that loses is measured on accepted ones (missed). Nothing is chosen on
runs but by all of them, so there is no luck of the chosen to be guarded against.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from sim.calibration.evidence import Group
from sim.evidence.declaration import Bound

LOOKS = (4, 8, 16, 40, 90, 200)  # runs after which a candidate is looked at; the last decides
STAGES = (40, 200)  # all groups to the first, then all to the second
FULL = LOOKS[-1]
SLACK = 3.0
BELIEF = 4.0  # runs that the usual spread of a check counts for, beside a candidate's own
TOGETHER = 1000  # candidates in a call


class Problem(Protocol):
    """What is asked of candidates, and how they are run; the evidence on the model is one."""

    @property
    def bounds(self) -> list[Bound]: ...  # noqa: D102

    @property
    def groups(self) -> list[Group]: ...  # noqa: D102

    @property
    def dimensions(self) -> int: ...  # noqa: D102

    def values(self, points: np.ndarray) -> np.ndarray: ...  # noqa: D102

    def columns(self, places: Sequence[str]) -> np.ndarray: ...  # noqa: D102

    def run(self, group: Group, values: np.ndarray, seeds: np.ndarray, firsts: np.ndarray, runs: int) -> np.ndarray: ...  # noqa: D102


class Screen(NamedTuple):
    """How candidates are screened. order: of the groups, by their places. spread: the usual standard deviation of each check over runs."""

    order: tuple[int, ...]
    spread: np.ndarray
    slack: float = SLACK


class Sums(NamedTuple):
    """What was seen of checks so far: how many runs counted, their sum, and their sum of squares, each of shape (candidates, checks)."""

    seen: np.ndarray
    total: np.ndarray
    squares: np.ndarray

    @property
    def mean(self) -> np.ndarray:
        """The means; nan without runs."""
        with np.errstate(invalid="ignore"):
            return self.total / self.seen

    def add(self, other: "Sums") -> "Sums":
        """Both together."""
        return Sums(*(ours + theirs for ours, theirs in zip(self, other, strict=True)))

    def at(self, kept: np.ndarray) -> "Sums":
        """Those of some candidates."""
        return Sums(*(part[kept] for part in self))


def sums_of(problem: Problem, group: Group, values: np.ndarray, seeds: np.ndarray, firsts: np.ndarray, runs: int) -> Sums:
    """What some runs of each candidate show of a group."""
    several = [slice(start, start + TOGETHER) for start in range(0, len(values), TOGETHER)]
    parts = [_summed(problem.run(group, values[some], seeds[some], firsts[some], runs)) for some in several]
    return Sums(*map(np.concatenate, zip(*parts, strict=True)))


def _summed(shown: np.ndarray) -> Sums:
    """From shape (candidates, runs, checks), nan where a run does not count."""
    seen = ~np.isnan(shown)
    numbers = np.where(seen, shown, 0.0)
    return Sums(seen.sum(axis=1), numbers.sum(axis=1), (numbers**2).sum(axis=1))


def accepted(problem: Problem, screen: Screen, values: np.ndarray, seeds: np.ndarray, numbers: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Which candidates show everything, as places among those given, and how many were left before each stage and after the last.

    values: a row per candidate. seeds: of its runs. numbers: of the candidates, which say in which random context they begin.
    """
    left, alive = np.arange(len(values)), [len(values)]
    firsts, seen = FULL * numbers, dict[int, Sums]()
    for first, last in zip((0, *STAGES), STAGES, strict=False):  # every group with few runs, then every group to the end
        for number in screen.order:
            group = problem.groups[number]
            bounds, spread = [problem.bounds[check] for check in group.checks], screen.spread[list(group.checks)]
            for done, look in zip((0, *LOOKS), LOOKS, strict=False):
                if not first < look <= last or not len(left):
                    continue
                more = sums_of(problem, group, values[left], seeds[left], firsts[left] + done, look - done)
                seen[number] = seen[number].add(more) if done else more
                going = holds(seen[number].mean, bounds).all(axis=1) if look == FULL else ~hopeless(
                    seen[number], bounds, spread, screen.slack, look / FULL)
                left, seen = left[going], {one: sums.at(going) for one, sums in seen.items()}
            alive.append(len(left))
    return left, alive


def missed(problem: Problem, screen: Screen, values: np.ndarray, seeds: np.ndarray, numbers: np.ndarray) -> int:
    """How many accepted candidates would have been stopped early had their runs come in another order, which is as likely."""
    stopped = np.zeros(len(values), bool)
    for group in problem.groups:
        bounds, spread = [problem.bounds[check] for check in group.checks], screen.spread[list(group.checks)]
        for at, (row, seed, number) in enumerate(zip(values, seeds, numbers, strict=True)):
            order = np.random.default_rng([int(seed), 1]).permutation(FULL)
            shown = problem.run(group, row[None], np.array([seed]), np.array([FULL * number]), FULL)[:, order]
            for look in LOOKS[:-1]:
                stopped[at] |= bool(hopeless(_summed(shown[:, :look]), bounds, spread, screen.slack, look / FULL)[0])
    return int(stopped.sum())


def holds(means: np.ndarray, bounds: Sequence[Bound]) -> np.ndarray:
    """Whether each check holds; not without a value. means: shape (candidates, checks)."""
    low, high, strict = (np.array(ends) for ends in zip(*((bound.low, bound.high, bound.strict) for bound in bounds), strict=True))
    return np.where(strict, (low < means) & (means < high), (low <= means) & (means <= high))


def hopeless(sums: Sums, bounds: Sequence[Bound], spread: np.ndarray, slack: float, done: float) -> np.ndarray:
    """Which candidates miss a bound by more than so many standard errors of what is still to come. done: the share of runs seen."""
    count, mean = np.maximum(sums.seen, 1), sums.mean
    own = np.maximum(sums.squares - count * np.nan_to_num(mean) ** 2, 0.0)
    variance = (BELIEF * spread**2 + own) / (BELIEF + count - 1)
    error = np.sqrt(variance * (1 - done) / count)
    low, high = (np.array([bound[at] for bound in bounds]) for at in (1, 2))
    with np.errstate(invalid="ignore"):
        off = np.maximum(low - mean, mean - high)
        return np.asarray(((sums.seen > 0) & (off > slack * error)).any(axis=1))
