"""What an analysis of sensitivity says of a workplace not all of which is known: which inputs are not, and what its spread goes back to."""

from typing import Any, NamedTuple

import numpy as np

from sim.calibration.members import of_study
from sim.calibration.spread import Spread, World, blocks, spread
from sim.inputs.places import dotted, steps
from sim.inputs.settings import sort_settings, with_context
from sim.inputs.uncertain import entries
from sim.inputs.workplace import RANGES, Workplace
from sim.model.contexts import RECORDED
from sim.model.measures import WEEK, measure
from sim.sensitivity.question import SET, Question, Target
from sim.text.sentences import listed


class Unknown(NamedTuple):
    """What is not known of the workplace of a question.

    inputs: those that move entries which are not known for sure, by name; others: such entries that none moves, which stand as recorded at
    every point, or, where they are drawn, belong to the luck of a run. spreads: what the spread over runs goes back to where the workplace
    is as it is written, of each target. with_sets: whether parameter sets are an input.
    """

    inputs: tuple[str, ...]
    others: tuple[str, ...]
    drawn: bool
    spreads: dict[Target, Spread]
    with_sets: bool

    def of(self, target: Target) -> dict[str, Any]:
        """Plain values for one unit and measure."""
        told = self.spreads.get(target)
        others = "drawn" if self.drawn else "as_recorded"
        return {"not_known": {"inputs": list(self.inputs), others: list(self.others)}, "spread": told and told.as_record()}

    def in_words(self) -> list[str]:
        """A paragraph for the inputs, and one for each spread."""
        said, several = [], len(self.inputs) > 1
        if self.inputs:
            sets = f"{SET} is how people behave, and " if self.with_sets else ""
            said.append(f"Of the inputs, {listed(self.inputs)} {'are' if several else 'is'} not known for sure of this workplace. What "
                        f"goes back to {'them' if several else 'it'} is what a better survey would narrow; {sets}luck is chance between "
                        "runs. All above is over the ranges of the study file, any value in which is as likely as any other.")
        if self.others:
            how = "each run draws them, as part of its luck" if self.drawn else "they stand as recorded at every point"
            said.append(f"Not known for sure, but no inputs, so that {how}: {listed(self.others)}.")
        return said + [f"{f'{target.unit}: ' if len(self.spreads) > 1 else ''}Over what the workplace file leaves open instead: "
                       f"{told.in_words()}" for target, told in self.spreads.items()]


def unknown_of(question: Question, workers: int = 2) -> Unknown | None:
    """What is not known of the workplace of a question; None where all is, or of the study's own, whose contexts belong to sets.

    No spread is told of the week of launch, which not every run has.
    """
    if not entries(question.place) or of_study(question.place):
        return None
    parameters, levers, context = sort_settings(question.fixed)
    place = with_context(question.place, context)
    moves = {name: some for name, some in _moved(question, place).items() if some}
    others = [path for path in _paths(place) if not any(path in some for some in moves.values())]
    apart, whole = blocks([World(place, parameters, levers)], question.seed, question.follow_up, workers=workers), place.model_dump()
    spreads = {target: spread(of, target.unit, place, np.empty((0, 0)), apart) for target in question.targets
               if apart and (of := measure(target.measure)).unit != WEEK}
    return Unknown(tuple(moves), tuple(dotted(steps(path), whole) for path in others), question.contexts != RECORDED,
                   {target: told for target, told in spreads.items() if told}, bool(question.members))


def _moved(question: Question, place: Workplace) -> dict[str, set[str]]:
    """The paths of entries, not known for sure, that each input sets."""
    middle = question.in_levels(question.problem.scaled(np.full((1, len(question.problem)), 0.5)))
    there = question.inputs(question.points(middle), 0, middle[0]).place.model_copy(update={RANGES: place.ranges})
    return {name: set(_paths(there)) - set(_paths(with_context(there, sort_settings(dict.fromkeys(keys, at))[2])))
            for name, keys, at in zip(question.problem.names, question.keys, middle[0].tolist(), strict=True)}


def _paths(place: Workplace) -> list[str]:
    return [one.path for one in entries(place)]
