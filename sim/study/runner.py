"""Run a study: check everything, take the folder, and run what is missing."""

import contextlib
import os
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import numpy as np

from sim.complaints import Complaint, no_such
from sim.study import parts, store
from sim.study.cluster import check_installed
from sim.study.design import Design, read_design
from sim.study.engines import check_engines_agree, engine_facts
from sim.study.finding import RESULTS, find_study
from sim.study.lock import locked
from sim.study.places import PLACES, executor
from sim.study.plan import WHOLE, Done, Shard, chunk_runs
from sim.study.plans import FixedPlan, NarrowingPlan, Plan
from sim.study.results import values_there
from sim.study.signals import sigterm_as_ctrl_c
from sim.study.watch import Tell, Watch
from sim.study.work import Receipt, work

AHEAD = 4  # chunks handed out for each worker; none of their rows are held here
REPLAYED = 3  # runs that are held against the Mesa engine before a study begins


class Stopped(KeyboardInterrupt):
    """A study was stopped by Ctrl-C or a signal; the message says how far it is."""


def run_study(file: str | Path, out: str | Path | None = None, *, workers: int | None = None, on: str = "local",
              scheduler: str | None = None, resume: bool = False, extend: bool = False, engine: str | None = None,
              shard: Shard = WHOLE, mix_versions: bool = False, replay: int = REPLAYED, progress: Tell | None = None) -> Path:
    """Run a study file, or what is missing of it; returns its folder.

    file: a path, or the name of a study in experiments/. out: its folder, results/NAME by default.
    workers: threads or processes, all cores by default; the result does not depend on it, nor on where it runs:
    on is local, dask (a cluster of its own, or the scheduler at that address) or slurm.
    resume: go on in a folder that is there. extend: also add points or replications that the file asks for now.
    shard: (k, n) runs the k-th of n shares, for job arrays; each resumes by itself. engine: instead of the file's.
    replay: how many runs are held against the Mesa engine first; a single float64 that differs ends it.
    progress: called with a Progress after every chunk.
    Raises Complaint for what cannot be used, before the first run; Stopped after Ctrl-C or a signal, with nothing half-written.
    """
    checked_place(on, scheduler)
    count = checked_count("workers", os.cpu_count() or 1 if workers is None else workers)
    checked_shard(shard)
    design = read_design(find_study(file))
    chosen = design.study.engine if engine is None else engine
    engine_facts(chosen)
    if on != "local":
        check_installed(on)
    folder = Path(out) if out is not None else RESULTS / design.study.name
    resume = resume or extend or shard != WHOLE
    refuse_a_folder_in_use(folder, resume)
    _make(folder)
    with locked(folder, shard):
        design = _prepared(folder, design, extend, mix_versions, shard)
        job = store.load_job(folder)
        size, done = chunk_runs(design), Done(parts.present(folder))
        plan = _plan(design, job, size, done, shard)
        check_engines_agree(chosen, _spread(design, replay), design.study.seed, design.study.follow_ups)
        watch = Watch(plan, design.study.replications.measure, progress)
        with _noted(folder, plan, watch, {"on": on, "workers": count, "engine": chosen, "shard": f"{shard[0]}/{shard[1]}"}), \
                executor(on, count, scheduler, chosen, folder) as pool:
            _run(plan, watch, pool, count * AHEAD, str(folder.resolve()), chosen)
    return folder


def checked_place(on: str, scheduler: str | None) -> None:
    """Raises Complaint for an unknown place to run, or a scheduler that nothing would be sent to."""
    if on not in PLACES:
        raise Complaint(no_such("place to run", on, PLACES))
    if scheduler is not None and on != "dask":
        raise Complaint(f"a Dask scheduler ({scheduler}) goes with --on dask, not with --on {on}")


def checked_count(name: str, value: object) -> int:
    """A whole number from 1 to 4096; raises Complaint otherwise."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 4096:
        raise Complaint(f"{name} = {value!r} is not a whole number from 1 to 4096")
    return value


def checked_shard(shard: Shard) -> None:
    """Raises Complaint unless shard is (k, n) with 1 <= k <= n."""
    fits = isinstance(shard, tuple) and len(shard) == 2 and all(type(n) is int for n in shard)
    if not fits or not 1 <= shard[0] <= shard[1] <= 100_000:
        raise Complaint(f"shard = {shard!r} is not (k, n) with k from 1 to n and n up to 100,000")


def refuse_a_folder_in_use(folder: Path, resume: bool) -> None:
    """Raises Complaint for a folder that holds something else, or a study that nobody asked to go on with."""
    if store.is_study(folder):
        if not resume:
            raise Complaint(f"{folder} holds a study already; go on with --resume, add to it with --extend, or choose another --out")
    elif folder.is_dir() and not all(path.name.startswith(_OURS) for path in folder.iterdir()):
        raise Complaint(f"{folder} is not empty and holds no study; choose another --out")


_OURS = ("lock", "parts", store.POINTS, store.STUDY, store.MANIFEST)  # of a study that was killed before it could begin


def _make(folder: Path) -> None:
    try:
        (folder / "parts").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Complaint(f"{folder} cannot be made: {error.strerror or error}") from None
    if not os.access(folder, os.W_OK):
        raise Complaint(f"{folder} cannot be written: there is no permission")


def _prepared(folder: Path, design: Design, extend: bool, mix_versions: bool, shard: Shard) -> Design:
    """The folder brought to where runs can be added to it; the design with its points numbered as there."""
    if shard == WHOLE:
        parts.remove_leftovers(folder)
    if not store.is_study(folder):
        store.begin(folder, design)
        return design
    design = store.go_on(folder, design, extend, mix_versions)
    for path in parts.set_aside_corrupt(folder, weeks=bool(design.study.keep)):
        store.note(folder, store.STATUS, {"event": "set aside", "file": path.name, "reason": "corrupt or cut short; done again"})
    return design


def _plan(design: Design, job: store.Job, size: int, done: Done, shard: Shard) -> Plan:
    rule = design.study.replications
    if rule.fixed:
        return FixedPlan(len(design.points), rule.at_most, size, done, shard)
    return NarrowingPlan(len(design.points), rule, size, done, lambda chunk, point: values_there(job, chunk, point), shard)


def _spread(design: Design, replay: int) -> list[tuple[int, Any]]:
    """Some points from the first to the last, with their inputs."""
    points = sorted(set(np.linspace(0, len(design.points) - 1, replay).astype(int).tolist()))
    return [(point, design.points.inputs(point)) for point in points]


@contextlib.contextmanager
def _noted(folder: Path, plan: Plan, watch: Watch, how: dict[str, Any]) -> Iterator[None]:
    """Lines in status.jsonl when runs begin and end, however they end."""
    begun = time.monotonic()
    store.note(folder, store.STATUS, {"event": "begun", "pid": os.getpid(), **how})

    def end(event: str, **more: Any) -> None:
        with contextlib.suppress(Complaint):
            store.note(folder, store.STATUS, {
                "event": event, "runs": plan.done, "failed": watch.failed, "seconds": round(time.monotonic() - begun, 3),
                "simulating": round(watch.simulating, 3), "writing": round(watch.writing, 3), "shard": how["shard"], **more})

    try:
        with sigterm_as_ctrl_c():
            yield
    except KeyboardInterrupt:
        end("stopped")
        asked = max(plan.total, plan.done)
        raise Stopped(f"stopped after {plan.done:,} of {asked:,} runs, all of them safe in {folder}; go on with --resume") from None
    except Complaint as complaint:
        end("broken", reason=str(complaint))
        raise Complaint(f"{complaint}; {Done(parts.present(folder)).runs:,} runs are there, go on with --resume") from None
    except BrokenProcessPool:
        end("broken", reason="a worker process died")
        raise Complaint(f"a worker process died, perhaps for want of memory; {plan.done:,} runs are safe in {folder}, "
                        "go on with --resume") from None
    end("finished")


def _run(plan: Plan, watch: Watch, pool: Executor, most: int, folder: str, engine: str) -> None:
    """Hand out chunks, never more than a few for each worker, until none is left."""
    coming, follow_ups = iter(plan.start()), deque()  # type: ignore[var-annotated]
    running: set[Future[Receipt]] = set()
    try:
        while True:
            while len(running) < most and (chunk := follow_ups.popleft() if follow_ups else next(coming, None)) is not None:
                running.add(pool.submit(work, folder, engine, chunk))
            if not running:
                return
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                receipt = future.result()
                follow_ups.extend(plan.after(receipt.chunk, receipt.values))
                watch.note(receipt.values, receipt.failed, receipt.simulating, receipt.writing)
    finally:
        for future in running:
            future.cancel()
