"""What pydantic finds wrong with entries that were handed in, as one plain sentence."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from sim.errors import nearest
from sim.inputs.workplace import NAME

LONG_NUMBER, LONG_VALUE = 200, 60  # bits of a number that is not worth printing, and letters of a value that are
EITHER = ("str", "list[any]", "dict[str,any]", "list[dict[str,any]]")  # pydantic's steps into what may be of one kind or another
BOUNDS = ("ge", "le", "gt", "lt")
Place = list[int | str]


def sentence(error: ValidationError, entries: Any, model: type[BaseModel]) -> str:
    """The first thing that is wrong, by place, value and what is allowed, and how many more there are.

    entries: what was given; units and practices are named as there. model: what the entries were to become.
    """
    errors = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")  # a misspelt name explains a missing one
    places = [_plain(one["loc"]) for one in errors]
    more = len({tuple(place) for place in places}) - 1
    first, place = errors[0], places[0]
    where, shown = _dotted(place, entries), _shown(first.get("input"))
    kind, context = first["type"], first.get("ctx", {})
    span = _span(model, place) if context.keys() & set(BOUNDS) else ""
    if kind == "missing":
        text = f"{where} is missing"
    elif kind == "extra_forbidden":
        text = f"{where}: no such setting; {nearest(str(place[-1]), _names(_model_at(model, place[:-1])))}"
    elif span:
        text = f"{where}{shown} is outside what is allowed: {span}"
    elif context.get("pattern") == NAME:
        text = f"{where}{shown} is no name; allowed are small letters, digits and hyphens, 40 at most"
    else:
        told = str(context.get("error", "")) or first["msg"][:1].lower() + first["msg"][1:]
        text = f"{where}{shown}: {told}" if where else told
    return text + (f" (and {more} more)" if more else "")


def _plain(loc: tuple[int | str, ...]) -> Place:
    """The steps that lead to an entry; the last of one there should not be is a name that somebody gave."""
    return [step for step in loc if step not in EITHER] or list(loc)


def _shown(value: Any) -> str:
    if isinstance(value, int) and value.bit_length() > LONG_NUMBER:
        return " = a very long number"
    if not isinstance(value, (str, int, float, bool)):
        return ""
    told = repr(value)
    return f" = {told if len(told) <= LONG_VALUE else told[:LONG_VALUE - 3] + '...'}"


def _dotted(place: Place, entries: Any) -> str:
    """The path of an entry, with the names of units and practices instead of their numbers."""
    parts: list[str] = []
    here = entries
    for step in place:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            named = here.get("name") if isinstance(here, Mapping) else None
            parts[-1] += f"[{named}]" if isinstance(named, str) else f"[{step + 1}]"
        else:
            parts.append(str(step))
    return ".".join(parts)


def _model_at(model: type[BaseModel], place: Place) -> type[BaseModel]:
    """The part of a model that a path leads to."""
    for step in place:
        if isinstance(step, str) and step in model.model_fields:
            model = _inner(model.model_fields[step].annotation) or model
    return model


def _names(model: type[BaseModel]) -> list[str]:
    """Settings that a file may give."""
    return [name for name, field in model.model_fields.items() if not field.exclude]


def _span(model: type[BaseModel], place: Place) -> str:
    """The range of a number at a path, in words; nothing where it is open at an end."""
    *steps, name = [step for step in place if isinstance(step, str)]
    field = _model_at(model, list(steps)).model_fields[name]
    bounds = {name: getattr(rule, name) for rule in (*field.metadata, *_rules(field.annotation)) for name in BOUNDS if hasattr(rule, name)}
    low, high = bounds.get("ge", bounds.get("gt")), bounds.get("le", bounds.get("lt"))
    return "" if low is None or high is None else f"{low} to {high}"


def _rules(annotation: Any) -> Iterator[Any]:
    """What a type asks of a value, inside a list or beside None."""
    for part in get_args(annotation):
        yield from getattr(part, "metadata", ())
        yield from _rules(part)


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _inner(part))), None)
