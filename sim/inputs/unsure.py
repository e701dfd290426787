"""What cannot be said of entries that are not known for sure: ranges that cannot be, and correlations that cannot all hold at once.

Entries come as plain tables, as a file has them, so that all that is wrong with a file can be told at once.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.errors import nearest
from sim.inputs.phases import THEMES
from sim.inputs.places import dotted, kind_at, limits, steps

NO_RANGE = "has no range; only a number that is not a count can have one"
ROUNDING = 1e-9  # by which a matrix of correlations may miss what is possible


def with_ends(model: Any, path: str, one: Any) -> Any:
    """A range as written, with what is allowed at that path as its ends where it has a mean and no ends of its own."""
    if not isinstance(one, Mapping) or not {"mean", "sd"} & one.keys():
        return one
    if kind_at(model, steps(path)) is not float:
        return dict.fromkeys(("low", "high", "mean", "sd"), 0.0)  # whatever is written, it can have none
    low, high = limits(model, steps(path))
    return {"low": low, "high": high, **one}


def allowed(model: Any, path: str, value: Any) -> bool:
    """Whether a number may stand at a path."""
    low, high = limits(model, steps(path))
    return isinstance(value, (int, float)) and low <= value <= high


def wrong_ranges(model: Any, entries: Any, ranges: Mapping[str, Any]) -> list[str]:
    """What is wrong with each range that cannot be that of its entry, a sentence each."""
    told = ((path, _wrong_range(model, entries, ranges, path)) for path in ranges)
    return [f"{dotted(steps(path), entries)}: {wrong}" for path, wrong in told if wrong]


def _wrong_range(model: Any, entries: Any, ranges: Mapping[str, Any], path: str) -> str:
    place, one = steps(path), ranges[path]
    kind = kind_at(model, place)
    if kind is not float:
        return NO_RANGE if kind else ""  # that there is no such setting is said already
    value, (least, greatest) = at(entries, place), limits(model, place)
    if (one.mean is None) != (one.sd is None):
        return "a mean and an sd go together: { mean = ..., sd = ... }, or { value = ..., low = ..., high = ... }"
    if not one.low <= value <= one.high:
        return f"its {'value' if one.mean is None else 'mean'} {value:g} is outside its own range, {one.low:g} to {one.high:g}"
    if one.low < least or one.high > greatest:
        return f"its range, {one.low:g} to {one.high:g}, goes beyond what is allowed: {least} to {greatest}"
    if one.sd is not None and not 0 <= one.sd <= one.high - one.low:
        return f"its sd = {one.sd:g} is outside what is allowed: 0 to {one.high - one.low:g}, the width of its range"
    beside = path.rpartition(".")[0]
    if place[-1] in THEMES and not any(_least(entries, ranges, f"{beside}.{theme}") for theme in THEMES):
        return "the ranges let all three shares be 0, so that they cannot add up to 1; one of them has to stay above 0"
    return ""


def _least(entries: Any, ranges: Mapping[str, Any], path: str) -> float:
    """The least that a number can be; about a mean above 0 it is never 0."""
    one = ranges.get(path)
    return float(at(entries, steps(path)) if one is None or one.sd is not None else one.low)


def at(entries: Any, place: Sequence[int | str]) -> Any:
    """What stands at a path."""
    for step in place:
        entries = entries[step]
    return entries


def named(path: str, entries: Any) -> str:
    """A path as a correlation names it: units.ward.practices.huddle.hours_per_week."""
    return dotted(steps(path), entries).replace("[", ".").replace("]", "")


def path_of(name: str, entries: Any) -> str:
    """The path of what a correlation names; the name itself where there is nothing of that name."""
    here, path = entries, []
    for step in name.split("."):
        among = [one.get("name") if isinstance(one, Mapping) else None for one in here] if isinstance(here, list) else here
        if not isinstance(among, (list, Mapping)) or step not in among:
            return name
        at = among.index(step) if isinstance(among, list) else step
        path.append(str(at))
        here = here[at]
    return ".".join(path)


def with_paths(correlations: Any, entries: Any) -> Any:
    """Correlations as written, with paths for names."""
    if not isinstance(correlations, list):
        return correlations
    return [{**one, "between": [path_of(name, entries) if isinstance(name, str) else name for name in one["between"]]}
            if isinstance(one, Mapping) and isinstance(one.get("between"), list) else one for one in correlations]


def wrong_correlations(entries: Any, ranges: Mapping[str, Any], correlations: Sequence[Any]) -> list[str]:
    """What is wrong with correlations, a sentence each; where nothing is, whether they can all hold at once."""
    wrong, seen, names = [], set(), [named(path, entries) for path in ranges]
    for number, one in enumerate(correlations, 1):
        where, pair = f"correlations[{number}]", frozenset(one.between)
        unknown = [path for path in one.between if path not in ranges]
        if unknown:
            name = named(unknown[0], entries)
            wrong.append(f"{where}: {name} has neither a range nor a mean with an sd; {nearest(name, names)}")
        elif len(pair) < 2:
            wrong.append(f"{where}: {named(one.between[0], entries)} is named twice; a correlation is between two entries")
        elif pair in seen:
            wrong.append(f"{where}: there is one between {_both(one, entries)} above it already")
        seen.add(pair)
    return wrong or _too_strong(entries, correlations)


def _both(one: Any, entries: Any) -> str:
    return " and ".join(named(path, entries) for path in one.between)


def _too_strong(entries: Any, correlations: Sequence[Any]) -> list[str]:
    """Why no numbers can go together like that, where the matrix of all correlations has an eigenvalue below 0; nothing where they can."""
    if not correlations:
        return []
    paths, table = matrix([one.between for one in correlations], [one.r for one in correlations])
    values, vectors = np.linalg.eigh(table)
    if values[0] >= -ROUNDING:
        return []
    most = sorted(np.argsort(-np.abs(vectors[:, 0]), kind="stable")[:3])
    first, second, third = (named(paths[at], entries) for at in most)  # two alone can always go together
    weaker = np.floor(100 / (1 - values[0])) / 100  # as far the matrix may go from that of no correlation
    return [f"the correlations of {first}, {second} and {third} cannot all hold at once; at {weaker:g} of their strength they can"]


def matrix(pairs: Sequence[Sequence[str]], values: Sequence[float]) -> tuple[list[str], np.ndarray]:
    """The entries in some pairs, and the matrix of their correlations."""
    names = list(dict.fromkeys(name for pair in pairs for name in pair))
    table = np.eye(len(names))
    for (one, other), r in zip(pairs, values, strict=True):
        i, j = names.index(one), names.index(other)
        table[i, j] = table[j, i] = r
    return names, table
