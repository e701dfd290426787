"""Whole runs, compiled: some of each of several worlds, one after another."""

from sim.inputs.phases import PHASES
from sim.kernel.columns import context_of, facts_of, lines_of, run_of, then_of
from sim.kernel.layout import FACTS_ROW, LINE_ROW, offset
from sim.kernel.registered import inner, outer
from sim.kernel.several import facts_in, line_in, unit_of
from sim.kernel.stages import after_others, before_others, first_day, part, write_facts, write_line
from sim.model.outcome import AT_END, AT_START

PHASE_COUNT = len(PHASES)
START, END = (tuple(offset(LINE_ROW, name) // 8 for name in names) for names in (AT_START, AT_END))  # places in a line
HOURS, COPIED = offset(LINE_ROW, "hours_by_phase") // 8, offset(FACTS_ROW, "start") // 8


@inner
def begin(world, cast):
    """Everything as on the first day."""
    for u in range(world.units):
        unit = unit_of(world, u, u, cast)
        unit.week = 0
        first_day(unit)
        write_line(unit, line_in(world, u, u * (world.weeks + 1), cast))


@inner
def is_follow_up(unit, weeks):
    """Whether this is the last week before one of the follow-ups."""
    reference = unit.reference_launch()
    for week in weeks:
        if unit.week + 1 == reference + week:
            return True
    return False


@inner
def finished(world, now, last, cast):
    """Whether every unit has reached its last follow-up."""
    for u in range(world.units):
        if now < unit_of(world, u, u, cast).reference_launch() + last:
            return False
    return True


@inner
def sees_only_earlier(world, u):
    """Whether all units that a unit looks at come before it; true of one that looks at none."""
    sees, k = context_of(world, u).sees, 0
    while sees[k] >= 0 and sees[k] < u:
        k += 1
    return sees[k] < 0


@inner
def hand_over(world, u, follow_up, index, cast):
    """The facts of one unit at a follow-up, with what is taken from lines, in the order of sim.model.outcome.COLUMNS."""
    unit = unit_of(world, u, u, cast)
    write_facts(unit, follow_up, facts_in(world, u, index, cast))
    start = u * (world.weeks + 1)
    lines, end, out = lines_of(world), start + unit.reference_launch() + follow_up, facts_of(world, index)
    for j in range(len(START)):
        out[COPIED + j] = lines[start, START[j]]
    for j in range(len(END)):
        out[COPIED + len(START) + j] = lines[end, END[j]]
    for phase in range(PHASE_COUNT):
        out[COPIED + len(START) + len(END) + phase] = lines[end, HOURS + phase]


@inner
def has_parted(world, now, last, cast):
    """Whether a run that has lived so many weeks goes on in another context."""
    return 0 < world.from_week <= now and (world.from_week < now or not finished(world, now, last, cast))


@inner
def part_ways(world, number, now, cast):
    """A run finds itself in another context."""
    then = then_of(world)
    run_of(then).replication = number
    for u in range(world.units):
        unit = unit_of(then, u, u, cast)
        unit.week = now
        part(unit, unit_of(world, u, u, cast))


@inner
def go_on(world, now, until, weeks, every_week, cast):
    """A run goes on to a week, or until every unit has reached its last follow-up; returns the weeks it has lived by then."""
    units = world.units
    while now < until and not finished(world, now, weeks[-1], cast):
        for turn in range(2):
            for u in range(units):
                unit = unit_of(world, u, u, cast)
                if turn == 0:
                    unit.week = now
                    before_others(unit)
                if (turn == 0) == sees_only_earlier(world, u):  # most units go through their week at once, while they are at hand
                    after_others(unit)
                    line = line_in(world, u, u * (world.weeks + 1) + now + 1, cast)
                    if every_week or is_follow_up(unit, weeks):
                        write_line(unit, line)
                    else:
                        line.expectation = unit.mean("expectation")  # of which the peak is told
        now += 1
    return now


@inner
def live(world, number, weeks, every_week, cast):
    """One run of a world, until every unit has reached its last follow-up, or until its stop; returns the weeks it lived."""
    run_of(world).replication = number
    begin(world, cast)
    parts = world.from_week > 0
    now = go_on(world, 0, world.from_week if parts else world.stop, weeks, every_week or parts, cast)
    if has_parted(world, now, weeks[-1], cast):
        part_ways(world, number, now, cast)
        now = go_on(then_of(world), now, world.stop, weeks, True, cast)  # where launches move, any line may become that of a follow-up
    return now


def lived(worlds, runs, weeks, every_week, cast):
    """So many runs of each world, from its first run on; their facts go into its block, by run, follow-up and unit.

    Whole lines are written every week, or only at the follow-ups. A run that stops before its last follow-up leaves no facts, and
    everybody as they are in that week. Returns the weeks the last run lived.
    """
    now = 0
    for which in range(len(worlds)):
        world, index = worlds[which], 0
        for number in range(world.first_run, world.first_run + runs):
            now = live(world, number, weeks, every_week, cast)
            here = then_of(world) if has_parted(world, now, weeks[-1], cast) else world
            if finished(here, now, weeks[-1], cast):
                for w in range(len(weeks)):
                    for u in range(world.units):
                        hand_over(here, u, weeks[w], index, cast)
                        index += 1
    return now


runs = outer(lived)
