"""What a survey says, as a workplace file. What it cannot say is the template's, and the file says so."""

import json
import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sim.errors import InputError
from sim.inputs.person import FEWEST
from sim.inputs.places import limits
from sim.inputs.reading import TEMPLATE, read_workplace
from sim.inputs.validation import sentence
from sim.inputs.workplace import Workplace
from sim.inputs.written import BESIDE
from sim.survey.states import FREE_SHARE, NEEDS, UNIT_MEANS, utilisation

if TYPE_CHECKING:

    from sim.survey.result import FoundUnit, Level, SurveyResult

NOT_MEASURED = "template, not measured"
LEAST_SD = 0.005  # an entry has two or three digits
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e"})
WRITTEN = {"value", "mean", "sd", *BESIDE}


def slug(label: str, taken: set[str]) -> str:
    """A name for a file from a label, unlike those that are taken; it is taken from now on."""
    plain = re.sub(r"[^a-z0-9]+", "-", label.casefold().translate(LETTERS)).strip("-")[:36].strip("-") or "unit"
    name = next(name for k in range(1, 10_000) if (name := plain if k == 1 else f"{plain}-{k}") not in taken)
    taken.add(name)
    return name


def toml(value: Any) -> str:
    """A plain value as TOML writes it; numbers have four digits at most."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {toml(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, float):
        return f"{round(value, 4)}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "?")


def known(value: Any, source: str) -> dict[str, Any]:
    """An entry that is what it is."""
    return {"value": value, "source": source}


def uncertain(mean: float, sd: float, source: str) -> dict[str, Any]:
    """An entry that is known with a standard deviation: the one place that says how such an entry is written."""
    return {"mean": round(float(mean), 3), "sd": round(max(LEAST_SD, float(sd)), 3), "source": source}


def between(value: float, low: float, high: float, reason: str, source: str) -> dict[str, Any]:
    """An entry of which the ends alone are known."""
    return {"value": round(value, 3), "low": round(low, 3), "high": round(high, 3), "reason": reason, "source": source}


def workplace_text(found: "SurveyResult", people: str | None) -> str:
    """The workplace file. people: name of the people file, or None. Raises InputError where a workplace cannot be like that."""
    units = [_unit(found, unit) for unit in found.units]
    _check(found, units)
    asked = (f"{found.answered} of {found.asked} answered" if found.with_roster else
             f"{found.answered} answered; how many were asked is not known")
    lines = ["# Written by takehold survey. Entries whose source is a survey or a roster are measured; sd says how surely.",
             f'# Entries with source "{NOT_MEASURED}" are examples: nobody asked about them. Put in what you know, above all practices.',
             f"# Groups under {FEWEST} are not shown; they have the mean of all. No name and no number of a person stands here.",
             f"name = {toml(found.book.name)}", f"title = {toml(found.book.title)}",
             f"about = {toml(f'From a survey: {asked}.')}"]
    lines += [f"people = {toml(people)}"] if people else []
    for entries in units:
        lines += _table("[[units]]", entries)
    for unit in found.units:
        if unit.together is not None and all(unit.whole.levels[state].own for state in UNIT_MEANS if state in unit.whole.levels):
            lines += ["", "[[correlations]]  # of what is not known of the two: the same people answered both",
                      f"between = {toml([f'units.{unit.name}.{state}' for state in UNIT_MEANS])}",
                      f"r = {round(unit.together, 2)}", 'source = "survey, between persons of a unit"']
    return "\n".join(lines) + "\n"


def _table(header: str, entries: dict[str, Any]) -> list[str]:
    """Lines of a table: its entries, then the tables in it; small ones stand in a line."""
    inner = header.strip("[]")
    tables = {name: one for name, one in entries.items() if name == "leader" or (name == "needs" and inner == "units")}
    lines = ["", header, *(f"{name} = {toml(one)}" for name, one in entries.items() if name not in tables and name != "practices")]
    for name, one in tables.items():
        lines += _table(f"[{inner}.{name}]", one)
    for practice in entries.get("practices", []):
        lines += _table(f"[[{inner}.practices]]", practice)
    return lines


def _unit(found: "SurveyResult", unit: "FoundUnit") -> dict[str, Any]:
    """Entries of a unit in the order of the template, each with its source."""
    ground = read_workplace(TEMPLATE).units[0].model_dump(exclude_none=True)
    measured = {"name": unit.name, "title": unit.whole.label, **_counts(found, unit), **_means(found, unit)}
    entries: dict[str, Any] = {}
    for name, value in ground.items():
        if name == "events":  # written as tables of their own, which an empty list would stand in the way of
            continue
        plain = name in ("practices", "sees", "name", "title")
        entries[name] = measured.get(name, value if plain else {**value, "source": NOT_MEASURED} if isinstance(value, dict)
                                     else known(value, NOT_MEASURED))
    entries["practices"] = [{**practice, "source": f"{NOT_MEASURED}: put your own practices here"}
                            for practice in ground["practices"]]
    return {**entries, "sees": []}


def _counts(found: "SurveyResult", unit: "FoundUnit") -> dict[str, Any]:
    """How many people of which kind there are, and their hours."""
    source = "roster" if found.with_roster else "survey, only those who answered; no roster"
    counts: dict[str, Any] = {"employees": known(unit.whole.asked, source)}
    if unit.roles.get("representative"):
        counts |= {f"{role}s": known(unit.roles.get(role, 0), source) for role in ("representative", "planner", "coordinator")}
    if unit.team_size is not None:
        counts["team_size"] = known(unit.team_size, f"{source}, mean of its teams")
    if unit.hours is not None:
        counts["contract_hours"] = known(round(unit.hours, 1), f"{'roster' if found.with_roster else 'survey'}, mean of employees")
    return counts


def _means(found: "SurveyResult", unit: "FoundUnit") -> dict[str, Any]:
    """What the answers say, with its uncertainty."""
    levels = unit.whole.levels
    told = {state: _source(found, unit, state) for state in levels}
    entries: dict[str, Any] = {state: uncertain(levels[state].mean, levels[state].sd, told[state])
                               for state in UNIT_MEANS if state in levels}
    if "workload" in levels:
        least, most = (float(end) for end in limits(Workplace, ("units", 0, "utilisation")))
        load = levels["workload"].interval
        ends = utilisation(load.low, FREE_SHARE[2]), utilisation(load.value), utilisation(load.high, FREE_SHARE[0])
        low, value, high = (min(most, max(least, end)) for end in ends)
        entries["utilisation"] = between(value, low, high, f"a workload of {load.value:.2f}; how many hours go with it is a choice, "
                                         f"{100 * FREE_SHARE[0]:g} to {100 * FREE_SHARE[2]:g} % free without any", told["workload"])
    if all(need in levels for need in NEEDS):
        total = sum(levels[need].mean for need in NEEDS)
        entries["needs"] = {need.removeprefix("need_"): uncertain(levels[need].mean / total, levels[need].sd, told[need]) for need in NEEDS}
    return entries


def _source(found: "SurveyResult", unit: "FoundUnit", state: str) -> str:
    """Where an entry is from, in words."""
    level: Level = unit.whole.levels[state]
    measures = found.states[state].sources()
    if not level.own:
        return f"survey, fewer than {FEWEST} answered here: the mean of all units ({measures})"
    of = f"{level.answered} of {unit.whole.asked} answered" if found.with_roster else f"{level.answered} answered"
    drawn = "" if level.own > 0.995 else f", {100 * level.own:.0f} % its own and the rest the mean of all units"
    return f"survey, {of} ({measures}){drawn}"


def _check(found: "SurveyResult", units: list[dict[str, Any]]) -> None:
    """Raises InputError where these cannot be units of a workplace."""
    plain: dict[str, Any] = {"name": found.book.name, "title": found.book.title, "units": [_plain(unit) for unit in units]}
    try:
        Workplace(**plain)
    except ValidationError as error:
        raise InputError(f"this survey makes no workplace: {sentence(error, plain, Workplace)}") from None


def _plain(entry: Any) -> Any:
    """An entry as its recorded value."""
    if isinstance(entry, list):
        return [_plain(one) for one in entry]
    if not isinstance(entry, dict):
        return entry
    value = next((entry[key] for key in ("value", "mean") if key in entry), None)
    if value is not None and set(entry) <= WRITTEN:
        return value
    parts = {name: _plain(one) for name, one in entry.items() if name != "source"}
    if set(parts) == {"planning", "coordination", "wellbeing"} and sum(parts.values()) > 0 and abs(sum(parts.values()) - 1) < 0.01:
        return {name: one / sum(parts.values()) for name, one in parts.items()}
    return parts
