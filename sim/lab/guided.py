"""The guided story: why one care home stopped, and what would have happened had it been pushed through.

What is told of the study is fixed; every number of the model is read from the run that is shown.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sim.agents.steering_member import REPRESENTATIVE
from sim.lab.setting import Setting
from sim.lab.world import World
from sim.outcome import FADED, NOT_STARTED, PARTLY, RETAINED, STOPPED
from sim.phases import LAUNCH_WEEK, PHASES, STEERING, STUDY

END = LAUNCH_WEEK + 29  # the last week of a run that follows practices, or what was planned of them, for 30 weeks
PLACE, PUSHED = "plejecenter-2", {"push_through": 1.0}
# Of the first 500 runs, the one nearest to the middle of those that stop and that, pushed through, fade: in trust at the start, at the
# end, and at the end when pushed through, each counted in its standard deviations. A test looks for it again.
RUN = 315
PEOPLE, NEEDS, TRUST, PHASES_STRIP, PAIR = "people", "needs", "trust", "phases", "pair"  # pictures of a step
GUESSES = ("higher", "about the same", "lower")
SAME = 0.03  # a difference in trust up to this counts as about the same


class Step(NamedTuple):
    """One step: its heading, the week that is shown, the pictures, and its paragraphs, made from the run."""

    heading: str
    week: int
    pictures: tuple[str, ...]
    paragraphs: Callable[[Sequence[World]], list[str]]
    pair: bool = False


def setting(step: int) -> Setting:
    """What a step of the story shows; steps count from 1."""
    told = STEPS[step - 1]
    return Setting(place=PLACE, run=RUN, story=step, week=told.week, pair=int(told.pair), what_if=PUSHED if told.pair else {})


def _trust(world: World, week: int) -> float:
    return world.series("trust_leader", world.at(week))[-1]


def _yes(pair: Sequence[World]) -> list[str]:
    world = pair[0]
    return [
        "Plejecenter 2 is a care home in Denmark. It had hard years behind it: cooperation was poor, bad cases had been in the press, "
        "and employees and managers did not trust each other much. Then came a new leader, whom people liked and who wanted to put "
        "things right. The leader said yes to a project in which managers and employees work out together how to plan the work better.",
        f"Here it is in a model. Every mark is one of {len(world.unit.employees)} people; lines join those who turn to each other at work. "
        f"Dark marks have little trust in the leader, light ones much: the mean is {_trust(world, 0):.2f} on a scale from 0 to 1. "
        "Those with a thick rim sit in the steering group: triangles speak for the employees, squares plan the rosters.",
        "The study tells this in words. All numbers are assumptions made from those words."]


def _needs(pair: Sequence[World]) -> list[str]:
    unit = pair[0].unit
    inside = sum(need * share for need, share in zip(unit.context.needs.shares(), (unit.scope.planning, unit.scope.coordination,
                                                                                   unit.scope.wellbeing), strict=True))
    return [
        "Before anything is decided, a consultant asks everybody what the trouble is. Elsewhere that gave a clear picture. Here it gave a "
        "motley one, with troubles in many places at once.",
        "And one thing did not fit. The steering group wanted to work on wellbeing. The project was about planning and coordinating tasks, "
        f"and the leader wanted better planning. In the model {100 * inside:.0f} per cent of what people need lies inside what the project "
        "may be about; the rest lies outside.",
        "What would you do as one who speaks for the employees: say yes to half a solution, or no?"]


def _vote(pair: Sequence[World]) -> list[str]:
    world = pair[0]
    members = world.unit.members
    voices = [m for m in members if m.role == REPRESENTATIVE]
    against = sum(1 for m in voices if world.moments[world.at(PHASES[STEERING].week)].votes[m.place] is False)
    others = [m for m in members if m.role != REPRESENTATIVE]
    others_against = sum(1 for m in others if world.moments[world.at(PHASES[STEERING].week)].votes[m.place] is False)
    return [
        "The steering group meets about a focus for the project. In the study, two employee representatives said no: the employees wanted "
        "another focus. The roster planners and the leaders had agreed to the design.",
        "In the model a member says yes the more the focus suits what is needed, and trust can make up for some of what is missing. "
        f"Here both are low: {against} of {len(voices)} representatives vote against it. (So do {others_against} of {len(others)} "
        "planners, which is unlike the study; in the model they are drawn with the same needs as their colleagues.)",
        "Now it is up to the leader: go on all the same, or stop?"]


def _stop(pair: Sequence[World]) -> list[str]:
    world = pair[0]
    start, end = world.unit.record.start["trust_leader"], _trust(world, END)
    return [
        "The leader stopped. In the leader's own words (our translation): “Now we stop and take two steps back, and look each other in the "
        "eye and listen to what we think, mean and see.” No new practice came of it. But when the researchers came back, leader and "
        "representatives told of an ‘inexplicable’ turn for the better: trust had grown.",
        f"In this run of the model, too: people who are listened to come to trust, from {start:.2f} at the start to {end:.2f} at the end.",
        "So why did this care home stop? The project was about something other than what people needed most; there was too little trust to "
        "make up for that; those who spoke for the employees said no; and the leader listened. Nobody failed here. In the study, "
        "stopping was a good decision."]


PUSHED_ON = {STOPPED: "it stops all the same", NOT_STARTED: "in the end nothing is launched", FADED: "practices begin and fade",
             PARTLY: "some practices stay", RETAINED: "practices stay"}


def _pushed(pair: Sequence[World]) -> list[str]:
    first, second = pair
    ours, theirs = _trust(first, END), _trust(second, END)
    return [
        "Nobody can live the same weeks twice. A model can: the same people, with the same luck, in a world where the leader overrules "
        "the no.",
        f"Up to week {PHASES[STEERING].week - 1} both worlds are the same to the last digit. Then they part. Pushed through, "
        f"{PUSHED_ON[str(second.outcome()['outcome'])]}, and trust in the leader ends at {theirs:.2f} instead of {ours:.2f}: a no that is "
        "overruled costs trust, fewer people come to shape the practices, and what they shape does not meet what they need.",
        f"This is one draw of luck, run {RUN} of seed 0, chosen because it lies in the middle of those that stop. It is a story about the "
        "model: it shows how things can hang together, and never forecasts what would have "
        "happened in this care home. How often does it go like that? Let both worlds run 500 times, or open the lab and try other ways."]


STEPS = (
    Step("A care home that said yes", 0, (PEOPLE,), _yes),
    Step("What people needed, and what the project was about", PHASES[STUDY].week + 1, (NEEDS,), _needs),
    Step("The vote", PHASES[STEERING].week, (PEOPLE,), _vote),
    Step("Stop, and listen", END, (PHASES_STRIP, TRUST), _stop),
    Step("And had it been pushed through?", END, (PHASES_STRIP, TRUST, PAIR), _pushed, pair=True),
)
QUESTION = "First a guess: had the leader overruled the no, trust at the end would be ..."

# Other ways, to start from on the free page: what a button says, and the levers of the second world.
OTHER_WAYS: dict[str, dict[str, float]] = {
    "Overrule the no": PUSHED,
    "Let wellbeing into the project": {"widen_scope": 1.0},
    "Twenty weeks of listening first": {"trust_first_weeks": 20.0},
    "Listen first, and let wellbeing in": {"trust_first_weeks": 20.0, "widen_scope": 1.0},
    "Stop, listen and start again": {"restart": 1.0},
}


def answer(pair: Sequence[World], guess: str) -> str:
    """What is said to a guess at how trust ends in the second world."""
    apart = _trust(pair[1], END) - _trust(pair[0], END)
    truth = GUESSES[1] if abs(apart) <= SAME else GUESSES[0] if apart > 0 else GUESSES[2]
    return f"You guessed {guess}. In this run it ends {truth}{'' if truth == GUESSES[1] else f', by {abs(apart):.2f}'}."
