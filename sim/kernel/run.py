"""Whole runs, compiled, and the facts of each unit at follow-up; mirrors sim.model and sim.outcome.unit_facts."""


from sim.kernel import layout as at
from sim.kernel.columns import context_of, people_of, plan_of, practice_of, run_of, series_of, start_of, state_of
from sim.kernel.layout import LIVE, NOT_STARTED, PLANNED, PREPARING, SERIES_NAMES
from sim.kernel.meetings import hold, recent_use, reference_launch
from sim.kernel.registered import inner, outer
from sim.kernel.staffing import staff
from sim.kernel.week import (
    budget,
    context,
    count_withdrawal,
    drive,
    enact,
    feel_benefit,
    hear_colleagues,
    leader_learns,
    update_trust,
    weigh_promises,
    write_down,
    write_line,
)
from sim.outcome import AT_END, AT_START, COLUMNS
from sim.phases import EARLY_WEEKS, PHASES, PREPARATION, RETAINED_USE, RETAINED_WEEKS

EXPECTATION, READINESS = SERIES_NAMES.index("expectation"), SERIES_NAMES.index("readiness")
START = tuple(SERIES_NAMES.index(name) for name in AT_START)
END = tuple(SERIES_NAMES.index(name) for name in AT_END)
WIDTH = len(COLUMNS)
EARLY_FIRST, EARLY_LAST = EARLY_WEEKS
PHASE_COUNT = len(PHASES)


@inner
def begin(world):
    """Everything as on the first day."""
    for k in range(world.practice_count):
        x, plan = practice_of(world, k), plan_of(world, k)
        x.theme1, x.theme2, x.theme3 = plan.theme1, plan.theme2, plan.theme3
        x.workability, x.readiness, x.routine, x.use = 0.0, 1.0, 0.0, 0.0
        x.status, x.adapted_week, x.stopped_week = PLANNED, -1, -1
    for u in range(world.units):
        s, c = state_of(world, u), context_of(world, u)
        people_of(world, u)[at.HOURS:at.HOURS + PHASE_COUNT] = 0.0
        for phase in range(PHASE_COUNT):
            s.leader_hours[phase] = 0.0
        s.status, s.phase, s.cycle, s.cycle_start = PREPARING, PREPARATION, 1, run_of(world).trust_first_weeks
        s.launch_week = s.stopped_phase = s.stopped_week = -1
        s.pushed = 0
        s.heard = s.freshness = 1.0
        s.picture = s.attendance = s.protected = s.visible = s.mean_benefit = s.mean_use = 0.0
        s.focus1 = s.focus2 = s.focus3 = s.support = s.consultant_hours = s.availability = s.drive = s.asked_for = 0.0
        s.scope1, s.scope2, s.scope3 = c.scope1, c.scope2, c.scope3
        s.load, s.skill, s.value, s.trust_in_employees, s.plasticity = c.load, c.skill, c.value, c.trust_in_employees, c.newness
        s.view1, s.view2, s.view3, s.hours_left = c.own1, c.own2, c.own3, c.hours
        staff(world, u)
        write_line(world, u, start_of(world)[u])


@inner
def is_follow_up(world, u, now, weeks):
    """Whether this is the last week before one of the follow-ups."""
    reference = reference_launch(world, u)
    for week in weeks:
        if now + 1 == reference + week:
            return True
    return False


@inner
def mean_use(world, u, first, last):
    """Mean over all planned practices of the share of sessions held in weeks first to last - 1 after launch."""
    c = context_of(world, u)
    if state_of(world, u).launch_week < 0 or last <= first:
        return 0.0
    total = 0.0
    for k in range(c.first_practice, c.last_practice):
        total += recent_use(world, k, last - first, last)
    return total / (c.last_practice - c.first_practice)


@inner
def facts(world, u, follow_up, out):
    """The facts of one unit at a follow-up into out, in the order of sim.outcome.COLUMNS."""
    c, s = context_of(world, u), state_of(world, u)
    end = reference_launch(world, u) + follow_up
    launched = s.launch_week >= 0
    kept, stopped, adapted = 0, 0, False
    for k in range(c.first_practice, c.last_practice):
        x = practice_of(world, k)
        is_stopped = 0 <= x.stopped_week < end
        stopped += 1 if is_stopped else 0
        adapted = adapted or 0 <= x.adapted_week < end
        if launched and not is_stopped and recent_use(world, k, RETAINED_WEEKS, follow_up) >= RETAINED_USE:
            kept += 1
    practices = c.last_practice - c.first_practice
    series = series_of(world)[u]
    peak = start_of(world)[u, EXPECTATION]
    for week in range(end):
        peak = series[EXPECTATION, week] if series[EXPECTATION, week] > peak else peak
    ongoing = launched and stopped < practices and series[READINESS, end - 1] < 1.0
    head = (1.0 if launched else 0.0, 1.0 if s.status == NOT_STARTED else 0.0,
            float(s.stopped_phase if 0 <= s.stopped_week < end else -1), 1.0 if adapted else 0.0, 1.0 if ongoing else 0.0,
            float(s.pushed), 1.0 if s.cycle > 1 else 0.0, float(s.launch_week), float(practices), float(kept), float(stopped),
            mean_use(world, u, EARLY_FIRST, min(EARLY_LAST + 1, follow_up)),
            mean_use(world, u, max(0, follow_up - RETAINED_WEEKS), follow_up), peak, s.attendance)
    for j in range(len(head)):
        out[j] = head[j]
    spot = len(head)
    for j in range(len(START)):
        out[spot + j] = start_of(world)[u, START[j]]
    spot += len(START)
    for j in range(len(END)):
        out[spot + j] = series[END[j], end - 1]
    spot += len(END)
    for phase in range(PHASE_COUNT):
        out[spot + phase] = series[len(SERIES_NAMES) + phase, end - 1]


@inner
def finished(world, now, last):
    """Whether every unit has reached its last follow-up."""
    for u in range(world.units):
        if now < reference_launch(world, u) + last:
            return False
    return True


@outer
def runs(worlds, first, last, weeks, every_week, out):
    """Runs first to last - 1 of the world's seed; out has shape (runs, follow-ups, units, COLUMNS).

    Whole lines are written every week, or only at the follow-ups. Returns the weeks the last run lived.
    The stages stand in the order of sim.week.STAGES; those between which no unit looks at another go together.
    """
    world = worlds[0]
    units, now = world.units, 0
    for number in range(first, last):
        run_of(world).replication = number
        begin(world)
        now = 0
        while not finished(world, now, weeks[-1]):
            for u in range(units):
                context(world, u, now)
                hold(world, u, now)
                budget(world, u)
                if state_of(world, u).status == LIVE:
                    drive(world, u, now)
                    enact(world, u, now)
                    feel_benefit(world, u)
            for u in range(units):
                weigh_promises(world, u, now)
                update_trust(world, u)
                hear_colleagues(world, u)
                if state_of(world, u).status == LIVE:
                    leader_learns(world, u)
                count_withdrawal(world, u, now)
                write_down(world, u, now, every_week or is_follow_up(world, u, now, weeks))
            now += 1
        for w in range(len(weeks)):
            for u in range(units):
                facts(world, u, weeks[w], out[number - first, w, u])
    return now
