"""Makes the rules callable from compiled code; the rules themselves stay plain Python and know nothing of it."""

import importlib
import inspect
import pkgutil

from numba import njit
from numba.extending import register_jitable

from sim import rules

# Only compiled code calls these, so they need no doors for Python; that halves the time to compile.
OPTIONS = {"nogil": True, "error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
INLINED = {**OPTIONS, "forceinline": True}
OWN = {**INLINED, "error_model": "python"}  # of people of one's own: a division by zero raises, as on Mesa
inner = njit(**OPTIONS)
outer = njit(nogil=True, cache=True, error_model="numpy")

for _info in pkgutil.iter_modules(rules.__path__):
    _module = importlib.import_module(f"sim.rules.{_info.name}")
    for _rule in vars(_module).values():
        if inspect.isfunction(_rule) and _rule.__module__ == _module.__name__:
            register_jitable(**OPTIONS)(_rule)
