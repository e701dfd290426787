"""Which code made a result: a fingerprint of every source file and of the libraries that numbers depend on."""

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sim.machine.shipped import LESSONS
from sim.version import VERSION

LIBRARIES = ("numpy", "pandas", "mesa", "numba", "llvmlite", "scipy", "duckdb")


@cache
def code_fingerprint() -> str:
    """Twelve characters that change with any file of code in sim/ or version of LIBRARIES."""
    root = Path(__file__).parents[2]
    digest = hashlib.sha256(repr(sorted(library_versions().items())).encode())
    for path in sorted(path for path in root.rglob("*.py") if path.parent != LESSONS):  # which lie inside only where it is installed
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


@cache
def library_versions() -> dict[str, str]:
    """Versions of Takehold, Python and the libraries that numbers depend on."""
    found = {"takehold": VERSION, "python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
