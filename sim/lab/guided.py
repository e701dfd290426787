"""The guided story: why one care home stopped, and what would have happened had it been pushed through.

In each step the reader makes a guess or a choice and then sees. What is told of the study is fixed; every number of the model is
read from the run that is shown.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from sim.inputs.phases import LAUNCH_WEEK, PHASES, STEERING, STUDY
from sim.lab.needs import inside_scope
from sim.lab.setting import Setting
from sim.lab.world import World
from sim.model.agents.steering_member import REPRESENTATIVE
from sim.model.measures import FADED, NOT_STARTED, PARTLY, RETAINED, STOPPED

VOTE = PHASES[STEERING].week
END = LAUNCH_WEEK + 29  # the last week of a run that follows practices, or what was planned of them, for 30 weeks
PLACE, PUSHED = "plejecenter-2", {"push_through": 1.0}
# Of the first 500 runs, the one nearest to the middle of those that stop and that, pushed through, fade: in trust at the start, at the
# end, and at the end when pushed through, each counted in its standard deviations. A test looks for it again.
RUN = 315
PEOPLE, NEEDS, TRUST, PHASES_STRIP = "people", "needs", "trust", "phases"  # pictures of a step
GUESSES = ("higher", "about the same", "lower")
SAME = 0.03  # a difference in trust up to this counts as about the same
TAKES_HOLD, FADES, NEVER = "It takes hold", "It starts, and fades", "It stops before it starts"
YES, NO = "Yes: half a solution is better than none", "No: it leaves out what we need most"
GO_ON, STOP = "Go on all the same", "Stop, and listen"

Chosen = Mapping[int, str]  # what the reader chose, by step
Tell = Callable[[Sequence[World], Chosen], list[str]]  # paragraphs, made from the run


class Step(NamedTuple):
    """One step: what is told and drawn first, up to the week ``before``; a question; and what is told and drawn then.

    pair: whether a second world is shown; over: whether what other assumptions say comes before what the run shows.
    """

    heading: str
    before: int
    week: int
    pictures: tuple[str, ...]
    scene: Tell
    question: str
    choices: tuple[str, ...]
    after: Tell
    pair: bool = False
    over: bool = False


def setting(step: int) -> Setting:
    """What a step of the story shows; steps count from 1."""
    told = STEPS[step - 1]
    return Setting(place=PLACE, run=RUN, story=step, week=told.week, pair=int(told.pair), what_if=PUSHED if told.pair else {})


def _trust(world: World, week: int) -> float:
    return world.series("trust_leader", world.at(week))[-1]


def _home(pair: Sequence[World], _: Chosen) -> list[str]:
    world = pair[0]
    return [
        "Plejecenter 2 is a care home in Denmark. It had hard years behind it: cooperation was poor, bad cases had been in the press, "
        "and employees and managers did not trust each other much. Then came a new leader, whom people liked and who wanted to put "
        "things right. The leader said yes to a project in which managers and employees work out together how to plan the work better.",
        f"Here it is in a model. Every mark is one of {len(world.unit.employees)} people; lines join those who turn to each other at work. "
        f"Dark marks have little trust in the leader, light ones much: {_trust(world, 0):.2f} on average, on a scale from 0 to 1."]


def _kept_in_mind(_: Sequence[World], __: Chosen) -> list[str]:
    return ["Keep your guess in mind. The study tells this story in words; all numbers here are assumptions made from those words."]


def _needs(pair: Sequence[World], _: Chosen) -> list[str]:
    return [
        "Before anything is decided, a consultant asks everybody what the trouble is. Elsewhere that gave a clear picture. Here it gave a "
        "motley one, with troubles in many places at once.",
        "And one thing did not fit. The steering group, where leader, planners and representatives of the employees sit, wanted to work on "
        "wellbeing. The project was about planning and coordinating tasks, and the leader wanted better planning.",
        f"In the model {100 * inside_scope(pair[0]):.0f} per cent of what the employees need lies inside what the project may be about. "
        "The rest stays outside."]


def _spoken(_: Sequence[World], chosen: Chosen) -> list[str]:
    reason = "planning better may give everybody some air" if chosen[2] == YES else "whoever speaks for others is asked what they need most"
    return [f"There are good reasons for it: {reason}. Now see how the others vote."]


def _vote(pair: Sequence[World], chosen: Chosen) -> list[str]:
    world = pair[0]
    votes = world.moments[world.at(VOTE)].votes
    voices = [votes[m.place] is False for m in world.unit.members if m.role == REPRESENTATIVE]
    others = [votes[m.place] is False for m in world.unit.members if m.role != REPRESENTATIVE]
    yours = {YES: " You said yes.", NO: " You said no, like the two."}.get(chosen.get(2, ""), "")
    return [
        "The steering group meets and votes on the focus. In the study, two employee representatives said no: the employees wanted another "
        f"focus. The roster planners and the leaders had agreed.{yours}",
        "In the model people say yes the more the focus suits what is needed, and trust can make up for some of what is missing. Here "
        f"both are low: {sum(voices)} of {len(voices)} representatives vote against it. (So do {sum(others)} of {len(others)} planners, "
        "which is unlike the study; in the model they are drawn with the same needs as their colleagues.)"]


def _decided(_: Sequence[World], chosen: Chosen) -> list[str]:
    if chosen[3] == STOP:
        return ["So did the leader in the study. See what came of it."]
    return ["The leader in the study did otherwise. See first what came of that; the last step lives your way, too."]


def _stop(_: Sequence[World], chosen: Chosen) -> list[str]:
    guess = {NEVER: " That was your guess at the start.", FADES: f" (At the start you guessed: {FADES.lower()}.)",
             TAKES_HOLD: f" (At the start you guessed: {TAKES_HOLD.lower()}.)"}.get(chosen.get(1, ""), "")
    return ["The leader stopped. In the leader's own words (our translation): “Now we stop and take two steps back, and look each other "
            f"in the eye and listen to what we think, mean and see.” No new practice came of it.{guess}"]


def _listened(pair: Sequence[World], chosen: Chosen) -> list[str]:
    world = pair[0]
    start, end = world.unit.record.start.trust_leader, _trust(world, END)
    return [
        f"{answer(end - start, chosen[4])} People who are listened to come to trust, in the model: {start:.2f} at the start, "
        f"{end:.2f} at the end. So it was in the study: when the researchers came back, leader and representatives told of an "
        "‘inexplicable’ turn for the better.",
        "So why did this care home stop? The project was about something other than what people needed most; there was too little trust to "
        "make up for that; those who spoke for the employees said no; and the leader listened. Nobody failed here. In the study, "
        "stopping was a good decision."]


PUSHED_ON = {STOPPED: "it stops all the same", NOT_STARTED: "in the end nothing is launched", FADED: "practices begin and fade",
             PARTLY: "some practices stay", RETAINED: "practices stay"}


def _again(_: Sequence[World], chosen: Chosen) -> list[str]:
    yours = ", as you would have done" if chosen.get(3) == GO_ON else ""
    return ["Nobody can live the same weeks twice. A model can: the same people, with the same luck, in a world where the leader "
            f"overrules the no{yours}. Up to week {VOTE - 1} both worlds are the same to the last digit."]


def _pushed(pair: Sequence[World], chosen: Chosen) -> list[str]:
    first, second = pair
    ours, theirs = _trust(first, END), _trust(second, END)
    return [
        f"{answer(theirs - ours, chosen[5])} Pushed through, {PUSHED_ON[str(second.outcome()['outcome'])]}, and trust in the leader ends "
        f"at {theirs:.2f} instead of {ours:.2f}. In this run a no that is overruled costs trust, fewer people come to shape the practices, "
        "and what they shape does not meet what they need.",
        f"This is one draw of luck, run {RUN} of seed 0, chosen because it lies in the middle of those that stop. It shows how things can "
        "hang together in the model, and never forecasts what would have happened in this care home. And what might have "
        "helped instead? Try it here. How often does it go like that? Let both worlds run 500 times."]


STEPS = (
    Step("A care home that said yes", 0, 0, (PEOPLE,), _home,
         "A guess before you go on: what becomes of the project?", (TAKES_HOLD, FADES, NEVER), _kept_in_mind),
    Step("What people needed, and what the project was about", PHASES[STUDY].week + 1, PHASES[STUDY].week + 1, (NEEDS,), _needs,
         "You sit in the steering group and speak for the employees. What do you say?", (YES, NO), _spoken),
    Step("The vote", VOTE, VOTE, (PEOPLE,), _vote,
         "Now you are the leader, and you believe in the project. What do you do?", (GO_ON, STOP), _decided),
    Step("Stop, and listen", VOTE, END, (PHASES_STRIP, TRUST), _stop,
         "A guess: at the end, compared with the start, trust in the leader\u00a0is\u00a0...", GUESSES, _listened, over=True),
    Step("And had it been pushed through?", VOTE - 1, END, (PHASES_STRIP, TRUST), _again,
         "A guess: compared with the world that stopped, trust in the leader\u00a0ends\u00a0...", GUESSES, _pushed, pair=True, over=True),
)

# Other ways, to start from on the free page: what a button says, and the levers of the second world.
OTHER_WAYS: dict[str, dict[str, float]] = {
    "Overrule the no": PUSHED,
    "Let wellbeing into the project": {"widen_scope": 1.0},
    "Twenty weeks of listening first": {"trust_first_weeks": 20.0},
    "Listen first, and let wellbeing in": {"trust_first_weeks": 20.0, "widen_scope": 1.0},
    "Stop, listen and start again": {"restart": 1.0},
}
# The same for workplaces where nobody says no.
WAYS_ON: dict[str, dict[str, float]] = {
    "Invite everybody": {"involvement": 1.0},
    "Invite hardly anybody": {"involvement": 0.1},
    "Train those who run meetings": {"facilitation_training": 0.6},
    "Free an hour a week": {"protected_hours": 1.0},
    "Align expectations": {"expectation_alignment": 1.0},
}


def ways(place: str) -> dict[str, dict[str, float]]:
    """Other ways to start from at a workplace."""
    return OTHER_WAYS if place == PLACE else WAYS_ON


def answer(apart: float, guess: str) -> str:
    """What is said to a guess at how far trust ends apart from what it is compared with."""
    truth = GUESSES[1] if abs(apart) <= SAME else GUESSES[0] if apart > 0 else GUESSES[2]
    return f"You guessed {guess}. In this run it ends {truth}{'' if truth == GUESSES[1] else f', by {abs(apart):.2f}'}."
