"""Run a study: check everything, take the folder, and run what is missing."""

import contextlib
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import InputError, check_path, check_progress, check_yes_or_no, whole_number
from sim.machine.cores import cores
from sim.machine.files import RESULTS
from sim.machine.processes import end_if_read_again
from sim.machine.signals import sigterm_as_ctrl_c
from sim.model.cast import Cast, People, cast_of
from sim.runs.engines import Inputs, check_engines_agree, engine_facts
from sim.runs.simulate import engine_for
from sim.study.answers.finding import find_study
from sim.study.design import Design, read_design
from sim.study.running.chunks import WHOLE, Chunk, Done, Shard, checked_shard
from sim.study.running.cluster import check_place
from sim.study.running.executors import checked_count, checked_place, executor
from sim.study.running.preparing import make_folder, plan_of, prepared, refuse_a_folder_in_use
from sim.study.running.progress import Tell, Watch
from sim.study.running.schedule import Plan
from sim.study.running.work import Receipt, work
from sim.study.store import parts, study_folder
from sim.study.store.lock import check_system, locked
from sim.study.store.status import note

AHEAD = 4  # chunks handed out for each worker; none of their rows are held here
REPLAYED, A_REPLAY = 3, 5_000  # most points, but for kinds of them, of which a run is held against Mesa first, and runs of a study for each
MOST_KINDS = 20


class Stopped(KeyboardInterrupt):
    """A study was stopped by Ctrl-C or a signal; the message says how far it is."""


def run_study(file: str | Path, out: str | Path | None = None, *, workers: int | None = None, on: str = "local",
              scheduler: str | None = None, resume: bool = False, extend: bool = False, engine: str | None = None,
              shard: Shard = WHOLE, mix_versions: bool = False, replay: int | None = None, progress: Tell | None = None,
              people: People | Cast | None = None, employee_class: type | None = None, steering_member_class: type | None = None,
              manager_class: type | None = None) -> Path:
    """Run a study file, or what is missing of it; returns its folder.

    file: a path, or the name of a study (takehold studies). out: its folder, results/NAME by default.
    workers: threads or processes, all cores this process may use by default; the result does not depend on it, nor on where it runs:
    on is local, dask (a cluster of its own, or the scheduler at that address) or slurm.
    resume: go on in a folder that is there; what is damaged there, and runs that failed, are made again.
    extend: also add points or replications that the file asks for now.
    shard: (k, n) runs the k-th of n shares, for job arrays; each resumes by itself. engine: instead of the file's.
    replay: how many runs are held against the Mesa engine first; without, one to three by the size of the study, and of a large one
    one of each kind of point, such as each workplace. A single float64 that differs ends it.
    progress: called with a Progress after every chunk. employee_class, steering_member_class, manager_class, people: classes of one's
    own, as for sim.simulate; a study goes on with the same ones only.
    Raises InputError for what cannot be used, before the first run; Stopped after Ctrl-C or a signal, with nothing half-written.
    """
    end_if_read_again()
    check_system()
    checked_place(on, scheduler)
    check_progress(progress)
    for name, value in (("resume", resume), ("extend", extend), ("mix_versions", mix_versions)):
        check_yes_or_no(name, value)
    if out is not None:
        check_path("out", out)
    replay = None if replay is None else whole_number("replay", replay)
    count = checked_count("workers", cores() if workers is None else workers)
    checked_shard(shard)
    cast = cast_of(people, employee_class=employee_class, steering_member_class=steering_member_class, manager_class=manager_class)
    design = read_design(find_study(file))
    design = replace(design, points=replace(design.points, cast=cast))
    chosen = engine_for(design.study.engine if engine is None else engine, cast)
    if on != "local":
        check_place(on, scheduler)
    engine_facts(chosen)
    folder = Path(out) if out is not None else RESULTS / design.study.name
    resume = resume or extend or shard != WHOLE
    refuse_a_folder_in_use(folder, resume)
    make_folder(folder)
    with locked(folder, shard):
        design = prepared(folder, design, extend, mix_versions, shard)
        job = study_folder.load_job(folder)
        replayed = check_engines_agree(chosen, _to_replay(design, replay), design.study.seed, design.study.follow_ups)
        plan = plan_of(design, job, shard)
        watch = Watch(plan, design.study.replications.measure, progress)
        how = {"on": on, "workers": count, "engine": chosen, "replayed": replayed, "shard": f"{shard[0]}/{shard[1]}"}
        with _noted(folder, plan, watch, how), executor(on, count, scheduler, chosen, folder) as pool:
            _run(plan, watch, pool, count * AHEAD,
                 partial(work, str(folder.resolve()), chosen, cast=cast, people_files=design.people_files))
        if shard == WHOLE:
            parts.remove_leftovers(folder)  # of workers that died
    return folder


def _to_replay(design: Design, replay: int | None) -> list[tuple[int, Inputs]]:
    """The points of which a run is held against Mesa, from the first to the last, with their inputs."""
    points, chosen = design.points, replay if replay is not None else min(REPLAYED, 1 + design.most_runs // A_REPLAY)
    numbers = set(np.linspace(0, len(points) - 1, chosen).astype(int).tolist())
    if replay is None and chosen == REPLAYED:  # a large study: by workplace, and by which settings are set
        kinds = np.unique(np.column_stack([points.which, np.isnan(points.values)]), axis=0, return_index=True)[1]
        numbers.update(kinds[:MOST_KINDS].tolist())
    return [(point, points.inputs(point)) for point in sorted(numbers)]


@contextlib.contextmanager
def _noted(folder: Path, plan: Plan, watch: Watch, how: dict[str, Any]) -> Iterator[None]:
    """Lines in status.jsonl when runs begin and end, however they end."""
    begun = time.monotonic()
    note(folder, {"event": "begun", "pid": os.getpid(), **how})

    def end(event: str, **more: Any) -> None:
        with contextlib.suppress(InputError):
            note(folder, {
                "event": event, "runs": plan.done, "failed": watch.failed, "seconds": round(time.monotonic() - begun, 3),
                "simulating": round(watch.simulating, 3), "writing": round(watch.writing, 3), "shard": how["shard"], **more})

    try:
        with sigterm_as_ctrl_c():
            yield
    except KeyboardInterrupt:
        end("stopped")
        asked = max(plan.total, plan.done)
        raise Stopped(f"stopped after {plan.done:,} of {asked:,} runs, all of them safe in {folder}; go on with --resume") from None
    except InputError as complaint:
        end("broken", reason=str(complaint))
        raise InputError(f"{complaint}; {Done(parts.present(folder)).runs:,} runs are there, go on with --resume") from None
    end("finished")


def _run(plan: Plan, watch: Watch, pool: Executor, most: int, job: Callable[[Chunk], Receipt]) -> None:
    """Hand out chunks, never more than a few for each worker, until none is left."""
    coming, follow_ups = iter(plan.start()), deque()  # type: ignore[var-annotated]
    running: set[Future[Receipt]] = set()
    try:
        while True:
            while len(running) < most and (chunk := follow_ups.popleft() if follow_ups else next(coming, None)) is not None:
                running.add(pool.submit(job, chunk))
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
