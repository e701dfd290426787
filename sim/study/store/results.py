"""What a study gave: rows as a table, or by SQL."""

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import duckdb
import numpy as np
import pandas as pd

from sim.errors import InputError, check_text
from sim.inputs import phases
from sim.machine.row_files import write_query
from sim.model import outcome
from sim.model.outcome import COLUMNS, outcome_frame
from sim.study.answers.finding import find_results
from sim.study.measures import measure_values
from sim.study.running.chunks import Chunk
from sim.study.store import parts
from sim.study.store.checks import KEYS, check_all, failed_points
from sim.study.store.lock import check_system
from sim.study.store.parts import FACTS, FAILED, WEEKS, Labels, part_path, write_table
from sim.study.store.seal import seal_of
from sim.study.store.study_folder import POINTS, Job, load_job

TABLES = {"facts": FACTS, "weeks": WEEKS, "failures": FAILED}
CONNECTION: dict[str, Any] = {"python_enable_replacements": False, "autoload_known_extensions": False,
                              "autoinstall_known_extensions": False}
T = TypeVar("T")


def read_study(folder: str | Path) -> pd.DataFrame:
    """All rows of a study: a row per run, unit and follow-up.

    Columns: study, workplace, point, run, unit, seed, follow_up, the settings of the point by dotted name,
    the measures of measures.MEASURES and HOURS, and fingerprint. Ordered by point, run, follow-up and unit.
    Raises InputError for a folder that holds no study.
    """
    job, chunks = checked(folder)
    rows = pd.concat([part_frame(job, chunk) for chunk in chunks], ignore_index=True)
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
    """Ask a study by SQL, in one SELECT.

    Tables: runs (as read_study gives them), points, failures, facts (as the engine gave them) and weeks, where weekly
    series were kept. Rows are not held in memory, and no other file can be read or written.
    Raises InputError for a query that cannot be answered.
    """
    check_text("sql", sql)
    with opened(folder) as study:
        return study.ask(checked_sql(study, sql))


def checked_sql(study: "Opened", sql: str) -> str:
    """Return a query that is one SELECT; raises InputError for any other."""
    try:
        statements = study.connection.extract_statements(sql)
    except duckdb.Error as error:
        raise InputError(f"the query cannot be answered: {_words(error)}") from None
    if not statements:
        raise InputError("the query is empty; ask for example: select * from runs limit 5")
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        raise InputError("the query cannot be answered: a study is asked by one SELECT, such as: select * from runs limit 5")
    return statements[0].query


def _words(error: duckdb.Error) -> str:
    """What DuckDB complains of, without the picture of the query below."""
    return str(error).partition("\n\nLINE ")[0]


class Opened(NamedTuple):
    """A study with a DuckDB connection that has its tables and no access to any other file."""

    job: Job
    connection: "duckdb.DuckDBPyConnection"

    def ask(self, sql: str) -> pd.DataFrame:
        """The answer to a query; raises InputError for what cannot be answered, KeyboardInterrupt on Ctrl-C."""
        return self.waited(lambda: self.connection.execute(sql).df())

    def waited(self, answer: Callable[[], T]) -> T:
        """Have DuckDB answer in a thread of its own, where Ctrl-C reaches it; raises InputError for what cannot be answered."""
        with ThreadPoolExecutor(1) as thread:
            coming = thread.submit(answer)
            try:
                return coming.result()
            except duckdb.Error as error:
                raise InputError(f"the query cannot be answered: {_words(error)}") from None
            except KeyboardInterrupt:
                self.connection.interrupt()
                raise


@contextmanager
def opened(folder: str | Path) -> Iterator[Opened]:
    """The tables of a study in DuckDB; raises InputError for what is damaged."""
    check_system()
    job, chunks = checked(folder)
    with tempfile.TemporaryDirectory(prefix="takehold-") as spare, duckdb.connect(config=CONNECTION) as connection:
        here = Path(spare) / "study"  # a name without the signs that DuckDB takes for patterns
        here.symlink_to(job.folder.resolve(), target_is_directory=True)
        connection.execute(f"set temp_directory = {parts.quoted(Path(spare) / 'more')}")
        tables: dict[str, list[Path]] = {
            "runs": _measured(job, chunks, Path(spare)), "points": [job.folder / POINTS],
            **{name: [path for chunk in chunks if (path := part_path(job.folder, chunk, kind)).exists()] for name, kind in TABLES.items()}}
        try:
            for name, paths in tables.items():
                if paths:
                    ours = [here / path.relative_to(job.folder) if path.is_relative_to(job.folder) else path for path in paths]
                    rows = connection.read_parquet([str(path) for path in ours])
                    (rows.filter(f"point < {len(job.points)}") if name == "points" else rows).create_view(name)
            if not tables["failures"]:
                connection.execute("create table failures (point integer, run integer, reason varchar)")
            open_places = ", ".join(parts.quoted(place) for place in (Path(spare).resolve(), job.folder.resolve()))
            connection.execute(f"set allowed_directories = [{open_places}]; set enable_external_access = false; "
                               "set lock_configuration = true")
        except duckdb.Error as error:
            raise InputError(f"{folder} cannot be read, and takehold study --resume does again what is damaged: {error}") from None
        yield Opened(job, connection)


def checked(folder: str | Path) -> tuple[Job, list[Chunk]]:
    """A study and its chunks, all of which agree with what was asked; raises InputError otherwise, or when there are none."""
    job = load_job(find_results(folder))
    chunks = parts.present(job.folder)
    if not chunks:
        raise InputError(f"{folder} holds no runs yet")
    check_all(job, chunks)
    return job, chunks


def failed_runs(job: Job) -> int:
    """How many runs of a study failed; raises InputError when the files that tell are damaged."""
    chunks = set(parts.present(job.folder))
    return sum(failed_points(job, chunk).total() for chunk in parts.present(job.folder, FAILED) if chunk in chunks)


def _measured(job: Job, chunks: list[Chunk], spare: Path) -> list[Path]:
    """Files of measures, made from the facts when first asked for; kept in the folder where that can be written and has room."""
    version = sha256(b"".join(Path(str(module.__file__)).read_bytes() for module in (outcome, phases))).hexdigest()[:12]
    kept = job.folder / f"{parts.MEASURES}-{version}"
    try:
        kept.mkdir(exist_ok=True)
        if kept.is_symlink():
            raise OSError
        return [_derived(job, chunk, kept) for chunk in chunks]
    except (OSError, InputError):
        return [_derived(job, chunk, spare) for chunk in chunks]


def _derived(job: Job, chunk: Chunk, folder: Path) -> Path:
    """The measures of a chunk, worked out anew unless they are whole and tell that they came of this very part."""
    part = part_path(job.folder, chunk)
    path = folder / part.name
    notes = {"study": str(job.manifest["study"]), "of": str(seal_of(part))}
    if not parts.is_whole(path) or not notes.items() <= parts.notes_in(path).items():
        frame = part_frame(job, chunk)
        columns: dict[str, np.ndarray | Labels] = {}
        for name, column in frame.items():
            if pd.api.types.is_numeric_dtype(column):
                columns[str(name)] = column.to_numpy()
            else:
                codes, names = pd.factorize(column)
                columns[str(name)] = Labels(codes.astype(np.int32), [str(text) for text in names])
        write_table(path, columns, notes)
    return path


def write_answer(folder: str | Path, path: Path, sql: str) -> None:
    """Write the answer to a query in the format of the suffix, whole or not at all; rows are not held in memory. Raises InputError."""
    with opened(folder) as study:
        query = checked_sql(study, sql)
        study.waited(lambda: write_query(path, study.connection.sql(query)))
