"""Which points a study has: every combination of a grid, a sample of ranges, or a list."""

import csv
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sim.complaints import Complaint, checked
from sim.draws import Draws
from sim.levers import LEVERS
from sim.parameters import PARAMETERS
from sim.settings import sort_settings

MAX_POINTS = 1_000_000  # a table of them is held in memory
TOGETHER = "+"  # "a + b" = [..] gives both the same value
DESIGN_STREAM = 100  # of sim.draws; the model's own streams stay below

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
    """A setting's value as a float; yes and no count as 1 and 0. Raises Complaint for anything else."""
    fits = isinstance(value, (int, float)) and -sys.float_info.max <= value <= sys.float_info.max
    if not fits:
        shown = value if isinstance(value, (str, float)) else type(value).__name__
        raise Complaint(f"{name} = {shown!r} is not a finite number")
    return float(value)


def grid_points(grid: Mapping[str, Any]) -> Table:
    """Every combination; the last name varies fastest. Raises Complaint."""
    axes = [(key, _levels(key, value)) for key, value in dotted(grid, frozenset(("low", "high", "steps")))]
    if not axes:
        raise Complaint("vary.grid names no setting; give at least one, as name = [0.2, 0.4] or { low, high, steps }")
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
            raise Complaint(f"vary.grid {name} needs low below high and steps as a whole number from 2 on, not {_short(value)}")
        held(steps, f"vary.grid {name}")
        return [round(level, 12) for level in np.linspace(low, high, steps).tolist()]
    if not isinstance(value, list):
        raise Complaint(f"vary.grid {name} = {_short(value)} is neither a list of numbers nor {{ low, high, steps }}")
    levels = [number(f"vary.grid {name}", level) for level in value]
    if not levels:
        raise Complaint(f"vary.grid {name} = [] leaves no point; give at least one value")
    if len(set(levels)) < len(levels):
        raise Complaint(f"vary.grid {name} holds a value twice")
    return levels


def sample_points(kind: str, points: int, seed: int, ranges: Mapping[str, Any] | Sequence[str]) -> Table:
    """Points spread over ranges: kind is latin_hypercube or sobol. Raises Complaint."""
    bounds = bounds_of(kind, ranges)
    held(points, f"vary.{kind}")
    unit = latin_hypercube(points, len(bounds), seed) if kind == "latin_hypercube" else sobol(points, len(bounds), seed)
    names: list[str] = []
    columns: list[np.ndarray] = []
    for column, (key, low, high) in zip(unit.T, bounds, strict=True):
        for name in together(key):
            names.append(name)
            columns.append(low + (high - low) * column)
    return names, np.column_stack(columns)


def bounds_of(kind: str, ranges: Mapping[str, Any] | Sequence[str]) -> list[tuple[str, float, float]]:
    """Name, low and high of every range, in the order of the file; raises Complaint."""
    bounds = [_bounds(f"vary.{kind}.ranges", name, value) for name, value in _ranges(kind, ranges)]
    if not bounds:
        raise Complaint(f"vary.{kind}.ranges names no setting; give at least one, as name = [low, high]")
    return bounds


def _ranges(kind: str, ranges: Mapping[str, Any] | Sequence[str]) -> list[tuple[str, Any]]:
    if isinstance(ranges, Mapping):
        return list(dotted(ranges))
    if not all(isinstance(name, str) for name in ranges):
        raise Complaint(f"vary.{kind}.ranges is neither a list of names nor a table of name = [low, high]")
    return [(name, []) for name in ranges]


def _bounds(where: str, name: str, value: Any) -> tuple[str, float, float]:
    known = PARAMETERS.get(canonical(name)) or LEVERS.get(canonical(name).removeprefix("lever."))
    if value == [] and known:
        return name, known.low, known.high
    if not isinstance(value, list) or len(value) != 2:
        raise Complaint(f"{where}: {name} needs [low, high]" + ("" if known else "; only parameters and levers have a range of their own"))
    low, high = number(f"{where} {name}", value[0]), number(f"{where} {name}", value[1])
    if low >= high:
        raise Complaint(f"{where}: {name} = {_short(value)} has no low below its high")
    if known:
        checked(f"{where}:", name, low, known.low, known.high, known.unit)
        checked(f"{where}:", name, high, known.low, known.high, known.unit)
    return name, low, high


def latin_hypercube(points: int, names: int, seed: int) -> np.ndarray:
    """One point in each of ``points`` equal slices of every name, from addressed draws; shape (points, names) in (0, 1)."""
    draws = Draws(seed).uniforms(DESIGN_STREAM, range(points), range(names), 1)
    slices = np.argsort(np.argsort(draws[..., 0], axis=1, kind="stable"), axis=1, kind="stable")
    return ((slices + draws[..., 1]) / points).T


def sobol(points: int, names: int, seed: int) -> np.ndarray:
    """The first points of a scrambled Sobol' sequence, shape (points, names); raises Complaint unless a power of two."""
    from scipy.stats import qmc  # type: ignore[import-untyped, unused-ignore]
    if points & (points - 1):
        below = 2 ** (points.bit_length() - 1)
        raise Complaint(f"vary.sobol.points = {points} is not a power of two; nearest are {below} and {2 * below}")
    return qmc.Sobol(names, scramble=True, rng=np.random.default_rng(seed)).random_base2(points.bit_length() - 1)


def listed_points(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Points written one by one; what a point does not name stays as recorded. Raises Complaint."""
    if not rows:
        raise Complaint("vary.points is empty; give at least one point")
    held(len(rows), "vary.points")
    flat = [{name: number(f"vary.points[{i + 1}] {name}", value) for name, value in dotted(row)} for i, row in enumerate(rows)]
    keys = list(dict.fromkeys(name for row in flat for name in row))
    if not keys:
        raise Complaint("vary.points names no setting")
    names = [name for key in keys for name in together(key)]
    spread = [[row.get(key, math.nan) for key in keys for _ in together(key)] for row in flat]
    return names, np.array(spread, float)


def csv_points(path: Path) -> Table:
    """Points from a CSV file with a header of names; an empty cell leaves a setting as recorded. Raises Complaint."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file)
            lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
    except OSError as error:
        raise Complaint(f"vary.points: {path} cannot be read: {error.strerror or error}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise Complaint(f"vary.points: {path} is not a CSV file in UTF-8: {error}") from None
    header = [name.strip() for name in lines[0][1]] if lines else []
    twice = next((name for name in header if header.count(name) > 1 or not name), None)
    if twice is not None:
        raise Complaint(f"vary.points: {path} names {twice!r} twice in its header" if twice else
                        f"vary.points: {path} has a column without a name")
    if len(lines) < 2:
        raise Complaint(f"vary.points: {path} is empty; it needs a header of names and at least one point")
    rows = []
    for at, line in lines[1:]:
        if len(line) != len(header):
            raise Complaint(f"vary.points: {path} line {at} has {len(line)} cells where the header has {len(header)}")
        rows.append({name: _cell(path, at, name, cell) for name, cell in zip(header, line, strict=True) if cell.strip()})
    return listed_points(rows)


def _cell(path: Path, line: int, name: str, cell: str) -> float:
    try:
        return number(name, float(cell))
    except (ValueError, Complaint):
        raise Complaint(f"vary.points: {path} line {line}: {name} = {cell[:60]!r} is not a finite number") from None


def held(count: int, where: str) -> None:
    """Refuse more points than can be held; raises Complaint that says how many."""
    if count > MAX_POINTS:
        raise Complaint(f"{where} makes {count:,} points; at most {MAX_POINTS:,} can be held")


def together(key: str) -> list[str]:
    """The settings that a name with '+' gives one value."""
    return [canonical(name.strip()) for name in key.split(TOGETHER)]


def _short(value: Any) -> str:
    return repr(value) if len(repr(value)) < 60 else repr(value)[:57] + "..."
