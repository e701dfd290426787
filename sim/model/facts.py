"""What is told of a unit at a follow-up, beside lines of its record: what became of its practices, and of the project."""

from typing import TYPE_CHECKING

from sim.inputs.phases import EARLY_WEEKS, RETAINED_USE, RETAINED_WEEKS
from sim.model.states import FactStates
from sim.model.unit import NOT_STARTED

if TYPE_CHECKING:
    from sim.model.unit import UnitRun

EARLY_FIRST, EARLY_LAST = EARLY_WEEKS


class Facts(FactStates):
    """The facts of one unit at a follow-up."""


def write_facts(unit: "UnitRun", follow_up: int, facts: Facts) -> None:
    """Write down what has become of a unit.

    follow_up: weeks after launch (or planned launch); the run must have gone on at least so long.
    """
    end = unit.reference_launch() + follow_up  # number of weeks lived through
    launched = unit.launch_week is not None
    facts.launched, facts.pushed, facts.restarted = yes(launched), yes(unit.pushed), yes(unit.cycle > 1)
    facts.not_started = yes(unit.status == NOT_STARTED)
    if unit.launch_week is not None:
        facts.launch_week = 1.0 * unit.launch_week
    else:
        facts.launch_week = -1.0
    if unit.stopped_phase is not None and unit.stopped_before(end):
        facts.stopped_phase = 1.0 * unit.stopped_phase
    else:
        facts.stopped_phase = -1.0
    adapted, kept, stopped, practices = False, 0, 0, 0
    for practice in unit.practices:
        if practice.plan.starts_after_launch < follow_up:
            practices += 1
        adapted = adapted or practice.adapted_before(end)
        if practice.stopped_before(end):
            stopped += 1
        elif launched and practice.use_over(RETAINED_WEEKS, follow_up) >= RETAINED_USE:
            kept += 1
    facts.adapted, facts.kept, facts.stopped, facts.practices = yes(adapted), 1.0 * kept, 1.0 * stopped, 1.0 * practices
    facts.ongoing = yes(launched and stopped < practices and unit.line_of(end - 1).readiness < 1.0)
    facts.use_early = mean_use(unit, EARLY_FIRST, min(EARLY_LAST + 1, follow_up))
    facts.use_follow_up = mean_use(unit, max(0, follow_up - RETAINED_WEEKS), follow_up)
    peak = unit.line_of(-1).expectation
    for week in range(end):
        hope = unit.line_of(week).expectation
        peak = hope if hope > peak else peak
    facts.expectation_peak, facts.attendance = peak, unit.attendance


def yes(fact: bool) -> float:
    """1 for what is so, 0 for what is not."""
    return 1.0 if fact else 0.0


def mean_use(unit: "UnitRun", first: int, last: int) -> float:
    """Mean over the practices taken up by then of the share of planned sessions held in weeks first to last - 1 after launch."""
    if unit.launch_week is None or last <= first:
        return 0.0
    total, count = 0.0, 0
    for practice in unit.practices:
        if practice.plan.starts_after_launch < last:
            total, count = total + practice.use_over(last - first, last), count + 1
    return total / count
