"""The kernel as native code: compiled by Numba for this processor, kept, and held against Mesa."""

import inspect
import re
import shutil
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import InputError
from sim.kernel import guard
from sim.kernel.cache import cache_folder, holds_code
from sim.kernel.dialect import refused
from sim.kernel.layout import WORLD, Worlds
from sim.kernel.worlds import Kernel
from sim.model.cast import SHIPPED, Cast
from sim.model.own_code import fingerprint, own_classes

NOTHING = Worlds(np.zeros(1, WORLD), {}), 0, np.zeros(1, np.int64), False  # no run of no world, by which code is compiled


def has_compiler() -> bool:
    """Whether Numba is installed; it is not loaded for that."""
    try:
        return find_spec("numba") is not None
    except ValueError:  # something else stands in its place
        return False


def is_compiled() -> bool:
    """Whether an earlier process has left compiled code in the cache."""
    return holds_code(cache_folder())


def is_loaded() -> bool:
    """Whether this process has it already."""
    return _following.cache_info().currsize > 0


def compiled(cast: Cast = SHIPPED) -> Kernel:
    """The kernel, compiled or loaded from the cache of an earlier process. cast: whose people.

    Raises InputError without Numba, where these classes or the sources cannot be compiled, and where the kernel and Mesa differ.
    """
    guard.check_untouched()
    kernel = _following()
    if cast != SHIPPED:
        _own(cast, fingerprint(cast))
    return kernel


@cache
def _following() -> Kernel:
    """The kernel, held against Mesa; what raises is tried again at the next call."""
    kernel, folder = _kernel()
    guard.check_follows(kernel, guard.stamp_of(folder))
    return kernel


@cache
def _own(cast: Cast, _code: str) -> None:
    """Compile the kernel for classes of one's own, and hold it against Mesa; what raises is tried again at the next call."""
    found = refused(cast)
    if found:
        raise InputError(str(found))
    from sim.kernel.stages import register_cast
    kernel, folder = _kernel()
    try:
        register_cast(cast)
        kernel(*NOTHING, cast)
    except Exception as error:  # Numba raises of many kinds, and from within
        raise InputError(f"{_where(str(error), own_classes(cast))}") from error
    guard.check_follows(kernel, guard.stamp_of(folder, cast), cast)


@cache
def _kernel() -> tuple[Kernel, Path]:
    """The kernel itself, and the folder that its code is kept in."""
    if not has_compiler():
        raise InputError("to compile people or sources as they are now needs Numba, which is not installed here; engine 'mesa' gives the "
                         "same numbers, more slowly")
    import numba
    if numba.config.DISABLE_JIT:
        raise InputError("to compile needs Numba's compiler, which NUMBA_DISABLE_JIT switches off; engines 'wasm', for the shipped people, "
                         "and 'mesa' give the same numbers")
    folder = cache_folder()
    numba.config.CACHE_DIR = str(folder)
    from sim.kernel.run import runs

    def kernel(worlds: Worlds, *more: Any) -> Any:  # compiled code is given the records of worlds alone
        return runs(worlds.records, *more)

    while True:
        try:
            kernel(*NOTHING, SHIPPED)
            return kernel, folder
        except Exception as error:
            if not holds_code(folder):
                raise InputError(f"the sources as they are now cannot be compiled: {_where(str(error))}; {guard.MESA_GOES_ON}") from error
            for path in folder.iterdir():  # a damaged file in the cache: compile anew
                shutil.rmtree(path, ignore_errors=True)


def _file_of(kind: type) -> str | None:
    """The file that a class is written in; none for one that was written in a cell whose text is gone."""
    try:
        return inspect.getsourcefile(kind)
    except TypeError:
        return None


def _where(told: str, own: Iterable[type] = ()) -> str:
    """The first line of a source that Numba names, of classes of one's own where it names one, and the reason above it."""
    files = {path for path in map(_file_of, own) if path}
    places = list(re.finditer(r'([^\n]+)\n\s*\n\s*File "([^"]+)", line (\d+)', told))
    found = next((place for place in places if any(file.endswith(place[2]) for file in files)), places[0] if places else None)
    return f"{found[2]}, line {found[3]}: {found[1].strip().rstrip('.')}" if found else told
