"""What of a workplace is uncertain: its entries with a range, and the workplace with other values at them.

Nothing here is drawn. Whoever draws brings numbers between 0 and 1, one an entry; at_place makes values of them. Entries that go
together are made to do so before (together): by a Gaussian copula, normal scores with the correlations that the workplace has.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import InputError
from sim.inputs.places import dotted, steps
from sim.inputs.unsure import matrix
from sim.inputs.workplace import CORRELATIONS, RANGES, Range, Themes, Workplace

SAME = 9  # digits behind the point to which what is made of normal scores is the same on every machine
Plan = dict[Any, Any]  # of a part: the entries to be set, each by the place of its value, or by the plan of the part that it is


class Entry(NamedTuple):
    """An entry that is not known for sure: its dotted path, its range, what is recorded, and the sd about that where it has one."""

    path: str
    low: float
    high: float
    recorded: float
    sd: float | None = None


def entries(place: Workplace) -> list[Entry]:
    """Every entry with a range of some width, in the order of the file."""
    return [Entry(path, one.low, one.high, float(place.entry(path)), one.sd) for path, one in _wide(place).items()]


def told(place: Workplace) -> dict[str, Any]:
    """Ranges and correlations as plain values, which a dump of a workplace leaves out; a workplace reads them again."""
    return {RANGES: {path: one.model_dump() for path, one in place.ranges.items()},
            CORRELATIONS: [one.model_dump() for one in place.correlations]}


def paths(place: Workplace) -> list[str]:
    """The paths of all entries that a number is to be drawn for: those of entries, and those that only others go together with.

    The latter were set, and stay; but as they are drawn, too, what goes with them is the same as where they were not set.
    """
    return list(dict.fromkeys([*_wide(place), *(path for one in place.correlations for path in one.between)]))


def together(place: Workplace, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
    """Numbers between 0 and 1, one for each of paths, as they go together; those that go with no other are left as they are, to the bit."""
    if not place.correlations:
        return uniforms
    from scipy.special import ndtr, ndtri  # type: ignore[import-untyped]
    names, root = _root(tuple((*one.between, one.r) for one in place.correlations))
    at = [paths(place).index(name) for name in names]
    moved = uniforms.copy()
    moved[at] = np.round(ndtr(root @ ndtri(uniforms[at])), SAME)
    return moved


@lru_cache
def _root(correlations: tuple[tuple[str, str, float], ...]) -> tuple[list[str], NDArray[np.float64]]:
    """Paths that go together, and the symmetric root of the matrix of their correlations."""
    names, table = matrix([one[:2] for one in correlations], [one[2] for one in correlations])
    values, vectors = np.linalg.eigh(table)
    return names, (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T


def at_place(place: Workplace, uniforms: ArrayLike) -> NDArray[np.float64]:
    """Values of the entries from numbers between 0 and 1 (the last axis: one an entry): evenly over each range, or about its mean."""
    shares, lows, highs = np.asarray(uniforms, dtype=float), *_ends(place)
    if shares.shape[-1:] != lows.shape or not np.all((shares >= 0) & (shares <= 1)):
        raise InputError(f"{place.name} takes {lows.size} numbers from 0 to 1, one for each entry with a range")
    values = lows + shares * (highs - lows)
    for k, one in enumerate(entries(place)):
        if one.sd is not None:
            values[..., k] = _about(one, one.sd, shares[..., k])
    return np.clip(values, lows, highs)


def _about(one: Entry, sd: float, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values of a normal distribution about what is recorded, cut to the range, below which these shares of it lie."""
    from scipy.special import ndtr, ndtri
    below, above = ndtr((one.low - one.recorded) / sd), ndtr((one.high - one.recorded) / sd)
    return np.asarray(np.round(one.recorded + sd * ndtri(below + shares * (above - below)), SAME))


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
    """The ranges that leave anything open: one whose ends are the same, or with an sd of 0, says that the number is known."""
    return {path: one for path, one in place.ranges.items() if one.low < one.high and one.sd != 0}


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
    """Shares in the new proportions, which add up as the recorded ones do: exactly these where nothing is new, or nothing is left."""
    old = recorded.__dict__
    shares = {**old, **new}
    if not sum(shares.values()):
        return dict(old)
    factor = sum(old.values()) / sum(shares.values())
    return {theme: share * factor for theme, share in shares.items()}
