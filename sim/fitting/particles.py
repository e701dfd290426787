"""Runs of the members, each with a draw of the workplace, up to the last observation, and what would have been seen in each."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sim.calibration.members import RANGES, Ensemble
from sim.fitting.measures import Where, shown
from sim.inputs.levers import Levers
from sim.inputs.parameters import Parameters, make_parameters
from sim.inputs.phases import LAUNCH_WEEK, LEAST_FOLLOW_UP
from sim.inputs.uncertain import entries
from sim.inputs.workplace import Workplace
from sim.kernel.engine import Setting, weekly
from sim.runs.many import APART
from sim.runs.simulate import Progress

ANOTHER = 7919  # seeds from one draw of the workplace to the next
MOST_SEEDS = 2**32
PART = 50  # runs that a thread takes at a time


@dataclass(frozen=True)
class Ground:
    """What is known beforehand: a workplace, the members, what holds in all of them, and which levers are pulled already.

    numbers: of the members in the ensemble. parameters: by name, which hold in every member. runs: of each. context: entries of the
    workplace, by dotted name, that hold instead of those of its file. source: where the ensemble stands; None for the shipped one.
    """

    place: Workplace
    ensemble: Ensemble
    numbers: tuple[int, ...]
    runs: int
    seed: int
    levers: Levers
    parameters: dict[str, Any]
    contexts: str = RANGES
    context: Mapping[str, Any] = field(default_factory=dict)
    source: Path | None = None

    @cached_property
    def behaviour(self) -> list[Parameters]:
        """How people behave in each member."""
        return [make_parameters({**self.ensemble.members[number].model_dump(), **self.parameters}) for number in self.numbers]

    @cached_property
    def places(self) -> list[list[Workplace]]:
        """What the workplace is like, for each run number and member.

        Where the ensemble knows it, or nothing is uncertain, it is the same in every run of a member. Else each run has a draw of its own;
        that of run 0 is the one of over_admissible with the same seed.
        """
        if self.contexts != RANGES or not entries(self.place):
            return [[self.place] * len(self.numbers)] * self.runs
        first = self.ensemble.places(self.numbers, self.place, self.seed)
        if not self.drawn:
            return [first] * self.runs
        return [first, *(self.ensemble.places(self.numbers, self.place, (self.seed + ANOTHER * run) % MOST_SEEDS)
                         for run in range(1, self.runs))]

    @cached_property
    def drawn(self) -> bool:
        """Whether runs of a member differ in what the workplace is like."""
        if self.contexts != RANGES or not entries(self.place):
            return False
        one, other = (self.ensemble.places(self.numbers[:1], self.place, seed)[0] for seed in (self.seed, self.seed + ANOTHER))
        return one != other

    def setting(self, member: int, run: int) -> Setting:
        """A run of a member by its place among the members."""
        return Setting(self.places[run][member], self.behaviour[member], self.levers, self.seed, APART * self.numbers[member] + run)


@dataclass(frozen=True)
class Particles:
    """What the runs show. true, spread: (members, runs, observations); until: the week of the run after the last observation."""

    true: np.ndarray
    spread: np.ndarray
    until: np.ndarray


def live(ground: Ground, wheres: Sequence[Where], workers: int = 1, progress: Progress | None = None,
         only: Sequence[tuple[int, int]] | None = None) -> Particles:
    """Run all members and keep what could have been observed. only: some runs by member and number; then shapes begin (some, ...)."""
    every = [(member, run) for member in range(len(ground.numbers)) for run in range(ground.runs)] if only is None else list(only)
    weeks = follow_up_for(wheres)

    def lived(first: int) -> list[tuple[list[tuple[float, float]], int]]:
        told = []
        for member, run in every[first:first + PART]:
            setting = ground.setting(member, run)
            one = weekly(*setting[:5], weeks)
            told.append(([shown(where, one, setting.place) for where in wheres], 1 + max(where.last(one) for where in wheres)))
        return told

    ground.places, ground.behaviour  # noqa: B018 - made once, before threads ask for them
    found: list[tuple[list[tuple[float, float]], int]] = []
    with ThreadPoolExecutor(workers) as pool:
        for part in pool.map(lived, range(0, len(every), PART)):
            found += part
            if progress:
                progress(len(found), len(every))
    shape = (len(ground.numbers), ground.runs) if only is None else (len(every),)
    numbers = np.array([seen for seen, _ in found], float).reshape(*shape, len(wheres), 2)
    return Particles(numbers[..., 0], numbers[..., 1], np.array([until for _, until in found]).reshape(shape))


def follow_up_for(wheres: Sequence[Where]) -> int:
    """Weeks after launch up to which a run has to go on for these observations, in any run, also where launch comes later."""
    return max([LEAST_FOLLOW_UP, *(one.after_launch or 0 for one in wheres), *((one.week or 0) - LAUNCH_WEEK + 1 for one in wheres)])
