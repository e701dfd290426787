"""What happened in one run, dated: votes, stops, launches, changes of practices, and who dropped out."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sim.inputs.events import CHANGE, SUMMER
from sim.inputs.person import FEWEST
from sim.inputs.phases import PHASES, STEERING, WORKSHOP
from sim.model.unit import AT_REST, LISTENS, LIVE, NOT_STARTED, PREPARING, UNDER_WAY
from sim.rules.turnover import novelty_worn_off

if TYPE_CHECKING:
    from sim.model.model import InterventionModel
    from sim.model.unit import UnitRun

START, VOTE, STOP, OVERRULED, REST, RESTART, WORKSHOP_HELD, LAUNCH, NO_LAUNCH = (
    "start", "vote", "stop", "overruled", "rest", "restart", "workshop", "launch", "no launch")
ADAPTED, ENDED, VALUE, SUCCESSION, DROPPED_OUT = "adapted", "practice stopped", "leader's value", "succession", "dropped out"
CALENDAR, TAKEN_UP = "calendar", "taken up"
HALFWAY = 0.5  # a leader's value that crosses this is told

SUMMED_UP = {ADAPTED: "practices are adapted", ENDED: "practices are stopped at reviews",
             DROPPED_OUT: "people come to have hardly any time or reason to take part"}


class Event(NamedTuple):
    """Something that happened in a unit: the week of the run, which kind of thing, what, and to how many practices or persons."""

    week: int
    kind: str
    what: str
    number: int = 1


def live_through(model: "InterventionModel") -> list[list[Event]]:
    """Run a new model to its follow-up and note what happens until then; returns a dated list for each unit.

    Watching changes no result: it only reads between the weeks.
    """
    told: list[list[Event]] = [[] for _ in model.units]
    while not model.finished:
        for events, more in zip(told, live_week(model), strict=True):
            events.extend(more)
    return [[event for event in in_hindsight(unit, events) if event.week < unit.reference_launch() + model.follow_up]
            for unit, events in zip(model.units, told, strict=True)]


def live_week(model: "InterventionModel") -> list[list[Event]]:
    """Step a week; returns for each unit what turned in it."""
    before = [(unit.status, unit.pushed, unit.manager.plasticity) for unit in model.units]
    model.step()
    return [_of_this_week(unit, model.week - 1, *then) for unit, then in zip(model.units, before, strict=True)]


def in_hindsight(unit: "UnitRun", events: Sequence[Event]) -> list[Event]:
    """These events and what the record so far tells of practices, the leader's value and people, by week."""
    return sorted([*events, *_looking_back(unit)], key=lambda event: event.week)


def _of_this_week(unit: "UnitRun", week: int, status: int, pushed: bool, plasticity: float) -> list[Event]:
    """What changed in a unit since the week before; ``status``, ``pushed`` and ``plasticity`` are as they were then."""
    events = []
    if week - unit.cycle_start == PHASES[STEERING].week:
        events.append(Event(week, VOTE, _vote(unit)))
    if unit.pushed and not pushed:
        events.append(Event(week, OVERRULED, "the refusal is overruled and the project goes on"))
    if week - unit.cycle_start == PHASES[WORKSHOP].week and unit.status == UNDER_WAY:
        came = round(unit.attendance * len(unit.employees))
        events.append(Event(week, WORKSHOP_HELD, f"{came} of {len(unit.employees)} employees come to the employee workshop"))
    if week > 0 and (status, unit.status) in _TURNS:
        events.append(Event(week, *_TURNS[status, unit.status]))
    if week > 0 and unit.manager.plasticity != novelty_worn_off(plasticity, unit.p.novelty_fade):  # else a leader only grows less new
        events.append(Event(week, SUCCESSION, "a new leader takes over"))
    return events


_TURNS = {
    (PREPARING, UNDER_WAY): (START, "after weeks of listening the project starts"),
    (UNDER_WAY, LISTENS): (STOP, "the refusal is respected: the project stops, and the leader and the employees listen to each other"),
    (LISTENS, AT_REST): (REST, "the agreed weeks of listening end and the project rests"),
    (LISTENS, UNDER_WAY): (RESTART, "the design starts again, and what people need may now be talked about, wellbeing too"),
    (UNDER_WAY, LIVE): (LAUNCH, "the practices are introduced to everybody and begin"),
    (UNDER_WAY, NOT_STARTED): (NO_LAUNCH, "there is too little backing for the plan, and nothing is launched"),
}


def _vote(unit: "UnitRun") -> str:
    """How the steering group voted, role by role; with a people file without roles, and of fewer than five nothing."""
    if unit.has_people:
        counted = f": {unit.accepting} of {len(unit.members)} for it" if len(unit.members) >= FEWEST else ""
        return f"the steering group votes on the focus{counted}"
    seats, refusing = Counter(m.role for m in unit.members), Counter(m.role for m in unit.members if not m.vote)
    parts = [f"{refusing[role]} of {count} {role}{'s' if count > 1 else ''}" for role, count in seats.items() if refusing[role]]
    if not parts:
        return f"all {len(unit.members)} in the steering group vote for the focus"
    return f"the steering group votes on the focus: {unit.accepting} of {len(unit.members)} for it, against it {' and '.join(parts)}"


def _looking_back(unit: "UnitRun") -> list[Event]:
    """What the record tells: practices, the leader's value, people who dropped out."""
    events = []
    changes: dict[tuple[int, str], list[str]] = defaultdict(list)
    for practice in unit.practices:
        for week, kind in ((practice.adapted_week, ADAPTED), (practice.stopped_week, ENDED)):
            if week is not None:
                changes[week, kind].append(f'"{practice.plan.title}"')
    for (week, kind), titles in changes.items():
        done = "adapted to suit people better" if kind == ADAPTED else "stopped at a review"
        events.append(Event(week, kind, f"{' and '.join(titles)} {'is' if len(titles) == 1 else 'are'} {done}", len(titles)))
    values = unit.record.series["leader_value"]
    for week in range(1, len(values)):
        if (values[week - 1] < HALFWAY) != (values[week] < HALFWAY):
            way = "falls below" if values[week] < HALFWAY else "rises above"
            events.append(Event(week, VALUE, f"the value the leader sees in it {way} {HALFWAY:g}"))
    return events + _of_the_calendar(unit) + _drop_outs(unit)


def _of_the_calendar(unit: "UnitRun") -> list[Event]:
    """What was known beforehand: other changes, times in which many are away, and practices that are taken up later."""
    events = []
    for one in unit.context.events:
        if one.kind == CHANGE:
            bound = f"another change binds {one.load:.0%} of the free hours until week {one.to_week}"
            events.append(Event(one.from_week or 0, CALENDAR, bound))
        if one.kind == SUMMER:
            events.append(Event(one.from_week or 0, CALENDAR, f"{one.share_away:.0%} of the people are away until week {one.to_week}"))
    for practice in unit.practices:
        after = practice.plan.starts_after_launch
        if after and unit.launch_week is not None:
            events.append(Event(unit.launch_week + after, TAKEN_UP, f'"{practice.plan.title}" is taken up'))
    return events


def _drop_outs(unit: "UnitRun") -> list[Event]:
    """Who hardly took part for so long that it counts as dropping out, people who have left since among them.

    Nothing with a people file: they drop out one by one, and nobody of it is told of alone.
    """
    if unit.has_people:
        return []
    people = {(e.place, e.started): (e.withdrawn_week, e.role) for e in unit.employees}
    people |= {(gone["place"], gone["started"]): (gone["withdrawn_week"], gone["role"]) for gone in unit.record.departures}
    by_week: dict[int, Counter[str]] = defaultdict(Counter)
    for week, role in people.values():
        if week is not None:
            by_week[week][role] += 1
    ending = f"hardly had time or reason to take part for {unit.p.withdrawn_weeks:g} weeks"
    return [Event(week, DROPPED_OUT, f"{_count(roles)} {ending}", roles.total()) for week, roles in by_week.items()]


def _count(roles: Counter[str]) -> str:
    text = " and ".join(f"{n} {role}{'s' if n > 1 else ''}" for role, n in roles.items())
    return f"{text} {'has' if roles.total() == 1 else 'have'}"


def in_prose(events: Sequence[Event]) -> str:
    """The events in a paragraph; what happens to practices or persons one after the other is summed up."""
    weeks: dict[str, list[str]] = defaultdict(list)
    for event in events:
        several = [e for e in events if e.kind == event.kind] if event.kind in SUMMED_UP else [event]
        if len(several) == 1:
            weeks[f"Week {event.week}"].append(event.what)
        elif event is several[0]:
            number = sum(e.number for e in several)
            weeks[f"Weeks {event.week} to {several[-1].week}"].append(f"{number} {SUMMED_UP[event.kind]}")
    return " ".join(f"{when}: {'; '.join(parts)}." for when, parts in weeks.items())
