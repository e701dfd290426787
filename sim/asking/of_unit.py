"""One unit's observations held against what is asked: what can be chosen, how much of a measure there will be, or how it ends."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.asking.result import MEASURE, OUTCOME, UnitAsked
from sim.inputs.workplace import Unit
from sim.model.measures import CLASSES, Measure
from sim.model.outcome import outcome_frame
from sim.observations.answers import Answer, Choice, answers
from sim.observations.seen import Seen
from sim.observations.worth import left_to_luck
from sim.priorities.observing import matters


class Option(NamedTuple):
    """What can be chosen, in words, and the week in which it begins, after which it is too late for it."""

    name: str
    begins: float


def unit_asked(question: str, of: Measure, unit: Unit, options: Sequence[Option], seen: Seen, facts: np.ndarray,
               again: bool = True) -> UnitAsked:
    """One unit's observations. facts: of each option, (options, members, runs, facts); again: whether there is a next round."""
    shape, frame = facts.shape[:-1], outcome_frame(facts)
    values = of.per_run(frame).reshape(shape)
    if question == MEASURE:
        return UnitAsked(unit, (), "", "", None, tuple(answers(seen, None, values[0])))
    if question == OUTCOME:
        ended = frame["outcome"].to_numpy().reshape(shape)[0]
        names = [one for one in CLASSES if (ended == one).any()]
        payoffs = np.stack([(ended == one).astype(float) for one in names], axis=-1)
        found = answers(seen, Choice(payoffs, np.full(len(names), np.inf), again=False), None)
    else:
        names = [one.name for one in options]
        payoffs = of.better * np.moveaxis(values - values[:1], 0, -1)
        found = _of_options(seen, payoffs, Choice(payoffs, np.array([one.begins for one in options]), matters(of), again))
    first, second = (*np.argsort(-payoffs.mean(axis=(0, 1)), kind="stable"), 0)[:2]
    return UnitAsked(unit, tuple(names), names[first], names[second], left_to_luck(payoffs), tuple(found))


def _of_options(seen: Seen, payoffs: np.ndarray, choice: Choice) -> list[Answer]:
    """What would decide between options; the number to be narrowed is the lead of the first over the second."""
    first, second = np.argsort(-payoffs.mean(axis=(0, 1)), kind="stable")[:2]
    return answers(seen, choice, payoffs[:, :, first] - payoffs[:, :, second])
