"""The meetings of the generic design, compiled; mirrors sim.meetings function by function."""

from math import ceil

from sim import draws as d
from sim.kernel import layout as at
from sim.kernel.columns import context_of, counts_of, history_of, parameters_of, people_of, plan_of, practice_of, run_of, state_of
from sim.kernel.layout import (
    ACTIVE,
    AT_REST,
    LISTENS,
    LIVE,
    NOT_STARTED,
    PREPARING,
    STOPPED,
    UNDER_WAY,
)
from sim.kernel.philox import block, normal
from sim.kernel.registered import inner
from sim.kernel.staffing import judge_practices, own_fit, take_seat
from sim.phases import FORMED, IMPLEMENTATION, INTRODUCTION, LISTENING, PHASES, PLAN, PREPARATION, REVIEW_EVERY, STEERING, STUDY, WORKSHOP
from sim.rules import expectation, fit, leader, listening, ownership, pre_study, review, steering, time_budget

WEEKS = tuple(phase.week for phase in PHASES)
EMPLOYEE_HOURS = tuple(phase.employee_hours for phase in PHASES)
MEMBER_HOURS = tuple(phase.member_hours for phase in PHASES)
MANAGER_HOURS = tuple(phase.manager_hours for phase in PHASES)


@inner
def hold(world, u, now):
    """Hold the meeting of this week, if one is due in this unit."""
    s = state_of(world, u)
    week = now - s.cycle_start
    if s.status == PREPARING:
        if week < 0:
            listen(world, u, PREPARATION)
        else:
            s.status = UNDER_WAY
    if s.status == LISTENS:
        keep_listening(world, u, now)
    elif s.status == LIVE:
        s.phase = IMPLEMENTATION
        since = now - s.launch_week
        if since > 0 and since % REVIEW_EVERY == 0:
            hold_review(world, u, now)
    elif s.status == UNDER_WAY:
        if week == WEEKS[FORMED]:
            s.phase = FORMED
            form_steering_group(world, u)
        elif week == WEEKS[STUDY]:
            s.phase = STUDY
            study(world, u)
        elif week == WEEKS[STEERING]:
            s.phase = STEERING
            steering_workshop(world, u, now)
        elif week == WEEKS[WORKSHOP]:
            s.phase = WORKSHOP
            employee_workshop(world, u, now)
        elif week == WEEKS[PLAN]:
            s.phase = PLAN
            steering_plan(world, u, now)
        elif week == WEEKS[INTRODUCTION]:
            s.phase = INTRODUCTION
            launch(world, u, now)


@inner
def cycle_week(s, now):
    """The week of the design that this is, which addresses the draws of meetings and practices."""
    return now - s.cycle_start + d.SECOND_CYCLE * (s.cycle - 1)


@inner
def book_levers(world, u, phase):
    """Hours the levers themselves ask for when this phase comes."""
    ledger = people_of(world, u)
    c, hours = context_of(world, u), context_of(world, u).lever_hours[phase]
    for i in range(c.employees):
        ledger[at.HOURS + phase, i] += hours[0]
    for i in range(c.members):
        ledger[at.HOURS + phase, i] += hours[1]
    state_of(world, u).leader_hours[phase] += hours[2]
    state_of(world, u).consultant_hours += hours[3]


@inner
def leader_meets(world, u, phase, hours):
    """Hours in a meeting are not there for anything else this week."""
    s = state_of(world, u)
    state_of(world, u).leader_hours[phase] += hours
    s.hours_left = s.hours_left - hours if s.hours_left > hours else 0.0


@inner
def slack_of(world, u, i):
    """Free hours of a person this week."""
    p, a, s = parameters_of(world), people_of(world, u), state_of(world, u)
    return time_budget.slack_hours(a[at.CONTRACT, i], a[at.CORE, i], s.load, p.load_weight, s.protected)


@inner
def steering_meets(world, u, phase):
    """Leader and members meet; returns how far the leader decides alone."""
    ledger = people_of(world, u)
    p, c, s, a = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u)
    b = counts_of(world, u)
    dominance = steering.effective_dominance(c.dominance, p.delegation, s.trust_in_employees)
    leader_meets(world, u, phase, MANAGER_HOURS[phase])
    hours = MEMBER_HOURS[phase]
    for i in range(c.members):
        presence = time_budget.share_with_time(slack_of(world, u, i) * p.notice_weeks, hours, p.time_limit)
        ledger[at.HOURS + phase, i] += presence * hours
        had = steering.influence_had(dominance, presence)
        a[at.INFLUENCE_HAD, i] = fit.blend(a[at.INFLUENCE_HAD, i], had, 0.5) if b[at.MEETINGS, i] else had
        b[at.MEETINGS, i] += 1
        a[at.INFLUENCE_GAP, i] = steering.influence_gap(a[at.INFLUENCE_EXPECTED, i], a[at.INFLUENCE_HAD, i])
        a[at.OWNERSHIP, i] = steering.disappointed_member(a[at.OWNERSHIP, i], a[at.INFLUENCE_GAP, i], p.influence_disappointment)
    return dominance


@inner
def listen(world, u, phase):
    """A week in which the leader and the employees look each other in the eye and listen."""
    ledger = people_of(world, u)
    p, c, s, a = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u)
    signal = p.listening * listening.listening_signal(c.responsiveness, s.freshness)
    s.freshness = listening.talk_grows_old(s.freshness, p.listening_fade)
    s.trust_in_employees = leader.trust_in_employees(s.trust_in_employees, 1.0, p.employee_trust_learning)
    s.phase = phase
    leader_meets(world, u, phase, MANAGER_HOURS[phase])
    for i in range(c.employees):
        a[at.TALK, i] += signal
        ledger[at.HOURS + phase, i] += EMPLOYEE_HOURS[phase]


@inner
def form_steering_group(world, u):
    """Members take their seats and form an idea of how much say they will have."""
    ledger = people_of(world, u)
    c = context_of(world, u)
    state_of(world, u).freshness = 1.0
    leader_meets(world, u, FORMED, MANAGER_HOURS[FORMED])
    book_levers(world, u, FORMED)
    for i in range(c.members):
        take_seat(world, u, i)
        ledger[at.HOURS + FORMED, i] += MEMBER_HOURS[FORMED]


@inner
def mean_needs(world, u, attended_only):
    """Mean needs of all employees or of those at the workshop; the focus when nobody came."""
    c, s, a = context_of(world, u), state_of(world, u), people_of(world, u)
    b = counts_of(world, u)
    x = y = z = 0.0
    count = 0
    for i in range(c.employees):
        if b[at.ATTENDED, i] or not attended_only:
            x, y, z, count = x + a[at.NEED1, i], y + a[at.NEED2, i], z + a[at.NEED3, i], count + 1
    if count == 0:
        return s.focus1, s.focus2, s.focus3
    return x / count, y / count, z / count


@inner
def inside_scope(world, u, x, y, z):
    """What of these shares the project's scope lets through, shared out anew."""
    s = state_of(world, u)
    total = x * s.scope1 + y * s.scope2 + z * s.scope3
    return fit.inside_scope(x, s.scope1, total), fit.inside_scope(y, s.scope2, total), fit.inside_scope(z, s.scope3, total)


@inner
def study(world, u):
    """The consultant's pre-study: a shared picture, where the problem is coherent enough for one."""
    ledger = people_of(world, u)
    p, c, s, a = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u)
    s.picture = p.picture_weight * pre_study.shared_picture(c.quality, c.coherence)
    x, y, z = mean_needs(world, u, False)
    leader_meets(world, u, STUDY, MANAGER_HOURS[STUDY])
    weight = pre_study.openness_to_picture(s.picture, s.trust_in_employees)
    s.view1, s.view2, s.view3 = fit.blend(c.own1, x, weight), fit.blend(c.own2, y, weight), fit.blend(c.own3, z, weight)
    book_levers(world, u, STUDY)
    for i in range(c.employees):
        weight = pre_study.openness_to_picture(s.picture, a[at.TRUST, i])
        a[at.VIEW1, i] = fit.blend(a[at.NEED1, i], x, weight)
        a[at.VIEW2, i] = fit.blend(a[at.NEED2, i], y, weight)
        a[at.VIEW3, i] = fit.blend(a[at.NEED3, i], z, weight)
    for i in range(c.members):
        ledger[at.HOURS + STUDY, i] += MEMBER_HOURS[STUDY]


@inner
def steering_workshop(world, u, now):
    """A focus inside the scope is proposed and voted on; a refusal is answered by stopping, or overruled."""
    p, c, s, a = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u)
    b = counts_of(world, u)
    dominance = steering_meets(world, u, STEERING)
    x = y = z = 0.0
    for i in range(c.members):
        x, y, z = x + a[at.VIEW1, i], y + a[at.VIEW2, i], z + a[at.VIEW3, i]
    s.focus1, s.focus2, s.focus3 = inside_scope(
        world, u, fit.blend(x / c.members, s.view1, dominance), fit.blend(y / c.members, s.view2, dominance),
        fit.blend(z / c.members, s.view3, dominance))
    refusing = 0
    for i in range(c.members):
        _, draw, _, _ = block(u * d.UNIT_STRIDE + 1 + i, cycle_week(s, now), 0, d.MEETING, run_of(world))
        suits = fit.overlap(a[at.VIEW1, i], a[at.VIEW2, i], a[at.VIEW3, i], s.focus1, s.focus2, s.focus3)
        trusted = fit.blend(a[at.FAR, i], a[at.TRUST, i], p.vote_leader_share)
        b[at.ACCEPTS, i] = 1 if draw < steering.acceptance(suits, trusted, p.vote_threshold, p.vote_trust, p.vote_steepness) else 0
        if i < c.representatives and not b[at.ACCEPTS, i]:
            refusing += 1
    if not steering.refused(refusing, c.representatives, p.veto_share):
        for i in range(c.members):
            a[at.OWNERSHIP, i] = ownership.shaped_ownership(a[at.OWNERSHIP, i], p.ownership_raise, a[at.TRUST, i], a[at.INFLUENCE_HAD, i])
        return
    answer, _, _, _ = block(u * d.UNIT_STRIDE, cycle_week(s, now), 0, d.MEETING, run_of(world))
    if run_of(world).push_through < 1 and answer < c.responsiveness:
        s.status, s.stopped_phase, s.stopped_week = LISTENS, STEERING, now
        s.visible = c.responsiveness
        s.freshness = 1.0
        listen(world, u, LISTENING)
        s.phase = STEERING  # the week belongs to the workshop that led to it
    else:
        s.pushed, s.heard = 1, p.overruled_heard
        for i in range(c.employees):
            a[at.LET_DOWN, i] += p.override_signal


@inner
def will_restart(world, u):
    """Whether the design starts again after stop-and-listen."""
    return run_of(world).restart >= 1 and state_of(world, u).cycle == 1


@inner
def keep_listening(world, u, now):
    """Go on listening for some weeks; then rest, or start the design again with a wider scope."""
    p, s = parameters_of(world), state_of(world, u)
    if now - s.stopped_week < p.listening_weeks:
        listen(world, u, LISTENING)
    elif will_restart(world, u):
        s.cycle, s.cycle_start = 2, now + 1
        s.scope3 = 1.0
        s.status, s.stopped_phase, s.stopped_week = UNDER_WAY, -1, -1
        book_levers(world, u, LISTENING)
    else:
        s.status = AT_REST


@inner
def employee_workshop(world, u, now):
    """Those who are invited and can come shape the practices."""
    ledger = people_of(world, u)
    p, c, s, a = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u)
    b = counts_of(world, u)
    hours, n = EMPLOYEE_HOURS[WORKSHOP], c.employees
    others = c.involvement * n - c.members
    invited = s.heard * (others / (n - c.members) if others > 0.0 else 0.0)
    leader_meets(world, u, WORKSHOP, MANAGER_HOURS[WORKSHOP])
    signal = p.listening * p.workshop_signal * c.responsiveness * s.heard
    coming = 0
    for i in range(c.employees):
        asked = 1.0 if i < c.members else invited
        draw, _, _, _ = block(u * d.UNIT_STRIDE + 1 + i, cycle_week(s, now), 0, d.MEETING, run_of(world))
        if draw < time_budget.attendance_chance(asked, p.absence_share, slack_of(world, u, i), p.notice_weeks, hours, p.time_limit):
            coming += 1
            b[at.ATTENDED, i] = 1
            a[at.TALK, i] += signal
            a[at.EXPECTATION, i] = expectation.raised_expectation(a[at.EXPECTATION, i], p.expectation_raise, c.alignment, a[at.TRUST, i])
            a[at.OWNERSHIP, i] = ownership.shaped_ownership(a[at.OWNERSHIP, i], p.ownership_raise, a[at.TRUST, i], s.heard)
            ledger[at.HOURS + WORKSHOP, i] += hours
    s.attendance = coming / n
    u1, u2, u3 = mean_needs(world, u, True)
    u1, u2, u3 = inside_scope(world, u, u1, u2, u3)
    missing = pre_study.miss(p.imprecision, s.picture, p.tailoring, s.attendance)
    for k in range(c.first_practice, c.last_practice):
        x, plan, person = practice_of(world, k), plan_of(world, k), u * d.UNIT_STRIDE + k - c.first_practice
        _, draw, _, _ = block(person, cycle_week(s, now), d.REVIEW_BLOCK, d.PRACTICE, run_of(world))
        missed = int(draw * 3)
        x.theme1 = shaped(p, plan.theme1, s.focus1, u1, s.attendance, 1.0 if missed == 0 else 0.0, missing)
        x.theme2 = shaped(p, plan.theme2, s.focus2, u2, s.attendance, 1.0 if missed == 1 else 0.0, missing)
        x.theme3 = shaped(p, plan.theme3, s.focus3, u3, s.attendance, 1.0 if missed == 2 else 0.0, missing)
        x.workability = pre_study.workability(p.workability_start, p.workability_study, c.quality, p.workability_users, s.attendance,
                                              p.workability_spread, normal(person, cycle_week(s, now), d.WORKABILITY_BLOCK, d.PRACTICE, run_of(world)))
    judge_practices(world, u, 0, c.employees)
    s.value = leader.made_concrete(s.value, own_fit(world, u), p.concretisation)


@inner
def shaped(p, kind, focus, users, attendance, corner, missing):
    """One theme of what a practice comes to be about."""
    meant = fit.blend(fit.blend(kind, focus, p.focus_weight), users, p.tailoring * attendance)
    return fit.blend(meant, corner, missing)


@inner
def mean_ownership(world, u):
    """Mean ownership, added up in order."""
    c, owned, total = context_of(world, u), people_of(world, u)[at.OWNERSHIP], 0.0
    for i in range(c.employees):
        total += owned[i]
    return total / c.employees


@inner
def steering_plan(world, u, now):
    """The plan is made; where neither staff nor leader are behind it, nothing is launched."""
    p, s = parameters_of(world), state_of(world, u)
    steering_meets(world, u, PLAN)
    s.value = leader.made_concrete(s.value, own_fit(world, u), p.concretisation)
    if steering.plan_backing(mean_ownership(world, u), s.value) < p.launch_threshold:
        s.status, s.stopped_phase, s.stopped_week = NOT_STARTED, PLAN, now


@inner
def launch(world, u, now):
    """The practices are introduced to everybody and begin this week."""
    ledger = people_of(world, u)
    c, s = context_of(world, u), state_of(world, u)
    s.status, s.launch_week = LIVE, now
    leader_meets(world, u, INTRODUCTION, MANAGER_HOURS[INTRODUCTION])
    book_levers(world, u, INTRODUCTION)
    for i in range(c.employees):
        ledger[at.HOURS + INTRODUCTION, i] += EMPLOYEE_HOURS[INTRODUCTION]
    for k in range(c.first_practice, c.last_practice):
        practice_of(world, k).status = ACTIVE
        practice_of(world, k).readiness = 1.0 if plan_of(world, k).roll_out <= 1 else 0.0


@inner
def recent_use(world, k, weeks, until):
    """Share of planned sessions held over the last weeks before week ``until`` since launch; 0 before any."""
    held, first = 0.0, until - weeks if until > weeks else 0
    for week in range(first, until):
        held += history_of(world)[k, week]
    return held / ((until - first) * plan_of(world, k).sessions) if until > first else 0.0


@inner
def hold_review(world, u, now):
    """Troubles are reported and answered or not; practices are adapted or stopped."""
    p, c, s, a = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u)
    steering_meets(world, u, IMPLEMENTATION)
    answered = review.answered(c.responsiveness, s.availability)
    owned, troubles, active, changed = mean_ownership(world, u), 0.0, 0, False
    for k in range(c.first_practice, c.last_practice):
        x = practice_of(world, k)
        if x.status == ACTIVE:
            troubles, active = troubles + review.trouble(x.workability, x.readiness), active + 1
            draw, _, _, _ = block(u * d.UNIT_STRIDE + k - c.first_practice, cycle_week(s, now), d.REVIEW_BLOCK, d.PRACTICE, run_of(world))
            if draw < review.adaptation_chance(p.adaptation, owned, s.value):
                u1, u2, u3 = mean_needs(world, u, False)
                u1, u2, u3 = inside_scope(world, u, u1, u2, u3)
                x.theme1 = fit.blend(x.theme1, u1, p.adaptation_shift)
                x.theme2 = fit.blend(x.theme2, u2, p.adaptation_shift)
                x.theme3 = fit.blend(x.theme3, u3, p.adaptation_shift)
                x.workability = review.improved(x.workability, p.adaptation_gain)
                changed = True
                if x.adapted_week < 0:
                    x.adapted_week = now
            else:
                total, row = 0.0, a[at.USEFUL + k - c.first_practice]
                for i in range(c.employees):
                    total += row[i]
                worth = total / c.employees * x.workability
                if review.is_stopped(recent_use(world, k, REVIEW_EVERY, now - s.launch_week), worth, x.readiness, p.stop_use, p.stop_worth):
                    x.status, x.stopped_week = STOPPED, now
    if changed:
        judge_practices(world, u, 0, c.employees)
    if active:
        trouble = troubles / active
        for i in range(c.employees):
            a[at.DEED, i] += p.review_signal * answered
            a[at.LET_DOWN, i] += p.review_signal * trouble * (1.0 - answered)


@inner
def reference_launch(world, u):
    """The week from which follow-up is counted: the launch, or when it was, or now is, planned."""
    p, s = parameters_of(world), state_of(world, u)
    if s.launch_week >= 0:
        return s.launch_week
    if s.status == LISTENS and will_restart(world, u):
        return s.stopped_week + int(ceil(p.listening_weeks)) + 1 + WEEKS[INTRODUCTION]
    return s.cycle_start + WEEKS[INTRODUCTION]
