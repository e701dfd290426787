"""kernel.wasm in place of native code, as long as that does not pay: a first result at once, and long work as fast as can be.

Native code is three times as fast, takes a second to load and half a minute to compile. So work begins on kernel.wasm; once it has
grown large enough, native code is loaded, or compiled by a process beside this one: ``python -m sim.kernel.at_once``.
"""

import atexit
import os
import subprocess
import sys
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from sim.kernel import guard, native, wasm
from sim.kernel.cache import ROOT, cache_folder, changed_since_loaded, lasts

# Person-weeks of work in this process after which native code pays; a million takes kernel.wasm a tenth of a second.
WORTH_LOADING, WORTH_COMPILING, WORTH_WAITING = 1e7, 1e8, 5e8


@cache
def refusal() -> str:
    """Why kernel.wasm cannot be used, in words; nothing where it can."""
    if find_spec("wasmtime") is None:
        return "it needs wasmtime, which is not installed here"
    made_of = wasm.fingerprint_of(wasm.KERNEL.read_bytes()) if wasm.KERNEL.exists() else ""
    if made_of != wasm.source_fingerprint() or changed_since_loaded(wasm.MADE_OF):
        return "kernel.wasm is missing, damaged, or made of other sources than these; make wasm makes it anew"
    return ""


class Beside:
    """The work of this process so far, and the process that compiles."""

    def __init__(self) -> None:
        self._work, self._lock = 0.0, Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def stands_in(self, work: float) -> bool:
        """Whether kernel.wasm lives so many more person-weeks; begins to compile where that pays."""
        if refusal():
            return False
        with self._lock:
            self._work += work
            if self._work < WORTH_LOADING or not native.has_compiler():
                return True
            stamp = stamp_of_native()
            if stamp is None:  # it cannot be kept, so that this process would have to compile for itself
                return self._work < WORTH_WAITING
            if self._process is None and self._work > WORTH_COMPILING and not stamp.exists():
                self._process = _compiling()
            return not stamp.exists()


beside = Beside()


@cache
def stamp_of_native() -> Path | None:
    """The file that tells that native code is there; nothing where it would last only as long as this process."""
    folder = cache_folder()
    return guard.stamp_of(folder) if lasts(folder) else None


def _compiling() -> subprocess.Popen[bytes]:
    """A process that compiles quietly and ends with this one; Ctrl-C is not meant for it."""
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT.parent), os.environ.get("PYTHONPATH"))))}
    process = subprocess.Popen([sys.executable, "-m", "sim.kernel.at_once"], env=around, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True)
    atexit.register(process.terminate)
    return process


def main() -> None:
    """Compile, with what others leave of the processor, unless another process is at it."""
    with (cache_folder() / "compiling").open("w") as lock:
        with suppress(ImportError):  # on Windows two may compile, and one of them in vain
            import fcntl
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return
        if hasattr(os, "nice"):
            os.nice(10)
        native.compiled()


if __name__ == "__main__":
    main()
