"""Workplaces from files: the shipped ones by name, one's own by path; where one cannot be used, all that is wrong with it is said."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.errors import InputError, SeveralWrong, all_wrong, nearest
from sim.inputs import unsure
from sim.inputs.people import with_people
from sim.inputs.places import kind_at, steps
from sim.inputs.validation import sentences
from sim.inputs.workplace import CORRELATIONS, Correlation, Range, Workplace
from sim.inputs.written import Written
from sim.machine.received import read_toml
from sim.machine.shipped import EXPERIMENTS

SHIPPED = Path(__file__).parent / "workplaces"
TEMPLATE = SHIPPED / "template.toml"
HOW = {"provenance": "a source is written { value = ..., source = '...' }",
       "ranges": "a range is written { value = ..., low = ..., high = ..., reason = '...' }"}
GENERIC = "generic-unit"  # the ground of the studies; no workplace of the study


def workplaces() -> list[str]:
    """Names of the shipped workplaces of the study, in the study's order."""
    return ["bostedet", "hjemmeplejen", "plejecenter-1", "plejecenter-2"]


def shipped_names() -> list[str]:
    """Every name that stands for a workplace: those of the study, and the generic unit."""
    return [*workplaces(), GENERIC]


def load_workplace(name_or_path: str | Path) -> Workplace:
    """Read a workplace by shipped name or from a TOML file.

    Raises InputError, a sentence for all that is wrong that names the file, the field, the value and what is allowed.
    """
    return read_workplace(workplace_file(name_or_path))


def workplace_file(name_or_path: str | Path) -> Path:
    """The file of a workplace that is given by shipped name or by path; raises InputError for what is neither."""
    text = str(name_or_path)
    if "\0" in text or not text.strip():
        raise InputError(f"{text!r} is no name of a workplace and no path of a file; {nearest('', shipped_names())}")
    if text in shipped_names():
        return (EXPERIMENTS if text == GENERIC else SHIPPED) / f"{text}.toml"
    looks_like_file = text.endswith(".toml") or "/" in text or "\\" in text or os.path.exists(text)  # noqa: PTH110 - never raises
    if not looks_like_file:
        raise InputError(f"there is no workplace and no .toml file '{text}'; {nearest(text, shipped_names())}")
    path = Path(text)
    if path.stem in shipped_names() and not os.path.exists(text):  # noqa: PTH110 - never raises
        raise InputError(f"{path}: there is no such file; {path.stem} without .toml is the shipped one")
    return path


def read_workplace(path: Path) -> Workplace:
    """Read and validate one file; raises InputError."""
    return read_with_people(path)[0]


def read_with_people(path: Path) -> tuple[Workplace, str]:
    """A workplace from its file, and the path of its people file as written there, empty without one; raises InputError."""
    _, entries = read_toml(path, "workplace file")
    if "question" in entries:
        raise InputError(f"{path} asks a question, so it is a study file, not a workplace file: takehold study {path}")
    for name in HOW.keys() & entries.keys():
        raise InputError(f"{path}: '{name}' is no setting; {HOW[name]}")
    written = Written()
    try:
        together = {name: entries.pop(name) for name in [CORRELATIONS] if name in entries}  # which carry their own sources
        plain = {**written.plain(entries), **together}
        people = plain.pop("people", None)
        place = Workplace(**plain, provenance=written.sources, ranges=written.ranges)
    except ValidationError as error:
        wrong = sentences(error, plain, Workplace)
        looked_at = any(isinstance(one.get("ctx", {}).get("error"), SeveralWrong) for one in error.errors())
        raise all_wrong(str(path), wrong if looked_at else [*wrong, *_unsure(plain, written)]) from None
    except RecursionError:
        raise InputError(f"{path}: tables are nested too deeply for a workplace") from None
    if people is None:
        return place, ""
    if not isinstance(people, str) or not people.strip() or "\0" in people:
        raise InputError(f"{path}: people is no path of a people file, such as 'people.csv', beside the workplace file")
    if not os.path.lexists(path.parent / people):
        raise InputError(f"{path}: its people file {path.parent / people} is not there; put it there, or name the one that is meant, "
                         "as people = 'people.csv'")
    return with_people(place, path.parent / people), people


def _unsure(plain: dict[str, Any], written: Written) -> list[str]:
    """What cannot be said of entries that are not known for sure, in a file with other things wrong; what those hide is left out."""
    ranges, correlations = {}, []
    for path, one in written.ranges.items():
        with suppress(ValueError, TypeError, LookupError):
            if kind_at(Workplace, steps(path)) is not float or unsure.allowed(Workplace, path, unsure.at(plain, steps(path))):
                ranges[path] = Range(**unsure.with_ends(Workplace, path, one))
    with suppress(ValueError, TypeError, LookupError):
        correlations = [Correlation(**one) for one in unsure.with_paths(plain.get(CORRELATIONS, []), plain)]
    with suppress(ValueError, TypeError, LookupError):  # where what stands beside a range is missing, which is told already
        return unsure.wrong_ranges(Workplace, plain, ranges) or unsure.wrong_correlations(plain, written.ranges, correlations)
    return []
