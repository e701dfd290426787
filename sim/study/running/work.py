"""A chunk of runs, from its name to its file: what every thread, process and machine does."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.errors import InputError
from sim.model.cast import SHIPPED, Cast
from sim.model.outcome import COLUMNS
from sim.runs.engines import Inputs, Piece, pieces_of_facts, weekly_series
from sim.runs.simulate import fingerprints
from sim.study.measures import measure_values
from sim.study.running.chunks import Chunk
from sim.study.store.checks import notes_of
from sim.study.store.parts import FACTS, FAILED, WEEKS, Labels, part_path, write_table
from sim.study.store.study_folder import Job, load_to_run
from sim.study.store.versions import code_fingerprint


class Receipt(NamedTuple):
    """What comes back of a chunk: no rows, they are in the store."""

    chunk: Chunk
    values: np.ndarray  # of the named measure, shape (runs, follow-ups x units); of several points one after the other, in a column
    failed: int
    simulating: float  # seconds
    writing: float  # seconds, of all that is not simulating


class Lived(NamedTuple):
    """The runs of a point that came to an end, and why the others did not."""

    inputs: Inputs | None
    facts: np.ndarray  # shape (runs, follow-ups x units, COLUMNS)
    runs: np.ndarray  # their numbers
    failures: list[tuple[int, str]]


def work(folder: str, engine: str, chunk: Chunk, cast: Cast = SHIPPED, people_files: tuple[Path | None, ...] = ()) -> Receipt:
    """Run a chunk and write its file, whole or not at all; runs that fail stand in a file of their own with their reasons.

    people_files: where those of the workplaces are. Raises InputError when it cannot be written, when this machine has other code than the
    study, or a people file is gone or was changed.
    """
    job = load_to_run(Path(folder), people_files)
    if job.code != code_fingerprint():
        raise InputError(f"{folder} is run by other code than this worker has ({job.code} and {code_fingerprint()})")
    job = replace(job, points=replace(job.points, cast=cast))
    begun = time.perf_counter()
    lived = live(job, engine, chunk)
    weeks = weekly_columns(job, engine, chunk, lived) if job.manifest["keep"] else None
    simulated = time.perf_counter()
    failed = sum(len(some.failures) for some in lived)
    tables = {FAILED: failed_columns(chunk, lived) if failed else None, WEEKS: weeks, FACTS: fact_columns(job, chunk, lived)}
    for kind, columns in tables.items():  # the facts last: with them the chunk is done
        path = part_path(job.folder, chunk, kind)
        if columns:
            write_table(path, columns, notes_of(job, chunk, kind, failed))
        else:
            path.unlink(missing_ok=True)
    values = [named_values(job, some, chunk) for some in lived]
    return Receipt(chunk, values[0] if len(values) == 1 else np.concatenate([v.reshape(-1, 1) for v in values]),
                   failed, simulated - begun, time.perf_counter() - simulated)


def live(job: Job, engine: str, chunk: Chunk) -> list[Lived]:
    """The runs of each point of a chunk; a point that cannot be made has only runs that failed."""
    told = [_inputs(job, point) for point in chunk.points]
    sound = [inputs for inputs in told if not isinstance(inputs, str)]
    found = iter(pieces_of_facts(engine, sound, job.manifest["seed"], job.manifest["follow_ups"], chunk.first_run, chunk.last_run))
    return [_without_runs(inputs, chunk) if isinstance(inputs, str) else _put_together(job, inputs, next(found)) for inputs in told]


def _inputs(job: Job, point: int) -> Inputs | str:
    """What a point is run with, or why it cannot be."""
    try:
        return job.points.inputs(point)
    except InputError as complaint:
        return str(complaint)


def _without_runs(why: str, chunk: Chunk) -> Lived:
    runs = range(chunk.first_run, chunk.last_run)
    return Lived(None, np.empty((0, 0, len(COLUMNS))), np.empty(0, int), [(run, why) for run in runs])


def _put_together(job: Job, inputs: Inputs, pieces: list[Piece]) -> Lived:
    empty = np.empty((0, len(job.manifest["follow_ups"]) * len(inputs.place.units), len(COLUMNS)))
    facts = [piece for _, piece in pieces if not isinstance(piece, str)]
    runs = [run for start, piece in pieces if not isinstance(piece, str) for run in range(start, start + len(piece))]
    failures = [(start, piece) for start, piece in pieces if isinstance(piece, str)]
    return Lived(inputs, facts[0] if len(facts) == 1 else np.concatenate([empty, *facts]), np.array(runs, int), failures)


def fact_columns(job: Job, chunk: Chunk, lived: list[Lived]) -> dict[str, np.ndarray | Labels]:
    """A row per run, follow-up and unit: study, point, run, unit, seed, follow_up, the facts, and the fingerprint."""
    weeks = np.array(job.manifest["follow_ups"], np.int16)
    units = [[unit.name for unit in some.inputs.place.units] if some.inputs else [] for some in lived]
    names = list(dict.fromkeys(name for some in units for name in some))
    rows = [some.facts.shape[0] * some.facts.shape[1] for some in lived]
    code = [np.array([names.index(name) for name in some], np.int16) for some in units]
    facts = np.concatenate([some.facts.reshape(-1, len(COLUMNS)) for some in lived])
    told = iter(fingerprints([some.inputs[:3] for some in lived if some.inputs], job.points.cast, job.points.contexts))
    prints = [next(told) if some.inputs else "" for some in lived]
    columns: dict[str, np.ndarray | Labels] = {
        "study": Labels(np.zeros(len(facts), np.int8), [job.manifest["study"]]),
        "point": np.repeat(np.arange(chunk.first_point, chunk.last_point, dtype=np.int32), rows),
        "run": np.concatenate([np.repeat(some.runs, some.facts.shape[1]) for some in lived]).astype(np.int32),
        "unit": Labels(np.concatenate([np.tile(c, len(some.runs) * len(weeks)) for c, some in zip(code, lived, strict=True)]), names),
        "seed": np.full(len(facts), job.manifest["seed"], np.int64),
        "follow_up": np.concatenate([np.tile(np.repeat(weeks, len(c)), len(some.runs)) for c, some in zip(code, lived, strict=True)]),
    }
    columns |= dict(zip(COLUMNS, np.ascontiguousarray(facts.T), strict=True))
    return {**columns, "fingerprint": Labels(np.repeat(np.arange(len(lived), dtype=np.int32), rows), prints)}


def failed_columns(chunk: Chunk, lived: list[Lived]) -> dict[str, np.ndarray | Labels]:
    """A row per run that failed: point, run and the reason."""
    rows = [(point, run, why) for point, some in zip(chunk.points, lived, strict=True) for run, why in some.failures]
    points, runs, reasons = zip(*rows, strict=True)
    return {"point": np.array(points, np.int32), "run": np.array(runs, np.int32), "reason": np.array(reasons, object)}


def weekly_columns(job: Job, engine: str, chunk: Chunk, lived: list[Lived]) -> dict[str, np.ndarray | Labels]:
    """A row per run, unit and week: point, run, unit, week and the chosen series."""
    keep, last = job.manifest["keep"], job.manifest["follow_ups"][-1]
    names = list(dict.fromkeys(unit.name for some in lived if some.inputs for unit in some.inputs.place.units))
    keys, tables = [np.empty((0, 4), np.int64)], [np.empty((0, len(keep)))]
    for point, some in zip(chunk.points, lived, strict=True):
        if some.inputs is None:
            continue
        numbers = np.array([names.index(one.name) for one in some.inputs.place.units])
        for run in some.runs.tolist():
            series = weekly_series(engine, some.inputs, job.manifest["seed"], run, last, keep)
            unit, week = np.indices(series.shape[:2]).reshape(2, -1)
            keys.append(np.column_stack([np.full_like(week, point), np.full_like(week, run), numbers[unit], week]))
            tables.append(series.reshape(-1, len(keep)))
    key, table = np.concatenate(keys).astype(np.int32), np.concatenate(tables)
    points, runs, units, weeks = (np.ascontiguousarray(column) for column in key.T)
    columns: dict[str, np.ndarray | Labels] = {"point": points, "run": runs, "unit": Labels(units, names), "week": weeks}
    return columns | {name: np.ascontiguousarray(table[:, i]) for i, name in enumerate(keep)}


def named_values(job: Job, some: Lived, chunk: Chunk) -> np.ndarray:
    """The named measure of every run of a point, shape (runs, follow-ups x units); nan where a run failed."""
    values = np.full((chunk.last_run - chunk.first_run, some.facts.shape[1]), np.nan)
    if some.facts.size:
        values[some.runs - chunk.first_run] = measured(job, some.facts)
    return values


def measured(job: Job, facts: np.ndarray) -> Any:
    """The named measure of facts of shape (runs, follow-ups x units, COLUMNS); returns (runs, follow-ups x units)."""
    return measure_values(job.manifest["replications"]["measure"], facts.reshape(-1, len(COLUMNS))).reshape(facts.shape[:2])
