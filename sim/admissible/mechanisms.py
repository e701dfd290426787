"""In how many of the parameter sets that the study allows a mechanism carries most runs, as it carries the run that is told."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.admissible.sets import over_admissible
from sim.calibration.members import RANGES
from sim.explain.twins import CARRIED_RETENTION, CARRIED_TRUST
from sim.inputs.levers import Levers
from sim.inputs.workplace import Workplace
from sim.model import intervals
from sim.model.cast import Cast, People
from sim.model.intervals import Estimate
from sim.runs.simulate import Progress

if TYPE_CHECKING:
    from sim.explain.explanation import UnitExplanation

RUNS = 9  # of each set, and as many of each twin; an odd number, so that there is always a most


def carried_over_sets(place: Workplace, units: "tuple[UnitExplanation, ...]", parameters: Mapping[str, float] | None,
                      levers: Levers | Mapping[str, float] | None, *, sets: int, seed: int, follow_up: int, workers: int = 2,
                      contexts: str = RANGES, progress: Progress | None = None,
                      people: People | Cast | None = None) -> "tuple[UnitExplanation, ...]":
    """The same explanations, with the share of sets in which each mechanism that carried the told run carries most runs.

    parameters: values by name that hold in every set. sets: how many of them, drawn by the seed. contexts: as for over_admissible.
    Raises InputError as over_admissible.
    """
    def lived(*without: str) -> pd.DataFrame:
        return over_admissible(place, parameters, levers, sets=sets, runs=RUNS, seed=seed, follow_up=follow_up, without=without,
                               contexts=contexts, workers=workers, progress=progress, people=people)

    names = list(dict.fromkeys(c.mechanism for unit in units for c in unit.carrying))
    usual = lived() if names else pd.DataFrame()
    twins = {name: lived(name) for name in names}
    return tuple(replace(unit, contributions=tuple(
        replace(c, over_sets=_share(usual, twins[c.mechanism], unit.unit)) if c.carried else c for c in unit.contributions))
        for unit in units)


def _share(usual: pd.DataFrame, twin: pd.DataFrame, unit: str) -> Estimate:
    """Share of sets in which most runs of a unit would have been different without a mechanism."""
    ours, theirs = (rows[rows["unit"] == unit] for rows in (usual, twin))
    outcome = ours["outcome"].to_numpy() != theirs["outcome"].to_numpy()
    apart = {name: np.abs(ours[name].to_numpy(float) - theirs[name].to_numpy(float)) for name in ("retention", "trust_change")}
    carried = outcome | (apart["retention"] >= CARRIED_RETENTION) | (apart["trust_change"] >= CARRIED_TRUST)
    most = carried.reshape(-1, RUNS).mean(axis=1) > 0.5
    return intervals.share(int(most.sum()), len(most))
