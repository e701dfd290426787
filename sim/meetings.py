"""The meetings of the generic design: what happens at each phase event, in the order of PHASES."""

from typing import TYPE_CHECKING

from sim import draws as d
from sim.phases import (
    FORMED,
    IMPLEMENTATION,
    INTRODUCTION,
    LISTENING,
    PHASES,
    PLAN,
    PREPARATION,
    REVIEW_EVERY,
    STEERING,
    STUDY,
    THEMES,
    WORKSHOP,
)
from sim.practice import Practice
from sim.rules import fit, pre_study, review, steering
from sim.rules.numbers import standard_normal
from sim.unit import AT_REST, LISTENS, LIVE, NOT_STARTED, PREPARING, UNDER_WAY

if TYPE_CHECKING:
    from sim.unit import UnitRun

Shares = tuple[float, float, float]


def hold(unit: "UnitRun") -> None:
    """Hold the meeting of this week, if one is due in this unit."""
    week = unit.model.week - unit.cycle_start
    if unit.status == PREPARING:
        if week < 0:
            listen(unit, PREPARATION)
        else:
            unit.status = UNDER_WAY
    if unit.status == LISTENS:
        keep_listening(unit)
    elif unit.status == LIVE:
        unit.practice_drawn = unit.weekly_practice.week(unit.cycle_week)
        unit.phase = IMPLEMENTATION
        if unit.weeks_since_launch > 0 and unit.weeks_since_launch % REVIEW_EVERY == 0:
            hold_review(unit)
    elif unit.status == UNDER_WAY:
        for phase, meeting in MEETINGS:
            if PHASES[phase].week == week:
                unit.practice_drawn = unit.weekly_practice.week(unit.cycle_week)
                unit.phase = phase
                meeting(unit)


def drawn_for_meeting(unit: "UnitRun") -> list[list[float]]:
    """Uniforms of this week of the cycle: those of the unit first, then those of each employee by place."""
    persons = [unit.persons[0] - 1, *unit.persons]
    drawn: list[list[float]] = unit.model.draws.uniforms(d.MEETING, persons, [unit.cycle_week], 1)[0].tolist()
    return drawn


def steering_meets(unit: "UnitRun", phase: int) -> float:
    """Leader and members meet; returns how far the leader decides alone."""
    hours = PHASES[phase]
    dominance = unit.manager.dominance_now()
    unit.manager.meet(phase, hours.manager_hours)
    for member in unit.members:
        member.meet(phase, hours.member_hours, dominance)
    return dominance


def listen(unit: "UnitRun", phase: int) -> None:
    """A week in which the leader and the employees look each other in the eye and listen."""
    signal = unit.manager.listen()
    unit.phase = phase
    unit.manager.meet(phase, PHASES[phase].manager_hours)
    for employee in unit.employees:
        employee.talk += signal
        employee.book(phase, PHASES[phase].employee_hours)


def form_steering_group(unit: "UnitRun") -> None:
    """Members take their seats and form an idea of how much say they will have."""
    unit.manager.freshness = 1.0
    unit.manager.meet(FORMED, PHASES[FORMED].manager_hours)
    unit.book_levers(FORMED)
    for member in unit.members:
        member.take_seat()
        member.book(FORMED, PHASES[FORMED].member_hours)


def study(unit: "UnitRun") -> None:
    """The consultant's pre-study: a shared picture, where the problem is coherent enough for one."""
    quality = unit.consultant.pre_study_quality
    unit.picture = unit.p.picture_weight * pre_study.shared_picture(quality, unit.context.coherence)
    mean_needs = unit.mean_needs()
    unit.manager.meet(STUDY, PHASES[STUDY].manager_hours)
    unit.manager.take_in_picture(unit.picture, mean_needs)
    unit.book_levers(STUDY)
    for employee in unit.employees:
        employee.take_in_picture(unit.picture, mean_needs)
    for member in unit.members:
        member.book(STUDY, PHASES[STUDY].member_hours)


def steering_workshop(unit: "UnitRun") -> None:
    """A focus inside the scope is proposed and voted on; a refusal is answered by stopping, or overruled."""
    dominance = steering_meets(unit, STEERING)
    unit.focus = proposed_focus(unit, dominance)
    drawn = drawn_for_meeting(unit)
    votes = [member.cast_vote(unit.focus, drawn[1 + member.place][1]) for member in unit.members]
    unit.accepting = sum(votes)
    refusing = sum(1 for member in unit.members if member.represents and not member.vote)
    if not steering.refused(refusing, unit.context.representatives, unit.p.veto_share):
        for member in unit.members:
            member.shape_focus()
    elif unit.levers.push_through < 1 and drawn[0][0] < unit.manager.responsiveness:
        stop_and_listen(unit)
    else:
        overrule(unit)


def proposed_focus(unit: "UnitRun", dominance: float) -> Shares:
    """The focus on the table: the members' view and the leader's, cut to the project's scope."""
    views = [member.view for member in unit.members]
    totals = [0.0, 0.0, 0.0]
    for view in views:
        for i in range(3):
            totals[i] += view[i]
    own = unit.manager.view
    mixed = [fit.blend(totals[i] / len(views), own[i], dominance) for i in range(3)]
    return unit.inside_scope((mixed[0], mixed[1], mixed[2]))


def stop_and_listen(unit: "UnitRun") -> None:
    """The refusal is respected at once, which is itself a visible answer."""
    unit.status, unit.stopped_phase, unit.stopped_week = LISTENS, STEERING, unit.model.week
    unit.visible = unit.manager.responsiveness
    unit.manager.freshness = 1.0
    listen(unit, LISTENING)
    unit.phase = STEERING  # the week belongs to the workshop that led to it


def keep_listening(unit: "UnitRun") -> None:
    """Go on listening for some weeks; then rest, or start the design again with a wider scope."""
    assert unit.stopped_week is not None
    since = unit.model.week - unit.stopped_week
    if since < unit.p.listening_weeks:
        listen(unit, LISTENING)
    elif unit.will_restart:
        restart(unit)
    else:
        unit.status = AT_REST


def restart(unit: "UnitRun") -> None:
    """The design starts again next week; what people need may now be talked about, wellbeing too."""
    unit.cycle, unit.cycle_start = 2, unit.model.week + 1
    unit.scope = unit.scope.model_copy(update={"wellbeing": 1.0})
    unit.status, unit.stopped_phase, unit.stopped_week = UNDER_WAY, None, None
    unit.book_levers(LISTENING)


def overrule(unit: "UnitRun") -> None:
    """The leader goes on against the refusal: felt as being let down, and fewer come and feel heard."""
    unit.pushed, unit.heard = True, unit.p.overruled_heard
    for employee in unit.employees:
        employee.let_down += unit.p.override_signal


def employee_workshop(unit: "UnitRun") -> None:
    """Those who are invited and can come shape the practices."""
    hours, n, seats = PHASES[WORKSHOP].employee_hours, unit.context.employees, len(unit.members)
    others = unit.context.involvement * n - seats
    invited = unit.heard * (others / (n - seats) if others > 0.0 else 0.0)
    unit.manager.meet(WORKSHOP, PHASES[WORKSHOP].manager_hours)
    signal = unit.p.listening * unit.p.workshop_signal * unit.manager.responsiveness * unit.heard
    drawn = drawn_for_meeting(unit)
    coming = [e for e in unit.employees if e.comes_to_workshop(1.0 if e.place < seats else invited, hours, drawn[1 + e.place][0])]
    for employee in coming:
        employee.shape_solutions(unit.heard, signal, unit.consultant.expectation_alignment)
        employee.book(WORKSHOP, hours)
    unit.attendance = len(coming) / n
    for practice, uniforms in zip(unit.practices, unit.practice_drawn, strict=True):
        practice.themes = shaped_themes(unit, practice.plan.themes.shares(), uniforms[4 * d.REVIEW_BLOCK + 1])
        at = 4 * d.WORKABILITY_BLOCK
        p = unit.p
        practice.workability = pre_study.workability(
            p.workability_start, p.workability_study, unit.consultant.pre_study_quality, p.workability_users,
            unit.attendance, p.workability_spread, standard_normal(*uniforms[at:at + 4]))
    for employee in unit.employees:
        employee.judge_practices()
    unit.manager.see_it_concrete()


def shaped_themes(unit: "UnitRun", kind: Shares, u: float) -> Shares:
    """What a practice comes to be about: its kind, the focus, those who shaped it, and a miss (one uniform)."""
    p = unit.p
    users = unit.inside_scope(unit.mean_needs(attended_only=True))
    miss = pre_study.miss(p.imprecision, unit.picture, p.tailoring, unit.attendance)
    missed = int(u * len(THEMES))
    shaped = []
    for i in range(3):
        meant = fit.blend(fit.blend(kind[i], unit.focus[i], p.focus_weight), users[i], p.tailoring * unit.attendance)
        shaped.append(fit.blend(meant, 1.0 if i == missed else 0.0, miss))
    return shaped[0], shaped[1], shaped[2]


def steering_plan(unit: "UnitRun") -> None:
    """The plan is made; where neither staff nor leader are behind it, nothing is launched."""
    steering_meets(unit, PLAN)
    unit.manager.see_it_concrete()
    if steering.plan_backing(unit.mean("ownership"), unit.manager.value) < unit.p.launch_threshold:
        unit.status, unit.stopped_phase, unit.stopped_week = NOT_STARTED, PLAN, unit.model.week


def launch(unit: "UnitRun") -> None:
    """The practices are introduced to everybody and begin this week."""
    unit.status, unit.launch_week = LIVE, unit.model.week
    unit.manager.meet(INTRODUCTION, PHASES[INTRODUCTION].manager_hours)
    unit.book_levers(INTRODUCTION)
    for employee in unit.employees:
        employee.book(INTRODUCTION, PHASES[INTRODUCTION].employee_hours)
    for practice in unit.practices:
        practice.launch()


def hold_review(unit: "UnitRun") -> None:
    """Troubles are reported and answered or not; practices are adapted or stopped."""
    steering_meets(unit, IMPLEMENTATION)
    p, answered, ownership = unit.p, unit.manager.answers(), unit.mean("ownership")
    troubles, active = 0.0, 0
    changed = False
    for practice, uniforms in zip(unit.practices, unit.practice_drawn, strict=True):
        if practice.active:
            troubles, active = troubles + review.trouble(practice.workability, practice.readiness), active + 1
            if uniforms[4 * d.REVIEW_BLOCK] < review.adaptation_chance(p.adaptation, ownership, unit.manager.value):
                users = unit.inside_scope(unit.mean_needs())
                a, b, c = (fit.blend(practice.themes[i], users[i], p.adaptation_shift) for i in range(3))
                practice.adapt((a, b, c), unit.model.week, p)
                changed = True
            elif review.is_stopped(practice.recent_use(REVIEW_EVERY), worth(unit, practice), practice.readiness, p.stop_use, p.stop_worth):
                practice.stop(unit.model.week)
    if changed:
        for employee in unit.employees:
            employee.judge_practices()
    if active:
        trouble = troubles / active
        for employee in unit.employees:
            employee.deed += p.review_signal * answered
            employee.let_down += p.review_signal * trouble * (1.0 - answered)


def worth(unit: "UnitRun", practice: Practice) -> float:
    """What a practice is worth to the staff: mean usefulness times workability."""
    k = unit.practices.index(practice)
    total = 0.0
    for employee in unit.employees:
        total += employee.useful[k]
    return total / len(unit.employees) * practice.workability


MEETINGS = ((FORMED, form_steering_group), (STUDY, study), (STEERING, steering_workshop), (WORKSHOP, employee_workshop),
            (PLAN, steering_plan), (INTRODUCTION, launch))
