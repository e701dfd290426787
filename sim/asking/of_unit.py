"""One unit's observations held against what is asked: what can be chosen, how much of a measure there will be, or how it ends."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.asking.result import MEASURE, OUTCOME, UnitAsked
from sim.inputs.workplace import Unit
from sim.model.measures import CLASSES, Measure
from sim.model.outcome import outcome_frame
from sim.observations.answers import Choice, answers
from sim.observations.seen import Seen
from sim.observations.worth import left_to_luck
from sim.priorities.observing import matters


class Option(NamedTuple):
    """What can be chosen, in words, and the week in which it begins, after which it is too late for it.

    lever: what it is, where the same can begin in several weeks.
    """

    name: str
    begins: float
    lever: str = ""


def unit_asked(question: str, of: Measure, unit: Unit, options: Sequence[Option], seen: Seen, facts: np.ndarray,
               again: bool = True) -> UnitAsked:
    """One unit's observations. facts: of each option, (options, members, runs, facts); again: whether there is a next round."""
    shape, frame = facts.shape[:-1], outcome_frame(facts)
    values = of.per_run(frame).reshape(shape)
    if question == MEASURE:
        return UnitAsked(unit, (), "", "", None, tuple(answers(seen, None, values[0])))
    if question == OUTCOME:
        ended = frame["outcome"].to_numpy().reshape(shape)[0]
        names = levers = [one for one in CLASSES if (ended == one).any()]
        payoffs = np.stack([(ended == one).astype(float) for one in names], axis=-1)
        choice = Choice(payoffs, np.full(len(names), np.inf), again=False)
    else:
        names, levers = [one.name for one in options], [one.lever or one.name for one in options]
        payoffs = of.better * np.moveaxis(values - values[:1], 0, -1)
        choice = Choice(payoffs, np.array([one.begins for one in options]), matters(of), again)
    first, second = two_best(payoffs, levers)
    lead = None if question == OUTCOME else payoffs[:, :, first] - payoffs[:, :, second]
    return UnitAsked(unit, tuple(names), names[first], names[second], left_to_luck(payoffs), tuple(answers(seen, choice, lead)))


def two_best(payoffs: np.ndarray, levers: Sequence[str]) -> tuple[int, int]:
    """The choice that pays most on average, and the next one that is another lever; the same where there is none."""
    first, *rest = (int(at) for at in np.argsort(-payoffs.mean(axis=(0, 1)), kind="stable"))
    return first, next((at for at in rest if levers[at] != levers[first]), first)
