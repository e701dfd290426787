"""What pydantic finds wrong with entries that were handed in, as one plain sentence."""

from typing import Any

from pydantic import BaseModel, ValidationError

from sim.errors import nearest
from sim.inputs.places import BOUNDS, Place, dotted, limits, model_at, steps
from sim.inputs.wording import in_words
from sim.inputs.workplace import NAME, RANGES

LONG_NUMBER, LONG_VALUE = 200, 60  # bits of a number that is not worth printing, and letters of a value that are
EITHER = ("str", "list[any]", "dict[str,any]", "list[dict[str,any]]")  # pydantic's steps into what may be of one kind or another


def sentence(error: ValidationError, entries: Any, model: type[BaseModel]) -> str:
    """The first thing that is wrong, by place, value and what is allowed, and how many more there are.

    entries: what was given; units and practices are named as there. model: what the entries were to become.
    """
    errors = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")  # a misspelt name explains a missing one
    places = [_plain(one["loc"]) for one in errors]
    more = len({tuple(place) for place in places}) - 1
    first, place = errors[0], places[0]
    where, shown = dotted(place, entries), _shown(first.get("input"))
    kind, context = first["type"], first.get("ctx", {})
    span = _span(model, place) if context.keys() & set(BOUNDS) else ""
    if kind == "missing":
        text = f"{where} is missing"
    elif kind == "extra_forbidden":
        text = f"{where}: no such setting; {nearest(str(place[-1]), _names(model_at(model, place[:-1])))}"
    elif span:
        text = f"{where}{shown} is outside what is allowed: {span}"
    elif context.get("pattern") == NAME:
        text = f"{where}{shown} is no name; allowed are small letters, digits and hyphens, 40 at most"
    elif plainly := in_words(kind, context, model_at(model, place[:-1]).__name__):
        text = f"{where or 'this file'}{shown}{plainly}"
    else:
        told = str(context.get("error", "")) or first["msg"][:1].lower() + first["msg"][1:]
        text = f"{where}{shown}: {told}" if where else told
    return text + (f" (and {more} more)" if more else "")


def _plain(loc: tuple[int | str, ...]) -> Place:
    """The steps that lead to an entry; the last of one there should not be is a name that somebody gave."""
    if loc[:1] == (RANGES,) and len(loc) > 1:
        loc = (*steps(str(loc[1])), *loc[2:])  # of a range: the entry it stands at
    return [step for step in loc if step not in EITHER] or list(loc)


def _shown(value: Any) -> str:
    if isinstance(value, int) and value.bit_length() > LONG_NUMBER:
        return " = a very long number"
    if not isinstance(value, (str, int, float, bool)):
        return ""
    told = repr(value)
    return f" = {told if len(told) <= LONG_VALUE else told[:LONG_VALUE - 3] + '...'}"


def _names(model: type[BaseModel]) -> list[str]:
    """Settings that a file may give."""
    return [name for name, field in model.model_fields.items() if not field.exclude]


def _span(model: type[BaseModel], place: Place) -> str:
    """The range of a number at a path, in words; nothing where it is open at an end."""
    low, high = limits(model, place)
    return "" if low is None or high is None else f"{low} to {high}"
