"""The folder of a study: what was asked (points.parquet, manifest.json), what is done (parts/), what happened (status.jsonl).

The manifest is written last when a study is begun, and everything a worker needs stands in the folder: wherever a
chunk is worked on, the path of the folder is the whole of its orders. study.toml is a copy for people that nobody reads.
"""

import contextlib
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
from sim.study.points import Points
from sim.study.store.manifest import CONTEXTS, MANIFEST, PEOPLE, POINTS_DIGEST, manifest_of, places_of, read_manifest, write_manifest
from sim.study.store.parts import Labels, connection, ctrl_c_stays_ctrl_c, globbed, is_whole, put, write_table
from sim.study.store.status import STATUS
from sim.study.store.versions import code_fingerprint, library_versions
from sim.study.vary import canonical

POINTS, STUDY = "points.parquet", "study.toml"
MUST_BE_SAME = {"study": "its name", "seed": "the seed", "follow_ups": "the follow-ups", "keep": "what is kept"}
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
    """Read a study from its folder; raises InputError for what is not as it was written, or leads out of the folder."""
    for name in ("parts", POINTS, STUDY, STATUS, "lock"):
        if (folder / name).is_symlink():
            raise InputError(f"{folder / name} is a link; links are not followed out of a study's folder")
    return _job(folder, stamp(folder / MANIFEST), stamp(folder / POINTS))


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
    _write(folder, design.points, manifest_of(design), design.text)


def mend(folder: Path, design: Design) -> bool:
    """Write the table of points again where it is damaged and the study file asks for the same; returns whether that was done."""
    manifest = read_manifest(folder)
    with contextlib.suppress(InputError):
        load_job(folder)
        return False
    if manifest[POINTS_DIGEST] != design.points.digest(0, manifest["points"]):
        return False
    write_points(folder, design.points, manifest["study"])
    return True


def go_on(folder: Path, design: Design, extend: bool, mix_versions: bool) -> Design:
    """Bring a folder to what a study file asks for now; returns the design with its points numbered as there. Raises InputError."""
    design, manifest = agreed(folder, design, extend, mix_versions)
    if manifest != load_job(folder).manifest:
        _write(folder, design.points, manifest, design.text)
    return design


def agreed(folder: Path, design: Design, extend: bool, mix_versions: bool) -> tuple[Design, dict[str, Any]]:
    """Hold a study file against the folder that it is to go on in; nothing is written.

    Returns the design with its points numbered as in the folder, and the manifest that says so. Raises InputError when something
    else was asked there, more is asked now and extend is not set, or other code was at work and mix_versions is not set.
    """
    job, new = load_job(folder), manifest_of(design)
    for field, words in MUST_BE_SAME.items():
        if job.manifest[field] != new[field]:
            raise InputError(f"{folder}: {words} differs ({str(job.manifest[field])[:60]} there, {str(new[field])[:60]} in {design.path}); "
                            "choose another --out")
    if job.manifest.get(CONTEXTS, RECORDED) != new.get(CONTEXTS, RECORDED):
        raise InputError(f"{folder}: how contexts are treated differs ({job.manifest.get(CONTEXTS, RECORDED)} there, "
                         f"{new.get(CONTEXTS, RECORDED)} in {design.path}); choose another --out")
    whose, ours = (one.get(PEOPLE, "the shipped people") for one in (job.manifest, new))
    if whose != ours:
        raise InputError(f"{folder} was run with {whose}, and now {ours} are asked for; choose another --out")
    points = _numbered(job.points, design, folder)
    added = len(points) - len(job.points)
    if not extend and (added or job.manifest["replications"] != new["replications"]):
        what = f"{added} more point{'' if added == 1 else 's'}" if added else "other replications"
        raise InputError(f"{folder}: {design.path} asks for {what} than were asked there; add them with --extend, or choose another --out")
    if job.code != code_fingerprint() and not mix_versions:
        raise InputError(f"{folder} was made by other code ({_what_differs(job.manifest['versions'])}); choose another --out, "
                        "or mix them knowingly with --mix-versions")
    new["code"] = list(dict.fromkeys([*(code for code in job.manifest["code"] if code != code_fingerprint()), code_fingerprint()]))
    new[POINTS_DIGEST] = points.digest()
    return replace(design, points=points), new


def _numbered(old: Points, design: Design, folder: Path) -> Points:
    """The points of the design, those of the folder first and under their numbers."""
    new, known = design.points, old.keys()
    numbers = {key: i for i, key in enumerate(new.keys())}
    lost = sum(key not in numbers for key in known)
    if lost:
        way_out = ("a Latin hypercube places all of its points anew when it has more, so it cannot grow; vary.sobol can, by twice "
                   "the points" if design.study.vary.latin_hypercube else "points can be added, not taken away or changed")
        raise InputError(f"{folder}: {lost} of its {len(known)} points are no longer in {design.path}; {way_out}; choose another --out")
    first = [numbers[key] for key in known]
    order = np.array([*first, *sorted(set(range(len(new))) - set(first))], int)
    return Points(new.places, new.which[order], new.names, new.values[order], new.cast, new.contexts)


def _what_differs(versions: dict[str, str]) -> str:
    here = library_versions()
    changed = [f"{name} {versions.get(name)} there, {here[name]} here" for name in here if versions.get(name) != here[name]]
    return "; ".join(changed[:3]) or "the files of sim/ have changed since"


def _write(folder: Path, points: Points, manifest: dict[str, Any], text: str) -> None:
    write_points(folder, points, manifest["study"])
    put(folder / STUDY, text)
    write_manifest(folder, manifest)


def write_points(folder: Path, points: Points, study: str) -> None:
    """Write the table of points: number, workplace and settings, a row each."""
    names = [place.name for place in points.places]
    columns: dict[str, np.ndarray | Labels] = {"point": np.arange(len(points), dtype=np.int32),
                                               "workplace": Labels(points.which.astype(np.int32), names)}
    columns |= {name: np.ascontiguousarray(points.values[:, i]) for i, name in enumerate(points.names)}
    write_table(folder / POINTS, columns, {"study": study})
