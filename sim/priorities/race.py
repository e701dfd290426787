"""Racing: which of several arms is best, from paired draws. Knows nothing of workplaces.

An arm is anything that gives values, larger being better, for members (rows that stand for what is not known, such as
parameter sets) and runs (luck). All arms share members and luck, so they are compared by paired differences, member by
member. After each look every arm that is below another, by the rule in decision.py, drops out and stays out (Maron & Moore 1997).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sim.priorities.decision import Look, is_above, level

RESAMPLES = 2000
EXACT = 12  # digits after which two values count as the same
CHALLENGERS = 3  # the first so many arms are held against all others


class Block(NamedTuple):
    """Draws that a look adds: members and runs, from the first to before the last."""

    members: slice
    runs: slice


Sample = Callable[[Sequence[int], Block], np.ndarray]  # arms, what to draw -> (arms, members, runs)


def blocks_of(looks: Sequence[Look]) -> list[Block]:
    """What each look adds to the one before."""
    first = looks[0]
    added = [Block(slice(0, first.members), slice(0, first.runs))]
    for before, now in pairwise(looks):
        added.append(Block(slice(before.members, now.members), slice(0, now.runs)) if now.members > before.members else
                     Block(slice(0, now.members), slice(before.runs, now.runs)))
    return added


def extended(drawn: np.ndarray | None, more: np.ndarray, block: Block) -> np.ndarray:
    """Draws, (members, runs, ...), with those of a block behind them."""
    return more if drawn is None else np.concatenate([drawn, more], axis=0 if block.members.start else 1)


@dataclass(frozen=True)
class Race:
    """How a race ended.

    values: for each arm its draws, (members, runs); arms that dropped out early have fewer, and always the first ones.
    order: arms, best first, those that dropped out behind the others; arms that gave the same in every run stand by their cost.
    rivals: arms that are not below the best. same: arms that gave just what the best gave, at no lower cost.
    """

    values: list[np.ndarray]
    order: list[int]
    rivals: list[int]
    same: list[int]
    looks: tuple[Look, ...]

    @property
    def best(self) -> int:
        """The arm that comes first."""
        return self.order[0]

    @property
    def decided(self) -> bool:
        """Whether every arm that ever gave something else than the best has dropped out, and there was one."""
        return not self.rivals and len(self.same) + 1 < len(self.order)

    @property
    def runs(self) -> int:
        """Draws in all."""
        return sum(one.size for one in self.values)


def race(sample: Sample, costs: Sequence[float], looks: Sequence[Look], stay: int = 10, others: int | None = None,
         reach: float = 0.0) -> Race:
    """Race arms against each other: after each look those drop out that are below another.

    sample: draws values of some arms, paired over members and runs. costs: of each arm; the cheaper of two that never
    differ comes first. stay: the first so many arms are run to the end, so their estimates use equal numbers of runs.
    others: how many others each arm is compared with, if more than take part. reach: see decision.is_above.
    """
    others = max(len(costs) - 1, others or 0)
    values: list[np.ndarray | None] = [None] * len(costs)
    running, out = list(range(len(costs))), set[int]()
    for look, block in zip(looks, blocks_of(looks), strict=True):
        for arm, drawn in zip(running, sample(running, block), strict=True):
            values[arm] = extended(values[arm], drawn, block)
        seen: list[np.ndarray] = [one for one in values if one is not None]  # all of them, from the first look on
        order = _in_order(seen, [arm for arm in running if arm not in out], costs)
        for first in order[:CHALLENGERS]:
            if first not in out:
                out.update(arm for arm in order if arm != first and arm not in out
                           and is_above(seen[first], seen[arm], level(look.stage, others), look.may_lose(reach)))
        at = {arm: place for place, arm in enumerate(_in_order(seen, running, costs))}
        running = [arm for arm in sorted(running, key=lambda arm: at[arm]) if at[arm] < stay or arm not in out]
    order = _in_order(seen, range(len(costs)), costs)
    order.sort(key=lambda arm: arm in out)  # an arm that dropped out early may look better by luck
    best = order[0]
    alive = [arm for arm in order[1:] if arm not in out]
    same = [arm for arm in alive if np.array_equal(seen[arm], seen[best])]
    return Race(seen, order, [arm for arm in alive if arm not in same], same, tuple(looks))


def _in_order(values: Sequence[np.ndarray], arms: Sequence[int], costs: Sequence[float]) -> list[int]:
    return sorted(arms, key=lambda arm: (-round(float(values[arm].mean()), EXACT), costs[arm], arm))


def probability_best(values: Sequence[np.ndarray], order: Sequence[int], seed: int) -> np.ndarray:
    """Share of bootstrap samples of the members that all have in which each arm has the highest mean; (arms,), adding up to 1.

    Of arms that never differ, the one earlier in the order has it.
    """
    members = min(len(values[arm]) for arm in order)
    means = np.array([values[arm][:members].mean(axis=1) for arm in order])
    weights = np.random.default_rng(seed).multinomial(members, np.full(members, 1 / members), RESAMPLES) / members
    winners = np.argmax(np.round(np.einsum("am,bm->ba", means, weights), EXACT), axis=1)
    out = np.zeros(len(order))
    out[list(order)] = np.bincount(winners, minlength=len(order)) / RESAMPLES
    return out


def places(run: Race, reach: float = 0.0) -> list[tuple[int, int]]:
    """First and last place that each arm can have, all paired comparisons at once; those that dropped out cannot be first."""
    arms, first = len(run.values), {run.best, *run.rivals, *run.same}
    last = run.looks[-1]
    chance, reach = level(last.stage, arms * (arms - 1)), last.may_lose(reach)
    above = np.array([[i != j and is_above(run.values[i], run.values[j], chance, reach) for j in range(arms)] for i in range(arms)])
    spans = [(1 if arm in first else max(2, 1 + int(above[:, arm].sum())), arms - int(above[arm].sum())) for arm in range(arms)]
    return [(1, 1) if run.decided and arm == run.best else span for arm, span in enumerate(spans)]
