"""The folder of a study: what was asked (points.parquet, manifest.json), what is done (parts/), what happened (status.jsonl).

The manifest is written last when a study is begun, and everything a worker needs stands in the folder: wherever a
chunk is worked on, the path of the folder is the whole of its orders, but for people files, which stay where they are
(sim.study.people_files). study.toml is a copy for people that nobody reads.
"""

import os
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from sim.errors import InputError
from sim.inputs.workplace import Workplace
from sim.model.contexts import RECORDED
from sim.study.design import Design
from sim.study.people_files import with_their_people
from sim.study.points import Points
from sim.study.store.manifest import (
    CONTEXTS,
    MANIFEST,
    POINTS_DIGEST,
    manifest_of,
    people_files_of,
    places_of,
    read_manifest,
    write_manifest,
)
from sim.study.store.parts import Labels, connection, ctrl_c_stays_ctrl_c, globbed, is_whole, put, write_table
from sim.study.store.status import STATUS
from sim.study.vary import canonical

POINTS, STUDY = "points.parquet", "study.toml"
SETTING = re.compile(r"[A-Za-z0-9_.-]{1,200}")  # the name of one


@dataclass(frozen=True)
class Job:
    """A study as its folder tells it."""

    folder: Path
    manifest: dict[str, Any]
    points: Points

    @property
    def code(self) -> str:
        """Fingerprint of the code that runs it now; the last of those that ever did."""
        return str(self.manifest["code"][-1])

    @property
    def notes(self) -> list[str]:
        """How its points were read or sampled."""
        return list(self.manifest["notes"])


def is_study(folder: Path) -> bool:
    """Whether a folder holds a study."""
    return os.path.lexists(folder / MANIFEST)


def load_job(folder: Path) -> Job:
    """Read a study from its folder, to be asked; its workplaces are without the people of people files.

    Raises InputError for what is not as it was written, or leads out of the folder.
    """
    for name in ("parts", POINTS, STUDY, STATUS, "lock"):
        if (folder / name).is_symlink():
            raise InputError(f"{folder / name} is a link; links are not followed out of a study's folder")
    return _job(folder, stamp(folder / MANIFEST), stamp(folder / POINTS))


def load_to_run(folder: Path, people_files: tuple[Path | None, ...]) -> Job:
    """Read a study from its folder, to be run. people_files: where those of its workplaces are, each of which a process reads once.

    Raises InputError as load_job does, and for a people file that is gone or was changed.
    """
    job = load_job(folder)
    return _with_people(folder, people_files, stamp(folder / MANIFEST), stamp(folder / POINTS)) if any(job.points.people) else job


@lru_cache(maxsize=4)
def _with_people(folder: Path, people_files: tuple[Path | None, ...], *_stamps: tuple[int, ...]) -> Job:
    job = load_job(folder)
    places = with_their_people(folder, job.points.places, job.points.people, people_files)
    return replace(job, points=replace(job.points, places=places))


def stamp(path: Path) -> tuple[int, ...]:
    """What changes whenever a file does."""
    try:
        told = path.lstat()
    except OSError:
        return ()
    return told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns


@lru_cache(maxsize=4)
def _job(folder: Path, *_stamps: tuple[int, ...]) -> Job:
    manifest = read_manifest(folder)
    points = _points(folder / POINTS, places_of(folder, manifest), manifest["points"], manifest.get(CONTEXTS, RECORDED))
    points = points and replace(points, people=people_files_of(folder, manifest))
    if points is None or points.digest() != manifest[POINTS_DIGEST]:
        raise InputError(f"{folder / POINTS} is damaged or belongs to another study; takehold study FILE --out {folder} --resume makes it "
                        "again")
    return Job(folder, manifest, points)


def _points(path: Path, places: tuple[Workplace, ...], count: int, contexts: str) -> Points | None:
    """The first points of a table; nothing when that is not as it was written, or names what is no workplace or setting here."""
    if not is_whole(path):
        return None
    try:
        with ctrl_c_stays_ctrl_c():
            told = connection().execute("select * from read_parquet(?) where point < ? order by point", [globbed(path), count]).fetchnumpy()
    except duckdb.Error:
        return None
    columns = {name: np.ma.asarray(column) for name, column in told.items()}
    names = tuple(name for name in columns if name not in ("point", "workplace"))
    number = {place.name: i for i, place in enumerate(places)}
    which = [number.get(str(name), -1) for name in columns.get("workplace", ())]
    fits = len(which) == count and min(which) >= 0 and np.array_equal(columns.get("point", ()), np.arange(count)) and all(
        SETTING.fullmatch(name) and columns[name].dtype == float for name in names)
    if not fits:
        return None
    values = [np.ma.filled(np.ma.masked_invalid(columns[name]), np.nan) for name in names]
    points = Points(places, np.array(which), names, np.column_stack(values) if names else np.empty((count, 0)), contexts=contexts)
    return points if _are_settings(points) else None


def _are_settings(points: Points) -> bool:
    """Whether every column is a setting under its one name, as held by the point that has least of it."""
    try:
        for name, column in zip(points.names, points.values.T, strict=True):
            if canonical(name) != name or np.isnan(column).all():
                return False
            points.inputs(int(np.nanargmin(column)))
    except InputError:
        return False
    return True


def begin(folder: Path, design: Design) -> None:
    """Write down what is asked, in a folder that is locked."""
    write_asked(folder, design, manifest_of(design))


def write_asked(folder: Path, design: Design, manifest: dict[str, Any]) -> None:
    """Write the table of points, the study file for people, and the manifest, which comes last."""
    write_points(folder, design.points, manifest["study"])
    put(folder / STUDY, design.text)
    write_manifest(folder, manifest)


def write_points(folder: Path, points: Points, study: str) -> None:
    """Write the table of points: number, workplace and settings, a row each."""
    names = [place.name for place in points.places]
    columns: dict[str, np.ndarray | Labels] = {"point": np.arange(len(points), dtype=np.int32),
                                               "workplace": Labels(points.which.astype(np.int32), names)}
    columns |= {name: np.ascontiguousarray(points.values[:, i]) for i, name in enumerate(points.names)}
    write_table(folder / POINTS, columns, {"study": study})
