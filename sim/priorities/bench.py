"""Paired runs of packages: the same members and the same luck for each, kept so that nothing is run twice."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from sim.outcome import HOURS, outcome_frame
from sim.parameters import MECHANISMS, Parameters
from sim.priorities.doses import NOTHING, Package, levers_of
from sim.priorities.measures import Aim
from sim.runs import facts_of
from sim.workplace import Workplace

KEPT = ("retention", "trust_change", "hours_total", "hours_leader", "hours_consultant", *HOURS)
APART = 100_000  # run numbers from one member to the next, so that no two members share their luck


class Paired(NamedTuple):
    """What a package changes against doing nothing, member by member and run by run; (members, runs), phases last."""

    gain: np.ndarray  # of the measure aimed at, larger being better
    trust: np.ndarray  # of the change of trust in the leader
    hours: np.ndarray  # of employees and leader
    leader: np.ndarray  # of the leader alone
    consultant: np.ndarray
    phases: np.ndarray  # hours of employees and leader by phase


class Bench:
    """Runs packages in one workplace for some parameter sets.

    members: parameter sets. horizon: weeks after launch. workers: threads; no result depends on them.
    """

    def __init__(self, place: Workplace, members: Sequence[Parameters], aim: Aim, horizon: int, seed: int, workers: int):
        self.place, self.members, self.aim, self.horizon, self.seed, self.workers = place, tuple(members), aim, horizon, seed, workers
        self.columns = list(dict.fromkeys([aim.column, *KEPT]))
        self.runs = 0  # made so far
        self._engine = facts_of("fast")
        self._kept: dict[tuple[Package, str, int, int], np.ndarray] = {}

    def draw(self, packages: Iterable[Package], first: int, last: int, without: str = "") -> list[np.ndarray]:
        """Runs first to last - 1 of every member: for each package an array (members, runs, units, columns).

        without: a mechanism that is switched off in all members.
        """
        packages = list(packages)
        wanted = [one for one in dict.fromkeys(packages) if (one, without, first, last) not in self._kept]
        members = [member.model_copy(update=MECHANISMS[without]) if without else member for member in self.members]
        jobs = [(levers_of(one), member, APART * number) for one in wanted for number, member in enumerate(members)]
        with ThreadPoolExecutor(self.workers) as pool:
            parts = list(pool.map(lambda job: self._engine(self.place, job[1], job[0], self.seed, [self.horizon],
                                                           job[2] + first, job[2] + last), jobs))
        for number, one in enumerate(wanted):
            rows = outcome_frame(np.concatenate(parts[number * len(members):(number + 1) * len(members)]))[self.columns].to_numpy(float)
            self._kept[one, without, first, last] = rows.reshape(len(members), last - first, len(self.place.units), len(self.columns))
            self.runs += len(members) * (last - first)
        return [self._kept[one, without, first, last] for one in packages]

    def gains(self, packages: Sequence[Package], unit: int, first: int, last: int, without: str = "", aim: Aim | None = None) -> np.ndarray:
        """What each package adds to the measure against doing nothing, larger being better: (packages, members, runs).

        aim: another measure that is kept, instead of the bench's own.
        """
        base, *drawn = self.draw([NOTHING, *packages], first, last, without)
        aim = aim or self.aim
        column = self.columns.index(aim.column)
        return aim.sign * np.array([one[:, :, unit, column] - base[:, :, unit, column] for one in drawn])

    def paired(self, package: Package, unit: int, looks: Sequence[int]) -> Paired:
        """All that a package changes in a unit, in the runs up to the last of these looks."""
        parts = [self.draw([package, NOTHING], first, last) for first, last in zip((0, *looks), looks, strict=False)]
        change = np.concatenate([with_it - without for with_it, without in parts], axis=1)[:, :, unit]
        at = {name: change[..., column] for column, name in enumerate(self.columns)}
        return Paired(self.aim.sign * at[self.aim.column], at["trust_change"], at["hours_total"], at["hours_leader"],
                      at["hours_consultant"], np.stack([at[name] for name in HOURS], axis=-1))
