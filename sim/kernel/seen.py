"""Many settings with one run each, lived up to a week: their weekly lines, and where each unit stands then.

This is what a fit asks for: thousands of parameter sets, contexts and numbers of runs, of which the weeks are told that were observed.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.kernel.worlds import Kernel, Setting, new_worlds
from sim.model.cast import SHIPPED, Cast
from sim.model.record import SERIES

NEVER = 10**6  # weeks after launch; a follow-up so late ends no run before its stop
STANDS = ("status", "cycle", "cycle_start", "launch_week", "attendance")  # states of a unit


class Seen(NamedTuple):
    """What is seen of many runs; units one after another, in the order of settings and of their units.

    series: float64 of shape (units, weeks, len(SERIES)), at the chosen weeks, in the order of sim.model.record.SERIES. phases: int64 of
    shape (units, weeks), numbers of PHASES, -1 for a unit at rest. stands: by name of STANDS an array of shape (units,), at the
    beginning of the week after the last one; launch_week is -1 where nothing was launched. held: int64 of shape (practices, weeks lived),
    sessions of each practice held in each week since launch, practices in the order of settings, units and practices.
    """

    series: np.ndarray
    phases: np.ndarray
    stands: dict[str, np.ndarray]
    held: np.ndarray


def seen_by(kernel: Kernel, settings: Sequence[Setting], weeks: Sequence[int], cast: Cast = SHIPPED) -> Seen:
    """The first run of each setting at some weeks of the run, from 0; nobody lives longer than to the last of them."""
    lived = max(weeks) + 1
    worlds = new_worlds(settings, NEVER, 0, cast, until=lived)
    kernel(worlds, 1, np.asarray([NEVER], np.int64), True, cast)
    lines, states = worlds.blocks["lines"][:, 1 + np.asarray(weeks, int)], worlds.blocks["states"]
    return Seen(np.stack([lines[name] for name in SERIES], axis=-1), lines["phase"],
                {name: states[f"unit.{name}"].copy() for name in STANDS}, worlds.blocks["history"])
