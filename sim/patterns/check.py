"""Check patterns: simulate the arms they need, each once, and hold every pattern against its bounds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import pandas as pd

from sim.complaints import Complaint, no_such
from sim.draws import whole_number
from sim.parameters import Parameters, make_parameters
from sim.patterns.arms import run_arm
from sim.patterns.declaration import Pattern, Sample
from sim.patterns.literature import LITERATURE_PATTERNS
from sim.patterns.results import PatternResult, judge
from sim.patterns.study import AIMS, OBSERVED, PREDICTED
from sim.runs import People, Progress, check_engine

PATTERNS: dict[str, Pattern] = {p.id: p for p in (*OBSERVED, *PREDICTED, *LITERATURE_PATTERNS, *AIMS)}


def check_patterns(runs: int = 200, seed: int = 0, parameters: Parameters | Mapping[str, float] | None = None,
                   without: Iterable[str] = (), workers: int = 1, progress: Progress | None = None,
                   only: Iterable[str] | None = None, engine: str = "fast", people: People | None = None) -> list[PatternResult]:
    """Hold the model against the patterns.

    runs: paired runs per arm, and random contexts for the literature. without: mechanisms to switch off.
    workers: processes; no result depends on it. progress: called with runs done and runs in all.
    only: ids of PATTERNS; just the arms these need are simulated. people: as for sim.simulate, with engine "mesa".
    Returns a PatternResult per pattern, in the order of PATTERNS.
    Raises Complaint, before the first run, for what cannot be used.
    """
    wanted, full = chosen(only), make_parameters(parameters, without)
    runs, workers, seed = whole_number("runs", runs), whole_number("workers", workers), whole_number("seed", seed)
    if runs < 1 or workers < 1:
        raise Complaint("runs and workers are whole numbers from 1 on")
    check_engine(engine, people)
    names = list(dict.fromkeys(arm for pattern in wanted for arm in pattern.arms()))
    job = partial(run_arm, runs=runs, seed=seed, parameters=full, engine=engine, people=people)
    samples: dict[Sample, pd.DataFrame] = {}
    for done, (name, frame) in enumerate(zip(names, simulated(job, names, workers), strict=True), start=1):
        samples.update({Sample(name, str(unit)): part.set_index("run") for unit, part in frame.groupby("unit")})
        if progress:
            progress(done * runs, len(names) * runs)
    return [judge(pattern, samples, runs) for pattern in wanted]


def chosen(only: Iterable[str] | None) -> list[Pattern]:
    """The patterns of these ids, all of them without any; raises Complaint for an unknown id."""
    if only is None:
        return list(PATTERNS.values())
    ids = {only} if isinstance(only, str) else set(only)
    for unknown in sorted(ids - set(PATTERNS)):
        raise Complaint(no_such("pattern", unknown, PATTERNS))
    return [pattern for pattern in PATTERNS.values() if pattern.id in ids]


def simulated(job: "partial[pd.DataFrame]", names: Sequence[str], workers: int) -> Iterator[pd.DataFrame]:
    """Frames of the arms in their order; arms, not runs, are shared out, so processes start only once."""
    if workers == 1:
        yield from map(job, names)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(job, names)
