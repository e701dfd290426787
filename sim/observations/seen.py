"""What would be seen of a unit, in runs without any lever: the numbers of the runs, and what answers to a question would show of them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from sim.errors import InputError
from sim.inputs.levers import make_levers
from sim.inputs.parameters import Parameters
from sim.inputs.phases import LAUNCH_WEEK, LEAST_FOLLOW_UP, STEERING
from sim.inputs.workplace import Unit, Workplace
from sim.kernel.engine import Setting, Weeks, weekly
from sim.model.cast import SHIPPED, Cast
from sim.model.outcome import NAMES
from sim.model.record import SERIES
from sim.observations.costs import COUNT
from sim.observations.observations import CONTEXT, COUNTED, HALTED, OBSERVATIONS, REFUSED, SPAN, WEEK, Observation, Shown, entry, to_ask
from sim.runs.many import APART
from sim.runs.simulate import MESA, Progress, engine_for

LINES = tuple(SERIES)
WEEKS = tuple(sorted({shown.week for one in OBSERVATIONS for shown in one.numbers if shown.kind == WEEK}))

Member = tuple[Parameters, Workplace]  # what is not known: how people behave, and how the workplace is


@dataclass(frozen=True)
class Seen:
    """The runs of one unit.

    units: its description in each member. facts: (members, runs, facts); lines: (members, runs, weeks, LINES). weeks: which, as Shown has
    them. ahead: what can be asked, where that is not all of OBSERVATIONS. whose: of each member which it is, where some stand there more
    than once, so that nothing is learned of a run from that run itself.
    """

    units: tuple[Unit, ...]
    facts: np.ndarray
    lines: np.ndarray
    seed: int
    weeks: tuple[int, ...] = WEEKS
    ahead: tuple[Observation, ...] | None = None
    whose: np.ndarray | None = None

    @property
    def asked(self) -> tuple[Observation, ...]:
        """What can be asked."""
        return to_ask(self.units) if self.ahead is None else self.ahead

    def number(self, shown: Shown) -> np.ndarray:
        """A number as it is in the runs, (members, runs)."""
        if shown.kind == CONTEXT:
            return np.repeat(np.array([entry(unit, shown.name) for unit in self.units])[:, None], self.facts.shape[1], axis=1)
        if shown.kind == WEEK:
            return np.asarray(self.lines[:, :, self.weeks.index(shown.week), LINES.index(shown.name)])
        if shown.kind == SPAN:
            return np.mean([self.number(shown._replace(kind=WEEK, week=week)) for week in weeks_of(shown)], axis=0)
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
    levers = make_levers()
    settings = [[Setting(place, parameters, levers, seed, APART * at + run) for run in range(runs)]
                for at, (parameters, place) in enumerate(members)]
    facts, lines = lived_through(settings, LEAST_FOLLOW_UP, lambda at, run, lived: _kept(lived), workers, cast, progress)
    return [Seen(tuple(place.units[unit] for _, place in members), facts[:, :, unit], lines[:, :, unit], seed)
            for unit in range(facts.shape[2])]


def lived_through(settings: Sequence[Sequence[Setting]], follow_up: int, kept: Callable[[int, int, Weeks], np.ndarray], workers: int = 1,
                  cast: Cast = SHIPPED, progress: Progress | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Facts at follow-up of the runs of each member, (members, runs, units, facts), and what is kept of their weeks, (members, runs, ...).

    settings: of each member its runs, which do not part. kept: is given member, run and what was lived.
    Raises InputError for people who run on Mesa only.
    """
    engine = engine_for("fast", cast)
    if engine == MESA:
        raise InputError("asking needs people who can be compiled, since it takes thousands of runs; these run on Mesa only")

    def lived(at: int) -> tuple[np.ndarray, np.ndarray]:
        each = [weekly(*one[:5], follow_up, cast, engine) for one in settings[at]]
        return np.array([one.facts for one in each]), np.array([kept(at, run, one) for run, one in enumerate(each)])

    told = []
    with ThreadPoolExecutor(workers) as pool:
        for one in pool.map(lived, range(len(settings))):
            told.append(one)
            if progress:
                progress(len(told), len(settings))
    facts, lines = (np.stack(some) for some in zip(*told, strict=True))
    return facts, lines


def weeks_of(shown: Shown) -> range:
    """The weeks that a number is of."""
    return range(shown.week + 1 - (COUNTED if shown.kind == SPAN else 1), shown.week + 1)


def _kept(lived: Weeks) -> np.ndarray:
    """The lines of WEEKS of each unit; weeks after launch follow the launch of the unit: (units, WEEKS, LINES)."""
    return np.stack([lived.series[np.arange(len(lived.launches)),
                                  np.full(len(lived.launches), week) if week <= LAUNCH_WEEK else lived.launches + week - LAUNCH_WEEK]
                     for week in WEEKS], axis=1)
