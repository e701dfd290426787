"""What was assumed: entries of workplaces that nobody measured, changed settings, and the parameters of behaviour."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sim.inputs.parameters import PARAMETERS
from sim.inputs.workplace import Range, Workplace
from sim.pages.page import Section, Table

ASSUMPTION = "assumption"
NOT_MEASURED = ("The numbers about people's behaviour are the same for all units. Of {all}, {measured} come from measured data, {theory} "
                "follow the direction of a theory, and {assumed} are assumed. Those that are assumed stand below, with the range "
                "that is believed possible; takehold sensitivity shows which of them matter.")


def what_was_assumed(places: Sequence[Workplace], settings: Mapping[str, float] = {}, levers: Mapping[str, float] = {}) -> Section:
    """A section with all assumptions; settings are those changed against the files, by name."""
    told = [f"Changed for this page: {_listed(settings)}." if settings else "", f"Levers in use: {_listed(levers)}." if levers else ""]
    grades = Counter(parameter.grade for parameter in PARAMETERS.values())
    told += [_counted(place) for place in places]
    told += [NOT_MEASURED.format(all=len(PARAMETERS), **{grade: grades[grade] for grade in ("measured", "theory", "assumed")})]
    tables = [*filter(None, map(_entries, places)), _parameters()]
    return Section("What was assumed", [text for text in told if text], tables=tables, folded=True)


def _listed(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {value:g}" for name, value in values.items())


def _counted(place: Workplace) -> str:
    people = (f" Something is known of {place.known_people} of its employees from a people file; nothing of a single one is shown."
              if place.known_people else "")
    return f"{_sourced(place)}{people}"


def _sourced(place: Workplace) -> str:
    if not place.provenance:
        return f"{place.title}: the sources of its entries stand in its file."
    guessed = sum(_is_assumed(source) for source in place.provenance.values())
    ranges = f" {len(place.ranges)} numbers are not known for sure." if place.ranges else ""
    return f"{place.title}: {len(place.provenance)} entries carry a source; {guessed} of them are assumptions.{ranges}"


def _is_assumed(source: str) -> bool:
    return source.strip().lower().startswith(ASSUMPTION)


def _entries(place: Workplace) -> Table | None:
    """Entries whose source is an assumption, and numbers with a range, which are read from words or guessed."""
    wide: dict[str, list[str]] = {path: [] for path, source in place.provenance.items() if _is_assumed(source)}
    for path, one in place.ranges.items():
        around = path.rpartition(".")[0]  # a table with one source is one row
        reasons = wide.setdefault(around if around in place.provenance else path, [])
        if one.reason and one.reason not in reasons:
            reasons.append(one.reason)
    rows = [[*_named(place, path), place.provenance.get(path, ""), "; ".join(reasons)] for path, reasons in wide.items()]
    header: tuple[str, ...] = ("Entry", "Value and range", "Why", "Why so wide")
    if not place.ranges:
        header, rows = ("Entry", "Value", "Why"), [row[:3] for row in rows]
    return Table(f"{place.title}: entries that are assumptions", header, rows) if rows else None


def _named(place: Workplace, path: str) -> tuple[str, str]:
    """An entry in words, with its unit, where there are several, and its practice; and its value as it was used."""
    here: Any = place.model_dump()
    words: list[str] = []
    for step in path.split("."):
        here = here[int(step)] if isinstance(here, list) else here[step]
        if isinstance(here, dict) and "title" in here:
            words += [str(here["title"])]
        elif step not in ("units", "practices"):
            words.append(step.replace("_", " "))
    alone = len(place.units) == 1 and path.startswith("units.")
    return ", ".join(words[1:] if alone else words), _value(here, path, place.ranges)


def _value(value: Any, path: str, ranges: Mapping[str, Range]) -> str:
    """A value in words, with its range if it has one."""
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_value(part, f'{path}.{name}', ranges)}" for name, part in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    told = "none" if value is None else f"{value:g}" if isinstance(value, (int, float)) else str(value)
    if path not in ranges:
        return told
    one = ranges[path]
    return f"{told} (sd {one.sd:g})" if one.sd is not None else f"{told} ({one.low:g} to {one.high:g})"


def _parameters() -> Table:
    rows = [[p.name.replace("_", " "), f"{p.default:g} ({p.low:g} to {p.high:g})", p.unit, p.meaning]
            for p in PARAMETERS.values() if p.grade == "assumed"]
    return Table("Parameters of behaviour that are assumed", ("Parameter", "Value and range", "Unit", "Meaning"), rows)
