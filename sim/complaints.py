"""What Takehold says when an input cannot be used: one sentence with the nearest valid name."""

import difflib
import math
from collections.abc import Iterable, Mapping
from typing import Any

LONGEST_WORD, LONGEST = 120, 380  # characters


class Complaint(ValueError):
    """An input cannot be used; the message is one sentence fit to be shown to a person, on one line and not too long."""

    def __init__(self, sentence: str):
        words = [word if len(word) <= LONGEST_WORD else f"{word[:40]}...{word[-20:]}" for word in sentence.split()]
        text = " ".join(words)
        super().__init__(text if len(text) <= LONGEST else f"{text[:LONGEST - 3]}...")


def nearest(name: object, valid: Iterable[str]) -> str:
    """Return a hint at the nearest valid name, or the list of valid names when none is near."""
    names = list(valid)
    close = difflib.get_close_matches(str(name)[:LONGEST_WORD].lower().replace(" ", "_"), names, n=1, cutoff=0.55)
    asked = str(name)[:LONGEST_WORD].lower()
    part = [valid for valid in names if len(asked) > 2 and asked in valid]
    if close or part:
        return f"did you mean '{(close or part)[0]}'?"
    shown = ", ".join(names[:12])
    return f"valid names: {shown}" + (", ..." if len(names) > 12 else "")


def no_such(kind: str, name: object, valid: Iterable[str]) -> str:
    """Say that a name is unknown and which one may have been meant."""
    return f"there is no {kind} '{name}'; {nearest(name, valid)}"


def checked(kind: str, name: str, value: object, low: float, high: float, unit: str,
            neutral: float | None = None) -> float:
    """Return value as a float inside [low, high], or equal to neutral.

    Raises Complaint that names the field, the value and what is allowed.
    """
    number: float
    try:
        if isinstance(value, bool):
            raise TypeError
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise Complaint(f"{kind} {name} = {value!r} is not a number; allowed is {low:g} to {high:g} ({unit})") from None
    if number == neutral or (math.isfinite(number) and low <= number <= high):
        return number
    outside = neutral is not None and not low <= neutral <= high
    off = f", or {neutral:g} to switch it off" if outside else ""
    raise Complaint(f"{kind} {name} = {value} is outside what is allowed: {low:g} to {high:g} ({unit}){off}")


def named_values(kind: str, values: Any) -> dict[str, Any]:
    """Return values, None or a ready-made set as a dictionary of names. Raises Complaint for anything else."""
    if values is None:
        return {}
    if hasattr(values, "model_dump"):
        return dict(values.model_dump())
    if not isinstance(values, Mapping):
        raise Complaint(f"{kind} = {values!r} is no mapping of names to numbers, such as {{'name': 0.5}}")
    return {str(name): value for name, value in values.items()}


def names_of(kind: str, names: Any) -> list[str]:
    """Return some names as a list; one name alone counts. Raises Complaint for anything else."""
    given: list[Any] = [names] if isinstance(names, str) else list(names) if isinstance(names, Iterable) else [None]
    if not all(isinstance(name, str) for name in given):
        raise Complaint(f"{kind} = {names!r} is no list of names")
    return given
