"""Findings from TOML files: those that come with Takehold, and one's own, with one clear sentence when a file cannot be used."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.errors import InputError, check_path, known, nearest, no_such
from sim.evidence.arms import Arm
from sim.evidence.declaration import Check, Finding, Sample, between
from sim.evidence.entries import CheckEntry, FindingEntry
from sim.evidence.statistics import Statistic
from sim.inputs.reading import shipped_names
from sim.inputs.validation import sentence
from sim.machine.received import read_toml

HERE = Path(__file__).parent
STUDY, WIDER, NUMBERS = "study", "literature", "numbers"
FILES = (STUDY, WIDER, NUMBERS)  # in the order in which findings are listed
AT = ": "  # between the name of an arm and that of a unit


def read_findings(path: str | Path) -> list[Finding]:
    """One's own findings from a file; its arms may be shipped ones, and workplace files are found beside it.

    Raises InputError, one sentence that names the file, the finding, the field, the value and what is allowed.
    """
    check_path("file", path)
    own, _ = _read(Path(path), _shipped()[1], [one.id for one in findings()])
    return own


def findings(own: str | Path | None = None) -> list[Finding]:
    """All findings that come with Takehold, and those of a file of one's own."""
    found = [one for some in _shipped()[0].values() for one in some]
    return found if own is None else [*found, *read_findings(own)]


def of_file(name: str) -> list[Finding]:
    """The findings of one shipped file that can be held against the model."""
    return [one for one in _shipped()[0][name] if one.checks]


def chosen(among: Iterable[Finding], ids: Iterable[str] | None, kind: str = "finding") -> list[Finding]:
    """Those of these ids in their order, all of them without any; raises InputError for an unknown id."""
    known_ones = {one.id: one for one in among}
    wanted = set(known_ones) if ids is None else {known(kind, one, known_ones) for one in ids}
    return [one for name, one in known_ones.items() if name in wanted]


@cache
def _shipped() -> tuple[dict[str, list[Finding]], dict[str, Arm]]:
    """The findings that come with Takehold, by file, and their arms."""
    found: dict[str, list[Finding]] = {}
    arms: dict[str, Arm] = {}
    for name in FILES:
        found[name], arms = _read(HERE / f"{name}.toml", arms, [one.id for some in found.values() for one in some])
    return found, arms


def _read(path: Path, arms: Mapping[str, Arm], taken: Iterable[str]) -> tuple[list[Finding], dict[str, Arm]]:
    """The findings of a file, and all arms there are then."""
    _, entries = read_toml(path, "file of findings")
    for name in entries:
        if name not in ("arms", "findings"):
            raise InputError(f"{path}: {no_such('table', name, ('arms', 'findings'))}")
    given, listed = entries.get("arms", {}), entries.get("findings", [])
    if not isinstance(given, dict) or not isinstance(listed, list) or not listed:
        raise InputError(f"{path} holds no findings; each is written as a table [[findings]]")
    every, seen = dict(arms), set(taken)
    for name, entry in given.items():
        if name in every:
            raise InputError(f"{path}: there is an arm '{name}' already; give yours another name")
        every[name] = _arm(path, name, entry)
    found = []
    for number, entry in enumerate(listed, 1):
        one = _finding(path, number, entry, every)
        if one.id in seen:
            raise InputError(f"{path}: there is a finding {one.id} already; give yours another id")
        seen.add(one.id)
        found.append(one)
    return found, every


def _arm(path: Path, name: str, entry: Any) -> Arm:
    where = f"{path}: arm '{name}'"
    if AT in name:
        raise InputError(f"{where} has '{AT}' in its name, which stands between arm and unit")
    entry = _beside(path, _table(where, entry))
    try:
        return Arm.model_validate(entry).checked()
    except ValidationError as error:
        raise InputError(f"{where}: {sentence(error, entry, Arm)}") from None
    except InputError as error:
        raise error.within(where) from None


def _table(where: str, entry: Any) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise InputError(f"{where} is not a table of entries")
    return entry


def _beside(path: Path, entry: dict[str, Any]) -> dict[str, Any]:
    """The entries of an arm, with the path of a workplace file made one from the folder of the file that names it."""
    named = entry.get("workplace")
    if isinstance(named, str) and named.endswith(".toml"):
        return {**entry, "workplace": str(path.parent / named)}
    return entry


def _finding(path: Path, number: int, entry: Any, arms: dict[str, Arm]) -> Finding:
    name = entry.get("id", number) if isinstance(entry, dict) else number
    where = f"{path}: finding {name}"
    entry = _table(where, entry)
    try:
        told = FindingEntry.model_validate(entry)
        checks = tuple(_check(check, arms) for check in told.checks)
    except ValidationError as error:
        raise InputError(f"{where}: {sentence(error, entry, FindingEntry)}") from None
    except InputError as error:
        raise error.within(where) from None
    used = {sample.arm: arms[sample.arm] for check in checks for sample in check.samples}
    plain = told.model_dump(exclude={"checks", "doi"})
    return Finding(**plain, checks=checks, doi=tuple(told.doi), arms=used)


def _check(entry: CheckEntry, arms: dict[str, Arm]) -> Check:
    samples = tuple(_sample(text, entry.label, arms) for text in entry.of)
    low, high = entry.interval
    return Check(entry.label, Statistic(entry.statistic, entry.measure, entry.given, entry.part), samples,
                 between(low, high, entry.strict))


def _sample(text: str, label: str, arms: dict[str, Arm]) -> Sample:
    """A unit of an arm; a shipped workplace as recorded is an arm by its own name."""
    arm, _, unit = text.partition(AT)
    if arm not in arms and arm in shipped_names():
        arms[arm] = Arm(workplace=arm)
    if arm not in arms:
        raise InputError(f"check '{label}', of: {no_such('arm', arm, [*arms, *shipped_names()])}")
    units = arms[arm].units()
    if not unit and len(units) > 1:
        raise InputError(f"check '{label}', of = '{text}' names no unit; write '{arm}{AT}UNIT' with one of {', '.join(units)}")
    if unit and unit not in units:
        raise InputError(f"check '{label}', of = '{text}': there is no unit '{unit}' in it; {nearest(unit, units)}")
    return Sample(arm, unit or units[0])
