"""Weeks of listening: before the design begins, or after a refusal that is respected."""

from typing import TYPE_CHECKING

from sim.inputs.phases import LISTENING, PHASES, STEERING
from sim.model.unit import AT_REST, LISTENS, UNDER_WAY

if TYPE_CHECKING:
    from sim.model.unit import UnitRun


def listen(unit: "UnitRun", phase: int) -> None:
    """A week in which the leader and the employees look each other in the eye and listen."""
    signal = unit.manager.listen()
    unit.phase = phase
    unit.manager.meet(phase, PHASES[phase].manager_hours)
    for employee in unit.employees:
        employee.talk += signal
        employee.book(phase, PHASES[phase].employee_hours)


def stop_and_listen(unit: "UnitRun") -> None:
    """The refusal is respected at once, which is itself a visible answer."""
    unit.status, unit.stopped_phase, unit.stopped_week = LISTENS, STEERING, unit.week
    unit.visible = unit.manager.responsiveness
    unit.manager.freshness = 1.0
    listen(unit, LISTENING)
    unit.phase = STEERING  # the week belongs to the workshop that led to it


def keep_listening(unit: "UnitRun") -> None:
    """Go on listening for some weeks; then rest, or start the design again with a wider scope."""
    assert unit.stopped_week is not None
    since = unit.week - unit.stopped_week
    if since < unit.p.listening_weeks:
        listen(unit, LISTENING)
    elif unit.will_restart:
        restart(unit)
    else:
        unit.status = AT_REST


def restart(unit: "UnitRun") -> None:
    """The design starts again next week; what people need may now be talked about, wellbeing too."""
    unit.cycle, unit.cycle_start = 2, unit.week + 1
    unit.scope = (unit.scope[0], unit.scope[1], 1.0)
    unit.status, unit.stopped_phase, unit.stopped_week = UNDER_WAY, None, None
    unit.book_levers(LISTENING)
