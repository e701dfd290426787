"""Workplaces from files: the shipped ones by name, one's own by path, with one clear sentence when one cannot be used."""

import os
import tomllib
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from sim.complaints import Complaint, nearest
from sim.workplace import Workplace, split_sources

SHIPPED = Path(__file__).parent / "workplaces"
LONG_NUMBER = 200  # bits of a number that is not worth printing
TEMPLATE = SHIPPED / "template.toml"


def workplaces() -> list[str]:
    """Names of the shipped workplaces of the study, in the study's order."""
    return ["bostedet", "hjemmeplejen", "plejecenter-1", "plejecenter-2"]


def load_workplace(name_or_path: str | Path) -> Workplace:
    """Read a workplace by shipped name or from a TOML file.

    Raises Complaint, one sentence that names the file, the field, the value and what is allowed.
    """
    text = str(name_or_path)
    if "\0" in text or not text.strip():
        raise Complaint(f"{text!r} is no name of a workplace and no path of a file; {nearest('', workplaces())}")
    if text in workplaces():
        return read_workplace(SHIPPED / f"{text}.toml")
    looks_like_file = text.endswith(".toml") or "/" in text or "\\" in text or os.path.exists(text)  # noqa: PTH110 - never raises
    if not looks_like_file:
        raise Complaint(f"there is no workplace and no .toml file '{text}'; {nearest(text, workplaces())}")
    return read_workplace(Path(text))


def read_workplace(path: Path) -> Workplace:
    """Read and validate one file; raises Complaint."""
    try:
        entries = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise Complaint(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise Complaint(f"{path} is a folder, not a workplace file") from None
    except OSError as error:
        raise Complaint(f"{path} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise Complaint(f"{path} is not UTF-8 text (byte {error.start})") from None
    except (ValueError, RecursionError) as error:  # ValueError: not TOML, or a number too long to read
        raise Complaint(f"{path} is not valid TOML: {error}") from None
    if "question" in entries:
        raise Complaint(f"{path} asks a question, so it is a study and no workplace: takehold study {path}")
    provenance: dict[str, str] = {}
    try:
        plain = split_sources(entries, "", provenance)
        return Workplace(**plain, provenance=provenance)
    except ValidationError as error:
        raise Complaint(f"{path}: {sentence(error, plain)}") from None
    except RecursionError:
        raise Complaint(f"{path}: tables are nested too deeply for a workplace") from None
    except TypeError:
        raise Complaint(f"{path}: 'provenance' is no setting; a source is written {{ value = ..., source = '...' }}") from None


def sentence(error: ValidationError, entries: Any) -> str:
    """The first complaint of pydantic in one sentence, and how many more there are."""
    errors = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")  # a misspelt name explains a missing one
    first, count = errors[0], len(errors)
    place = list(first["loc"])
    where = dotted(place, entries)
    value = first.get("input")
    huge = isinstance(value, int) and value.bit_length() > LONG_NUMBER
    shown = "a very long number" if huge else repr(value) if isinstance(value, (str, int, float, bool)) else ""
    context = first.get("ctx", {})
    kind = first["type"]
    if kind == "missing":
        text = f"{where} is missing"
    elif kind == "extra_forbidden":
        text = f"{where}: no such setting; {nearest(str(place[-1]), fields_at(place[:-1]))}"
    elif kind == "value_error":
        text = (f"{where}: " if where else "") + str(context.get("error", first["msg"]))
    elif {"ge", "le", "gt", "lt"} & set(context):
        text = f"{where} = {shown} is outside what is allowed: {allowed(place)}"
    elif kind == "string_pattern_mismatch" and place[-1] != "name" and "sees" not in place:
        text = f"{where} = {shown} has characters that cannot be shown"
    elif kind == "string_pattern_mismatch":
        text = f"{where} = {shown} is no name; allowed are small letters, digits and hyphens, 40 at most"
    else:
        message = first["msg"]
        text = f"{where}{' = ' + shown if shown else ''}: {message[:1].lower()}{message[1:]}"
    return text + (f" (and {count - 1} more)" if count > 1 else "")


def dotted(place: list[int | str], entries: Any) -> str:
    """The path of an entry, with the names of units and practices instead of their numbers."""
    parts: list[str] = []
    here = entries
    for step in place:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            named = here.get("name") if isinstance(here, dict) else None
            parts[-1] += f"[{named}]" if isinstance(named, str) else f"[{step + 1}]"
        else:
            parts.append(str(step))
    return ".".join(parts)


def model_at(place: list[int | str]) -> type[BaseModel]:
    """The part of the schema that a path leads to."""
    model: type[BaseModel] = Workplace
    for step in place:
        if isinstance(step, str) and step in model.model_fields:
            model = _inner(model.model_fields[step].annotation) or model
    return model


def fields_at(place: list[int | str]) -> list[str]:
    """Valid names of settings at a path."""
    return [name for name in model_at(place).model_fields if name != "provenance"]


def allowed(place: list[int | str]) -> str:
    """The range of a number at a path, in words."""
    field = model_at(place[:-1]).model_fields[str(place[-1])]
    bounds = {}
    for rule in field.metadata:
        for name in ("ge", "le", "gt", "lt"):
            if getattr(rule, name, None) is not None:
                bounds[name] = getattr(rule, name)
    return f"{bounds.get('ge', bounds.get('gt', ''))} to {bounds.get('le', bounds.get('lt', ''))}"


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _inner(part)
        if found is not None:
            return found
    return None
