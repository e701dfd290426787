"""Going on in the folder of a study: what a study file asks for now, held against what was asked there."""

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import InputError
from sim.model.contexts import RECORDED
from sim.study.design import Design
from sim.study.people_files import check_same_people
from sim.study.points import Points
from sim.study.store.manifest import CONTEXTS, PEOPLE, POINTS_DIGEST, manifest_of, people_files_of, read_manifest
from sim.study.store.study_folder import load_job, write_asked, write_points
from sim.study.store.versions import code_fingerprint, library_versions

MUST_BE_SAME = {"study": "its name", "seed": "the seed", "follow_ups": "the follow-ups", "keep": "what is kept"}


def mend(folder: Path, design: Design) -> bool:
    """Write the table of points again where it is damaged and the study file asks for the same; returns whether that was done."""
    manifest = read_manifest(folder)
    _check_people(folder, manifest, design)
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
        write_asked(folder, design, manifest)
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
    _check_people(folder, job.manifest, design)
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


def _check_people(folder: Path, manifest: dict[str, Any], design: Design) -> None:
    """Raises InputError where a workplace that is otherwise the same has other people."""
    places, kept = manifest["workplaces"], people_files_of(folder, manifest)
    now = {place.name: place.model_dump() for place in design.points.places}
    there = {place["name"]: one for place, one in zip(places, kept or [None] * len(places), strict=True) if place == now.get(place["name"])}
    check_same_people(folder, there, design.path, design.points.people_files)


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
    return replace(new, which=new.which[order], values=new.values[order])


def _what_differs(versions: dict[str, str]) -> str:
    here = library_versions()
    changed = [f"{name} {versions.get(name)} there, {here[name]} here" for name in here if versions.get(name) != here[name]]
    return "; ".join(changed[:3]) or "the files of sim/ have changed since"
