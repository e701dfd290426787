"""Is the search right about truths that are known? Simulation-based calibration: ranks of made-up truths among the members found.

A truth is drawn from the prior, what it shows is blurred by an error spread evenly over a band, and members are searched that lie within
that band of what was seen. Then the truth is one more draw from what the members are drawn from, so its rank among them is uniform in
every coordinate, and an interval of 90 % holds it in 90 % of searches. Source: Talts et al. (2018), arXiv:1804.06788; Wilkinson (2013),
Statistical Applications in Genetics and Molecular Biology 12, 129-141, for the band as an error.

``python tests/benchmarks/ranks.py`` takes a toy, some seconds a truth; with ``model`` the model and two of its checks, minutes a truth.
"""

import sys
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import kstest

from sim.calibration.calibrate import candidates
from sim.calibration.cube import CUTS, Block
from sim.calibration.evidence import Checks, without
from sim.calibration.kept import Kept
from sim.calibration.recipe import Recipe
from sim.calibration.search import Settings, processes, search
from sim.evidence.declaration import between
from tests.toys import Toy

BAND = {"toy": (0.03, 0.03), "model": (0.03, 0.1)}
SETTINGS = {"toy": Settings(members=50, training=400, runs=4, block=4000, audit=0.02),
            "model": Settings(members=30, training=600, runs=4, block=2000, audit=0.01)}
MODEL = {"S10: Hjemmeplejen, leader at follow-up", "S11: Hjemmeplejen, retention"}


@dataclass(frozen=True)
class Seen:
    """Makes a problem whose bounds are bands around what a truth showed."""

    which: str
    seen: tuple[float, ...] = ()

    def __call__(self) -> "Toy | Checks":
        """The problem."""
        bands = [between(value - half, value + half) for value, half in zip(self.seen, BAND[self.which], strict=False)]
        if self.which == "toy":
            return Toy(asked=tuple(bands)) if bands else Toy()
        whole = Recipe("recorded")()
        wanted = [target for target, label in zip(whole.targets, whole.labels, strict=True) if label in MODEL]
        if bands:
            wanted = [target._replace(check=replace(target.check, bound=band)) for target, band in zip(wanted, bands, strict=True)]
        return Checks(whole.cube, tuple(without(wanted, None)))


def ranks(which: str, truths: int, workers: int = 2) -> np.ndarray:
    """The rank of each truth in each coordinate among its members, as shares from 0 to 1."""
    problem, told = Seen(which)(), []
    with processes(workers) as pool:
        for number in range(truths):
            block = Block(number, CUTS, 1, 1, problem.dimensions)
            shown = [problem.run(group, problem.values(block.points), block.seeds, np.zeros(1, int), 200)[0] for group in problem.groups]
            luck = np.random.default_rng(number).uniform(-1, 1, len(problem.bounds))
            seen = np.nanmean(np.concatenate(shown, axis=1), axis=0) + luck * BAND[which]
            settings = SETTINGS[which]._replace(seed=number)
            found = search(Seen(which, tuple(seen.tolist())), settings, pool, workers, Kept())
            values = candidates(problem, settings, found.numbers)[0]
            below = (values < problem.values(block.points)).sum(axis=0)
            told.append((below + np.random.default_rng([number, 1]).random(problem.dimensions)) / (len(values) + 1))
    return np.array(told)


def main(which: str = "toy", truths: int = 100) -> None:
    """Print whether ranks are uniform, and how often an interval of 90 % holds the truth."""
    told = ranks(which, truths)
    chances = np.array([kstest(column, "uniform").pvalue for column in told.T])
    print(f"{truths} truths of the {which}, {told.shape[1]} coordinates: least p-value of Kolmogorov and Smirnov's test "
          f"{chances.min():.3f} (chance over all: {min(1.0, chances.min() * len(chances)):.2f}); 90 % intervals hold "
          f"{((told > 0.05) & (told < 0.95)).mean():.1%} of the truths.")


if __name__ == "__main__":
    main(*sys.argv[1:2], *map(int, sys.argv[2:3]))
