"""How often a first place that is called decided is another, on simulators whose best arm is known and on runs of Takehold itself.

Each seed is one search. Wrong: decided at any of the looks up to 6,144 runs, and another arm is the best. Takes back: the same
search with 384, 1,536 and 6,144 runs says two different things. Contradicts: searches of different seeds, with 384, 1,536 and 6,144
runs, decide for different arms. All three have to stay at 5 % or less.
"""

import sys
from collections.abc import Callable
from itertools import combinations

import numpy as np

from sim.priorities.decision import FIRST_RUNS, MOST_MEMBERS, looks_of
from sim.priorities.race import Race, race

SIZES = (384, 1536, 6144)  # runs of each arm
RUNS = FIRST_RUNS * 4  # of each member
SHAPE = (MOST_MEMBERS, RUNS)
Table = tuple[np.ndarray, int, float]  # values (arms, members, runs), the best arm, the most a member may lose by its range or 0


def spread(rng: np.random.Generator, means, between=0.1, within=0.3) -> np.ndarray:
    """Arms with these means; members and runs differ."""
    means = np.asarray(means, float)[:, None, None]
    return means + rng.normal(0, between, (len(means), SHAPE[0], 1)) + rng.normal(0, within, (len(means), *SHAPE))


def clear(rng) -> Table:
    """One arm is far ahead."""
    return spread(rng, [0, 0.1, 0.2, 0.5]), 3, 0


def near_ties(rng) -> Table:
    """The best is hardly ahead of the second."""
    return spread(rng, [0, 0.005]), 1, 0


def many_alike(rng) -> Table:
    """Thirty arms alike, and one that is hardly better."""
    return spread(rng, [0, *[0.1] * 30, 0.103]), 31, 0


def skewed(rng) -> Table:
    """The best is worth much for few members, and little for most."""
    best = rng.exponential(1.0, (1, SHAPE[0], 1)) - 0.999
    return np.concatenate([np.zeros((1, *SHAPE)), best + rng.normal(0, 0.3, (1, *SHAPE))]), 1, 0


def long_tail(rng) -> Table:
    """An arm that loses much for few members, a little worse than one that is always the same."""
    bad = -rng.lognormal(0, 1.2, (1, SHAPE[0], 1)) + rng.normal(0, 0.1, (1, *SHAPE))
    return np.concatenate([np.full((1, *SHAPE), -np.exp(0.72) + 0.01), bad]), 0, 0


def rare_failure(rng) -> Table:
    """A share that looks better until one of the 2 % of members appears for which all is lost."""
    fails = rng.random((1, SHAPE[0], 1)) < 0.02
    other = np.clip(0.92 + rng.normal(0, 0.01, (1, *SHAPE)), 0, 1) * ~fails
    return np.concatenate([np.full((1, *SHAPE), 0.905), other]), 0, 1


def mostly_zero(rng) -> Table:
    """Nearly all runs give nothing, the others anything."""
    size = np.array([1, 1, 1, 1, 1, 1.03])[:, None, None]
    return (rng.random((6, *SHAPE)) < 0.05) * rng.lognormal(0, 1, (6, *SHAPE)) * size, 5, 0


def yes_or_no(rng) -> Table:
    """Shares of runs that are small and nearly the same; members differ."""
    p = np.array([0.04, 0.045, 0.05])[:, None, None]
    return (rng.random((3, *SHAPE)) < rng.beta(5 * p, 5 * (1 - p), (3, SHAPE[0], 1))).astype(float), 2, 1


def heavy_ties(rng) -> Table:
    """Two arms that differ in one run of fifty, both ways nearly as often."""
    base = rng.random((1, *SHAPE)) < 0.5
    flips = rng.random((1, *SHAPE))
    return np.concatenate([base, np.where(flips < 0.0105, True, np.where(flips > 0.99, False, base))]).astype(float), 1, 1


SIMULATORS: tuple[Callable[[np.random.Generator], Table], ...] = (
    clear, near_ties, many_alike, skewed, long_tail, rare_failure, mostly_zero, yes_or_no, heavy_ties)


def searched(table: Table, runs: int) -> Race:
    """The race over a table with at most so many runs of each arm."""
    values, _, reach = table
    return race(lambda arms, block: values[list(arms), block.members, block.runs], [0] * len(values), looks_of(runs, MOST_MEMBERS),
                reach=reach)


def counted(simulator: Callable[[np.random.Generator], Table], seeds: int) -> dict[str, float]:
    """Shares of seeds: decided at last, wrong, takes back; and of pairs of seeds: contradicts."""
    decided, wrong, back, told = 0, 0, 0, []
    for seed in range(seeds):
        table = simulator(np.random.default_rng(seed))
        answers = [one.best if (one := searched(table, runs)).decided else None for runs in SIZES]
        decided += answers[-1] is not None
        wrong += any(one not in (None, table[1]) for one in answers)
        back += any(first is not None and later != first for first, later in combinations(answers, 2))
        told.append(answers)
    pairs = [(told[seed][a], told[(seed + 1) % seeds][b]) for seed in range(seeds) for a in range(3) for b in range(3)]
    against = sum(a is not None and b is not None and a != b for a, b in pairs)
    return {"decided": decided / seeds, "wrong": wrong / seeds, "takes back": back / seeds, "contradicts": against / len(pairs)}


def of_takehold(name: str, measure: str, members: int = 480) -> Callable[[np.random.Generator], Table]:
    """Searches over members drawn from runs of Takehold; the best of all these runs counts as the truth."""
    from sim import load_workplace
    from sim.calibration.drawn import draw
    from sim.priorities.measures import aim
    from sim.priorities.packages import candidates, doses_for
    from sim.priorities.paired_runs import Bench
    from sim.priorities.race import Block
    place, wanted = load_workplace(name), aim(measure)
    bench = Bench(place, draw(members, 0).parameters, wanted, 30, 0, 2)
    packages = candidates(doses_for(place))
    screened = bench.gains(packages, 0, Block(slice(0, 48), slice(0, 2))).mean(axis=(1, 2))
    first = [packages[arm] for arm in np.argsort(-screened)[:8]]
    runs = bench.gains(first, 0, Block(slice(0, members), slice(0, RUNS)))

    def drawn(rng: np.random.Generator) -> Table:
        chosen, luck = rng.integers(members, size=MOST_MEMBERS), rng.permutation(RUNS)
        return runs[:, chosen][:, :, luck], int(runs.mean(axis=(1, 2)).argmax()), wanted.reach
    drawn.__name__ = f"{name}, {measure}: the first 8"
    return drawn


def main(seeds: int = 200) -> None:
    """Print a row for each simulator."""
    print(f"First places called decided, over {seeds} searches each; nominal 5 %\n")
    print("| simulator | decided | wrong | takes back | contradicts |\n|---|---|---|---|---|")
    for simulator in (*SIMULATORS, *(of_takehold("plejecenter-2", measure) for measure in ("retention", "trust"))):
        shares = counted(simulator, seeds)
        cells = " | ".join(f"{100 * one:.1f} %" for one in shares.values())
        print(f"| {simulator.__name__.replace('_', ' ')} | {cells} |", flush=True)


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
