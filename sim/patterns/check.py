"""Hold findings against the model: simulate the arms they need, each once, and judge every check by its bound."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from sim.errors import check_progress, names_of, whole_number
from sim.evidence.arms import Arm
from sim.evidence.declaration import CALIBRATION, Finding, Sample
from sim.evidence.reading import NUMBERS, STUDY, WIDER, chosen, findings, of_file
from sim.inputs.parameters import Parameters, make_parameters
from sim.machine.processes import worker_processes
from sim.model.cast import Cast, People, cast_of
from sim.patterns.arms import run_arm
from sim.patterns.evidence import Evidence
from sim.patterns.results import PatternResult, judge
from sim.runs.simulate import Progress, engine_for

PATTERNS: dict[str, Finding] = {one.id: one for name in (STUDY, WIDER, NUMBERS) for one in of_file(name)
                                if name != NUMBERS or one.use == CALIBRATION}  # with all that parameters were chosen on
Given = Parameters | Mapping[str, float] | None


def check_patterns(runs: int = 200, seed: int = 0, parameters: Given = None, without: Iterable[str] = (), workers: int = 1,
                   progress: Progress | None = None, only: Iterable[str] | None = None, engine: str = "fast",
                   people: People | Cast | None = None) -> list[PatternResult]:
    """Hold the model against the patterns.

    runs: paired runs per arm, and random contexts for the literature. without: mechanisms to switch off.
    workers: processes (threads on the fast engine); no result depends on it. progress: called with runs done and runs in all.
    only: ids of PATTERNS; just the arms these need are simulated. people: as for sim.simulate.
    Returns a PatternResult per pattern, in the order of PATTERNS.
    Raises InputError, before the first run, for what cannot be used.
    """
    wanted = chosen(PATTERNS.values(), None if only is None else names_of("only", only), "pattern")
    return held(wanted, runs, seed, parameters, without, workers, progress, engine, people)


def check_evidence(file: str | Path | None = None, only: Iterable[str] | None = None, runs: int = 200, seed: int = 0,
                   parameters: Given = None, without: Iterable[str] = (), workers: int = 1, progress: Progress | None = None,
                   engine: str = "fast", people: People | Cast | None = None) -> Evidence:
    """Hold the model against all evidence: the patterns, the numbers from elsewhere, and the findings of a file of one's own.

    file: findings as docs/evidence.md says. only: ids of findings. Everything else as for check_patterns.
    Raises InputError, before the first run, for what cannot be used.
    """
    asked = chosen(findings(file), None if only is None else names_of("only", only))
    told = held([one for one in asked if one.checks], runs, seed, parameters, without, workers, progress, engine, people)
    return Evidence(tuple(asked), tuple(told), int(runs), int(seed))


def held(wanted: Sequence[Finding], runs: int = 200, seed: int = 0, parameters: Given = None, without: Iterable[str] = (),
         workers: int = 1, progress: Progress | None = None, engine: str = "fast",
         people: People | Cast | None = None) -> list[PatternResult]:
    """The results of some findings, in their order; everything else as for check_patterns."""
    full = make_parameters(parameters, without)
    runs, workers, seed = whole_number("runs", runs, least=1), whole_number("workers", workers, least=1), whole_number("seed", seed)
    cast = cast_of(people)
    engine = engine_for(engine, cast)
    check_progress(progress)
    arms = {name: arm for one in wanted for name, arm in one.arms.items()}
    processes, threads = (1, workers) if engine != "mesa" else (workers, 1)
    job = partial(run_arm, runs=runs, seed=seed, parameters=full, engine=engine, cast=cast, workers=threads)
    samples: dict[Sample, pd.DataFrame] = {}
    for done, (name, frame) in enumerate(zip(arms, simulated(job, list(arms.values()), processes), strict=True), start=1):
        samples.update({Sample(name, str(unit)): part.set_index("run") for unit, part in frame.groupby("unit")})
        if progress:
            progress(done * runs, len(arms) * runs)
    return [judge(one, samples, runs) for one in wanted]


def simulated(job: "partial[pd.DataFrame]", arms: Sequence[Arm], workers: int) -> Iterator[pd.DataFrame]:
    """Frames of the arms in their order; arms, not runs, are shared out, so processes start only once."""
    if workers == 1 or not arms:
        yield from map(job, arms)
        return
    with worker_processes(min(workers, len(arms))) as pool:
        yield from pool.map(job, arms)
