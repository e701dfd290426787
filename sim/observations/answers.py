"""Every observation held against a choice that is to be made, or a number that is to be known; and which of them help most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.inputs.phases import LAUNCH_WEEK
from sim.observations.observations import Observation
from sim.observations.seen import Seen
from sim.observations.worth import Narrowing, Worth, narrowing, worth

NOTHING_HELPS = "no observation that was tried tells more than chance"


@dataclass(frozen=True)
class Choice:
    """What is to be chosen among. payoffs: (members, runs, choices), larger being better.

    begins: the week of the project in which each choice begins, after which it is too late for it; infinite where it never is.
    matters: a smaller difference makes no choice wrong. again: whether the same can be chosen at a next round, with new luck.
    """

    payoffs: np.ndarray
    begins: np.ndarray
    matters: float = 0.0
    again: bool = True


@dataclass(frozen=True)
class Answer:
    """What an observation would tell. answers: how many are asked or counted. hours: it takes.

    still: how many choices are then still open. again: whether it tells about the next round, not about this one. worth: for the choice.
    narrowing: of the number.
    """

    observation: Observation
    answers: int
    hours: float
    still: int
    again: bool
    worth: Worth | None
    narrowing: Narrowing | None

    @property
    def clear(self) -> bool:
        """Whether it helps by more than chance."""
        one = self.worth or self.narrowing
        return one is not None and one.clear

    @property
    def help(self) -> float:
        """How much it helps: by what it is worth, or by the share of variance that it takes away."""
        return self.worth.gain.value if self.worth else 1 - self.narrowing.left.value if self.narrowing else 0.0


def answers(seen: Seen, choice: Choice | None, number: np.ndarray | None) -> list[Answer]:
    """Every observation, the one that helps most first. number: what is to be known, (members, runs)."""
    asked = seen.asked
    found = [_answer(one, seen, choice, number, len(asked)) for one in asked]
    return sorted(found, key=lambda one: -one.help)


def _answer(one: Observation, seen: Seen, choice: Choice | None, number: np.ndarray | None, among: int) -> Answer:
    shown, unit = seen.answers(one), seen.units[0]
    worthy, still, again = None, 0, False
    if choice is not None:
        again = choice.again and one.week > LAUNCH_WEEK
        able = np.ones(len(choice.begins), bool) if again else choice.begins > one.week
        still, worthy = int(able.sum()), worth(choice.payoffs, shown, able, choice.matters, among, again, seen.whose)
    narrowed = None if number is None else narrowing(number, shown, among, seen.whose)
    return Answer(one, one.answers(unit), one.hours(unit), still, again, worthy, narrowed)


def most_helpful(found: Sequence[Answer], most: int = 2) -> list[Answer]:
    """Those that help most by more than chance, each about something else."""
    kept: list[Answer] = []
    for one in found:
        if one.clear and one.observation.what not in {other.observation.what for other in kept} and len(kept) < most:
            kept.append(one)
    return kept
