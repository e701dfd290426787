"""Which points a study has: every combination of a grid, a sample of ranges, or a list."""

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from sim.errors import InputError, checked, nearest
from sim.inputs.levers import LEVERS
from sim.inputs.parameters import PARAMETERS
from sim.inputs.settings import sort_settings
from sim.inputs.workplace import Unit, Workplace
from sim.model.draws import Draws
from sim.study.levels import in_words, is_whole, levelled

MAX_POINTS = 1_000_000  # a table of them is held in memory
TOGETHER = "+"  # "a + b" = [..] gives both the same value
DESIGN_STREAM = 100  # of sim.model.draws; the model's own streams stay below

Table = tuple[list[str], np.ndarray]  # names, and float64 of shape (points, names), nan = as recorded


def dotted(entries: Mapping[str, Any], ends: frozenset[str] = frozenset(), path: str = "") -> Iterator[tuple[str, Any]]:
    """Settings by dotted name from nested tables, as TOML makes them of unquoted dots.

    ends: a table with only these keys is a value and not a level.
    """
    for key, value in entries.items():
        name = f"{path}.{key}" if path else str(key)
        if isinstance(value, dict) and not (value and set(value) <= ends):
            yield from dotted(value, ends, name)
        else:
            yield name, value


def canonical(name: str) -> str:
    """The one name of a setting that may be written in several ways."""
    parameters, levers, _ = sort_settings({name: 0})
    return next(iter(parameters), None) or next((f"lever.{lever}" for lever in levers), name)


def number(name: str, value: Any) -> float:
    """A setting's value as a float; yes and no count as 1 and 0. Raises InputError for anything else."""
    fits = isinstance(value, (int, float)) and -sys.float_info.max <= value <= sys.float_info.max
    if not fits:
        shown = value if isinstance(value, (str, float)) else type(value).__name__
        raise InputError(f"{name} = {shown!r} is not a finite number")
    return float(value)


def grid_points(grid: Mapping[str, Any]) -> Table:
    """Every combination; the last name varies fastest. Raises InputError."""
    axes = [(key, _levels(key, value)) for key, value in dotted(grid, frozenset(("low", "high", "steps")))]
    if not axes:
        raise InputError("vary.grid names no setting; give at least one, as name = [0.2, 0.4] or { low, high, steps }")
    count = math.prod(len(levels) for _, levels in axes)
    held(count, "vary.grid")
    crossed = np.meshgrid(*(levels for _, levels in axes), indexing="ij")
    names: list[str] = []
    columns: list[np.ndarray] = []
    for (key, _), values in zip(axes, crossed, strict=True):
        for name in together(key):
            names.append(name)
            columns.append(values.ravel())
    return names, np.column_stack(columns)


def _levels(name: str, value: Any) -> list[float]:
    if isinstance(value, dict) and set(value) == {"low", "high", "steps"}:
        low, high, steps = number(f"vary.grid {name}.low", value["low"]), number(f"vary.grid {name}.high", value["high"]), value["steps"]
        if not isinstance(steps, int) or isinstance(steps, bool) or steps < 2 or low >= high:
            raise InputError(f"vary.grid {name} needs low below high and steps as a whole number from 2 on, not {_short(value)}")
        held(steps, f"vary.grid {name}")
        return [round(level, 12) for level in np.linspace(low, high, steps).tolist()]
    if not isinstance(value, list):
        raise InputError(f"vary.grid {name} = {_short(value)} is neither a list of numbers nor {{ low, high, steps }}")
    levels = [number(f"vary.grid {name}", level) for level in value]
    if not levels:
        raise InputError(f"vary.grid {name} = [] leaves no point; give at least one value")
    if len(set(levels)) < len(levels):
        raise InputError(f"vary.grid {name} holds a value twice")
    return levels


def sample_points(kind: str, points: int, seed: int, ranges: Mapping[str, Any] | Sequence[str],
                  places: Sequence[Workplace] = ()) -> tuple[Table, list[str]]:
    """Points spread over ranges, and what is to be said of them: kind is latin_hypercube or sobol. Raises InputError.

    What takes whole numbers only, or yes and no, in these workplaces, gets levels that are equally likely.
    """
    bounds = bounds_of(kind, ranges)
    held(points, f"vary.{kind}")
    unit = latin_hypercube(points, len(bounds), seed) if kind == "latin_hypercube" else sobol(points, len(bounds), seed)
    whole = [is_whole(together(key), places) for key, _, _ in bounds]
    names: list[str] = []
    columns: list[np.ndarray] = []
    for column, (key, low, high), in_levels in zip(unit.T, bounds, whole, strict=True):
        scaled = low + (high - low) * column
        for name in together(key):
            names.append(name)
            columns.append(levelled(f"vary.{kind}.ranges: {key}", scaled, low, high) if in_levels else scaled)
    table, told = np.column_stack(columns), in_words([bound for bound, in_levels in zip(bounds, whole, strict=True) if in_levels])
    if all(whole):
        _, first = np.unique(table, axis=0, return_index=True)
        if len(first) < len(table):
            told.append(f"the {points:,} points fall on {len(first):,} combinations, each of which is there once")
            table = table[np.sort(first)]
    return (names, table), told


def bounds_of(kind: str, ranges: Mapping[str, Any] | Sequence[str]) -> list[tuple[str, float, float]]:
    """Name, low and high of every range, in the order of the file; raises InputError."""
    bounds = [_bounds(f"vary.{kind}.ranges", name, value) for name, value in _ranges(kind, ranges)]
    if not bounds:
        raise InputError(f"vary.{kind}.ranges names no setting; give at least one, as name = [low, high]")
    return bounds


def _ranges(kind: str, ranges: Mapping[str, Any] | Sequence[str]) -> list[tuple[str, Any]]:
    if isinstance(ranges, Mapping):
        return list(dotted(ranges))
    if not all(isinstance(name, str) for name in ranges):
        raise InputError(f"vary.{kind}.ranges is neither a list of names nor a table of name = [low, high]")
    return [(name, []) for name in ranges]


def _bounds(where: str, name: str, value: Any) -> tuple[str, float, float]:
    known = PARAMETERS.get(canonical(name)) or LEVERS.get(canonical(name).removeprefix("lever."))
    if value == [] and known:
        return name, known.low, known.high
    if not isinstance(value, list) or len(value) != 2:
        raise InputError(f"{where}: {name} needs [low, high]{'' if known else _why_no_range(name)}")
    low, high = number(f"{where} {name}", value[0]), number(f"{where} {name}", value[1])
    if low >= high:
        raise InputError(f"{where}: {name} = {_short(value)} has no low below its high")
    if known:
        checked(f"{where}:", name, low, known.low, known.high, known.unit)
        checked(f"{where}:", name, high, known.low, known.high, known.unit)
    return name, low, high


def _why_no_range(name: str) -> str:
    """Why a name alone is no range: it is not of those that have one, or it is one of them misspelt."""
    near = nearest(name, (*PARAMETERS, *(f"lever.{lever}" for lever in LEVERS)))
    misspelt = near.startswith("did you mean") and name.partition(".")[0] not in Unit.model_fields
    return "; only parameters and levers have a range of their own" + (f"; {near}" if misspelt else "")


def latin_hypercube(points: int, names: int, seed: int) -> np.ndarray:
    """One point in each of ``points`` equal slices of every name, from addressed draws; shape (points, names) in (0, 1)."""
    draws = Draws(seed).uniforms(DESIGN_STREAM, range(points), range(names), 1)
    slices = np.argsort(np.argsort(draws[..., 0], axis=1, kind="stable"), axis=1, kind="stable")
    return ((slices + draws[..., 1]) / points).T


def sobol(points: int, names: int, seed: int) -> np.ndarray:
    """The first points of a scrambled Sobol' sequence, shape (points, names); raises InputError unless a power of two."""
    from scipy.stats import qmc  # type: ignore[import-untyped, unused-ignore]
    if points & (points - 1):
        below = 2 ** (points.bit_length() - 1)
        raise InputError(f"vary.sobol.points = {points} is not a power of two; nearest are {below} and {2 * below}")
    return qmc.Sobol(names, scramble=True, rng=np.random.default_rng(seed)).random_base2(points.bit_length() - 1)


def listed_points(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Points written one by one; what a point does not name stays as recorded. Raises InputError."""
    if not rows:
        raise InputError("vary.points is empty; give at least one point")
    held(len(rows), "vary.points")
    flat = [{name: number(f"vary.points[{i + 1}] {name}", value) for name, value in dotted(row)} for i, row in enumerate(rows)]
    keys = list(dict.fromkeys(name for row in flat for name in row))
    if not keys:
        raise InputError("vary.points names no setting")
    names = [name for key in keys for name in together(key)]
    spread = [[row.get(key, math.nan) for key in keys for _ in together(key)] for row in flat]
    return names, np.array(spread, float)


def held(count: int, where: str) -> None:
    """Refuse more points than can be held; raises InputError that says how many."""
    if count > MAX_POINTS:
        raise InputError(f"{where} makes {count:,} points; at most {MAX_POINTS:,} can be held")


def together(key: str) -> list[str]:
    """The settings that a name with '+' gives one value."""
    return [canonical(name.strip()) for name in key.split(TOGETHER)]


def _short(value: Any) -> str:
    return repr(value) if len(repr(value)) < 60 else repr(value)[:57] + "..."
