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
from sim.priorities.race import Block

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


def would_tell(bench: Bench, unit: int, packages: Sequence[Package], block: Block) -> list[Answer]:
    """The two observations that help most to choose among packages of one unit; block: the runs that each of them has."""
    some = list(dict.fromkeys([*packages[:MOST], NOTHING]))
    gains = bench.gains(some, unit, block)[:, :MEMBERS, :RUNS]
    seen = look([(one, bench.place) for one in bench.members[:gains.shape[1]]], gains.shape[2], bench.seed, bench.workers, bench.cast)
    choice = Choice(np.moveaxis(gains, 0, -1), np.array([begins(one) for one in some]), matters(bench.aim.measure))
    return most_helpful(answers(seen[unit], choice, None))
