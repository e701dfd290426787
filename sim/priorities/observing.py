"""Which observations would tell packages apart that runs alone do not, from runs that the search has made anyway."""

from collections.abc import Sequence
from math import inf, isfinite

import numpy as np

from sim.inputs.phases import LAUNCH_WEEK
from sim.model.measures import HOURS_APART, Measure
from sim.observations.answers import Answer, Choice, answers, most_helpful
from sim.observations.seen import look
from sim.priorities.packages import NOTHING, Package, order_in_time
from sim.priorities.paired_runs import Bench

MATTERS = 0.01  # of a measure's range: choices closer than that are both right
MEMBERS, RUNS = 192, 4  # that observations are simulated in; fewer where the search had fewer
MOST = 12  # packages that are held against each other


def begins(one: Package) -> float:
    """The week in which the first lever of a package begins, after which it is too late to choose it; what waits for a stop, the launch."""
    weeks = [step["from_week"] for step in order_in_time(one)]
    return min((LAUNCH_WEEK if week is None else week for week in weeks), default=inf)


def matters(of: Measure) -> float:
    """The difference of a measure above which a choice is called wrong."""
    return MATTERS * (of.high - of.low if isfinite(of.high - of.low) else HOURS_APART)


def would_tell(bench: Bench, unit: int, packages: Sequence[Package], gains: Sequence[np.ndarray]) -> list[Answer]:
    """The two observations that help most to choose among packages of one unit, or nothing.

    gains: of each package, (members, runs), as the race has them; all equally many.
    """
    some = np.stack([one[:MEMBERS, :RUNS] for one in [*gains[:MOST], np.zeros_like(gains[0])]], axis=-1)
    begin = np.array([begins(one) for one in [*packages[:MOST], NOTHING]])
    seen = look(list(zip(bench.members, bench.where, strict=True))[:len(some)], some.shape[1], bench.seed, bench.workers, bench.cast)
    return most_helpful(answers(seen[unit], Choice(some, begin, matters(bench.aim.measure)), None))
