"""How far a study is: what is there, what is missing, and what is more than the file asks for."""

from pathlib import Path
from typing import Any

import numpy as np

from sim.study.running.chunks import Chunk
from sim.study.store import parts
from sim.study.store.lock import holder_of
from sim.study.store.results import failed_runs
from sim.study.store.status import notes
from sim.study.store.study_folder import Job

NAMED = 3  # points that a sentence names


def state_of(job: Job) -> dict[str, Any]:
    """How far a study is, as plain values.

    asked: runs in all, None where each point goes on until its interval is narrow. more_than_asked: runs beyond what the file asks of
    a point now. missing: runs, where that is known, failed ones too; points that have none; and points that have fewer than asked, as
    {point, runs, asked}.
    """
    folder, events, failed = job.folder, notes(job.folder), failed_runs(job)
    rule, chunks = job.manifest["replications"], parts.present(folder)
    there, fixed = runs_of_points(len(job.points), chunks), rule["at_least"] == rule["at_most"]
    asked = rule["at_least"]
    lacking = np.maximum(asked - there, 0)
    return {"study": job.manifest["study"], "folder": str(folder), "number_of_points": len(job.points), "runs": int(there.sum()) - failed,
            "asked": rule["at_most"] * len(job.points) if fixed else None, "more_than_asked": beyond(chunks, rule["at_most"]),
            "missing": {"runs": int(lacking.sum()) + failed, "points_without_runs": np.flatnonzero(there == 0).tolist(),
                        "points_with_fewer_runs": [{"point": int(i), "runs": int(there[i]), "asked": asked}
                                                   for i in np.flatnonzero((there > 0) & (lacking > 0))]},
            "failed": failed, "written_by": holder_of(folder), "last": events[-1]["event"] if events else None,
            "code": job.manifest["code"]}


def runs_of_points(points: int, chunks: list[Chunk]) -> np.ndarray:
    """How many runs of each point are in the store, failed ones too."""
    there = np.zeros(points, int)
    for chunk in chunks:
        there[chunk.first_point:chunk.last_point] += chunk.last_run - chunk.first_run
    return there


def beyond(chunks: list[Chunk], at_most: int) -> int:
    """How many runs are in the store that a point would not have with so many replications."""
    return sum(len(chunk.points) * max(0, chunk.last_run - max(chunk.first_run, at_most)) for chunk in chunks)


def unfinished(job: Job, state: dict[str, Any]) -> str:
    """What is missing, in a sentence; nothing where all is there."""
    missing, parts_told = state["missing"], []
    none, fewer = missing["points_without_runs"], [one["point"] for one in missing["points_with_fewer_runs"]]
    if none:
        parts_told.append(f"{len(none):,} of {state['number_of_points']:,} points have no runs yet ({_named(job, none)})")
    if fewer:
        asked = job.manifest["replications"]["at_least"]
        parts_told.append(f"{len(fewer):,} of {state['number_of_points']:,} points have fewer than {asked:,} runs ({_named(job, fewer)})")
    if not parts_told and state["last"] not in ("stopped", "broken"):
        return ""
    return f"Not finished: {'; '.join(parts_told) or 'it was stopped before every interval was narrow enough'}."


def _named(job: Job, points: list[int]) -> str:
    told = [f"point {point}: {job.points.words(point)}" for point in points[:NAMED]]
    return "; ".join(told) + ("; ..." if len(points) > NAMED else "")


def in_words(job: Job, state: dict[str, Any]) -> str:
    """How far a study is, for the end of what is printed."""
    asked = f" of {state['asked']:,}" if state["asked"] and not state["more_than_asked"] else ""
    told = f"{state['runs']:,}{asked} runs of {state['number_of_points']:,} points in {state['folder']}, seed {job.manifest['seed']}"
    if state["more_than_asked"]:
        told += f"; {more(state['more_than_asked'])}"
    if unfinished(job, state) or state["failed"]:
        told += f" (being written by {state['written_by']})" if state["written_by"] else "; not finished, go on with --resume"
    if state["failed"]:
        told += f"; {failures(state['failed'], state['folder'])}"
    if len(state["code"]) > 1:
        told += f"; mixed from {len(state['code'])} versions of the code"
    return told + "."


def failures(count: int, folder: Path | str) -> str:
    """How many runs failed, and where the reasons are."""
    return f"{count:,} {'run' if count == 1 else 'runs'} failed; why: takehold results {folder} --sql \"from failures\""


def more(runs: int) -> str:
    """That more is there than is asked for."""
    return f"{runs:,} of them are more than the study file asks for now, and are counted with the others"


