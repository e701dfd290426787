"""Settings that take whole numbers only, or yes and no: a sample of their range takes levels that are equally likely."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from sim.errors import InputError
from sim.inputs.levers import WHOLE_NUMBERS
from sim.inputs.settings import called
from sim.inputs.workplace import Workplace

Bound = tuple[str, float, float]  # name, low, high


def is_whole(names: Sequence[str], places: Sequence[Workplace]) -> bool:
    """Whether one of these settings, by their canonical names, takes whole numbers only (or yes and no) in these workplaces."""
    return any(name.removeprefix("lever.") in WHOLE_NUMBERS or any(map(_counts, _entries(name, places))) for name in names)


def levelled(where: str, values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Values spread over a range as the whole numbers in it, equal shares of the range to each; raises InputError for ends between them."""
    if not (low.is_integer() and high.is_integer()):
        raise InputError(f"{where} = [{low:g}, {high:g}] takes whole numbers only, so both ends have to be whole numbers")
    return np.minimum(low + np.floor((values - low) / (high - low) * (high - low + 1)), high)


def in_words(bounds: Sequence[Bound]) -> list[str]:
    """What is to be said of settings in levels."""
    some = [f"{name} {low:g} {'or' if high - low == 1 else 'to'} {high:g}" for name, low, high in bounds]
    return [f"in whole numbers that are equally likely: {', '.join(some)}"] if some else []


def _counts(entry: Any) -> bool:
    return entry is None or isinstance(entry, int)  # a week that is not set is None; yes and no are numbers, too


def _entries(name: str, places: Sequence[Workplace]) -> Iterator[Any]:
    """What stands in the workplaces under a dotted name; nothing for the name of a parameter, a lever, or nothing at all."""
    for place in places:
        for unit in place.model_dump()["units"]:
            head, _, rest = name.partition(".")
            here: Any = unit
            for step in (rest if head == unit["name"] else name).split("."):
                named = {called(part): part for part in here if isinstance(part, dict)} if isinstance(here, list) else here
                if not isinstance(named, dict) or step not in named:
                    break
                here = named[step]
            else:
                yield here


def in_a_sentence(note: str) -> str:
    """A note on a design as it stands in text."""
    return f"{note[:1].upper()}{note[1:]}."
