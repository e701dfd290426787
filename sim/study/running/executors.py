"""Where the chunks of a study run: threads, processes, or a cluster, all behind the same door."""

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

from sim.errors import InputError, known
from sim.machine.processes import worker_processes
from sim.runs.engines import releases_the_lock

PLACES = ("local", "dask", "slurm")


@contextlib.contextmanager
def executor(on: str, workers: int, scheduler: str | None, engine: str, folder: Path) -> Iterator[Executor]:
    """Where the chunks run. Leaving it waits for those that are under way and forgets the others."""
    if on != "local":
        from sim.study.running.cluster import cluster
        with cluster(on, workers, scheduler, folder) as pool:
            yield pool
    elif workers == 1 or releases_the_lock(engine):
        with _threads(workers) as pool:
            yield pool
    else:
        with worker_processes(workers, finish=True) as pool:
            yield pool


@contextlib.contextmanager
def _threads(workers: int) -> Iterator[Executor]:
    """Threads; left by a plain ``with``, they would first run all that is not begun."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def checked_place(on: str, scheduler: str | None) -> None:
    """Raises InputError for an unknown place to run, or a scheduler that nothing would be sent to."""
    known("place to run", on, PLACES)
    if scheduler is not None and on != "dask":
        raise InputError(f"a Dask scheduler ({scheduler}) goes with --on dask, not with --on {on}")


def checked_count(name: str, value: object) -> int:
    """A whole number from 1 to 4096; raises InputError otherwise."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 4096:
        raise InputError(f"{name} = {value!r} is not a whole number from 1 to 4096")
    return value
