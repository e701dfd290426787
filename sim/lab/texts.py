"""What the page says of a world, in plain words."""

from collections.abc import Sequence

import pandas as pd

from sim.inputs.phases import AT_REST, PHASES
from sim.lab.weeks import NAMES
from sim.lab.world import World, parting
from sim.model.measures import STOPPED
from sim.text.tables import LIMITS, reported, sentence

LIMIT = (f"{LIMITS} Its numbers are assumptions made from the words of the study, and one run is one draw of luck.")
HOW = ("Start lets the weeks go by. Move a lever, and the same people, with the same luck, live their weeks again, up to the week that is "
       "shown. What a lever means is told when it is pointed at or chosen.")
NO_FAILURE = "In the study, stopping was a good decision."
WHAT_HAPPENS = {
    "preparation": "Before the project starts, the leader and the employees listen to each other.",
    "steering group formed": "Leader, employee representatives and planners form a steering group.",
    "pre-study": "A consultant asks everybody what the problem is.",
    "steering workshop": "The steering group talks about what the project should be about, and votes.",
    "employee workshop": "Those who are invited and have the time shape the new practices.",
    "steering plan": "The steering group makes a plan.",
    "introduction": "The new practices are introduced and begin.",
    "implementation": "The practices are in use; every fourth week the steering group reviews them.",
    "stop and listen": "The project has stopped. The leader and the employees look each other in the eye and listen.",
    AT_REST: "The project rests.",
}
assert set(WHAT_HAPPENS) == {phase.name for phase in PHASES} | {AT_REST}


def now(world: World, week: int) -> str:
    """Where the unit stands in this week."""
    at = world.at(week)
    phase = world.unit.record.phases[at]
    return f"Week {at}, {phase}. {WHAT_HAPPENS[phase]}"


def happened(world: World, week: int) -> list[str]:
    """What has happened by a week, dated, oldest first."""
    return [f"Week {event.week}: {event.what}." for event in world.events(world.at(week))]


def outcome(world: World, week: int) -> str:
    """What became of the new practice, once the run is over."""
    if not world.ended(world.at(week)):
        return f"Not decided yet: this run goes on to week {world.last}."
    row = pd.Series(world.outcome())
    text = sentence(row)
    return text[:1].upper() + text[1:] + (f" {NO_FAILURE}" if row["outcome"] == STOPPED and world.unit.context.reported else "")


def study(world: World) -> str:
    """What the study reported of the unit."""
    told = world.unit.context.reported
    if told is None:
        return "The study says nothing of it: this is a workplace of one's own."
    return f"The study reported: {reported(told)}"


def apart(pair: Sequence[World], week: int) -> str:
    """How far two worlds are apart, and since when."""
    first, second = pair
    since = parting(first, second, week)
    if since is None:
        return "So far both worlds are the same to the last digit: nothing that differs has come into play."
    ours, theirs = (world.series("trust_leader", world.at(week))[-1] for world in pair)
    same = f"Up to week {since - 1} both worlds are the same to the last digit; then they part." if since else "They differ from the start."
    difference = round(theirs - ours, 2) + 0.0  # no -0.00
    return f"{same} Trust in the leader now: {ours:.2f} {NAMES[0]}, {theirs:.2f} {NAMES[1]} ({difference:+.2f})."
