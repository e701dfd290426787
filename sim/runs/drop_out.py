"""How a unit goes through the phases: stretches of the same phase, gates passed and stops, and when it dropped out."""

from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import NamedTuple

import pandas as pd

from sim.errors import InputError
from sim.inputs.phases import AT_REST, LISTENING, PHASES, PLAN, RETAINED_USE, RETAINED_WEEKS, REVIEW_EVERY, STEERING
from sim.machine.rows import check_columns

OUT = (PHASES[LISTENING].name, AT_REST)  # phases of a unit that has stopped, or launched nothing
RUN = ("workplace", "unit", "run", "seed")  # columns that name a run of a unit
LET_GO = 2 * REVIEW_EVERY  # weeks at the end without half of the sessions from which the new practice counts as dropped


class Stretch[Kind](NamedTuple):
    """Weeks in a row of one kind, such as those of a phase, with the numbers of the first and the last."""

    kind: Kind
    first: int
    last: int


def stretches[Kind](kinds: Iterable[Kind], first_week: int = 0) -> list[Stretch[Kind]]:
    """The stretches of weeks of the same kind, given week by week from ``first_week`` on."""
    found = []
    for kind, weeks in groupby(enumerate(kinds, first_week), key=lambda pair: pair[1]):
        numbers = [week for week, _ in weeks]
        found.append(Stretch(kind, numbers[0], numbers[-1]))
    return found


def gates(lived: Iterable[Stretch[str]]) -> tuple[list[int], list[int]]:
    """Weeks in which the unit passed a gate before launch, and in which it stopped at one."""
    passed: list[int] = []
    stopped: list[int] = []
    for one, following in pairwise(lived):
        if one.kind in (PHASES[STEERING].name, PHASES[PLAN].name):
            (stopped if following.kind in OUT else passed).append(one.first)
    return passed, stopped


def drop_out(weeks: pd.DataFrame) -> pd.DataFrame:
    """When each unit dropped out of the new practice, or up to when it is known to have gone on.

    weeks: rows as from sim.trajectories. A unit goes on in a week before launch unless it has stopped or rests, and after launch when
    it held half or more of its planned sessions over 4 weeks. It has dropped out when it did not go on for the last LET_GO weeks or
    more, in the first of them; a slow beginning, or a time of trouble that passes, is no drop-out. Where the last weeks without are
    fewer it may come back, and is known to have gone on only until then.
    Returns a row per workplace, unit, run and seed: dropped_out, and week_after_launch and phase of that week, or of the last one known.
    Raises InputError where a run appears twice, as in tables of two settings put together.
    """
    check_columns(weeks, "sim.trajectories", ("unit", "phase"), ("week_after_launch", "use"), ("run",))
    keys = [key for key in RUN if key in weeks]
    weeks = weeks.sort_values([*keys, "week_after_launch"], kind="stable")
    if weeks.duplicated([*keys, "week_after_launch"]).any():
        raise InputError("a run appears twice; give the weeks of several settings as several tables, by name")
    rows = [(*key, *_last_known(run)) for key, run in weeks.groupby(keys, sort=False)]
    return pd.DataFrame(rows, columns=[*keys, "dropped_out", "week_after_launch", "phase"])


def _last_known(run: pd.DataFrame) -> tuple[bool, int, str]:
    """Whether a unit dropped out in a run, in which week after launch, or the last week known, and in which phase."""
    held = run["use"].where(run["week_after_launch"] >= 0).rolling(RETAINED_WEEKS, min_periods=1).mean()
    off = run["phase"].isin(OUT) | (held < RETAINED_USE)
    begin, phases = int(run["week_after_launch"].iloc[0]), run["phase"].to_list()
    is_off, first, last = stretches(off, begin)[-1]
    dropped_out = bool(is_off) and last - first + 1 >= LET_GO
    week = last if not is_off else first if dropped_out else max(begin, first - 1)
    at = week - begin
    while at and phases[at] in OUT:  # the phase that a stop belongs to is the one before
        at -= 1
    return dropped_out, week, phases[at]
