"""What each engine gives to the text of the week in its own way: random numbers, colleagues, units that are seen, the record.

A method marked ``@service`` stands in the text as Python does it for Mesa; sim.kernel.services holds the compiled form of the same name.
"""

from collections.abc import Callable
from typing import Any


def service[Function: Callable[..., Any]](function: Function) -> Function:
    """Mark a method, or the function of a property, as one that each engine gives in its own way."""
    function.is_service = True  # type: ignore[attr-defined]
    return function


def is_service(written: Any) -> bool:
    """Whether a method or property is marked so."""
    return getattr(written.fget if isinstance(written, property) else written, "is_service", False)
