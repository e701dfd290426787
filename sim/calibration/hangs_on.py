"""Which of the two an answer hangs on: how people behave, or what a workplace is like.

A measure of a unit is taken for each member, in the member's own contexts, and regressed on the member's parameters, on its entries of that
workplace, and on both, with their squares. A share of variance is what a regression predicts of members it has not seen.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.calibration.evidence import Runs, facts_of_units
from sim.calibration.members import Ensemble
from sim.calibration.posterior import CONTEXT, in_ranges, moved_in
from sim.errors import InputError
from sim.evidence.arms import Arm
from sim.inputs.reading import load_workplace, workplaces
from sim.model.intervals import Estimate
from sim.model.measures import NUMBERS

FOLDS = 10
LEAST = 30  # members, below which folds of them say nothing
RIDGES = (1.0, 10.0, 100.0, 1000.0)
SEED_OF_ANSWERS = 3_000_017  # which no search uses, and no check of members


class Answer(NamedTuple):
    """What a measure of a unit hangs on, as shares of its variance over members; runs: the luck of the runs behind each."""

    unit: str
    mean: float
    spread: float
    behaviour: Estimate
    contexts: Estimate
    both: Estimate
    runs: float


def hangs_on(ensemble: Ensemble, measure: str, count: int, runs: int) -> list[Answer]:
    """What a measure of each unit of the study hangs on, over so many members."""
    numbers = ensemble.spread(count)
    if len(numbers) < LEAST:
        raise InputError(f"{len(numbers)} members are too few to say what {measure} hangs on: {LEAST} or more")
    table = in_ranges(ensemble).iloc[numbers]
    of_contexts = {name for name, one in moved_in(ensemble).items() if one.mechanism == CONTEXT}
    told = []
    for name in workplaces():
        place = load_workplace(name)
        sets, where = [ensemble.members[number] for number in numbers], [ensemble.place(number, place) for number in numbers]
        seeds = np.full(len(numbers), SEED_OF_ANSWERS)
        facts = facts_of_units(Arm(workplace=place.name), sets, where, seeds, runs * np.array(numbers), runs)
        behaviour = table[[column for column in table if column not in of_contexts]]
        contexts = table[[column for column in table if column in of_contexts and column.startswith(f"{place.name}:")]]
        for unit, some in facts.items():
            shown = np.asarray(Runs(some)[measure], float)
            answer = shown.mean(axis=1)
            one, other, both = (predicted(answer, some.to_numpy(float)) for some in
                                (behaviour, contexts, pd.concat([behaviour, contexts], axis=1)))
            told.append(Answer(unit, float(answer.mean()), float(answer.std(ddof=1)), one, other, both, luck(shown)))
    return told


def luck(shown: np.ndarray) -> float:
    """The share of the variance between members that the chance of their few runs makes; shown: (members, runs)."""
    return min(1.0, float(shown.var(axis=1, ddof=1).mean() / shown.shape[1] / max(shown.mean(axis=1).var(ddof=1), 1e-300)))


def predicted(answer: np.ndarray, within: np.ndarray) -> Estimate:
    """The share of the variance of answers that straight lines and squares predict of members they were not fitted to, at least 0."""
    if not within.shape[1] or not answer.std():
        return Estimate(0.0, 0.0, 0.0, len(answer))
    centred = (within - 0.5) * np.sqrt(12)
    terms = np.hstack([centred, (centred**2 - 1) / np.sqrt(0.8)])
    fold = np.arange(len(answer)) % FOLDS
    missed = np.array([[((answer[fold == one] - _ridge(terms, answer, fold != one, ridge)[fold == one]) ** 2).sum() for one in range(FOLDS)]
                       for ridge in RIDGES])
    best = missed[missed.sum(axis=1).argmin()]
    whole = ((answer - answer.mean()) ** 2).sum()
    value = 1 - best.sum() / whole
    error = 1.96 * np.sqrt(FOLDS) * best.std(ddof=1) / whole
    return Estimate(max(0.0, float(value)), max(0.0, float(value - error)), min(1.0, max(0.0, float(value + error))), len(answer))


def _ridge(terms: np.ndarray, answer: np.ndarray, learnt: np.ndarray, ridge: float) -> np.ndarray:
    own, middle = terms[learnt], answer[learnt].mean()
    weights = np.linalg.solve(own.T @ own + ridge * np.eye(own.shape[1]), own.T @ (answer[learnt] - middle))
    return np.asarray(middle + terms @ weights)


def measures() -> list[str]:
    """The measures that can be asked for."""
    return [name for name in NUMBERS if name != "launch_week"]  # which runs without a launch do not have
