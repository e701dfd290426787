"""Where the chunks of a study run: threads, processes, or a cluster, all behind the same door."""

import contextlib
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context, parent_process
from pathlib import Path

from sim.study.engines import releases_the_lock
from sim.study.signals import left_to_the_parent, signals_wait

PLACES = ("local", "dask", "slurm")


@contextlib.contextmanager
def executor(on: str, workers: int, scheduler: str | None, engine: str, folder: Path) -> Iterator[Executor]:
    """Where the chunks run. Leaving it waits for those that are under way and forgets the others."""
    if on != "local":
        from sim.study.cluster import cluster
        with cluster(on, workers, scheduler, folder) as pool:
            yield pool
        return
    threads = workers == 1 or releases_the_lock(engine)
    made = ThreadPoolExecutor(workers) if threads else _processes(workers)
    try:
        yield made
    finally:
        made.shutdown(wait=True, cancel_futures=True)


def _processes(workers: int) -> Executor:
    """Worker processes, all of them started."""
    with signals_wait():
        made = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_as_worker)
        made.submit(int)  # the first orders start them
    return made


def _as_worker() -> None:
    """A worker leaves Ctrl-C to its parent, and does not outlive it."""
    left_to_the_parent()
    parent = parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
