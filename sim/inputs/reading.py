"""Workplaces from files: the shipped ones by name, one's own by path, with one clear sentence when one cannot be used."""

import os
from pathlib import Path

from pydantic import ValidationError

from sim.errors import InputError, nearest
from sim.inputs.people import with_people
from sim.inputs.validation import sentence
from sim.inputs.workplace import Workplace
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

    Raises InputError, one sentence that names the file, the field, the value and what is allowed.
    """
    text = str(name_or_path)
    if "\0" in text or not text.strip():
        raise InputError(f"{text!r} is no name of a workplace and no path of a file; {nearest('', shipped_names())}")
    if text in shipped_names():
        return read_workplace((EXPERIMENTS if text == GENERIC else SHIPPED) / f"{text}.toml")
    looks_like_file = text.endswith(".toml") or "/" in text or "\\" in text or os.path.exists(text)  # noqa: PTH110 - never raises
    if not looks_like_file:
        raise InputError(f"there is no workplace and no .toml file '{text}'; {nearest(text, shipped_names())}")
    path = Path(text)
    if path.stem in shipped_names() and not os.path.exists(text):  # noqa: PTH110 - never raises
        raise InputError(f"{path}: there is no such file; {path.stem} without .toml is the shipped one")
    return read_workplace(path)


def read_workplace(path: Path) -> Workplace:
    """Read and validate one file; raises InputError."""
    _, entries = read_toml(path, "workplace file")
    if "question" in entries:
        raise InputError(f"{path} asks a question, so it is a study file, not a workplace file: takehold study {path}")
    written = Written()
    try:
        plain = written.plain(entries)
        people = plain.pop("people", None)
        place = Workplace(**plain, provenance=written.sources, ranges=written.ranges)
    except ValidationError as error:
        raise InputError(f"{path}: {sentence(error, plain, Workplace)}") from None
    except RecursionError:
        raise InputError(f"{path}: tables are nested too deeply for a workplace") from None
    except TypeError:
        name = "provenance" if "provenance" in plain else "ranges"
        raise InputError(f"{path}: '{name}' is no setting; {HOW[name]}") from None
    if people is None:
        return place
    if not isinstance(people, str) or not people.strip() or "\0" in people:
        raise InputError(f"{path}: people is no path of a people file, such as 'people.csv', beside the workplace file")
    return with_people(place, path.parent / people)
