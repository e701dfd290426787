"""What each finding leaves of a parameter: plain draws from the prior that show it, whatever else they show, beside the members.

The draws are those by which the ensemble says what each finding rules out, so the shares are the same.
"""

from concurrent.futures import Executor

import numpy as np
import pandas as pd

from sim.calibration.calibrate import PLAIN_DRAWS, PLAIN_RUNS
from sim.calibration.cube import PLAIN
from sim.calibration.kept import Kept
from sim.calibration.members import Ensemble
from sim.calibration.posterior import against_prior, critical, in_ranges
from sim.calibration.recipe import Recipe
from sim.calibration.screening import holds
from sim.calibration.search import plain_draws

TOGETHER = "all together"  # where the id of a finding stands, of the members
QUANTILES = {"low": 0.05, "lower": 0.25, "median": 0.5, "upper": 0.75, "high": 0.95}
MOST = 9  # parameters


def what_is_left(ensemble: Ensemble, pool: Executor, workers: int, draws: int = PLAIN_DRAWS, most: int = MOST) -> pd.DataFrame:
    """What each calibration finding alone, and all together, leave of the parameters that the ensemble narrows most.

    draws: plain draws, each with PLAIN_RUNS runs. most: parameters and context entries. Returns a row per parameter and finding, the
    members last: parameter, finding, draws (that show it), low, lower, median, upper and high (the quantiles 5, 25, 50, 75 and 95 %, from
    0 to 1 within the range, nan without draws), width (of the middle 90 % as a share of the prior's), sure (whether it lies farther from
    the prior than chance explains over all rows together).
    """
    recipe = Recipe(ensemble.way)
    evidence = recipe()
    points, sums = plain_draws(recipe, int(ensemble.provenance["seed"]), PLAIN, draws, PLAIN_RUNS, pool, workers, Kept())
    held = holds(sums.mean, evidence.bounds)
    shown = {name: held[:, checks].all(axis=1) for name, checks in evidence.patterns.items()}
    names = [name for name in against_prior(ensemble)["parameter"] if name in evidence.cube.names][:most]
    members, several = in_ranges(ensemble), len(names) * (len(shown) + 1)
    rows = []
    for name in names:
        column = points[:, evidence.cube.names.index(name)]
        of_it = {finding: (column[which], float(which.sum())) for finding, which in shown.items()}
        of_it[TOGETHER] = (members[name].to_numpy(float), ensemble.independent)
        rows += [{"parameter": name, "finding": finding, **_told(*told, several)} for finding, told in of_it.items()]
    return pd.DataFrame(rows)


def _told(column: np.ndarray, independent: float, several: int) -> dict[str, float | bool]:
    """How draws of one parameter lie in its range, and whether chance explains that."""
    if not len(column):
        return {"draws": 0, **dict.fromkeys((*QUANTILES, "width"), np.nan), "sure": False}
    spread, steps = np.sort(column), np.arange(1, len(column) + 1) / len(column)
    distance = np.maximum(steps - spread, spread - steps + 1 / len(spread)).max()
    ends = dict(zip(QUANTILES, np.quantile(spread, list(QUANTILES.values())).tolist(), strict=True))
    sure = bool(distance > critical(independent, several))
    return {"draws": len(column), **ends, "width": (ends["high"] - ends["low"]) / 0.9, "sure": sure}
