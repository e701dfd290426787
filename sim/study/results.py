"""What a study gave: rows as a table, or by SQL."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from sim import outcome, phases
from sim.complaints import Complaint
from sim.outcome import COLUMNS, outcome_frame
from sim.study import parts
from sim.study.finding import find_results
from sim.study.measures import measure_values
from sim.study.parts import Labels, durably, part_path, write_table
from sim.study.plan import Chunk
from sim.study.store import FAILURES, POINTS, Job, load_job, notes

KEYS = ("study", "point", "run", "unit", "seed", "follow_up")
ORDER = "point, run, follow_up"  # units keep the order of their workplace


def read_study(folder: str | Path) -> pd.DataFrame:
    """All rows of a study: a row per run, unit and follow-up.

    Columns: study, workplace, point, run, unit, seed, follow_up, the settings of the point by dotted name,
    the measures of outcome.MEASURES and HOURS, and fingerprint. Ordered by point, run, follow-up and unit.
    Raises Complaint for a folder that holds no study.
    """
    job = load_job(find_results(folder))
    frames = [part_frame(job, chunk) for chunk in parts.present(job.folder)]
    if not frames:
        raise Complaint(f"{folder} holds no runs yet")
    rows = pd.concat(frames, ignore_index=True)
    return rows.sort_values(["point", "run"], kind="stable", ignore_index=True)


def read_facts(job: Job, chunk: Chunk, where: str = "true") -> dict[str, np.ndarray]:
    """The columns of a chunk as they are in the store."""
    return parts.read_table(part_path(job.folder, chunk), where)


def part_frame(job: Job, chunk: Chunk) -> pd.DataFrame:
    """The rows of one chunk with settings and measures."""
    columns = read_facts(job, chunk)
    frame = outcome_frame(facts_of(columns))
    points = columns["point"]
    front: dict[str, Any] = {name: columns[name] for name in KEYS}
    places = np.array([place.name for place in job.points.places], object)
    front = {"study": front.pop("study"), "workplace": places[job.points.which[points]], **front}
    front |= {name: job.points.values[points, i] for i, name in enumerate(job.points.names)}
    return pd.concat([pd.DataFrame(front), frame, pd.DataFrame({"fingerprint": columns["fingerprint"]})], axis=1)


def facts_of(columns: dict[str, np.ndarray]) -> np.ndarray:
    """Facts as an engine hands them over, shape (rows, COLUMNS)."""
    return np.column_stack([columns[name] for name in COLUMNS])


def values_there(job: Job, chunk: Chunk, point: int) -> np.ndarray:
    """The named measure of a point's runs in a chunk that is there: shape (runs, follow-ups x units), nan for failed runs."""
    columns = read_facts(job, chunk, f"point = {int(point)}")
    width = len(job.manifest["follow_ups"]) * len(job.points.place(point).units)
    values = np.full((chunk.last_run - chunk.first_run, width), np.nan)
    if len(columns["run"]):
        named = measure_values(job.manifest["replications"]["measure"], facts_of(columns)).reshape(-1, width)
        values[columns["run"][::width] - chunk.first_run] = named
    return values


def study_sql(folder: str | Path, sql: str) -> pd.DataFrame:
    """Ask a study by SQL.

    Tables: runs (as read_study gives them), points, failures, facts (as the engine gave them) and weeks, where weekly
    series were kept. Rows are not held in memory. Raises Complaint for a query that cannot be answered.
    """
    with opened(folder) as connection:
        try:
            if not connection.extract_statements(sql):
                raise Complaint("the query is empty; ask for example: select * from runs limit 5")
            return connection.execute(sql).df()
        except duckdb.Error as error:
            raise Complaint(f"the query cannot be answered: {error}") from None


@contextmanager
def opened(folder: str | Path) -> Iterator["duckdb.DuckDBPyConnection"]:
    """A DuckDB connection that has the tables of a study; raises Complaint for what is damaged."""
    job = load_job(find_results(folder))
    chunks = parts.present(job.folder)
    if not chunks:
        raise Complaint(f"{folder} holds no runs yet")
    with tempfile.TemporaryDirectory(prefix="takehold-") as spare, duckdb.connect() as connection:
        tables: dict[str, list[Path]] = {
            "runs": _measured(job, chunks, Path(spare)), "facts": [part_path(job.folder, chunk) for chunk in chunks],
            "points": [job.folder / POINTS], "weeks": sorted((job.folder / "parts").glob(f"{parts.WEEKS}-*.parquet"))}
        failures = pd.DataFrame(notes(job.folder, FAILURES), columns=["at", "point", "run", "reason"]).drop_duplicates(["point", "run"])
        connection.execute('create table failures ("at" varchar, point integer, run integer, reason varchar)')
        if len(failures):
            connection.executemany("insert into failures values (?, ?, ?, ?)", failures.to_numpy().tolist())
        try:
            for name, paths in tables.items():
                if paths:
                    connection.read_parquet([str(path) for path in paths]).create_view(name)
            yield connection
        except duckdb.Error as error:
            raise Complaint(f"{folder} cannot be read, and takehold study --resume does again what is damaged: {error}") from None


def _measured(job: Job, chunks: list[Chunk], spare: Path) -> list[Path]:
    """Files of measures, made from the facts when first asked for; kept in the folder where that can be written and has room."""
    version = sha256(b"".join(Path(str(module.__file__)).read_bytes() for module in (outcome, phases))).hexdigest()[:12]
    kept = job.folder / f"measures-{version}"
    try:
        kept.mkdir(exist_ok=True)
        return [_derived(job, chunk, kept) for chunk in chunks]
    except (OSError, Complaint):
        return [_derived(job, chunk, spare) for chunk in chunks]


def _derived(job: Job, chunk: Chunk, folder: Path) -> Path:
    path = folder / part_path(job.folder, chunk).name
    if not parts.has_its_ends(path):
        frame = part_frame(job, chunk)
        columns: dict[str, np.ndarray | Labels] = {}
        for name, column in zip(map(str, frame.columns), (frame[key] for key in frame.columns), strict=True):
            if pd.api.types.is_numeric_dtype(column):
                columns[name] = column.to_numpy()
            else:
                codes, names = pd.factorize(column)
                columns[name] = Labels(codes.astype(np.int32), [str(text) for text in names])
        write_table(path, columns, {"study": str(job.manifest["study"])})
    return path


def write_csv(folder: str | Path, path: Path, sql: str) -> None:
    """Write the answer to a query as CSV, whole or not at all; rows are not held in memory. Raises Complaint."""
    with opened(folder) as connection:
        try:
            connection.execute(f"explain {sql}").fetchall()
        except duckdb.Error as error:
            raise Complaint(f"the query cannot be answered: {error}") from None
        durably(path, lambda temporary: connection.execute(f"copy ({sql.rstrip(' ;')}) to {parts.quoted(temporary)} (format csv, header)"))
