"""The study file: read, checked, and made into points before anything is run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from sim.errors import MAX_SEED, InputError, all_wrong, no_such
from sim.inputs.phases import DEFAULT_FOLLOW_UP, LEAST_FOLLOW_UP, MAX_FOLLOW_UP
from sim.inputs.reading import workplaces
from sim.inputs.validation import sentences
from sim.inputs.workplace import Shown, Workplace
from sim.kernel.engine import FAST
from sim.machine.received import read_toml
from sim.model.contexts import RECORDED, check_contexts
from sim.model.record import SERIES
from sim.runs.simulate import check_engine
from sim.study import vary
from sim.study.csv_points import csv_points
from sim.study.people_files import Place, notes_on, read_place
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

    @property
    def kind(self) -> str:
        """Which of the ways; nothing where nothing varies."""
        return next((name for name in Vary.model_fields if getattr(self, name) is not None), "")

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


Question = Annotated[Shown, Field(min_length=1, max_length=500)]
StudyName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")]
Seed = Annotated[int, Field(ge=0, le=MAX_SEED)]
FollowUp = Annotated[int, Field(ge=LEAST_FOLLOW_UP, le=MAX_FOLLOW_UP)]
FollowUps = Annotated[list[FollowUp], Field(min_length=1), AfterValidator(lambda weeks: sorted(set(weeks)))]
Series = Annotated[list[str], BeforeValidator(_series)]
Contexts = Annotated[str, AfterValidator(check_contexts)]
EngineName = Annotated[str, AfterValidator(check_engine)]


class StudyFile(Part):
    """A study as it is written; see experiments/ for examples."""

    question: Question
    name: StudyName
    workplaces: Annotated[list[str], Field(min_length=1, max_length=100)]
    vary: Vary = Vary()
    fixed: dict[str, Any] = {}
    replications: Annotated[Replications, BeforeValidator(as_table)] = Replications(at_least=100, at_most=100)
    follow_ups: FollowUps = [DEFAULT_FOLLOW_UP]
    keep: Series = []
    contexts: Contexts = RECORDED
    seed: Seed = 0
    engine: EngineName = FAST


@dataclass(frozen=True)
class Design:
    """A study ready to be run: the file as read, its text, its points, the most people that a point has, and notes on the points.

    people_files: where the people file of each workplace is, for those who run it; it is written nowhere.
    """

    study: StudyFile
    path: Path
    text: str
    points: Points
    people: int
    notes: tuple[str, ...] = ()
    people_files: tuple[Path | None, ...] = ()

    @property
    def most_runs(self) -> int:
        """Runs at most."""
        return len(self.points) * self.study.replications.at_most


def read_design(path: Path) -> Design:
    """Read a study file and make its points; everything is checked here.

    Raises InputError, a sentence for all that is wrong that names the file, the field, the value and what is allowed.
    """
    return make_design(path, *read_toml(path, "study file"))


def make_design(path: Path, text: str, entries: dict[str, Any]) -> Design:
    """A study from the entries of its file; raises InputError as read_design does."""
    if "units" in entries:
        raise InputError(f"{path} describes a workplace, so it is a workplace file, not a study file: takehold run {path}")
    study = _study(path, entries)
    try:
        read = _places(study, path.parent)
        places = tuple(one.place for one in read)
        (names, table), notes = _table(study.vary, path.parent, places)
        points = replace(_points(study, names, table, places), people=tuple(one.people for one in read))
        _not_too_many(len(points), study.replications)
    except InputError as complaint:
        raise complaint.within(str(path)) from None
    return Design(study, path, text, points, check_points(points, path), (*notes, *notes_on(places)), tuple(one.path for one in read))


def _study(path: Path, entries: dict[str, Any]) -> StudyFile:
    try:
        return StudyFile(**{"name": path.stem, **entries})
    except ValidationError as error:
        raise all_wrong(str(path), sentences(error, entries, StudyFile)) from None


def _table(chosen: Vary, folder: Path, places: Sequence[Workplace]) -> tuple[vary.Table, list[str]]:
    """The points, and what is to be said of them."""
    for kind in ("latin_hypercube", "sobol"):
        sample = getattr(chosen, kind)
        if sample is not None:
            return vary.sample_points(kind, sample.points, sample.seed, sample.ranges, places)
    if chosen.grid is not None:
        return vary.grid_points(chosen.grid), []
    if isinstance(chosen.points, str):
        table, how = csv_points(folder / chosen.points)
        return table, [how]
    if chosen.points is not None:
        return vary.listed_points(chosen.points), []
    return ([], np.empty((1, 0))), []


def _places(study: StudyFile, folder: Path) -> list[Place]:
    given = [name for entry in study.workplaces for name in (workplaces() if entry == "all" else [entry])]
    places = [read_place(name, _beside(name, folder)) for name in given]
    names = [one.place.name for one in places]
    repeated = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if repeated:
        raise InputError(f"workplaces names '{repeated}' twice")
    return places


def _points(study: StudyFile, names: list[str], table: np.ndarray, places: tuple[Workplace, ...]) -> Points:
    """Every workplace under every setting; what is fixed stands before what varies."""
    fixed = {vary.canonical(name): vary.number(f"fixed {name}", value) for name, value in vary.dotted(study.fixed)}
    every = [*fixed, *names]
    twice = next((name for i, name in enumerate(every) if name in every[:i]), None)
    if twice:
        raise InputError(f"{twice} is set twice, among vary and fixed")
    vary.held(len(places) * len(table), "the study")
    values = np.column_stack([np.tile(list(fixed.values()), (len(table), 1)), table]) if fixed else table
    return Points(places, np.repeat(np.arange(len(places)), len(table)), tuple(every), np.tile(values, (len(places), 1)),
                  contexts=study.contexts)


def _beside(name: str, folder: Path) -> str | Path:
    """A workplace file named in a study is looked for beside the study."""
    beside = folder / name
    return beside if name not in workplaces() and name.endswith(".toml") and beside.is_file() else name


def _not_too_many(points: int, replications: Replications) -> None:
    if points > MAX_NARROWING and not replications.fixed:
        raise InputError(f"{points:,} points are run until each interval is narrow enough; at most {MAX_NARROWING:,} can be; "
                        "give a number of replications")
    runs = points * replications.at_most
    if runs > MAX_RUNS:
        raise InputError(f"{points:,} points x {replications.at_most:,} replications are {runs:,} runs; at most {MAX_RUNS:,} are allowed")
