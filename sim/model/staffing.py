"""Who is in a unit: the first day, newcomers, and a new leader."""

from typing import TYPE_CHECKING

from sim.rules import fit, people, turnover

if TYPE_CHECKING:
    from sim.model.agents import Employee
    from sim.model.unit import UnitRun


def first_day(unit: "UnitRun") -> None:
    """Everything as it is before anything has happened: the unit's levels, its leader, practices and people, and who turns to whom."""
    unit.start_states()
    unit.cycle_start = int(unit.levers.trust_first_weeks)
    unit.scope = (unit.context.scope.planning, unit.context.scope.coordination, unit.context.scope.wellbeing)
    unit.load = unit.fading_load = unit.context.competing_change.load
    unit.skill = unit.context.facilitation_skill
    unit.consultant.start_states()
    unit.manager.start_states()
    unit.manager.open_ledger()
    unit.manager.take_office()
    for practice in unit.practices:
        practice.take_up_plan()
    draw_levels(unit)
    unit.draw_people()
    for employee in unit.employees:
        employee.open_ledger()
        employee.arrive(0)
    unit.weave()


def draw_levels(unit: "UnitRun") -> None:
    """How far this unit trusts, as a whole, its leader and the organisation."""
    p, context = unit.p, unit.context
    near, far = unit.level_draws()
    unit.level_leader = people.unit_level(context.trust_in_leader, p.between_units_share, p.person_spread, near)
    unit.level_organisation = people.unit_level(context.trust_in_organisation, p.between_units_share, p.person_spread,
                                                people.correlated(near, far, p.near_far_correlation))


def newcomer(unit: "UnitRun", employee: "Employee") -> None:
    """Somebody leaves; a newcomer takes the place, the seat and the colleagues, and starts anew."""
    unit.note_departure(employee)
    employee.draw_start(unit.week)
    employee.arrive(unit.week)


def new_leader(unit: "UnitRun") -> None:
    """The leader is succeeded; people carry half of what they thought over to the new one."""
    unit.manager.is_succeeded()
    for employee in unit.employees:
        start = turnover.trust_in_successor(employee.lasting_trust, employee.trust_organisation)
        employee.lasting_trust = fit.blend(employee.lasting_trust, start, unit.p.succession)
