"""Chunks of compiled runs from Python. Nothing here needs Numba until the first chunk is asked for."""

import hashlib
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.complaints import Complaint
from sim.levers import Levers
from sim.outcome import COLUMNS
from sim.parameters import Parameters
from sim.phases import AT_REST, LAUNCH_WEEK, PHASES
from sim.record import SERIES
from sim.workplace import Workplace

ROOM = 4_000_000  # bytes, more than compiled code needs: a full disk is found before compiling and not after
SOURCES = ("rules/*.py", "kernel/*.py", "draws.py", "phases.py", "record.py", "outcome.py", "parameters.py")


def is_available() -> bool:
    """Whether Numba is installed and can be loaded."""
    try:
        import numba  # noqa: F401
    except ImportError:
        return False
    return True


def is_compiled() -> bool:
    """Whether an earlier process has left compiled code in the cache."""
    return _holds_code(cache_folder())


def check_available() -> None:
    """Raises Complaint where this engine cannot be had."""
    if not is_available():
        raise Complaint("engine 'fast' needs Numba, which is not installed here; engine 'mesa' gives the same numbers, more slowly")


def facts(place: Workplace, parameters: Parameters, levers: Levers, seed: int, weeks: list[int], first: int, last: int) -> np.ndarray:
    """Facts of the runs first to last - 1.

    weeks: follow-ups in rising order. Returns float64 of shape ((last - first) * len(weeks) * units, len(COLUMNS)), rows in the
    order of run, follow-up, unit. Holds no lock while it computes, so chunks can run in threads.
    """
    world, kernel = new_world(place, parameters, levers, seed, weeks[-1])
    out = np.empty((last - first, len(weeks), len(place.units), len(COLUMNS)))
    kernel(world.record, first, last, np.asarray(weeks, np.int64), False, out)
    return out.reshape(-1, len(COLUMNS))


class Weeks(NamedTuple):
    """The weeks of one run, and its facts at follow-up.

    facts: float64 of shape (units, len(COLUMNS)). series: float64 of shape (units, weeks, series), series in the order of
    sim.record.SERIES. phases: their names, of shape (units, weeks). launches: for each unit the week of the run from which
    follow-up is counted.
    """

    facts: np.ndarray
    series: np.ndarray
    phases: np.ndarray
    launches: np.ndarray


def weekly(place: Workplace, parameters: Parameters, levers: Levers, seed: int, run: int, follow_up: int) -> Weeks:
    """The weeks of one run."""
    world, kernel = new_world(place, parameters, levers, seed, follow_up)
    out = np.empty((1, 1, len(place.units), len(COLUMNS)))
    weeks = kernel(world.record, run, run + 1, np.asarray([follow_up], np.int64), True, out)
    lines, states = world.blocks["series"][:, :, :weeks], world.blocks["states"]
    launched = states["launch_week"] >= 0
    return Weeks(out[0, 0], np.ascontiguousarray(lines[:, :len(SERIES)].transpose(0, 2, 1)),
                 np.array([*(phase.name for phase in PHASES), AT_REST], object)[lines[:, -1].astype(int)],
                 np.where(launched, states["launch_week"], states["cycle_start"] + LAUNCH_WEEK))


def new_world(place: Workplace, parameters: Parameters, levers: Levers, seed: int, follow_up: int) -> tuple[Any, Any]:
    """Room for runs of this input, and the compiled kernel."""
    kernel = compiled()
    from sim.kernel import layout
    contexts, plans = layout.pack_units(place, levers, parameters)
    most = 2 * (LAUNCH_WEEK + 1) + int(levers.trust_first_weeks) + int(parameters.listening_weeks) + 2 + follow_up
    return layout.new_world(layout.pack_parameters(parameters), layout.pack_run(levers, seed), contexts, plans, most), kernel


@cache
def compiled() -> Any:
    """The kernel, compiled or loaded from the cache of an earlier process; raises Complaint without Numba."""
    check_available()
    import numba
    folder = cache_folder()
    numba.config.CACHE_DIR = str(folder)
    from sim.kernel.layout import WORLD
    from sim.kernel.run import runs
    no_run = (np.zeros(1, WORLD), 0, 0, np.zeros(1, np.int64), False, np.empty((0, 1, 1, len(COLUMNS))))
    try:
        runs(*no_run)
    except Exception:
        if not _holds_code(folder):
            raise
        shutil.rmtree(folder, ignore_errors=True)  # a damaged file in the cache: compile anew
        runs(*no_run)
    return runs


def cache_folder() -> Path:
    """A folder for compiled code, named by all it depends on, since Numba itself looks at one source file only.

    TAKEHOLD_CACHE names another place than the user's cache; where that cannot be written or is full, a temporary folder serves.
    """
    chosen = os.environ.get("TAKEHOLD_CACHE") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    user = os.getuid() if hasattr(os, "getuid") else 0
    for place in (f"{chosen}/takehold", f"{tempfile.gettempdir()}/takehold-{user}"):
        try:
            folder = Path(place).expanduser() / f"kernel-{fingerprint()}"
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(0 if _holds_code(folder) else ROOM))
            return folder
        except (OSError, RuntimeError):  # a user without a home is a RuntimeError
            continue
    return Path(tempfile.mkdtemp(prefix="takehold-"))


def _holds_code(folder: Path) -> bool:
    return any(folder.rglob("*.nbc"))


@cache
def fingerprint() -> str:
    """Twelve characters that change with the sources the kernel is made of and with the compiler's versions."""
    import llvmlite
    import numba
    digest = hashlib.sha256(f"{numba.__version__} {llvmlite.__version__} {np.__version__}".encode())
    root = Path(__file__).parent.parent
    for pattern in SOURCES:
        for path in sorted(root.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


