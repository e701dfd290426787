"""Ctrl-C and SIGTERM: stop work at a moment at which it can be stopped."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from types import FrameType

STOP = (signal.SIGINT, signal.SIGTERM)
MASKS = hasattr(signal, "pthread_sigmask")  # not on Windows, where a moment's Ctrl-C may show a worker's traceback
Handler = Callable[[int, FrameType | None], None]


@contextlib.contextmanager
def sigterm_as_ctrl_c() -> Iterator[None]:
    """SIGTERM stops what is inside as Ctrl-C does."""
    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handled((signal.SIGTERM,), stop):
        yield


@contextlib.contextmanager
def signals_wait() -> Iterator[None]:
    """Put a signal off until what is inside is done; processes that are started inside put it off until they are ready."""
    caught: list[int] = []
    with _handled(STOP, lambda number, frame: caught.append(number)), _masked() if MASKS else contextlib.nullcontext():
        yield
    if caught:
        raise KeyboardInterrupt


@contextlib.contextmanager
def _masked() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def left_to_the_parent() -> None:
    """Have a worker process ignore Ctrl-C and SIGTERM, which a terminal, timeout or Slurm sends to all, and end with its parent."""
    for number in STOP:
        signal.signal(number, signal.SIG_IGN)
    if MASKS:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP)
    if parent := parent_process():
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: BaseProcess) -> None:
    """End this process when its parent has ended."""
    parent.join()
    os._exit(1)


@contextlib.contextmanager
def _handled(numbers: tuple[signal.Signals, ...], handler: Handler) -> Iterator[None]:
    """Signals go to this handler, where the main thread can arrange that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = [(number, signal.signal(number, handler)) for number in numbers]
    try:
        yield
    finally:
        for number, old in before:
            signal.signal(number, old)
