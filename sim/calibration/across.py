"""Over the ensemble: how many members show each pattern, and which pattern fails without which mechanism."""

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from sim.calibration.calibrate import draws_of
from sim.calibration.ensemble import Ensemble
from sim.calibration.evidence import calibration_patterns, distances, targets
from sim.evidence.declaration import CALIBRATION, PREDICTION
from sim.inputs.parameters import MECHANISMS, Parameters
from sim.machine.processes import worker_processes
from sim.model import intervals
from sim.patterns import PATTERNS, check_patterns
from sim.runs.simulate import Progress

FRESH = 2_000_003  # a seed that no search has used


def shares(members: Sequence[Parameters], runs: int, workers: int, progress: Progress | None = None) -> pd.DataFrame:
    """The share of members that show each calibration and prediction pattern under fresh draws.

    Returns a row per pattern: id, tier, claim, share (an Estimate with Wilson's interval over members), default (whether the
    default parameters show it under the same draws).
    """
    ids = [pattern.id for pattern in PATTERNS.values() if pattern.tier in (CALIBRATION, PREDICTION)]
    job = partial(_shown, ids=tuple(ids), without=(), runs=runs)
    told = np.array(list(_over([*members, Parameters()], job, workers, progress)))
    return pd.DataFrame([{"id": name, "tier": PATTERNS[name].tier, "claim": PATTERNS[name].claim, "default": bool(told[-1, at]),
                          "share": intervals.share(int(told[:-1, at].sum()), len(members))} for at, name in enumerate(ids)])


def without_mechanisms(members: Sequence[Parameters], runs: int, workers: int, progress: Progress | None = None) -> pd.DataFrame:
    """The share of members that show each calibration pattern when a mechanism is switched off.

    Returns a row per mechanism, beginning with none switched off, and a column per pattern; shares from 0 to 1.
    """
    ids = tuple(pattern.id for pattern in calibration_patterns())
    names = ["", *MECHANISMS]
    jobs = [(member, (name,) if name else ()) for name in names for member in members]
    told = np.array(list(_over(jobs, partial(_shown_without, ids=ids, runs=runs), workers, progress)))
    table = told.reshape(len(names), len(members), len(ids)).mean(axis=1)
    return pd.DataFrame(table, index=pd.Index(["none", *MECHANISMS], name="switched off"), columns=list(ids))


def accepted_again(ensemble: Ensemble, members: Sequence[Parameters], workers: int, progress: Progress | None = None) -> tuple[int, int]:
    """How many members the present code still accepts: under the draws they were found with, and under fresh ones."""
    job = partial(_accepted, seed=int(ensemble.provenance["seed"]), runs=tuple(ensemble.provenance["runs"]))
    found, fresh = np.array(list(_over(members, job, workers, progress))).sum(axis=0)
    return int(found), int(fresh)


def _accepted(member: Parameters, seed: int, runs: tuple[int, int]) -> list[bool]:
    draws = [(draws_of(seed, 0), runs[0]), (draws_of(seed, 1), runs[1]), (FRESH, runs[1])]
    first, second, fresh = (distances([member], targets(), *some, most=0.0) == [0] for some in draws)
    return [first and second, fresh]


def _shown_without(job: tuple[Parameters, tuple[str, ...]], ids: tuple[str, ...], runs: int) -> list[bool]:
    return _shown(job[0], ids, job[1], runs)


def _shown(member: Parameters, ids: tuple[str, ...], without: tuple[str, ...], runs: int) -> list[bool]:
    """Whether a member shows each pattern."""
    return [result.holds for result in check_patterns(runs, FRESH, member, without, only=ids)]


def _over(jobs: Sequence[object], work: "partial[list[bool]]", workers: int, progress: Progress | None) -> Iterable[list[bool]]:
    """The work on each job, in order, over processes."""
    with worker_processes(workers) as pool:
        for done, told in enumerate(pool.map(work, jobs, chunksize=4), 1):
            yield told
            if progress:
                progress(done, len(jobs))
