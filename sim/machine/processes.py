"""Worker processes: each starts afresh, all end with whoever started them, and one sentence says why when they do not work."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import current_process
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from typing import Any

from sim.errors import InputError
from sim.machine.signals import left_to_the_parent, signals_wait, sigterm_as_ctrl_c

UNGUARDED = 70  # exit status of a worker that was about to start workers while it read the script that started it


@contextmanager
def worker_processes(workers: int, finish: bool = False) -> Iterator[ProcessPoolExecutor]:
    """Processes that begin with a fresh interpreter, whatever the system; all of them are started.

    Ctrl-C and SIGTERM reach no process: they raise KeyboardInterrupt here. Then, as on any other error, what is not begun is forgotten
    and what is under way is cut off; finish: it is waited for, since it is kept. No process outlives this one, not even when it is killed.
    Raises InputError when a process dies.
    """
    end_if_read_again()
    context = _Spawning()
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=left_to_the_parent)
    with sigterm_as_ctrl_c():
        try:
            with signals_wait():
                for _ in range(workers):
                    pool.submit(int)  # each starts one, as none is idle yet: a process that is started later could be cut off half-way
            yield pool
        except BrokenProcessPool:
            pool.shutdown()  # after which it is known how each ended
            if any(process.exitcode == UNGUARDED for process in context.begun):
                raise InputError("a script that uses several workers has to make its calls under if __name__ == '__main__': since every "
                                "worker reads the script again; or use workers=1") from None
            raise InputError("a worker process died, perhaps for want of memory; fewer workers need less") from None
        except BaseException:
            if not finish:
                for process in context.begun:
                    process.kill()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def end_if_read_again() -> None:
    """End a worker that, before its work begins, reads the script again that started it, and would do all of it once more."""
    if getattr(current_process(), "_inheriting", False):
        os._exit(UNGUARDED)


class _Worker(SpawnProcess):
    """A process that leaves SIGTERM to its parent; so the pool, when another one died, ends it otherwise."""

    def terminate(self) -> None:
        self.kill()


class _Spawning(SpawnContext):
    """Starts processes afresh and remembers them, since how one ended says why."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[BaseProcess] = []

    def Process(self, *arguments: Any, **named: Any) -> BaseProcess:  # type: ignore[override]  # noqa: N802 - the name that a pool calls
        """A process that is to be started."""
        self.begun.append(_Worker(*arguments, **named))
        return self.begun[-1]
