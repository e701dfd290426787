"""Names of a package that are loaded when first asked for, and shown all the same."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def from_home(package: str, names: Sequence[str], home: Mapping[str, str],
              renamed: Mapping[str, str] | None = None) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The ``__getattr__`` and ``__dir__`` of a package whose names stand in other modules.

    names: what the package offers. home: the module of each name; nothing for one that is itself a module of the package.
    renamed: names of the version before, and what they are called now; they work once more, with a DeprecationWarning.
    """
    def get(name: str) -> Any:
        if renamed and name in renamed:
            warnings.warn(f"{package}.{name} is called {package}.{renamed[name]} now", DeprecationWarning, stacklevel=2)
            name = renamed[name]
        if name not in home:
            raise AttributeError(f"module '{package}' has no attribute '{name}'")
        return getattr(import_module(home[name]), name) if home[name] else import_module(f"{package}.{name}")

    return get, lambda: sorted(names)
