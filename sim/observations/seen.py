"""What would be seen of a unit, in runs without any lever: the numbers of the runs, and what answers to a question would show of them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from sim.errors import InputError
from sim.inputs.levers import make_levers
from sim.inputs.parameters import Parameters
from sim.inputs.phases import LAUNCH_WEEK, LEAST_FOLLOW_UP, STEERING
from sim.inputs.workplace import Unit, Workplace
from sim.kernel.engine import Weeks, weekly
from sim.model.cast import SHIPPED, Cast
from sim.model.outcome import NAMES
from sim.model.record import SERIES
from sim.observations.costs import COUNT
from sim.observations.observations import CONTEXT, HALTED, OBSERVATIONS, REFUSED, WEEK, Observation, Shown, entry
from sim.runs.many import APART
from sim.runs.simulate import MESA, Progress, engine_for

LINES = tuple(SERIES)
WEEKS = tuple(sorted({shown.week for one in OBSERVATIONS for shown in one.numbers if shown.kind == WEEK}))

Member = tuple[Parameters, Workplace]  # what is not known: how people behave, and how the workplace is


@dataclass(frozen=True)
class Seen:
    """The runs of one unit. units: its description in each member. facts: (members, runs, facts); lines: (members, runs, WEEKS, LINES)."""

    units: tuple[Unit, ...]
    facts: np.ndarray
    lines: np.ndarray
    seed: int

    def number(self, shown: Shown) -> np.ndarray:
        """A number as it is in the runs, (members, runs)."""
        if shown.kind == CONTEXT:
            return np.repeat(np.array([entry(unit, shown.name) for unit in self.units])[:, None], self.facts.shape[1], axis=1)
        if shown.kind == WEEK:
            return np.asarray(self.lines[:, :, WEEKS.index(shown.week), LINES.index(shown.name)])
        if shown.name == REFUSED:
            return ((self.fact("stopped_phase") == STEERING) | (self.fact("pushed") > 0)).astype(float)
        return (self.fact("launched") == 0).astype(float) if shown.name == HALTED else self.fact(shown.name)

    def fact(self, name: str) -> np.ndarray:
        """A fact of the runs by its name, as formulas of measures call it, (members, runs)."""
        return np.asarray(self.facts[:, :, NAMES.index(name)])

    def answers(self, one: Observation) -> np.ndarray:
        """What an observation shows, with its error: (members, runs, numbers). The error depends on the seed and the observation alone."""
        chance = np.random.default_rng([self.seed, crc32(one.name.encode())])
        people, asked = one.people(self.units[0]), one.answers(self.units[0])
        told = []
        for shown in one.numbers:
            true = self.number(shown)
            normal = chance.standard_normal(true.shape)
            if one.way is COUNT:
                told.append(true + normal * np.sqrt(true * (1 - true) / asked * (people - asked) / max(1, people - 1)))
            elif asked:
                spread = self._spread(shown)
                told.append(true + normal * one.way.deviation(asked, people, one.way.spread if spread is None else spread))
            else:
                told.append(true + normal * one.way.bias)
        return np.stack(told, axis=-1)

    def _spread(self, shown: Shown) -> np.ndarray | None:
        return self.number(shown._replace(name=shown.spread)) if shown.spread else None


def look(members: Sequence[Member], runs: int, seed: int, workers: int = 1, cast: Cast = SHIPPED,
         progress: Progress | None = None) -> list[Seen]:
    """Run each member without any lever and keep what can be seen, for each unit of the workplace.

    The runs are those of paired_runs and over_admissible: number APART * member + run. Raises InputError for people who run on Mesa only.
    """
    engine, levers = engine_for("fast", cast), make_levers()
    if engine == MESA:
        raise InputError("asking needs people who can be compiled, since it takes thousands of runs; these run on Mesa only")

    def lived(at: int) -> tuple[np.ndarray, np.ndarray]:
        parameters, place = members[at]
        each = [weekly(place, parameters, levers, seed, APART * at + run, LEAST_FOLLOW_UP, cast, engine) for run in range(runs)]
        return np.array([one.facts for one in each]), np.array([_kept(one) for one in each])

    told = []
    with ThreadPoolExecutor(workers) as pool:
        for one in pool.map(lived, range(len(members))):
            told.append(one)
            if progress:
                progress(len(told), len(members))
    facts, lines = (np.stack(some) for some in zip(*told, strict=True))
    return [Seen(tuple(place.units[unit] for _, place in members), facts[:, :, unit], lines[:, :, unit], seed)
            for unit in range(facts.shape[2])]


def _kept(lived: Weeks) -> np.ndarray:
    """The lines of WEEKS of each unit; weeks after launch follow the launch of the unit: (units, WEEKS, LINES)."""
    return np.stack([lived.series[np.arange(len(lived.launches)),
                                  np.full(len(lived.launches), week) if week <= LAUNCH_WEEK else lived.launches + week - LAUNCH_WEEK]
                     for week in WEEKS], axis=1)
