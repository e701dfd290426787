"""The study file: read, checked, and made into points before anything is run."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from sim.complaints import Complaint, nearest, no_such
from sim.draws import MAX_SEED
from sim.phases import DEFAULT_FOLLOW_UP, MAX_FOLLOW_UP
from sim.reading import dotted as path_of
from sim.reading import load_workplace, workplaces
from sim.record import SERIES
from sim.runs import check_engine
from sim.study import vary
from sim.study.engines import FAST
from sim.study.points import Points, check_points
from sim.study.replications import Replications, as_table

MAX_RUNS = 100_000_000
MAX_NARROWING = 10_000  # points that decide one by one, each with files of its own
SUMMARY = "summary"


class Part(BaseModel):
    """Base of every part of a study file: unknown names and values of another kind are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Sample(Part):
    """Points spread over ranges."""

    points: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0
    ranges: dict[str, Any] | list[Any]


class Vary(Part):
    """What varies, in one of four ways."""

    grid: dict[str, Any] | None = None
    latin_hypercube: Sample | None = None
    sobol: Sample | None = None
    points: list[dict[str, Any]] | str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "Vary":
        given = [name for name in Vary.model_fields if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"give one of grid, latin_hypercube, sobol and points, not {' and '.join(given)}")
        return self


def _series(value: Any) -> Any:
    """Weekly series by name, each once."""
    if value == SUMMARY:
        return []
    for name in value if isinstance(value, list) else [value]:
        if name not in list(SERIES):
            raise ValueError(no_such("weekly series", str(name)[:60], (SUMMARY, *SERIES)))
    return list(dict.fromkeys(value)) if isinstance(value, list) else value


FollowUp = Annotated[int, Field(ge=9, le=MAX_FOLLOW_UP)]


class StudyFile(Part):
    """A study as it is written; see experiments/ for examples."""

    question: Annotated[str, Field(min_length=1, max_length=500)]
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")]
    workplaces: Annotated[list[str], Field(min_length=1, max_length=100)]
    vary: Vary = Vary()
    fixed: dict[str, Any] = {}
    replications: Annotated[Replications, BeforeValidator(as_table)] = Replications(at_least=100, at_most=100)
    follow_ups: Annotated[list[FollowUp], Field(min_length=1), AfterValidator(lambda weeks: sorted(set(weeks)))] = [DEFAULT_FOLLOW_UP]
    keep: Annotated[list[str], BeforeValidator(_series)] = []
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0
    engine: Annotated[str, AfterValidator(check_engine)] = FAST


@dataclass(frozen=True)
class Design:
    """A study ready to be run: the file as read, its text, its points, and the most people a point has."""

    study: StudyFile
    path: Path
    text: str
    points: Points
    people: int

    @property
    def most_runs(self) -> int:
        """Runs at most."""
        return len(self.points) * self.study.replications.at_most


def read_design(path: Path) -> Design:
    """Read a study file and make its points; everything is checked here.

    Raises Complaint, one sentence that names the file, the field, the value and what is allowed.
    """
    return make_design(path, *read_toml(path))


def make_design(path: Path, text: str, entries: dict[str, Any]) -> Design:
    """A study from the entries of its file; raises Complaint as read_design does."""
    study = _study(path, entries)
    try:
        names, table = _table(study.vary, path.parent)
        points = _points(study, names, table, path.parent)
        _not_too_many(len(points), study.replications)
    except Complaint as complaint:
        raise Complaint(f"{path}: {complaint}") from None
    return Design(study, path, text, points, check_points(points, path))


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """Text and entries of a TOML file; raises Complaint when it cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return text, tomllib.loads(text)
    except FileNotFoundError:
        raise Complaint(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise Complaint(f"{path} is a folder, not a study file") from None
    except (OSError, ValueError, RecursionError) as error:  # a UnicodeDecodeError and a TOMLDecodeError are ValueErrors
        kind = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "cannot be read as TOML"
        raise Complaint(f"{path} {kind}: {str(getattr(error, 'strerror', None) or error)[:150]}") from None


def _study(path: Path, entries: dict[str, Any]) -> StudyFile:
    try:
        return StudyFile(**{"name": path.stem, **entries})
    except ValidationError as error:
        raise Complaint(f"{path}: {_sentence(error, entries)}") from None


_PARTS: dict[str, type[BaseModel]] = {"vary": Vary, "latin_hypercube": Sample, "sobol": Sample, "replications": Replications}


def _sentence(error: ValidationError, entries: dict[str, Any]) -> str:
    """The first complaint of pydantic in one sentence."""
    first = error.errors()[0]
    place = [step for step in first["loc"] if step not in ("str", "list[any]", "dict[str,any]", "list[dict[str,any]]")]
    where, value = path_of(place, entries)[:80], first.get("input")
    shown = f" = {value!r:.60}" if isinstance(value, (str, int, float, bool)) else ""
    if first["type"] == "missing":
        return f"{where} is missing"
    if first["type"] == "extra_forbidden":
        part = _PARTS.get(str(place[-2]) if len(place) > 1 else "", StudyFile)
        return f"{where}: no such setting; {nearest(str(place[-1])[:60], part.model_fields)}"
    told = str(first.get("ctx", {}).get("error", "")) or first["msg"][:1].lower() + first["msg"][1:]
    return f"{where}{shown}: {told}"


def _table(chosen: Vary, folder: Path) -> vary.Table:
    if chosen.grid is not None:
        return vary.grid_points(chosen.grid)
    for kind in ("latin_hypercube", "sobol"):
        sample = getattr(chosen, kind)
        if sample is not None:
            return vary.sample_points(kind, sample.points, sample.seed, sample.ranges)
    if isinstance(chosen.points, str):
        return vary.csv_points(folder / chosen.points)
    if chosen.points is not None:
        return vary.listed_points(chosen.points)
    return [], np.empty((1, 0))


def _points(study: StudyFile, names: list[str], table: np.ndarray, folder: Path) -> Points:
    """Every workplace under every setting; what is fixed stands before what varies."""
    fixed = {vary.canonical(name): vary.number(f"fixed {name}", value) for name, value in vary.dotted(study.fixed)}
    every = [*fixed, *names]
    twice = next((name for i, name in enumerate(every) if name in every[:i]), None)
    if twice:
        raise Complaint(f"{twice} is set twice, among vary and fixed")
    given = [name for entry in study.workplaces for name in (workplaces() if entry == "all" else [entry])]
    places = tuple(load_workplace(_beside(name, folder)) for name in given)
    repeated = next((p.name for i, p in enumerate(places) if p.name in [q.name for q in places[:i]]), None)
    if repeated:
        raise Complaint(f"workplaces names '{repeated}' twice")
    vary.held(len(places) * len(table), "the study")
    values = np.column_stack([np.tile(list(fixed.values()), (len(table), 1)), table]) if fixed else table
    return Points(places, np.repeat(np.arange(len(places)), len(table)), tuple(every), np.tile(values, (len(places), 1)))


def _beside(name: str, folder: Path) -> str | Path:
    """A workplace file named in a study is looked for beside the study."""
    beside = folder / name
    return beside if name not in workplaces() and name.endswith(".toml") and beside.is_file() else name


def _not_too_many(points: int, replications: Replications) -> None:
    if points > MAX_NARROWING and not replications.fixed:
        raise Complaint(f"{points:,} points are run until each interval is narrow enough; at most {MAX_NARROWING:,} can be; "
                        "give a number of replications")
    runs = points * replications.at_most
    if runs > MAX_RUNS:
        raise Complaint(f"{points:,} points x {replications.at_most:,} replications are {runs:,} runs; at most {MAX_RUNS:,} are allowed")
