"""A run goes on in another context from a week on: what has been copied from the old one moves, what has been lived stays."""

from typing import TYPE_CHECKING, NamedTuple

from sim.inputs.phases import FORMED, INTRODUCTION, PHASES
from sim.model.unit import LIVE, PREPARING, UNDER_WAY
from sim.rules.numbers import clamp, moved

if TYPE_CHECKING:
    from sim.inputs.levers import Levers
    from sim.inputs.parameters import Parameters
    from sim.inputs.workplace import Unit
    from sim.model.unit import UnitRun


class Before(NamedTuple):
    """What a unit has lived in so far."""

    context: "Unit"
    recorded: "Unit"
    p: "Parameters"
    levers: "Levers"


def part(unit: "UnitRun", before: "Before") -> None:
    """From this week on the unit is in another context; most of it is read where the text of the week asks for it."""
    if unit.status == PREPARING:  # nothing has begun; weeks that were listened stay
        unit.cycle_start = max(unit.week, int(unit.levers.trust_first_weeks))
    old, new, scope = before.context, unit.context, unit.scope
    a, b = moved(scope[0], old.scope.planning, new.scope.planning), moved(scope[1], old.scope.coordination, new.scope.coordination)
    c = moved(scope[2], old.scope.wellbeing, new.scope.wellbeing)
    unit.scope = (clamp(a), clamp(b), clamp(c) if unit.cycle == 1 else scope[2])  # who began again has let wellbeing in
    unit.load = clamp(moved(unit.load, old.competing_change.load, new.competing_change.load))
    unit.fading_load = clamp(moved(unit.fading_load, old.competing_change.load, new.competing_change.load))
    unit.skill = clamp(moved(unit.skill, old.facilitation_skill, new.facilitation_skill))
    unit.manager.go_on_after(before)
    week = unit.week - unit.cycle_start
    if unit.status in (UNDER_WAY, LIVE):
        if week > PHASES[FORMED].week:
            unit.book_hours(unit.phase, unit.late_hours(before, FORMED))
        if week > PHASES[INTRODUCTION].week:
            unit.book_hours(unit.phase, unit.late_hours(before, INTRODUCTION))
