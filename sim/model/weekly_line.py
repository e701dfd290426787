"""How the line of a week is written: what is recorded of a unit, which it changes nothing of."""

from math import sqrt
from typing import TYPE_CHECKING

from sim.inputs.person import FEWEST
from sim.inputs.phases import PHASES
from sim.model.record import RESTS, Line
from sim.rules import steering

if TYPE_CHECKING:
    from sim.model.unit import UnitRun

PHASE_COUNT = len(PHASES)


def write_line(unit: "UnitRun", line: Line) -> None:
    """Write down how a unit is doing; changes nothing in it."""
    write_people(unit, line)
    write_members(unit, line)
    write_practices(unit, line)
    manager, consultant = unit.manager, unit.consultant
    line.leader_value, line.leader_drive, line.trust_in_employees = manager.value, manager.drive, manager.trust_in_employees
    line.support, line.hours_consultant, line.load = consultant.support, consultant.hours, unit.load
    write_hours(unit, line)
    line.phase = RESTS if unit.at_rest else unit.phase


def write_people(unit: "UnitRun", line: Line) -> None:
    """Means over the employees, added up in their order."""
    trusting = organisation = hope = felt = owned = free = taking = interested = 0.0
    for employee in unit.employees:
        trusting += employee.trust_leader
        organisation += employee.trust_organisation
        hope += employee.expectation
        felt += employee.benefit
        owned += employee.ownership
        free += employee.slack
        taking += employee.taking_part
        interested += employee.interest
    n = len(unit.employees)
    mean, squares, withdrawn = trusting / n, 0.0, 0
    for employee in unit.employees:
        difference = employee.trust_leader - mean
        squares += difference * difference
        withdrawn += 0 if employee.withdrawn_week is None else 1
    line.trust_leader, line.trust_leader_sd, line.trust_organisation = mean, sqrt(squares / n), organisation / n
    line.expectation, line.benefit, line.ownership = hope / n, felt / n, owned / n
    line.slack, line.taking_part, line.withdrawn = free / n, taking / n, withdrawn / n
    line.attention, line.interest = unit.attention, interested / n


def write_members(unit: "UnitRun", line: Line) -> None:
    """Means over the steering members; with a people file, of fewer than five of them what goes for everybody."""
    trusting = gap = 0.0
    met = 0
    for member in unit.members:
        gap += member.influence_gap
        trusting += member.trust_leader if member.represents else 0.0
        met += member.meetings
    line.trust_representatives = trusting / unit.context.representatives
    line.influence_gap = gap / len(unit.members)
    if unit.has_people:
        if unit.context.representatives < FEWEST:
            line.trust_representatives = line.trust_leader
        if len(unit.members) < FEWEST:
            line.influence_gap = usual_gap(unit, line.expectation) if met else 0.0


def usual_gap(unit: "UnitRun", expectation: float) -> float:
    """The influence gap of somebody with the unit's mean expectation and time for the meetings."""
    p = unit.p
    expected = steering.expected_influence(p.influence_expected, unit.context.expectation_alignment, p.alignment_damping, expectation)
    return steering.influence_gap(expected, steering.influence_had(unit.manager.dominance_now(), 1.0))


def write_practices(unit: "UnitRun", line: Line) -> None:
    """Means over the practices that are not stopped."""
    routine, ready, active = 0.0, 0.0, 0
    for practice in unit.practices:
        if practice.active:
            routine, ready, active = routine + practice.routine, ready + practice.readiness, active + 1
    count = active if active else 1
    line.use, line.routine, line.readiness = unit.mean_use, routine / count, ready / count


def write_hours(unit: "UnitRun", line: Line) -> None:
    """Person-hours so far, of employees, steering members and leader together; in all, by phase, and the leader's."""
    for phase in range(PHASE_COUNT):
        line.hours_by_phase[phase] = 0.0
    for employee in unit.employees:
        for phase in range(PHASE_COUNT):
            line.hours_by_phase[phase] += employee.hours[phase]
    total = of_leader = 0.0
    for phase in range(PHASE_COUNT):
        line.hours_by_phase[phase] += unit.manager.hours[phase]
        total += line.hours_by_phase[phase]
        of_leader += unit.manager.hours[phase]
    line.hours, line.hours_leader = total, of_leader
