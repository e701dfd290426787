"""What the spread of an answer goes back to: how people behave, what the workplace is like, or chance.

Of runs: spreads, which sim.calibration.spread makes for every command. Of means over sets of the study's own workplaces, whose contexts
belong to the sets: shares of sim.calibration.hangs_on, what a regression on the one or the other predicts of sets it has not seen.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.admissible.directions import per_set_and_run
from sim.admissible.wording import subject
from sim.calibration.drawn import draw
from sim.calibration.hangs_on import luck, predicted
from sim.calibration.spread import Spread, World, blocks, spread
from sim.inputs.parameters import PARAMETERS
from sim.inputs.uncertain import entries
from sim.inputs.workplace import Workplace
from sim.model.cast import SHIPPED, Cast
from sim.model.intervals import Estimate
from sim.model.measures import Measure

LEAST_SETS = 200  # with fewer, a regression on all parameters finds next to nothing of what there is


class Split(NamedTuple):
    """Shares of the variance of a measure over sets. runs: the luck of the runs of each."""

    measure: Measure
    behaviour: Estimate
    contexts: Estimate
    runs: float

    def as_record(self) -> dict[str, Any]:
        """Plain values."""
        return {"measure": self.measure.name, "behaviour": self.behaviour, "contexts": self.contexts, "runs": self.runs}

    def in_words(self) -> str:
        """The shares in plain sentences; one that chance explains as well is not given as a number."""
        of, sets = subject(self.measure), self.behaviour.runs
        if not (self.behaviour.low > 0 or self.contexts.low > 0):
            return f"In the model, {sets} sets do not tell whether the spread of {of} goes back to behaviour or to contexts."
        behaviour, contexts = (f"about {100 * one.value:.0f} %" if one.low > 0 else "no clear share"
                               for one in (self.behaviour, self.contexts))
        return (f"In the model, of the spread of {of} over {sets} sets, {behaviour} goes back to behaviour, {contexts} to contexts. "
                f"Chance between runs makes about {100 * self.runs:.0f} %; the rest cannot be told apart.")


def split(measure: Measure, place: Workplace, contexts: str, first: pd.DataFrame, second: pd.DataFrame | None = None) -> Split | None:
    """What the spread of a measure goes back to; None for too few sets, where all are alike or have the same workplace, and where
    contexts are drawn, so that spreads tells more.

    first: rows of over_admissible of one unit, of the shipped ensemble; second: the same in another world, for the differences pair by
    pair. place: as it is there before any change; contexts: as it was asked for.
    """
    told = per_set_and_run(measure, first if second is None else second)
    if second is not None:
        told = told - per_set_and_run(measure, first)
    sets, answer = len(told), told.mean(axis=1)
    members = draw(sets, int(first["seed"].iloc[0]), contexts=contexts).sorted()
    places = members.places(place)
    if sets < LEAST_SETS or np.ptp(answer) == 0 or members.draws(place) or all(one is place for one in places):
        return None
    behaviour = np.array([[(getattr(one, name) - of.low) / (of.high - of.low) for name, of in PARAMETERS.items()]
                          for one in members.parameters])
    entered = np.array([[(one.entry(of.path) - of.low) / (of.high - of.low) for of in entries(place)] for one in places])
    return Split(measure, predicted(answer, behaviour), predicted(answer, entered), luck(told))


def spreads(of: Measure, worlds: Sequence[World], *over: pd.DataFrame, contexts: str, cast: Cast = SHIPPED, workers: int = 2,
            ) -> dict[str, Spread]:
    """What the spread of a measure over runs, or of what a second world changes of it, goes back to; by unit, where it can be told.

    over: rows of over_admissible of each world, of all units, of the shipped ensemble.
    """
    place, seed, weeks = worlds[0].place, int(over[0]["seed"].iloc[0]), int(over[0]["follow_up"].iloc[0])
    apart = blocks(worlds, seed, weeks, contexts=contexts, cast=cast, workers=workers)
    found = {}
    for unit in [one.name for one in place.units if (over[0]["unit"] == one.name).any()]:
        first, *second = (per_set_and_run(of, rows[rows["unit"] == unit]) for rows in over)
        told = second[0] - first if second else first
        if one := spread(of, unit, place, told, apart, contexts=contexts, changes=bool(second)):
            found[unit] = one
    return found
