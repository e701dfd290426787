"""Who is in a unit: the first day, newcomers, and a new leader."""

from math import sqrt
from typing import TYPE_CHECKING

from sim.inputs import person as k
from sim.rules import fit, known, people, turnover

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
    unit.aligned = unit.context.expectation_alignment
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
        if unit.has_people:
            employee.draw_around_known()
            employee.arrive(0)
            employee.be_as_known()
        else:
            employee.arrive(0)
    unit.weave()


def draw_levels(unit: "UnitRun") -> None:
    """How far this unit trusts, as a whole, its leader and the organisation."""
    p, context = unit.p, unit.context
    near, far = unit.level_draws()
    if unit.has_people:
        draw_levels_around_known(unit, near, far)
        return
    unit.level_leader = people.unit_level(context.trust_in_leader, p.between_units_share, p.person_spread, near)
    unit.level_organisation = people.unit_level(context.trust_in_organisation, p.between_units_share, p.person_spread,
                                                people.correlated(near, far, p.near_far_correlation))


def draw_levels_around_known(unit: "UnitRun", near: float, far: float) -> None:
    """The same given what is known of the people: each answer moves both levels, and leaves them less open."""
    p, context = unit.p, unit.context
    alignment = context.expectation_alignment
    spread = known.personal_spread(p.between_units_share, p.person_spread)
    rise = known.rise_of_expectation(p.expectation_slope, alignment, p.alignment_damping)
    least = people.start_expectation(p.expectation_base, p.expectation_slope, 0.0, alignment, p.alignment_damping, 0.0, 0.0)
    apart = p.between_units_share * p.person_spread * p.person_spread
    levels = (context.trust_in_leader, context.trust_in_organisation, apart, people.correlated(apart, 0.0, p.near_far_correlation), apart)
    for employee in unit.employees:
        trust, top, hope = employee.known(k.TRUST_LEADER), employee.known(k.TRUST_ORGANISATION), employee.known(k.EXPECTATION)
        told = beside = taken = 0.0
        if known.is_known(trust):
            told, beside = 1.0, known.shown(p.near_far_correlation, 0.0, p.stable_share)  # beside: what of trust further up goes with it
            taken = beside * trust
            levels = hear_answer(levels, 1.0, 0.0, trust, spread * spread)
        left = spread * spread * known.still_open(p.near_far_correlation, p.stable_share, told)
        if known.is_known(top):
            levels = hear_answer(levels, -beside, 1.0, top - taken, left)
        elif known.is_known(hope):
            own = rise * rise * left + p.expectation_spread * p.expectation_spread
            levels = hear_answer(levels, -rise * beside, rise, hope - least - rise * taken, own)
    leader, organisation, of_leader, both, of_organisation = levels
    unit.level_leader = people.unit_level(leader, of_leader, 1.0, near)
    unit.level_organisation = people.unit_level(organisation, 1.0, 1.0, both / sqrt(of_leader) * near
                                                + known.level_spread(of_leader, both, of_organisation) * far)


def hear_answer(levels: tuple[float, float, float, float, float], a: float, b: float, answer: float,
                own: float) -> tuple[float, float, float, float, float]:
    """Means, and variances with the covariance between them, of the levels in leader and organisation, after an answer.

    The answer is a times the one and b times the other level, and something of the person's own, of variance ``own``.
    """
    leader, organisation, of_leader, both, of_organisation = levels
    variance = known.answer_variance(a, b, of_leader, both, of_organisation, own)
    near, far = known.answer_weight(a, b, of_leader, both, variance), known.answer_weight(b, a, of_organisation, both, variance)
    surprise = answer - a * leader - b * organisation
    return (leader + near * surprise, organisation + far * surprise, of_leader - near * near * variance, both - near * far * variance,
            of_organisation - far * far * variance)


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
