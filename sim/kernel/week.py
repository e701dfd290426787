"""The stages of a week, compiled; mirrors sim.week. One short loop per rule, so that the compiler can use wide registers."""

from math import sqrt

from sim import draws as d
from sim.kernel import layout as at
from sim.kernel.columns import (
    context_of,
    counts_of,
    history_of,
    parameters_of,
    people_of,
    plan_of,
    practice_of,
    run_of,
    series_of,
    state_of,
    tie_of,
)
from sim.kernel.layout import ACTIVE, AT_REST, LISTENS, LIVE, NOT_STARTED, RESTS, SERIES_NAMES
from sim.kernel.meetings import book_levers, cycle_week
from sim.kernel.philox import block, fill_block
from sim.kernel.registered import inner
from sim.kernel.staffing import arrive, new_leader, own_fit
from sim.phases import IMPLEMENTATION, PHASES
from sim.rules import (
    benefit,
    comparison,
    enactment,
    expectation,
    facilitation,
    leader,
    listening,
    ownership,
    peers,
    people,
    review,
    routine,
    time_budget,
    trust,
    turnover,
    withdrawal,
)
from sim.rules.numbers import clamp, standard_normal

EXIT, MOOD_BLOCK = 0, 1
PHASE_COUNT = len(PHASES)
EXPECTATION_ROW, PHASE_ROW = SERIES_NAMES.index("expectation"), len(SERIES_NAMES) + PHASE_COUNT


@inner
def context(world, u, now):
    """Competing change eases; people and leaders leave and arrive; moods drift. The first week is as drawn."""
    if now == 0:
        return
    p, c, s, a = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u)
    s.load = s.load * c.load_persistence
    s.hours_left = c.hours  # as backed from above
    s.plasticity = turnover.novelty_worn_off(s.plasticity, p.novelty_fade)
    n, person = c.employees, u * d.UNIT_STRIDE + 1
    leaving, _, _, _ = block(u, now, 0, d.UNIT, run_of(world))
    if now == c.leaves_in_week or turnover.leaves(p.leader_exit, leaving):
        new_leader(world, u)
    out = a[at.DRAWN:at.DRAWN + 4]
    fill_block(person, now, MOOD_BLOCK, d.PERSON, run_of(world), out)
    spread = people.passing_mood(p.between_units_share, p.person_spread, p.stable_share, 1.0)
    persistence, mood, lasting, shown = p.drift_persistence, a[at.MOOD], a[at.LASTING], a[at.TRUST]
    for i in range(n):
        mood[i] = trust.drifted(mood[i], persistence, spread, standard_normal(out[0, i], out[1, i], out[2, i], out[3, i]))
    for i in range(n):
        shown[i] = trust.trust_shown(lasting[i], mood[i])
    fill_block(person, now, EXIT, d.PERSON, run_of(world), out)
    chance = p.exit_chance
    for i in range(n):
        if turnover.leaves(chance, out[0, i]):
            arrive(world, u, i, i + 1, now)


@inner
def budget(world, u):
    """The active practices ask for hours; everybody shares the week out."""
    p, c, s, a = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u)
    s.protected = run_of(world).protected_hours if s.status == LIVE else 0.0
    need = 0.0
    for k in range(c.first_practice, c.last_practice):
        if practice_of(world, k).status == ACTIVE:
            need += plan_of(world, k).hours * (1.0 - plan_of(world, k).embedded)
    n = c.employees
    contract, core, slack, with_time = a[at.CONTRACT], a[at.CORE], a[at.SLACK], a[at.WITH_TIME]
    overload, owned, trusted = a[at.OVERLOAD], a[at.OWNERSHIP], a[at.TRUST]
    willing, taking = a[at.WILLING], a[at.TAKING_PART]
    load, weight, protected, limit, half, share = s.load, p.load_weight, s.protected, p.time_limit, p.willing_half, p.willing_trust
    for i in range(n):
        slack[i] = time_budget.slack_hours(contract[i], core[i], load, weight, protected)
    for i in range(n):
        with_time[i] = time_budget.share_with_time(slack[i], need, limit)
    for i in range(n):
        overload[i] = time_budget.overload_hours(slack[i], need)
    for i in range(n):
        willing[i] = enactment.willingness(owned[i], trusted[i], half, share)
    for i in range(n):
        taking[i] = with_time[i] * willing[i]


@inner
def drive(world, u, now):
    """Leader and consultant see how far they can keep the practices going this week."""
    p, c, s = parameters_of(world), context_of(world, u), state_of(world, u)
    need = 0.0
    for k in range(c.first_practice, c.last_practice):
        if practice_of(world, k).status == ACTIVE:
            need += plan_of(world, k).need * plan_of(world, k).hours * (1.0 - practice_of(world, k).routine)
    span, sparring = p.span_hours * c.employees, run_of(world).leader_sparring
    s.availability = facilitation.leader_availability(s.hours_left, need, span)
    s.drive = facilitation.leader_drive(s.value, s.availability, sparring, p.sparring_effect)
    s.asked_for = need + span
    state_of(world, u).leader_hours[IMPLEMENTATION] += time_budget.leader_hours(s.value, s.availability, s.asked_for)
    s.support = facilitation.consultant_support(p.support_start, now - s.launch_week, p.support_weeks)
    book_levers(world, u, IMPLEMENTATION)


@inner
def mean(column):
    """Mean of a column over one unit, added up in order."""
    total = 0.0
    for i in range(len(column)):
        total += column[i]
    return total / len(column)


@inner
def enact(world, u, now):
    """Planned sessions are held or not; roll-out, routine and skill follow; hours are spent."""
    p, c, s, a = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u)
    n = c.employees
    with_time, with_will = mean(a[at.WITH_TIME]), mean(a[at.TAKING_PART])
    use, chaired, active = 0.0, 0.0, 0
    s.net_mandatory = s.net_voluntary = s.inside_mandatory = s.inside_voluntary = 0.0
    for k in range(c.first_practice, c.last_practice):
        x, plan = practice_of(world, k), plan_of(world, k)
        if x.status == ACTIVE:
            run = facilitation.run_by_somebody(plan.need, s.drive, s.skill, s.support, p.facilitation_gate)
            chance = enactment.session_chance(with_time, with_will, x.routine, plan.mandatory, run)
            chance = enactment.while_unready(chance, x.readiness, p.ready_floor)
            held = sessions_held(world, u * d.UNIT_STRIDE + k - c.first_practice, cycle_week(s, now), plan.sessions, chance)
            x.use = held / plan.sessions
            x.routine = routine.routine_after(x.routine, plan.sessions, x.use, p.routine_per_repetition, p.routine_group_factor,
                                              p.routine_decay)
            x.readiness = enactment.rolled_out(x.readiness, plan.roll_out, s.drive)
            use, chaired, active = use + x.use, chaired + x.use * plan.need, active + 1
            hours = plan.hours * x.use
            net, inside = hours * (1.0 - plan.embedded), hours * plan.embedded
            s.net_mandatory += net * plan.mandatory
            s.net_voluntary += net * (1.0 - plan.mandatory)
            s.inside_mandatory += inside * plan.mandatory
            s.inside_voluntary += inside * (1.0 - plan.mandatory)
        else:
            held, x.use = 0, 0.0
        history_of(world)[k, now - s.launch_week] = held
    s.mean_use = use / active if active else 0.0
    s.skill = facilitation.learnt_by_chairing(s.skill, chaired / active if active else 0.0, c.named_chair, p.chair_learning)
    with_time_, willing, net_hours, ledger = a[at.WITH_TIME], a[at.WILLING], a[at.NET_HOURS], a[at.HOURS + IMPLEMENTATION]
    mandatory, voluntary, protected = s.net_mandatory, s.net_voluntary, s.protected
    for i in range(n):
        net_hours[i] = time_budget.hours_joined(with_time_[i], willing[i], mandatory, voluntary)
    mandatory, voluntary = s.inside_mandatory, s.inside_voluntary
    for i in range(n):
        inside = time_budget.hours_joined(with_time_[i], willing[i], mandatory, voluntary)
        unused = protected - net_hours[i] if protected > net_hours[i] else 0.0
        ledger[i] += net_hours[i] + inside + unused


@inner
def sessions_held(world, person, now, planned, chance):
    """How many of the planned sessions are held this week."""
    held = 0
    for b in range((planned + 3) // 4):
        u = block(person, now, b, d.PRACTICE, run_of(world))
        for j in range(4):
            if 4 * b + j < planned and u[j] < chance:
                held += 1
    return held


@inner
def feel_benefit(world, u):
    """People feel what the practices give; what is carried out is also a visible follow-up."""
    p, c, s, a = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u)
    n, total, active = c.employees, 0.0, 0
    felt, sums = a[at.BENEFIT], a[at.BEFORE]
    for i in range(n):
        sums[i] = 0.0
    for k in range(c.first_practice, c.last_practice):
        x = practice_of(world, k)
        given = benefit.delivered_by_practice(x.use, x.workability) if x.status == ACTIVE else 0.0
        total, active = total + given, active + (1 if x.status == ACTIVE else 0)
        row = a[at.USEFUL + k - c.first_practice]
        for i in range(n):
            sums[i] += row[i] * given
    s.visible = total / active if active else 0.0
    learning = p.benefit_learning
    for i in range(n):
        felt[i] = benefit.perceived_benefit(felt[i], sums[i] / active if active else 0.0, learning)
    s.mean_benefit = mean(a[at.BENEFIT])


@inner
def weigh_promises(world, u, now):
    """Benefit is weighed against expectation and sister units; where all is called off, expectation just goes."""
    p, c, s, a = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u)
    n = c.employees
    felt, hoped, owned = a[at.BENEFIT], a[at.EXPECTATION], a[at.OWNERSHIP]
    learning = p.expectation_learning
    if s.status == LIVE:
        due = expectation.due_by_now(float(now - s.launch_week), p.delivery_ramp)
        best = 0.0
        for other in range(world.units):
            if c.sees[other] and state_of(world, other).mean_benefit > best:
                best = state_of(world, other).mean_benefit
        sister = comparison.relative_loss(best, s.mean_benefit, p.comparison)
        answered = review.answered(c.responsiveness, s.availability)
        gain, loss, deed, let_down = a[at.GAIN], a[at.LOSS], a[at.DEED], a[at.LET_DOWN]
        overload, weight, aversion, growing = a[at.OVERLOAD], p.disconfirmation, p.loss_aversion, p.ownership_learning
        cost, attributed = p.overload_ownership, p.attribution
        for i in range(n):
            difference = expectation.disconfirmation(felt[i], hoped[i], due, weight)
            gain[i] = expectation.felt_gain(difference)
            loss[i] = expectation.felt_loss(difference, aversion) + sister
        for i in range(n):
            owned[i] = ownership.overload_cost(clamp(ownership.weekly_ownership(owned[i], gain[i], loss[i], growing)), overload[i], cost)
        for i in range(n):
            deed[i] += attributed * gain[i]
            let_down[i] += expectation.laid_at_managements_door(loss[i], attributed, answered)
    if s.status in (LIVE, AT_REST, NOT_STARTED, LISTENS):
        for i in range(n):
            hoped[i] = expectation.adjusted_expectation(hoped[i], felt[i], learning)


@inner
def update_trust(world, u):
    """The signals of the week move trust in the leader and in the organisation."""
    p, c, s, a = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u)
    n = c.employees
    shown, far, lasting, mood = a[at.TRUST], a[at.FAR], a[at.LASTING], a[at.MOOD]
    talk, deed, let_down, credit, hurt = a[at.TALK], a[at.DEED], a[at.LET_DOWN], a[at.CREDIT], a[at.HURT]
    rate, bias, asymmetry, plasticity = p.trust_rate, p.confirmation_bias, p.trust_asymmetry, s.plasticity
    decay, visible, repair, pull, top, share = p.credit_decay, s.visible, p.trust_repair, p.trust_spillover, c.top_support, p.organisation_share
    responsiveness = c.responsiveness
    for i in range(n):
        before = shown[i]
        by_talk = trust.trust_gain(before, talk[i], rate, bias, plasticity)
        by_deed = trust.trust_gain(before, deed[i], rate, bias, plasticity)
        lost = trust.trust_loss(before, let_down[i], rate, asymmetry, bias, plasticity)
        owed = clamp(credit[i] + by_talk)
        unbacked = listening.credit_lost(owed, decay, visible)
        repaired = trust.trust_repaired(hurt[i], repair, responsiveness)
        pulled = trust.spillover(before, far[i], pull)
        credit[i] = listening.credit_after(owed, decay, visible)
        hurt[i] = clamp(hurt[i] + lost - repaired)
        lasting[i] = clamp(lasting[i] + by_talk + by_deed - lost - unbacked + repaired + pulled)
    for i in range(n):
        shown[i] = trust.trust_shown(lasting[i], mood[i])
    for i in range(n):
        far[i] = clamp(far[i] + trust.trust_gain(far[i], share * top * (talk[i] + deed[i]), rate, bias, 1.0)
                       - trust.trust_loss(far[i], share * let_down[i], rate, asymmetry, bias, 1.0))
    for i in range(n):
        talk[i] = deed[i] = let_down[i] = 0.0
    s.visible = 0.0


@inner
def hear_colleagues(world, u):
    """Colleagues colour each other's ownership, all at once."""
    b = counts_of(world, u)
    c, a, weight = context_of(world, u), people_of(world, u), parameters_of(world).peer_weight
    for i in range(c.employees):
        a[at.BEFORE, i] = a[at.OWNERSHIP, i]
    for i in range(c.employees):
        ties, start, total = b[at.TIES, i], b[at.FIRST_TIE, i], 0.0
        for t in range(start, start + ties):
            total += a[at.BEFORE, tie_of(world)[t]]
        if ties:
            a[at.OWNERSHIP, i] = peers.toward_colleagues(a[at.OWNERSHIP, i], total / ties, weight)


@inner
def leader_learns(world, u):
    """The leader sees what the practices give and what is carried out, as long as there are any."""
    p, c, s = parameters_of(world), context_of(world, u), state_of(world, u)
    active = 0
    for k in range(c.first_practice, c.last_practice):
        active += 1 if practice_of(world, k).status == ACTIVE else 0
    if active == 0:
        return
    s.value = leader.learnt_value(s.value, own_fit(world, u), s.mean_benefit, p.own_fit_weight, p.value_learning)
    s.trust_in_employees = leader.trust_in_employees(s.trust_in_employees, s.mean_use, p.employee_trust_learning)


@inner
def count_withdrawal(world, u, now):
    """Note who has hardly taken part for so long that it counts as dropping out, once there are practices to drop out of."""
    if state_of(world, u).status != LIVE:
        return
    p, c, a = parameters_of(world), context_of(world, u), people_of(world, u)
    b = counts_of(world, u)
    below, enough = p.withdrawn_below, p.withdrawn_weeks
    n = c.employees
    weeks, taking, since = b[at.WEEKS_WITHDRAWN], a[at.TAKING_PART], b[at.WITHDRAWN_WEEK]
    for i in range(n):
        weeks[i] = withdrawal.weeks_withdrawn(weeks[i], taking[i], below)
    for i in range(n):
        since[i] = now if since[i] < 0 and weeks[i] >= enough else since[i]


@inner
def hours_so_far(world, u, line):
    """Person-hours so far by phase into line; returns their total."""
    n, ledger = context_of(world, u).employees, people_of(world, u)[at.HOURS:at.HOURS + PHASE_COUNT]
    line[:] = 0.0
    for i in range(n):
        for phase in range(PHASE_COUNT):
            line[phase] += ledger[phase, i]
    total = 0.0
    for phase in range(PHASE_COUNT):
        line[phase] += state_of(world, u).leader_hours[phase]
        total += line[phase]
    return total


@inner
def write_down(world, u, now, whole):
    """The line of this week, in the order of sim.record.SERIES, hours so far by phase, and the phase; or only the mean expectation."""
    if whole:
        s, line = state_of(world, u), series_of(world)[u, :, now]
        write_line(world, u, line)
        line[PHASE_ROW] = RESTS if s.status in (AT_REST, NOT_STARTED) and s.stopped_week != now else s.phase
    else:
        series_of(world)[u, EXPECTATION_ROW, now] = mean(people_of(world, u)[at.EXPECTATION])


@inner
def write_line(world, u, out):
    """The line of this week into out."""
    c, s, a, b = context_of(world, u), state_of(world, u), people_of(world, u), counts_of(world, u)
    n = c.employees
    trusting = organisation = hope = felt = owned = free = taking = 0.0
    for i in range(n):
        trusting += a[at.TRUST, i]
        organisation += a[at.FAR, i]
        hope += a[at.EXPECTATION, i]
        felt += a[at.BENEFIT, i]
        owned += a[at.OWNERSHIP, i]
        free += a[at.SLACK, i]
        taking += a[at.TAKING_PART, i]
    trusting = trusting / n
    squares, withdrawn, of_representatives, gap = 0.0, 0, 0.0, 0.0
    for i in range(n):
        difference = a[at.TRUST, i] - trusting
        squares += difference * difference
        withdrawn += 0 if b[at.WITHDRAWN_WEEK, i] < 0 else 1
    for i in range(c.members):
        gap += a[at.INFLUENCE_GAP, i]
        of_representatives += a[at.TRUST, i] if i < c.representatives else 0.0
    routines, ready, active = 0.0, 0.0, 0
    for k in range(c.first_practice, c.last_practice):
        x = practice_of(world, k)
        if x.status == ACTIVE:
            routines, ready, active = routines + x.routine, ready + x.readiness, active + 1
    count = active if active else 1
    hours = hours_so_far(world, u, out[len(SERIES_NAMES):])
    of_leader = 0.0
    for phase in range(PHASE_COUNT):
        of_leader += s.leader_hours[phase]
    line = (trusting, sqrt(squares / n), organisation / n, of_representatives / c.representatives, hope / n, felt / n, owned / n, free / n,
            taking / n, withdrawn / n, s.mean_use, routines / count, ready / count, s.value, s.drive, s.trust_in_employees, s.support,
            gap / c.members, s.load, hours, of_leader, s.consultant_hours)
    for j in range(len(SERIES_NAMES)):
        out[j] = line[j]
