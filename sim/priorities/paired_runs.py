"""Paired runs of packages: the same members and the same luck for each, kept so that nothing is run twice."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from sim.inputs.parameters import MECHANISMS, Parameters
from sim.inputs.workplace import Workplace
from sim.kernel.engine import Setting
from sim.model.cast import SHIPPED, Cast
from sim.model.measures import HOURS
from sim.model.outcome import measures_of
from sim.priorities.measures import Aim
from sim.priorities.packages import NOTHING, Package, levers_of
from sim.priorities.race import Block, extended
from sim.runs.many import APART, facts_of_many
from sim.runs.simulate import engine_for

KEPT = ("retention", "trust_change", "hours_total", "hours_leader", "hours_consultant", *HOURS)


class Paired(NamedTuple):
    """What a package changes against doing nothing, member by member and run by run; (members, runs), phases last."""

    change: np.ndarray  # of the measure aimed at, with its own sign
    trust: np.ndarray  # of the change of trust in the leader
    hours: np.ndarray  # of employees and leader
    leader: np.ndarray  # of the leader alone
    consultant: np.ndarray
    phases: np.ndarray  # hours of employees and leader by phase


class Bench:
    """Runs packages in one workplace for some parameter sets.

    members: parameter sets. where: the place as each of them takes it to be; the same for all by default.
    horizon: weeks after launch. workers: threads; no result depends on them. cast: whose people.
    """

    from_start = True  # whether packages begin with the project, so that all of it can still be chosen

    def __init__(self, place: Workplace, members: Sequence[Parameters], aim: Aim, horizon: int, seed: int, workers: int,
                 cast: Cast = SHIPPED, where: Sequence[Workplace] = ()):
        self.where = list(where) or [place] * len(members)
        self.place, self.members, self.aim, self.horizon, self.seed, self.workers = place, tuple(members), aim, horizon, seed, workers
        self.columns = list(dict.fromkeys([aim.measure.column, *KEPT]))
        self.runs = 0  # made so far
        self.engine, self.cast = engine_for("fast", cast), cast
        self._kept: dict[tuple[Package, str, int, int, int, int], np.ndarray] = {}

    def draw(self, packages: Iterable[Package], block: Block, without: str = "") -> list[np.ndarray]:
        """Some runs of some members: for each package an array (members, runs, units, columns).

        without: a mechanism that is switched off in all members.
        """
        packages = list(packages)
        first, last = block.runs.start, block.runs.stop
        at = block.members.start, block.members.stop, first, last
        wanted = [one for one in dict.fromkeys(packages) if (one, without, *at) not in self._kept]
        numbers = range(len(self.members))[block.members]
        if wanted:
            settings, each = self.settings(wanted, numbers, first, last, without)
            facts = facts_of_many(self.engine, settings, [self.horizon], each, self.cast, self.workers)
            measures = measures_of(facts, self.columns)
            rows = np.stack([measures[name].astype(float) for name in self.columns], axis=-1)
            for one, drawn in zip(wanted, rows.reshape(len(wanted), len(numbers), last - first, len(self.place.units), -1), strict=True):
                self._kept[one, without, *at] = drawn
            self.runs += len(settings) * each
        return [self._kept[one, without, *at] for one in packages]

    def settings(self, packages: list[Package], members: range, first: int, last: int, without: str) -> tuple[list[Setting], int]:
        """What runs ``first`` to ``last`` - 1 of some members are lived with, package by package, and how many runs each of these has."""
        behaviour = {number: self.members[number].model_copy(update=MECHANISMS[without]) if without else self.members[number]
                     for number in members}
        return [Setting(self.where[number], behaviour[number], levers, self.seed, APART * number + first)
                for levers in map(levers_of, packages) for number in members], last - first

    def changes(self, packages: Sequence[Package], unit: int, block: Block, without: str = "", aim: Aim | None = None) -> np.ndarray:
        """How each package changes the measure against doing nothing, with the measure's own sign: (packages, members, runs).

        aim: another measure that is kept, instead of the bench's own.
        """
        base, *drawn = self.draw([NOTHING, *packages], block, without)
        column = self.columns.index((aim or self.aim).measure.column)
        return np.array([one[:, :, unit, column] - base[:, :, unit, column] for one in drawn])

    def gains(self, packages: Sequence[Package], unit: int, block: Block, without: str = "") -> np.ndarray:
        """The same of the bench's measure, turned so that larger is better: what is raced, and never shown."""
        return self.aim.better * self.changes(packages, unit, block, without)

    def drawn(self, package: Package, unit: int, blocks: Sequence[Block]) -> np.ndarray:
        """All that is kept of a package in a unit over these blocks: (members, runs, columns)."""
        whole = None
        for block in blocks:
            whole = extended(whole, self.draw([package], block)[0][:, :, unit], block)
        assert whole is not None
        return whole

    def paired(self, package: Package, unit: int, blocks: Sequence[Block]) -> Paired:
        """All that a package changes in a unit, over these blocks."""
        change = self.drawn(package, unit, blocks) - self.drawn(NOTHING, unit, blocks)
        at = {name: change[..., column] for column, name in enumerate(self.columns)}
        return Paired(at[self.aim.measure.column], at["trust_change"], at["hours_total"], at["hours_leader"],
                      at["hours_consultant"], np.stack([at[name] for name in HOURS], axis=-1))
