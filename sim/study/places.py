"""Where the chunks of a study run: threads, processes, or a cluster, all behind the same door."""

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from sim.complaints import Complaint
from sim.study.engines import releases_the_lock
from sim.study.signals import left_to_the_parent, signals_wait, sigterm_as_ctrl_c

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
        made = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=left_to_the_parent)
        for _ in range(workers):
            made.submit(int)  # each starts one, as none is idle yet: a process that is started later could be cut off half-way
    return made


@contextlib.contextmanager
def worker_processes(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes for a search: SIGTERM stops it as Ctrl-C does, what is not begun is then forgotten, and no process outlives it.

    Raises Complaint when a process dies.
    """
    with sigterm_as_ctrl_c(), ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=left_to_the_parent) as pool:
        try:
            yield pool
        except BrokenProcessPool:
            raise Complaint("a worker process died, perhaps for want of memory; fewer --workers need less") from None
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
