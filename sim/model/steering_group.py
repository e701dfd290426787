"""The meetings of the steering group: it is formed, votes on a focus, makes a plan, and reviews the practices."""

from typing import TYPE_CHECKING

from sim.inputs.phases import FORMED, IMPLEMENTATION, PHASES, PLAN, REVIEW_EVERY, STEERING
from sim.model.listening import stop_and_listen
from sim.model.unit import NOT_STARTED
from sim.rules import fit, review, steering

if TYPE_CHECKING:
    from sim.model.practice import Practice
    from sim.model.unit import UnitRun

Shares = tuple[float, float, float]


def steering_meets(unit: "UnitRun", phase: int) -> float:
    """Leader and members meet; returns how far the leader decides alone."""
    hours = PHASES[phase]
    dominance = unit.manager.dominance_now()
    unit.manager.meet(phase, hours.manager_hours)
    for member in unit.members:
        member.meet(phase, hours.member_hours, dominance)
    return dominance


def form_steering_group(unit: "UnitRun") -> None:
    """Members take their seats and form an idea of how much say they will have."""
    unit.manager.freshness = 1.0
    unit.aligned = unit.context.expectation_alignment
    unit.manager.meet(FORMED, PHASES[FORMED].manager_hours)
    unit.book_levers(FORMED)
    for member in unit.members:
        member.take_seat()
        member.book(FORMED, PHASES[FORMED].member_hours)


def steering_workshop(unit: "UnitRun") -> None:
    """A focus inside the scope is proposed and voted on; a refusal is answered by stopping, or overruled."""
    dominance = steering_meets(unit, STEERING)
    unit.focus = proposed_focus(unit, dominance)
    accepting = refusing = 0
    for member in unit.members:
        if member.cast_vote(unit.focus):
            accepting += 1
        elif member.represents:
            refusing += 1
    unit.accepting = accepting
    if not steering.refused(refusing, unit.context.representatives, unit.p.veto_share):
        for member in unit.members:
            member.shape_focus()
    elif unit.levers.push_through < 1 and unit.meeting_draws()[0] < unit.manager.responsiveness:
        stop_and_listen(unit)
    else:
        overrule(unit)


def proposed_focus(unit: "UnitRun", dominance: float) -> Shares:
    """The focus on the table: the members' view and the leader's, cut to the project's scope."""
    a = b = c = 0.0
    for member in unit.members:
        x, y, z = member.opinion
        a, b, c = a + x, b + y, c + z
    n, own = len(unit.members), unit.manager.opinion
    a, b, c = fit.blend(a / n, own[0], dominance), fit.blend(b / n, own[1], dominance), fit.blend(c / n, own[2], dominance)
    return unit.inside_scope((a, b, c))


def overrule(unit: "UnitRun") -> None:
    """The leader goes on against the refusal: felt as being let down, and fewer come and feel heard."""
    unit.pushed, unit.heard = True, unit.p.overruled_heard
    for employee in unit.employees:
        employee.let_down += unit.p.override_signal


def steering_plan(unit: "UnitRun") -> None:
    """The plan is made; where neither staff nor leader are behind it, nothing is launched."""
    steering_meets(unit, PLAN)
    unit.manager.see_it_concrete()
    if steering.plan_backing(unit.mean("ownership"), unit.manager.value) < unit.p.launch_threshold:
        unit.status, unit.stopped_phase, unit.stopped_week = NOT_STARTED, PLAN, unit.week


def hold_review(unit: "UnitRun") -> None:
    """Troubles are reported and answered or not; practices are adapted or stopped."""
    steering_meets(unit, IMPLEMENTATION)
    p, answered, ownership = unit.p, unit.manager.answers(), unit.mean("ownership")
    troubles, active = 0.0, 0
    changed = False
    for practice in unit.practices:
        if practice.active:
            troubles, active = troubles + review.trouble(practice.workability, practice.readiness), active + 1
            if practice.adaptation_draw() < review.adaptation_chance(p.adaptation, ownership, unit.manager.value):
                users = unit.inside_scope(unit.mean_needs())
                now, shift = practice.themes, p.adaptation_shift
                a, b, c = fit.blend(now[0], users[0], shift), fit.blend(now[1], users[1], shift), fit.blend(now[2], users[2], shift)
                practice.adapt((a, b, c), unit.week, p)
                changed = True
            elif review.is_stopped(practice.use_over(REVIEW_EVERY, unit.weeks_since_launch), worth(unit, practice), practice.readiness,
                                   p.stop_use, p.stop_worth):
                practice.stop(unit.week)
    if changed:
        for employee in unit.employees:
            employee.judge_practices()
    if active:
        trouble = troubles / active
        for employee in unit.employees:
            employee.deed += p.review_signal * answered
            employee.let_down += p.review_signal * trouble * (1.0 - answered)


def worth(unit: "UnitRun", practice: "Practice") -> float:
    """What a practice is worth to the staff: mean usefulness times workability."""
    total = 0.0
    for employee in unit.employees:
        total += employee.useful[practice.number]
    return total / len(unit.employees) * practice.workability
