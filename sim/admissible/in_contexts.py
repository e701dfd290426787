"""Whether what a run is told to have come to stands in other contexts that a workplace may have, where not all of it is known."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.calibration.members import of_study
from sim.inputs.uncertain import entries
from sim.kernel.engine import Setting
from sim.model import intervals
from sim.model.cast import SHIPPED, Cast
from sim.model.contexts import RANGES, contexts
from sim.model.outcome import outcome_frame
from sim.runs.many import facts_of_many

if TYPE_CHECKING:
    from sim.explain.explanation import UnitExplanation

CONTEXTS = 40


def stands_in_contexts(units: "tuple[UnitExplanation, ...]", told: Setting, follow_up: int, *, engine: str, how: str = RANGES,
                       cast: Cast = SHIPPED, workers: int = 2) -> "tuple[UnitExplanation, ...]":
    """The same explanations, with the share of contexts in which the run ends in the same class; as they are where none are drawn.

    told: the run that is explained, whose luck is the same in all of them. The contexts are those of sim.simulate. Those of the study's own
    workplaces belong to sets, and are told with them.
    """
    if how != RANGES or not entries(told.place) or of_study(told.place):
        return units
    settings = [told._replace(place=place) for place in contexts(told.place, told.seed, range(CONTEXTS))]
    names = [unit.name for unit in told.place.units]
    ends = outcome_frame(facts_of_many(engine, settings, [follow_up], 1, cast, workers))["outcome"].to_numpy().reshape(-1, len(names))
    alike = [int((ends[:, names.index(unit.unit)] == unit.outcome["outcome"]).sum()) for unit in units]
    return tuple(replace(unit, in_contexts=intervals.share(hits, CONTEXTS)) for unit, hits in zip(units, alike, strict=True))
