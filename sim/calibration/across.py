"""Over the ensemble: how many members show each pattern, and which pattern fails without which mechanism."""

from concurrent.futures import Executor
from itertools import batched

import numpy as np
import pandas as pd

from sim.calibration.evidence import Checks
from sim.calibration.members import Ensemble
from sim.calibration.recipe import Recipe
from sim.calibration.screening import holds, sums_of
from sim.calibration.search import made, processes
from sim.evidence.declaration import CALIBRATION, PREDICTION
from sim.inputs.parameters import MECHANISMS, PARAMETERS
from sim.model import intervals
from sim.patterns import PATTERNS
from sim.runs.simulate import Progress

SEED_OF_CHECKS = 2_000_003  # which no search uses, so that draws are fresh
AT_A_TIME = 5  # members that a process takes at a time


def shares(ensemble: Ensemble, count: int, runs: int, workers: int, progress: Progress | None = None) -> pd.DataFrame:
    """The share of so many members that show each calibration and prediction pattern under fresh draws.

    Returns a row per pattern: id, tier, claim, share (an Estimate with Wilson's interval over members), default (whether the
    default parameters show it under the same draws, in the workplaces as recorded).
    """
    recipe = Recipe(ensemble.way, uses=(CALIBRATION, PREDICTION))
    evidence = recipe()
    rows = np.vstack([ensemble.rows(evidence.cube, ensemble.spread(count)), _default(evidence)])
    with processes(workers) as pool:
        told = _shown(recipe, rows, runs, pool, progress)
    return pd.DataFrame([{"id": name, "tier": PATTERNS[name].tier, "claim": PATTERNS[name].claim, "default": bool(column[-1]),
                          "share": intervals.share(int(column[:-1].sum()), len(column) - 1)}
                         for name, column in zip(evidence.patterns, told.T, strict=True) if name in PATTERNS])


def without_mechanisms(ensemble: Ensemble, count: int, runs: int, workers: int, progress: Progress | None = None) -> pd.DataFrame:
    """The share of so many members that show each calibration pattern when a mechanism is switched off.

    Returns a row per mechanism, beginning with none switched off, and a column per pattern; shares from 0 to 1.
    """
    recipe = Recipe(ensemble.way)
    evidence = recipe()
    rows, at = ensemble.rows(evidence.cube, ensemble.spread(count)), {name: number for number, name in enumerate(evidence.cube.names)}
    off = [rows.copy() for _ in range(len(MECHANISMS) + 1)]
    for some, neutral in zip(off[1:], MECHANISMS.values(), strict=True):
        for name, value in neutral.items():
            some[:, at[name]] = value
    with processes(workers) as pool:
        told = _shown(recipe, np.vstack(off), runs, pool, progress).reshape(len(off), len(rows), -1)
    return pd.DataFrame(told.mean(axis=1), index=pd.Index(["none", *MECHANISMS], name="switched off"), columns=list(evidence.patterns))


def accepted_again(ensemble: Ensemble, count: int, workers: int, progress: Progress | None = None) -> tuple[int, int]:
    """How many of so many members show all calibration patterns under fresh draws; and how many were looked at."""
    recipe, runs = Recipe(ensemble.way), int(ensemble.provenance["runs"][1])
    rows = ensemble.rows(recipe().cube, ensemble.spread(count))
    with processes(workers) as pool:
        return int(_shown(recipe, rows, runs, pool, progress).all(axis=1).sum()), len(rows)


def _default(evidence: Checks) -> np.ndarray:
    """The default parameters in the workplaces as recorded, as a row of values."""
    entries = evidence.cube.named_entries.values()
    return np.array([*(one.default for one in PARAMETERS.values()), *(entry.recorded for entry in entries)])


def _shown(recipe: Recipe, rows: np.ndarray, runs: int, pool: Executor, progress: Progress | None) -> np.ndarray:
    """Whether each row of values shows each pattern; rows differ in all but their draws."""
    parts: list[np.ndarray] = []
    several = [np.array(some) for some in batched(rows, AT_A_TIME)]
    for done, part in enumerate(pool.map(shown_patterns, *zip(*((recipe, some, runs) for some in several), strict=True)), 1):
        parts.append(part)
        if progress:
            progress(min(done * AT_A_TIME, len(rows)), len(rows))
    return np.concatenate(parts)


def shown_patterns(recipe: Recipe, rows: np.ndarray, runs: int) -> np.ndarray:
    """Whether each row of values shows each pattern, of shape (rows, patterns)."""
    evidence = made(recipe)
    assert isinstance(evidence, Checks)
    means = np.empty((len(rows), len(evidence.targets)))
    seeds, firsts = np.full(len(rows), SEED_OF_CHECKS), np.zeros(len(rows), int)
    for group in evidence.groups:
        means[:, list(group.checks)] = sums_of(evidence, group, rows, seeds, firsts, runs).mean
    held = holds(means, evidence.bounds)
    return np.stack([held[:, checks].all(axis=1) for checks in evidence.patterns.values()], axis=1)

