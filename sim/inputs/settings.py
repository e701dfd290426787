"""Settings by dotted name: the same names for ``--set``, for studies and for Python.

``trust_rate`` is a parameter, ``lever.involvement`` a lever, and anything else a context entry:
``leader.value`` in every unit, ``bostedet-b.leader.value`` in one, ``practices.morning-meeting.hours_per_week``
in one practice, ``events.summer.share_away`` in the event of that kind. ``needs_inside_scope`` shifts needs between the themes the project
lets in more and less, until the sum over themes of need x scope is this.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from sim.errors import InputError, checked, named_values, nearest, no_such, whole_number
from sim.inputs.levers import LEVERS
from sim.inputs.parameters import PARAMETERS
from sim.inputs.phases import LEAST_FOLLOW_UP, MAX_FOLLOW_UP, THEMES
from sim.inputs.reading import load_workplace
from sim.inputs.validation import sentence
from sim.inputs.workplace import CORRELATIONS, RANGES, Unit, Workplace

INSIDE = "needs_inside_scope"


def parse_assignments(texts: Iterable[str], option: str) -> dict[str, float | bool]:
    """Read NAME=VALUE texts; raises InputError for anything else, or for a name given twice."""
    values: dict[str, float | bool] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name or not value.strip():
            raise InputError(f"{option} {text!r} is not of the form NAME=VALUE")
        if name in values:
            raise InputError(f"{option} {name} is given twice")
        values[name] = number(option, name, value.strip())
    return values


def number(option: str, name: str, text: str) -> float | bool:
    """A number, or yes/true and no/false; raises InputError otherwise."""
    if text.lower() in ("true", "yes", "false", "no"):
        return text.lower() in ("true", "yes")
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{option} {name} = {text!r} is not a number") from None


def sort_settings(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Sort settings by dotted name into parameters, levers and context entries."""
    parameters: dict[str, Any] = {}
    levers: dict[str, Any] = {}
    context: dict[str, Any] = {}
    for name, value in values.items():
        head, _, rest = name.partition(".")
        if name in PARAMETERS:
            kind, key = parameters, name
        elif head in ("parameter", "parameters"):
            kind, key = parameters, rest
        elif head in ("lever", "levers"):
            kind, key = levers, rest
        elif name in LEVERS and name not in Unit.model_fields:
            kind, key = levers, name
        else:
            kind, key = context, name
        if key in kind:
            raise InputError(f"{key} is given twice")
        kind[key] = value
    return parameters, levers, context


def with_context(workplace: Workplace | str | Path, values: Mapping[str, Any]) -> Workplace:
    """The workplace with some context entries changed, by dotted name. Raises InputError for unknown names or values that cannot be."""
    workplace = workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
    values = named_values("settings", values)
    if not values:
        return workplace
    for name in values:
        kind = "parameters" if name in PARAMETERS else "levers" if name in LEVERS and name not in Unit.model_fields else ""
        if kind:
            raise InputError(f"{name} belongs to the {kind} and not to the workplace; give it as {kind}={{'{name}': {values[name]!r}}}")
    entries = workplace.model_dump()
    for unit, recorded in zip(entries["units"], workplace.units, strict=True):
        unit["people"] = recorded.people
    units = {unit["name"]: unit for unit in entries["units"]}
    was_set = set()
    for name, value in sorted(values.items(), key=lambda item: item[0].partition(".")[0] in units):  # one unit's own comes last
        head, _, rest = name.partition(".")
        for k, unit in enumerate(entries["units"]):
            if not rest or head not in units or unit["name"] == head:
                was_set.add(f"units.{k}.{_change(unit, rest if head in units and rest else name, name, value)}")
    try:
        changed = Workplace(**entries)
    except ValidationError as error:
        raise InputError(f"after setting {', '.join(values)}: {sentence(error, entries, Workplace)}") from None
    ranges = {path: one for path, one in workplace.ranges.items() if _whole(path) not in map(_whole, was_set)}  # what is set is exact
    kept = {"provenance": workplace.provenance, RANGES: ranges, CORRELATIONS: workplace.correlations}
    return changed.model_copy(update=kept)  # checked already, and longer than all else


def _whole(path: str) -> str:
    """The path of an entry, or of the three shares that it is one of, since all of them move when one does."""
    themes, _, last = path.rpartition(".")
    return themes if last in THEMES else path


def _change(unit: dict[str, Any], path: str, full: str, value: Any) -> str:
    """Change an entry of a unit; returns where it stands, with numbers for names in lists."""
    if path == INSIDE:
        _shift_needs(unit, checked("setting", full, value, 0.0, 1.0, "share 0-1"))
        return f"needs.{THEMES[0]}"
    here: Any = unit
    *steps, last = path.split(".")
    way = []
    for step in steps:
        inside = _step(here, step, full)
        way.append(str(here.index(inside)) if isinstance(here, list) else step)
        here = inside
    if not isinstance(here, dict) or last not in here:
        raise InputError(unknown(full, here))
    if isinstance(here[last], (dict, list, str)):
        raise InputError(f"setting {full} is not a single number; {nearest('', _names(here[last]))}")
    here[last] = _like(here[last], value)
    return ".".join([*way, last])


def _step(here: Any, step: str, full: str) -> Any:
    if isinstance(here, list):
        found = [part for part in here if isinstance(part, dict) and called(part) == step]
        if not found:
            raise InputError(unknown(full, here))
        if len(found) > 1:
            raise InputError(f"setting {full} could be any of {len(found)} events of kind {step}; change it in the file")
        return found[0]
    if not isinstance(here, dict) or step not in here:
        raise InputError(unknown(full, here))
    return here[step]


def unknown(name: str, here: Any) -> str:
    """Say that a setting is unknown, with the nearest name at that place or among all settings."""
    names = _names(here)
    if "." not in name:
        names = [*PARAMETERS, INSIDE, *names]
    return no_such("setting", name, names).replace(f"; {nearest(name, names)}", f"; {nearest(name.rsplit('.', maxsplit=1)[-1], names)}")


def called(part: Mapping[str, Any]) -> str:
    """How a part of a list is named in settings: by its name, or an event by its kind."""
    return str(part.get("name", part.get("kind", "")))


def _names(here: Any) -> list[str]:
    if isinstance(here, dict):
        return list(here)
    if isinstance(here, list):
        return [called(part) for part in here if isinstance(part, dict)]
    return []


def _like(old: Any, value: Any) -> Any:
    """A whole number where the entry holds one."""
    whole = old is None or (isinstance(old, int) and not isinstance(old, bool))
    if whole and isinstance(value, float) and value.is_integer():
        return int(value)
    return bool(value) if isinstance(old, bool) and np.ndim(value) == 0 and value in (0, 1) else value


def reach_of_fit(units: Sequence[Unit]) -> tuple[float, float]:
    """Which values INSIDE can have in all of these units: as far as every scope lets in the theme it lets in least, and most.

    The first is not below the second where there are none, as where a scope lets in all themes alike.
    """
    scopes = [unit.scope.model_dump().values() for unit in units]
    return max(min(scope) for scope in scopes), min(max(scope) for scope in scopes)


def _shift_needs(unit: dict[str, Any], inside: float) -> None:
    """Change needs so that this share of them lies inside the scope.

    What is needed of a theme counts as far as the scope lets the theme in: the share is the sum over themes of need x scope.
    Needs move to or from the themes that are let in most (to raise it) or least (to lower it); these and the others keep their
    proportions. Raises InputError where no needs can have this share, since every theme is let in more, or less.
    """
    scope, needs = unit["scope"], unit["needs"]
    low, high = min(scope.values()), max(scope.values())
    if low == high:
        raise InputError(f"setting {INSIDE} needs a theme that the scope lets in less than another; unit {unit['name']} has all at {low:g}")
    if not low <= inside <= high:
        raise InputError(f"setting {INSIDE} = {inside:g} cannot be in unit {unit['name']}, whose scope lets every theme in by {low:g} to "
                        f"{high:g}; allowed is {low:g} to {high:g}")
    end = high if inside >= _let_in(THEMES, unit) else low
    moved, others = [theme for theme in THEMES if scope[theme] == end], [theme for theme in THEMES if scope[theme] != end]
    rest = _let_in(others, unit)
    for themes, goal in ((moved, (inside - rest) / (end - rest)), (others, (end - inside) / (end - rest))):
        total = sum(needs[theme] for theme in themes)
        for theme in themes:
            needs[theme] = goal * needs[theme] / total if total > 0 else goal / len(themes)


def _let_in(themes: Sequence[str], unit: dict[str, Any]) -> float:
    """How far the scope lets some themes in, 0 to 1: a mean, weighted by needs where there are any."""
    scope, needs = unit["scope"], unit["needs"]
    total = sum(needs[theme] for theme in themes)
    inside = sum(needs[theme] * scope[theme] for theme in themes)
    return float(inside / total if total > 0 else sum(scope[theme] for theme in themes) / len(themes))


def checked_follow_up(weeks: object) -> int:
    """A follow-up in whole weeks from LEAST_FOLLOW_UP (after early use) to MAX_FOLLOW_UP; raises InputError otherwise."""
    try:
        number = whole_number("follow_up", weeks)
    except InputError as complaint:
        shown = str(complaint).partition(" is not ")[0]
        raise InputError(f"{shown} is not a whole number of weeks; allowed are {LEAST_FOLLOW_UP} to {MAX_FOLLOW_UP} after launch") from None
    if not LEAST_FOLLOW_UP <= number <= MAX_FOLLOW_UP:
        raise InputError(f"follow_up = {weeks} is outside what is allowed: {LEAST_FOLLOW_UP} to {MAX_FOLLOW_UP} weeks after launch")
    return number
