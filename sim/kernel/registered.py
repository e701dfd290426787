"""Makes the rules callable from compiled code; the rules themselves stay plain Python and know nothing of it."""

import importlib
import inspect
import pkgutil

from numba import njit
from numba.extending import register_jitable

from sim import rules

# Only compiled code calls these, so they need no doors for Python; that halves the time to compile.
_UNWRAPPED = {"nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
inner = njit(**_UNWRAPPED)
outer = njit(nogil=True, cache=True)

for _info in pkgutil.iter_modules(rules.__path__):
    _module = importlib.import_module(f"sim.rules.{_info.name}")
    for _rule in vars(_module).values():
        if inspect.isfunction(_rule) and _rule.__module__ == _module.__name__:
            register_jitable(**_UNWRAPPED)(_rule)
