"""The folder of a study: what was asked (study.toml, points.parquet, manifest.json), what is done (parts/), what happened (status.jsonl).

The manifest is written last when a study is begun, and everything a worker needs stands in the folder: wherever a
chunk is worked on, the path of the folder is the whole of its orders.
"""

import json
import os
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.complaints import Complaint
from sim.parameters import make_parameters
from sim.study.design import Design
from sim.study.parts import Labels, connection, write_json, write_table, write_text
from sim.study.points import Points
from sim.study.versions import code_fingerprint, library_versions
from sim.workplace import Workplace

MANIFEST, POINTS, STUDY, STATUS, FAILURES = "manifest.json", "points.parquet", "study.toml", "status.jsonl", "failures.jsonl"
NEEDED = ("study", "question", "engine", "seed", "follow_ups", "keep", "replications", "points", "code", "versions", "workplaces")
MUST_BE_SAME = {"study": "its name", "seed": "the seed", "follow_ups": "the follow-ups", "keep": "what is kept"}


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


def is_study(folder: Path) -> bool:
    """Whether a folder holds a study."""
    return (folder / MANIFEST).is_file()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a study; raises Complaint when the folder holds none that can be read."""
    path = folder / MANIFEST
    try:
        told = dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise Complaint(f"{folder} holds no study: there is no {MANIFEST} in it") from None
    except (OSError, ValueError, TypeError) as error:
        raise Complaint(f"{path} cannot be read: {str(getattr(error, 'strerror', None) or error)[:120]}") from None
    lacking = [name for name in NEEDED if name not in told]
    if lacking:
        raise Complaint(f"{path} is no manifest of a study: it lacks {', '.join(lacking[:3])}")
    return told


def load_job(folder: Path) -> Job:
    """Read a study from its folder; raises Complaint."""
    return _job(folder, (folder / MANIFEST).stat().st_mtime_ns if is_study(folder) else 0)


@lru_cache(maxsize=4)
def _job(folder: Path, _changed: int) -> Job:
    manifest = read_manifest(folder)
    try:
        places = tuple(Workplace(**place) for place in manifest["workplaces"])
        columns = connection().execute("select * from read_parquet(?) where point < ? order by point",
                                       [str(folder / POINTS), manifest["points"]]).fetchnumpy()
    except Exception as error:
        raise Complaint(f"{folder} cannot be read as a study: {str(error)[:160]}") from None
    names = tuple(name for name in columns if name not in ("point", "workplace"))
    number = {place.name: i for i, place in enumerate(places)}
    values = [np.ma.filled(np.ma.masked_invalid(np.ma.asarray(columns[name], float)), np.nan) for name in names]
    table = np.column_stack(values) if names else np.empty((len(columns["point"]), 0))
    return Job(folder, manifest, Points(places, np.array([number[str(name)] for name in columns["workplace"]]), names, table))


def begin(folder: Path, design: Design) -> None:
    """Write down what is asked, in a folder that is locked."""
    _write(folder, design.points, manifest_of(design), design.text)


def manifest_of(design: Design) -> dict[str, Any]:
    """What is asked, by which code; the same for everybody who asks the same."""
    study = design.study
    return {
        "study": study.name, "question": study.question, "engine": study.engine, "seed": study.seed, "follow_ups": study.follow_ups,
        "keep": study.keep, "replications": study.replications.model_dump(), "points": len(design.points),
        "code": [code_fingerprint()], "versions": library_versions(), "parameters": make_parameters().model_dump(),
        "workplaces": [place.model_dump() for place in design.points.places],
    }


def go_on(folder: Path, design: Design, extend: bool, mix_versions: bool) -> Design:
    """Hold a study file against the folder that it is to go on in.

    Returns the design with its points numbered as in the folder. Raises Complaint when something else was asked there,
    more is asked now and extend is not set, or other code was at work and mix_versions is not set.
    """
    job, new = load_job(folder), manifest_of(design)
    for field, words in MUST_BE_SAME.items():
        if job.manifest[field] != new[field]:
            raise Complaint(f"{folder}: {words} differs ({str(job.manifest[field])[:60]} there, {str(new[field])[:60]} in {design.path}); "
                            "choose another --out")
    points = _numbered(job.points, design, folder)
    added = len(points) - len(job.points)
    if not extend and (added or job.manifest["replications"] != new["replications"]):
        what = f"{added} more points" if added else "other replications"
        raise Complaint(f"{folder}: {design.path} asks for {what} than were asked there; add them with --extend, or choose another --out")
    if job.code != code_fingerprint() and not mix_versions:
        raise Complaint(f"{folder} was made by other code ({_what_differs(job.manifest['versions'])}); choose another --out, "
                        "or mix them knowingly with --mix-versions")
    new["code"] = list(dict.fromkeys([*(code for code in job.manifest["code"] if code != code_fingerprint()), code_fingerprint()]))
    new["workplaces"] = [place.model_dump() for place in points.places]
    if new != job.manifest:
        _write(folder, points, new, design.text)
    return Design(design.study, design.path, design.text, points, design.people)


def _numbered(old: Points, design: Design, folder: Path) -> Points:
    """The points of the design, those of the folder first and under their numbers."""
    new, known = design.points, old.keys()
    numbers = {key: i for i, key in enumerate(new.keys())}
    lost = sum(key not in numbers for key in known)
    if lost:
        raise Complaint(f"{folder}: {lost} of its {len(known)} points are no longer in {design.path}; points can be added, "
                        "not taken away or changed; choose another --out")
    first = [numbers[key] for key in known]
    order = np.array([*first, *sorted(set(range(len(new))) - set(first))], int)
    return Points(new.places, new.which[order], new.names, new.values[order])


def _what_differs(versions: dict[str, str]) -> str:
    here = library_versions()
    changed = [f"{name} {versions.get(name)} there, {here[name]} here" for name in here if versions.get(name) != here[name]]
    return "; ".join(changed[:3]) or "the files of sim/ have changed since"


def _write(folder: Path, points: Points, manifest: dict[str, Any], text: str) -> None:
    names = [place.name for place in points.places]
    columns: dict[str, np.ndarray | Labels] = {"point": np.arange(len(points), dtype=np.int32),
                                               "workplace": Labels(points.which.astype(np.int32), names)}
    columns |= {name: np.ascontiguousarray(points.values[:, i]) for i, name in enumerate(points.names)}
    write_table(folder / POINTS, columns, {"study": str(manifest["study"])})
    write_text(folder / STUDY, text)
    write_json(folder / MANIFEST, manifest)


def note(folder: Path, name: str, entry: dict[str, Any]) -> None:
    """Add a line to status.jsonl or failures.jsonl; raises Complaint when there is no room."""
    line = json.dumps({"at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), **entry}, ensure_ascii=False) + "\n"
    try:
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(descriptor, line.encode())
        finally:
            os.close(descriptor)
    except OSError as error:
        raise Complaint(f"{name} cannot be written to {folder}: {error.strerror or error}") from None


def notes(folder: Path, name: str) -> list[dict[str, Any]]:
    """The lines of status.jsonl or failures.jsonl; one torn by a kill is left out."""
    try:
        lines = (folder / name).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            found.append(dict(json.loads(line)))
        except (ValueError, TypeError):
            continue
    return found
