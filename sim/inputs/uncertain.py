"""What of a workplace is uncertain: its entries with a range, and the workplace with other values at them.

Nothing here is drawn. Whoever draws brings numbers between 0 and 1, one an entry; at_place makes values of them.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import InputError
from sim.inputs.places import dotted, steps
from sim.inputs.workplace import Range, Themes, Workplace

Plan = dict[Any, Any]  # of a part: the entries to be set, each by the place of its value, or by the plan of the part that it is


class Entry(NamedTuple):
    """An entry with a range: its dotted path, its range, and what is recorded."""

    path: str
    low: float
    high: float
    recorded: float


def entries(place: Workplace) -> list[Entry]:
    """Every entry with a range of some width, in the order of the file."""
    return [Entry(path, one.low, one.high, float(place.entry(path))) for path, one in _wide(place).items()]


def at_place(place: Workplace, uniforms: ArrayLike) -> NDArray[np.float64]:
    """Values of the entries from numbers between 0 and 1 (the last axis: one an entry), evenly over each range."""
    shares, lows, highs = np.asarray(uniforms, dtype=float), *_ends(place)
    if shares.shape[-1:] != lows.shape or not np.all((shares >= 0) & (shares <= 1)):
        raise InputError(f"{place.name} takes {lows.size} numbers from 0 to 1, one for each entry with a range")
    return np.clip(lows + shares * (highs - lows), lows, highs)


def with_entries(place: Workplace, values: Sequence[float] | NDArray[np.float64]) -> Workplace:
    """The workplace with these values at its entries, in their order and in their own units.

    Shares of themes are scaled to add up to what the recorded ones do. As this is called for each of very many draws, only the
    ranges are checked: they are known to lie inside what is allowed. Raises InputError.
    """
    values, (lows, highs) = np.asarray(values, dtype=float), _ends(place)
    if values.shape != lows.shape:
        raise InputError(f"{place.name} has {lows.size} entries with a range; {values.size} values were given")
    outside = ~((lows <= values) & (values <= highs))
    if outside.any():
        k = int(outside.argmax())
        where = dotted(steps(list(_wide(place))[k]), place.model_dump())
        raise InputError(f"{where} = {values[k]:g} is outside its range, {lows[k]:g} to {highs[k]:g}")
    return _with(place, _plan(tuple(_wide(place))), values.tolist())


def _wide(place: Workplace) -> dict[str, Range]:
    """The ranges that leave anything open: one whose ends are the same says that the number is known."""
    return {path: one for path, one in place.ranges.items() if one.low < one.high}


def _ends(place: Workplace) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lows and the highs of all ranges."""
    ranges = _wide(place).values()
    return np.array([one.low for one in ranges]), np.array([one.high for one in ranges])


@lru_cache
def _plan(paths: tuple[str, ...]) -> Plan:
    """Paths as tables in tables, as the parts of a workplace lie in one another."""
    plan: Plan = {}
    for k, path in enumerate(paths):
        here = plan
        *way, last = steps(path)
        for step in way:
            here = here.setdefault(step, {})
        here[last] = k
    return plan


def _with(part: Any, plan: Plan, values: list[float]) -> Any:
    """A part, or a list of parts, with what its plan says; everything else is the recorded one's own."""
    if isinstance(part, list):
        return [_with(one, plan[k], values) if k in plan else one for k, one in enumerate(part)]
    new = {name: values[inner] if isinstance(inner, int) else _with(getattr(part, name), inner, values) for name, inner in plan.items()}
    return part.model_copy(update=_scaled(part, new) if isinstance(part, Themes) else new)


def _scaled(recorded: Themes, new: dict[str, float]) -> dict[str, float]:
    """Shares in the new proportions, which add up as the recorded ones do: exactly these where nothing is new."""
    old = recorded.__dict__
    shares = {**old, **new}
    factor = sum(old.values()) / sum(shares.values())
    return {theme: share * factor for theme, share in shares.items()}
