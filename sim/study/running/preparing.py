"""Before the first run: the folder is made or brought to where runs can be added to it, and what is missing is planned."""

import os
from pathlib import Path

from sim.errors import InputError
from sim.study.design import Design
from sim.study.running.chunks import WHOLE, Done, Shard, chunk_runs
from sim.study.running.schedule import FixedPlan, NarrowingPlan, Plan
from sim.study.store import going_on, parts, study_folder
from sim.study.store.checks import troubles
from sim.study.store.manifest import MANIFEST
from sim.study.store.parts import FAILED, part_path
from sim.study.store.results import values_there
from sim.study.store.status import note


def refuse_a_folder_in_use(folder: Path, resume: bool) -> None:
    """Raises InputError for a folder that holds something else, or a study that nobody asked to go on with."""
    if study_folder.is_study(folder):
        if not resume:
            raise InputError(f"{folder} holds a study already; go on with --resume, add to it with --extend, or choose another --out")
    elif folder.is_dir() and not all(path.name.startswith(_OURS) for path in folder.iterdir()):
        raise InputError(f"{folder} is not empty and holds no study; choose another --out")


_OURS = ("lock", "parts", study_folder.POINTS, study_folder.STUDY, MANIFEST)  # of a study that was killed before it could begin


def make_folder(folder: Path) -> None:
    """Make the folder of a study; raises InputError where that cannot be."""
    try:
        (folder / "parts").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be made: {error.strerror or error}") from None
    if not os.access(folder, os.W_OK):
        raise InputError(f"{folder} cannot be written: there is no permission")


def prepared(folder: Path, design: Design, extend: bool, mix_versions: bool, shard: Shard) -> Design:
    """The folder brought to where runs can be added to it; the design with its points numbered as there."""
    if shard == WHOLE:
        parts.remove_leftovers(folder)
    if not study_folder.is_study(folder):
        study_folder.begin(folder, design)
        return design
    if going_on.mend(folder, design):
        note(folder, {"event": "made again", "file": study_folder.POINTS})
    design = going_on.go_on(folder, design, extend, mix_versions)
    wrong = list(troubles(study_folder.load_job(folder), parts.present(folder)))
    for path in parts.set_aside(folder, [chunk for chunk, *_ in wrong]):
        note(folder, {"event": "set aside", "file": path.name, "reason": "not what was written or asked; made again"})
    return design


def plan_of(design: Design, job: study_folder.Job, shard: Shard) -> Plan:
    """What is to be run: what is missing, and the chunks in which runs failed."""
    failed = set(parts.present(job.folder, FAILED)).intersection(parts.present(job.folder))
    plan = _planned(design, job, Done(set(parts.present(job.folder)) - failed), shard)
    for chunk in failed:
        if plan.covers(chunk):
            parts.forget(job.folder, chunk)
            note(job.folder, {"event": "made again", "file": part_path(job.folder, chunk).name, "reason": "runs failed"})
    return plan


def _planned(design: Design, job: study_folder.Job, done: Done, shard: Shard) -> Plan:
    rule, size = design.study.replications, chunk_runs(design)
    if rule.fixed:
        return FixedPlan(len(design.points), rule.at_most, size, done, shard)
    return NarrowingPlan(len(design.points), rule, size, done, lambda chunk, point: values_there(job, chunk, point), shard)
