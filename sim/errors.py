"""What Takehold says when an input cannot be used: one sentence with the nearest valid name, or a line for each thing that is wrong."""

import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral
from os import PathLike
from typing import Any

LONGEST_WORD, LONGEST = 120, 380  # characters
MOST_TOLD = 20  # of the things that are wrong with a file
# what moves a terminal's cursor, colours it, turns the order of a text round or cannot be encoded; tabs and line ends may stand
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """A text as it may be shown: control characters give way to a question mark."""
    return CONTROL.sub("?", text)


def check_printable(text: str) -> str:
    """Return a text that may be shown as it is; raises ValueError when it has control characters."""
    found = CONTROL.search(text)
    if found:
        raise ValueError(f"has a control character (U+{ord(found[0]):04X}), which cannot be shown")
    return text


class InputError(ValueError):
    """An input cannot be used; the message is one sentence fit to be shown to a person, on one line and not too long.

    each: where several things are wrong with a file, a sentence for each, which stand below the first on lines of their own.
    """

    def __init__(self, sentence: str, each: Sequence[str] = ()):
        self.sentence, self.each = _line(sentence), tuple(map(_line, each[:MOST_TOLD]))
        more = [f"and {len(each) - MOST_TOLD} more"] if len(each) > MOST_TOLD else []
        super().__init__("\n  ".join([self.sentence, *self.each, *more]))

    def within(self, where: str) -> "InputError":
        """The same, said of a part of something."""
        return InputError(f"{where}: {self.sentence}", self.each)


class SeveralWrong(ValueError):
    """Several things are wrong; each: a sentence for each."""

    def __init__(self, each: Sequence[str]):
        super().__init__("; ".join(each))
        self.each = tuple(each)


def all_wrong(where: str, each: Sequence[str]) -> InputError:
    """What to raise for all that is wrong with a file: one thing is one sentence, several are listed."""
    if len(each) == 1:
        return InputError(f"{where}: {each[0]}")
    return InputError(f"{where} cannot be used as it is; {len(each)} things are wrong:", each)


def _line(sentence: str) -> str:
    """A sentence on one line, and not too long."""
    words = [word if len(word) <= LONGEST_WORD else f"{word[:40]}...{word[-20:]}" for word in printable(sentence).split()]
    text = " ".join(words)
    return text if len(text) <= LONGEST else f"{text[:LONGEST - 3]}..."


def nearest(name: object, valid: Iterable[str]) -> str:
    """Return a hint at the nearest valid name, or the list of valid names when none is near."""
    names = list(valid)
    close = difflib.get_close_matches(str(name)[:LONGEST_WORD].lower().replace(" ", "_"), names, n=1, cutoff=0.55)
    asked = str(name)[:LONGEST_WORD].lower()
    part = [valid for valid in names if len(asked) > 2 and asked in valid]
    begun = [valid for valid in part if valid.startswith(f"{asked}_")]  # trust is nearer to trust_leader than to interest
    if begun or close or part:
        return f"did you mean '{(begun or close or part)[0]}'?"
    shown = ", ".join(names[:12])
    return f"valid names: {shown}" + (", ..." if len(names) > 12 else "")


def no_such(kind: str, name: object, valid: Iterable[str]) -> str:
    """Say that a name is unknown and which one may have been meant."""
    return f"there is no {kind} '{name}'; {nearest(name, valid)}"


def known(kind: str, name: object, valid: Iterable[str]) -> str:
    """Return a name that is one of the valid ones; raises InputError for any other, and for what is no name."""
    names = list(valid)
    if not isinstance(name, str) or name not in names:
        raise InputError(no_such(kind, name, names))
    return name


def check_path(name: str, path: object) -> None:
    """Raises InputError for what cannot be the path of a file or folder."""
    if not isinstance(path, (str, PathLike)) or not str(path).strip() or "\0" in str(path):
        raise InputError(f"{name} = {path!r} is no path of a file or folder")


def check_text(name: str, text: object) -> None:
    """Raises InputError for what is neither text nor None."""
    if text is not None and not isinstance(text, str):
        raise InputError(f"{name} = {text!r} is no text")


def check_yes_or_no(name: str, value: object) -> None:
    """Raises InputError for what is neither True nor False."""
    if not isinstance(value, bool):
        raise InputError(f"{name} = {value!r} is neither True nor False")


def check_progress(progress: object) -> None:
    """Raises InputError for what can neither be called nor is None."""
    if progress is not None and not callable(progress):
        raise InputError(f"progress = {progress!r} is no function; it is called with runs done and runs in all")


def checked(kind: str, name: str, value: object, low: float, high: float, unit: str,
            neutral: float | None = None) -> float:
    """Return value as a float inside [low, high], or equal to neutral.

    Raises InputError that names the field, the value and what is allowed.
    """
    number: float
    try:
        if isinstance(value, (bool, bytes)):
            raise TypeError
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{kind} {name} = {value!r} is not a number; allowed is {low:g} to {high:g} ({unit})") from None
    if number == neutral or (math.isfinite(number) and low <= number <= high):
        return number
    outside = neutral is not None and not low <= neutral <= high
    off = f", or {neutral:g} to switch it off" if outside else ""
    raise InputError(f"{kind} {name} = {value} is outside what is allowed: {low:g} to {high:g} ({unit}){off}")


def named_values(kind: str, values: Any) -> dict[str, Any]:
    """Return values, None or a ready-made set as a dictionary of names. Raises InputError for anything else."""
    if values is None:
        return {}
    if hasattr(values, "model_dump"):
        return dict(values.model_dump())
    if not isinstance(values, Mapping):
        raise InputError(f"{kind} = {values!r} is no mapping of names to numbers, such as {{'name': 0.5}}")
    return {str(name): value for name, value in values.items()}


def names_of(kind: str, names: Any) -> list[str]:
    """Return some names as a list; one name alone counts. Raises InputError for anything else."""
    given: list[Any] = [names] if isinstance(names, str) else list(names) if isinstance(names, Iterable) else [None]
    if not all(isinstance(name, str) for name in given):
        raise InputError(f"{kind} = {names!r} is no list of names")
    return given


MAX_SEED = 2**32 - 1
LONGEST_NUMBER = 20  # digits of a number given as text


def whole_number(name: str, value: object, least: int = 0) -> int:
    """Return value as a whole number from ``least`` to 2**32 - 1; text of digits counts. Raises InputError otherwise."""
    number = -1
    is_whole = isinstance(value, Integral) and not isinstance(value, bool)
    is_text = isinstance(value, str) and value.isascii() and value.strip().isdigit() and len(value) <= LONGEST_NUMBER
    if is_whole or is_text:
        number = int(value)  # type: ignore[call-overload]
    if not least <= number <= MAX_SEED:
        shown = f"a number of {value.bit_length()} bits" if isinstance(value, int) and value.bit_length() > 64 else repr(value)
        raise InputError(f"{name} = {shown} is not a whole number from {least} to {MAX_SEED}")
    return number
