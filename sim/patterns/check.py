"""Check patterns: simulate the arms they need, each once, and hold every pattern against its bounds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import pandas as pd

from sim.errors import check_progress, known, names_of, whole_number
from sim.inputs.parameters import Parameters, make_parameters
from sim.machine.processes import worker_processes
from sim.model.cast import Cast, People, cast_of
from sim.patterns.arms import run_arm
from sim.patterns.declaration import Pattern, Sample
from sim.patterns.literature import LITERATURE_PATTERNS
from sim.patterns.results import PatternResult, judge
from sim.patterns.study import AIMS, OBSERVED, PREDICTED
from sim.runs.simulate import Progress, engine_for

PATTERNS: dict[str, Pattern] = {p.id: p for p in (*OBSERVED, *PREDICTED, *LITERATURE_PATTERNS, *AIMS)}


def check_patterns(runs: int = 200, seed: int = 0, parameters: Parameters | Mapping[str, float] | None = None,
                   without: Iterable[str] = (), workers: int = 1, progress: Progress | None = None,
                   only: Iterable[str] | None = None, engine: str = "fast", people: People | Cast | None = None) -> list[PatternResult]:
    """Hold the model against the patterns.

    runs: paired runs per arm, and random contexts for the literature. without: mechanisms to switch off.
    workers: processes (threads on the fast engine); no result depends on it. progress: called with runs done and runs in all.
    only: ids of PATTERNS; just the arms these need are simulated. people: as for sim.simulate.
    Returns a PatternResult per pattern, in the order of PATTERNS.
    Raises InputError, before the first run, for what cannot be used.
    """
    wanted, full = chosen(only), make_parameters(parameters, without)
    runs, workers, seed = whole_number("runs", runs, least=1), whole_number("workers", workers, least=1), whole_number("seed", seed)
    cast = cast_of(people)
    engine = engine_for(engine, cast)
    check_progress(progress)
    names = list(dict.fromkeys(arm for pattern in wanted for arm in pattern.arms()))
    processes, threads = (1, workers) if engine != "mesa" else (workers, 1)
    job = partial(run_arm, runs=runs, seed=seed, parameters=full, engine=engine, cast=cast, workers=threads)
    samples: dict[Sample, pd.DataFrame] = {}
    for done, (name, frame) in enumerate(zip(names, simulated(job, names, processes), strict=True), start=1):
        samples.update({Sample(name, str(unit)): part.set_index("run") for unit, part in frame.groupby("unit")})
        if progress:
            progress(done * runs, len(names) * runs)
    return [judge(pattern, samples, runs) for pattern in wanted]


def chosen(only: Iterable[str] | None) -> list[Pattern]:
    """The patterns of these ids, all of them without any; raises InputError for an unknown id."""
    if only is None:
        return list(PATTERNS.values())
    ids = {known("pattern", one, PATTERNS) for one in names_of("only", only)}
    return [pattern for pattern in PATTERNS.values() if pattern.id in ids]


def simulated(job: "partial[pd.DataFrame]", names: Sequence[str], workers: int) -> Iterator[pd.DataFrame]:
    """Frames of the arms in their order; arms, not runs, are shared out, so processes start only once."""
    if workers == 1:
        yield from map(job, names)
        return
    with worker_processes(min(workers, len(names))) as pool:
        yield from pool.map(job, names)
