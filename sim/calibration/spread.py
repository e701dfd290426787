"""What the spread of an answer goes back to: chance between runs, what is not known of the workplace, and how people behave.

The one place that says so, for every command. Where contexts are drawn (a workplace of one's own with entries that are not known for sure)
they are crossed with sets: blocks of two sets and two contexts, each in each, so that the three can be told apart. Where they belong to the
sets, or there are none, runs of sets tell chance from all that is not known.
"""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, NamedTuple

import numpy as np

from sim.calibration.drawn import draw
from sim.calibration.members import RANGES
from sim.inputs.levers import Levers, make_levers
from sim.inputs.parameters import make_parameters
from sim.inputs.workplace import Workplace
from sim.kernel.engine import Setting
from sim.model.cast import SHIPPED, Cast
from sim.model.components import Components, crossed, of_sets
from sim.model.intervals import Estimate
from sim.model.measures import Measure
from sim.model.outcome import outcome_frame
from sim.runs.many import facts_of_many
from sim.runs.simulate import Progress, engine_for
from sim.text.sentences import listed

BLOCKS, RUNS = 250, 4  # of two sets in two contexts each, and runs of each of the four
CHANCE, CONTEXT, BEHAVIOUR, BOTH = ("chance between runs", "what is not known of the workplace", "how people behave",
                                    "the last two together")
CONFOUNDED = "what is not known of people and the workplace"  # where the two cannot be told apart


class World(NamedTuple):
    """A workplace as it is asked about; parameters hold in every set, and mechanisms of without are switched off in every set."""

    place: Workplace
    parameters: Mapping[str, float] = {}
    levers: Levers | Mapping[str, float] | None = None
    without: Sequence[str] = ()


class Spread(NamedTuple):
    """What the spread of a measure over runs goes back to. changes: it is of differences between two worlds, pair by pair.

    with_contexts: whether what is unknown but not told apart is the workplace, too.
    """

    measure: Measure
    parts: Components
    changes: bool
    with_contexts: bool

    def as_record(self) -> dict[str, Any]:
        """Plain values: for each part its share of the variance with the interval, null where it is not told apart."""
        return {"measure": self.measure.name, "of": "changes" if self.changes else "runs", **self.parts.as_record()}

    @property
    def told(self) -> dict[str, Estimate]:
        """The shares that can be told apart, by what they go back to."""
        parts = self.parts
        if parts.context and parts.behaviour and parts.both:
            return {CHANCE: parts.chance, CONTEXT: parts.context, BEHAVIOUR: parts.behaviour, BOTH: parts.both}
        return {CHANCE: parts.chance, CONFOUNDED if self.with_contexts else BEHAVIOUR: parts.unknown}

    def in_words(self) -> str:
        """The shares in a sentence or two; one that chance explains as well is not given as a number but as what it is at most."""
        clear = [f"about {in_short(share)} {'is ' if not at else ''}{name}" for at, (name, share) in
                 enumerate(one for one in self.told.items() if one[1].low > 0)]
        unclear = [f"{name} ({in_short(share)})" for name, share in self.told.items() if not share.low > 0]
        what = f"the effect on {self.measure.short}" if self.changes else self.measure.short
        rest = f" No clear share goes back to {listed(unclear)}." if unclear else ""
        return f"In the model, of the spread of {what} over runs, {listed(clear)}.{rest}"


def in_short(share: Estimate) -> str:
    """A share with its interval, or, where chance explains it as well, what it is at most."""
    if not share.low > 0:
        return f"at most {ceil(100 * share.high)} %"
    return f"{100 * share.value:.0f} % [{100 * share.low:.0f}, {100 * share.high:.0f}]"


class Blocks:
    """Runs of one or two worlds in blocks of two sets and two contexts; of two, differences pair by pair."""

    def __init__(self, worlds: Sequence[World], seed: int, follow_up: int, cast: Cast = SHIPPED, workers: int = 2,
                 progress: Progress | None = None, ensemble: Any = None):
        members = draw(2 * BLOCKS, seed, ensemble)
        count = len(members) // 2
        self.shape, self.units = (count, 2, 2, RUNS), [unit.name for unit in worlds[0].place.units]
        self.frames = []
        for world in worlds:
            levers, places = make_levers(world.levers), members.places(world.place)
            sets = [make_parameters({**one.model_dump(), **world.parameters}, world.without) for one in members.parameters]
            pairs = [(one, other) for block in range(count) for one in (2 * block, 2 * block + 1) for other in (2 * block, 2 * block + 1)]
            settings = [Setting(places[context], sets[behaviour], levers, seed, RUNS * at)
                        for at, (behaviour, context) in enumerate(pairs)]
            facts = facts_of_many(engine_for("fast", cast), settings, [follow_up], RUNS, cast, workers, progress)
            self.frames.append(outcome_frame(facts))

    def values(self, of: Measure, unit: str) -> np.ndarray:
        """A measure of a unit in each run, or how it differs between the worlds: (blocks, 2 sets, 2 contexts, runs)."""
        at = self.units.index(unit)
        first, *second = (of.per_run(frame)[at::len(self.units)].reshape(self.shape) for frame in self.frames)
        return second[0] - first if second else first


def blocks(worlds: Sequence[World], seed: int, follow_up: int, *, contexts: str = RANGES, ensemble: Any = None, cast: Cast = SHIPPED,
           workers: int = 2, progress: Progress | None = None) -> Blocks | None:
    """Runs that tell contexts from sets; None where contexts of the first world are not drawn, but known, or the sets' own."""
    if not draw(1, seed, ensemble, contexts).draws(worlds[0].place):
        return None
    return Blocks(worlds, seed, follow_up, cast, workers, progress, ensemble)


def spread(of: Measure, unit: str, place: Workplace, told: np.ndarray, apart: Blocks | None, *, contexts: str = RANGES,
           ensemble: Any = None, changes: bool = False) -> Spread | None:
    """What the spread of a measure goes back to; None where all runs are alike, or there are too few sets to say.

    told: the measure of each set's runs, or its difference between two worlds, (sets, runs). apart: of the same worlds, where contexts
    are drawn. place: the first world's; contexts: as they were asked for.
    """
    parts = crossed(apart.values(of, unit)) if apart else of_sets(np.asarray(told, float))
    varied = any(one is not place for one in draw(2, 0, ensemble, contexts).places(place))
    return Spread(of, parts, changes, varied) if parts else None
