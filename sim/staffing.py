"""Who is in a unit: the people of the first day, newcomers, and a new leader."""

from typing import TYPE_CHECKING

from sim import draws as d
from sim.agents import Employee
from sim.agents.steering_member import COORDINATOR, PLANNER, REPRESENTATIVE
from sim.network import colleagues_of
from sim.rules import fit, people, turnover
from sim.rules.numbers import standard_normal

if TYPE_CHECKING:
    from sim.unit import UnitRun


def staff(unit: "UnitRun") -> None:
    """Draw the unit's levels, its leader, its employees and steering members, and who turns to whom."""
    model, context, p = unit.model, unit.context, unit.p
    first = unit.index * d.UNIT_STRIDE
    unit.persons = [first + 1 + place for place in range(context.employees)]
    level = model.draws.uniforms(d.UNIT, [unit.index], [0], d.UNIT_BLOCKS)[0, 0].tolist()
    near, far = standard_normal(*level[4:8]), standard_normal(*level[8:12])
    unit.level_leader = people.unit_level(context.trust_in_leader, p.between_units_share, p.person_spread, near)
    unit.level_organisation = people.unit_level(context.trust_in_organisation, p.between_units_share, p.person_spread,
                                                people.correlated(near, far, p.near_far_correlation))
    unit.manager = model.manager_class(model, unit)
    seats = [REPRESENTATIVE] * context.representatives + [PLANNER] * context.planners + [COORDINATOR] * context.coordinators
    teams = [place % -(-context.employees // context.team_size) for place in range(context.employees)]
    unit.members = [model.steering_member_class(model, unit, place, teams[place], seat) for place, seat in enumerate(seats)]
    others = [model.employee_class(model, unit, place, teams[place]) for place in range(len(seats), context.employees)]
    unit.employees = [*unit.members, *others]
    drawn = model.draws.uniforms(d.PEOPLE, unit.persons, [0], d.PEOPLE_BLOCKS)[0].tolist()
    for employee, draw in zip(unit.employees, drawn, strict=True):
        employee.arrive(draw, 0)
    for employee, places in zip(unit.employees, colleagues_of(model.draws, unit.persons, teams, drawn, p), strict=True):
        employee.colleagues = [unit.employees[place] for place in places]
    practices = [first + k for k in range(len(unit.practices))]
    unit.weekly = d.WeeklyDraws(model.draws, d.PERSON, unit.persons, d.PERSON_BLOCKS)
    unit.weekly_unit = d.WeeklyDraws(model.draws, d.UNIT, [unit.index], 1)
    unit.weekly_practice = d.WeeklyDraws(model.draws, d.PRACTICE, practices, d.PRACTICE_BLOCKS)


def newcomer(unit: "UnitRun", employee: Employee) -> None:
    """Somebody leaves; a newcomer takes the place, the seat and the colleagues, and starts anew."""
    week = unit.model.week
    unit.record.note_departure(employee)
    drawn = unit.model.draws.uniforms(d.PEOPLE, [unit.persons[employee.place]], [week], d.PEOPLE_BLOCKS)
    employee.arrive(drawn[0, 0].tolist(), week)


def new_leader(unit: "UnitRun") -> None:
    """The leader is succeeded; people carry half of what they thought over to the new one."""
    unit.manager.is_succeeded()
    for employee in unit.employees:
        start = turnover.trust_in_successor(employee.lasting_trust, employee.trust_organisation)
        employee.lasting_trust = fit.blend(employee.lasting_trust, start, unit.p.succession)
