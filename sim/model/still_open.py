"""Which levers can still act in a unit in the middle of a run, by where it stands in the design."""

from typing import Protocol

from sim.errors import known
from sim.inputs.levers import LEVERS
from sim.inputs.phases import IMPLEMENTATION, LISTENING, PHASES, PREPARATION, STEERING
from sim.model.unit import AT_REST, LISTENS, LIVE, NOT_STARTED, PREPARING, UNDER_WAY

FIRST = 1  # cycle


class Place(Protocol):
    """Where a unit stands at the beginning of a week: a UnitRun, or a row of sim.kernel.worlds.Seen."""

    week: int
    status: int
    cycle: int
    cycle_start: int


def can_act(lever: str, unit: Place, restarts: bool = False) -> bool:
    """Whether a lever that is pulled from this week on can change anything in a unit, hours that are booked for it included.

    restarts: whether the design begins again after a stop, that is whether the lever restart is pulled, then at the latest.
    Raises InputError for an unknown lever.
    """
    until, week = LEVERS[known("lever", lever, LEVERS)].until, unit.week - unit.cycle_start
    may_stop = unit.status == LISTENS or (unit.status == UNDER_WAY and week <= PHASES[STEERING].week)  # and then begin again
    if unit.status in (AT_REST, NOT_STARTED):
        return False
    if unit.status == PREPARING:
        return True
    if until == PREPARATION:
        return False
    if until == LISTENING:
        return may_stop and unit.cycle == FIRST
    if restarts and may_stop and unit.cycle == FIRST:
        return True
    if unit.status == LISTENS:
        return False
    return until == IMPLEMENTATION or (unit.status != LIVE and week <= PHASES[until].week)
