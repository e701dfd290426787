"""What is in a study's folder, held against what was asked: names, bounds, rows, columns and seals have to agree.

A part tells in its footer which chunk it is and, as a digest, what was asked of it; so no file passes for another.
"""

import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import batched
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from sim.errors import InputError
from sim.model.outcome import COLUMNS
from sim.study.running.chunks import Chunk
from sim.study.store import parts
from sim.study.store.manifest import MANIFEST
from sim.study.store.parts import FACTS, FAILED, WEEKS, part_path
from sim.study.store.seal import SETTLED
from sim.study.store.study_folder import POINTS, Job, stamp

TOGETHER = 500  # files that are asked about at a time
TEXT, WHOLE, LONG, REAL = "BYTE_ARRAY", "INT32", "INT64", "DOUBLE"
KEYS = {"study": TEXT, "point": WHOLE, "run": WHOLE, "unit": TEXT, "seed": LONG, "follow_up": WHOLE}
FACT_COLUMNS = {**KEYS, **dict.fromkeys(COLUMNS, REAL), "fingerprint": TEXT}
FAILED_COLUMNS = {"point": WHOLE, "run": WHOLE, "reason": TEXT}
_agreed: dict[Path, list[tuple[int, ...]]] = {}  # folders of studies and the stamps of files with which they agreed
BOUNDS = "count(*), min(point), max(point), min(run), max(run)"


def notes_of(job: Job, chunk: Chunk, kind: str, failed: int = 0) -> dict[str, str]:
    """What a file tells of itself in its footer."""
    return {"study": str(job.manifest["study"]), "code": job.code, "kind": kind, "chunk": _bounds(chunk), "asked": asked(job, chunk),
            "failed": str(failed)}


def asked(job: Job, chunk: Chunk) -> str:
    """A digest of all that the rows of a chunk follow from, but the code."""
    told = [job.manifest[name] for name in ("study", "seed", "follow_ups", "keep")]
    return hashlib.sha256(json.dumps([told, job.points.digest(chunk.first_point, chunk.last_point)]).encode()).hexdigest()


def _bounds(chunk: Chunk) -> str:
    return "-".join(map(str, chunk))


def check_all(job: Job, chunks: list[Chunk]) -> None:
    """Raises InputError that names the first file of these chunks that does not agree.

    A folder is read through once in a process for as long as none of its files changes: one answer opens a study several times.
    """
    files = [job.folder / MANIFEST, job.folder / POINTS, *sorted((job.folder / "parts").iterdir())]
    stamps, begun = [stamp(path) for path in files], time.time_ns()
    if _agreed.get(job.folder) == stamps:
        return
    wrong = next(troubles(job, chunks), None)
    if wrong:
        _, name, reason = wrong
        raise InputError(f"{name} in {job.folder / 'parts'} {reason}; takehold study FILE --out {job.folder} --resume sets it aside and "
                        "makes it again")
    if all(one and one[-1] < begun - SETTLED for one in stamps):  # a clock may show two changes at once
        _agreed[job.folder] = stamps


def troubles(job: Job, chunks: list[Chunk]) -> Iterator[tuple[Chunk, str, str]]:
    """Chunks of which something does not agree, with the name of the file and what is wrong with it."""
    twice = _twice(job, chunks)
    for some in batched(chunks, TOGETHER):
        wrong = {chunk: (part_path(job.folder, chunk).name, "goes beyond what was asked, or holds runs that another file holds too")
                 for chunk in some if chunk in twice or not _within(job, chunk)}
        fit = [chunk for chunk in some if chunk not in wrong]
        notes = {kind: _notes(job, fit, kind) for kind in parts.KINDS}
        for chunk in fit:
            failed = notes[FACTS].get(chunk, {}).get("failed", "0")
            for kind in _kinds(job, chunk, failed):
                if not _told(job, chunk, kind, failed, notes[kind].get(chunk)):
                    wrong.setdefault(chunk, (part_path(job.folder, chunk, kind).name, "is damaged or missing, or is not what was asked"))
        sound = [chunk for chunk in fit if chunk not in wrong]
        failures = {chunk: failed_points(job, chunk) for chunk in sound if notes[FACTS][chunk]["failed"] != "0"}
        for chunk in _miscounted(job, sound, {c: notes[FACTS][c]["failed"] for c in sound}, failures):
            wrong[chunk] = part_path(job.folder, chunk).name, "has other rows or columns than were asked"
        yield from ((chunk, *wrong[chunk]) for chunk in some if chunk in wrong)


def _kinds(job: Job, chunk: Chunk, failed: str) -> list[str]:
    """The files that a chunk has."""
    there = failed != "0" or part_path(job.folder, chunk, FAILED).exists()
    return [FACTS, *([WEEKS] if job.manifest["keep"] else []), *([FAILED] if there else [])]


def _told(job: Job, chunk: Chunk, kind: str, failed: str, told: dict[str, str] | None) -> bool:
    """Whether a file tells of itself what was asked; code may be any that ever ran the study."""
    if told is None or not failed.isdecimal():
        return False
    wanted = notes_of(job, chunk, kind, int(failed))
    return told.get("code") in job.manifest["code"] and all(told.get(name) == wanted[name] for name in wanted if name != "code")


def _within(job: Job, chunk: Chunk) -> bool:
    return chunk.first_point < chunk.last_point <= len(job.points) and chunk.first_run < chunk.last_run <= 2**31


def _twice(job: Job, chunks: Iterable[Chunk]) -> set[Chunk]:
    """Chunks that hold a run that an earlier one holds."""
    fit = [chunk for chunk in chunks if _within(job, chunk)]
    table = np.array(fit, np.int64).reshape(-1, 4)
    points = table[:, 1] - table[:, 0]
    owner = np.repeat(np.arange(len(fit)), points)
    point = np.arange(len(owner)) - np.repeat(np.cumsum(points) - points, points) + table[owner, 0]
    order = np.lexsort((table[owner, 2], point))
    owner, point = owner[order], point[order]
    again = (point[1:] == point[:-1]) & (table[owner[1:], 2] < table[owner[:-1], 3])
    return {fit[i] for i in np.unique(owner[1:][again])}


def _notes(job: Job, chunks: list[Chunk], kind: str) -> dict[Chunk, dict[str, str]]:
    """What the whole files of a kind tell of themselves; those that are gone or damaged tell nothing."""
    paths = {str(path): chunk for chunk in chunks if parts.is_whole(path := part_path(job.folder, chunk, kind))}
    told: dict[Chunk, dict[str, str]] = {chunk: {} for chunk in paths.values()}
    for name, key, value in _rows(parts.IN_FOOTERS, paths):
        told[paths[name]] |= parts.notes_from(key, value)
    return told


def failed_points(job: Job, chunk: Chunk) -> Counter[int]:
    """How many runs of each point failed in a chunk."""
    columns = parts.read_table(part_path(job.folder, chunk, FAILED))
    return Counter(columns["point"].tolist() if list(columns) == list(FAILED_COLUMNS) else [])


def _miscounted(job: Job, chunks: list[Chunk], failed: dict[Chunk, str], failures: dict[Chunk, Counter[int]]) -> set[Chunk]:
    """Chunks whose part has other columns than a part has, or other rows than its runs make, or rows of other runs."""
    paths = {str(part_path(job.folder, chunk)): chunk for chunk in chunks}
    columns = "select file_name, list(name), list(type) from parquet_schema(?) where num_children is null group by file_name"
    fit = {name for name, names, types in _rows(columns, paths) if dict(zip(names, types, strict=True)) == FACT_COLUMNS}
    wrong = {chunk for path, chunk in paths.items() if path not in fit}
    paths = {path: paths[path] for path in fit}
    units = np.array([len(place.units) for place in job.points.places])[job.points.which] * len(job.manifest["follow_ups"])
    counted = _rows(f"select filename, {BOUNDS} from read_parquet(?, filename = true) group by all", paths)
    found = {paths[name]: rest for name, *rest in counted}
    for chunk in paths.values():
        lost = failures.get(chunk, Counter())
        rows = int(units[chunk.first_point:chunk.last_point].sum()) * (chunk.last_run - chunk.first_run)
        rows -= sum(int(units[point]) * count for point, count in lost.items() if point in chunk.points)
        count, low, high, first, last = found.get(chunk, (0, 0, 0, 0, 0))
        inside = not count or (chunk.first_point <= low and high < chunk.last_point and chunk.first_run <= first and last < chunk.last_run)
        if count != rows or not inside or int(failed[chunk]) != sum(lost.values()):
            wrong.add(chunk)
    return wrong


def _rows(query: str, paths: dict[str, Chunk]) -> list[tuple[Any, ...]]:
    """The answer to a question about files; nothing is told of files that cannot be asked."""
    if not paths:
        return []
    try:
        with parts.ctrl_c_stays_ctrl_c():
            return parts.connection().execute(query, [[parts.globbed(Path(path)) for path in paths]]).fetchall()
    except duckdb.Error:
        return [row for path, chunk in paths.items() for row in _rows(query, {path: chunk})] if len(paths) > 1 else []
