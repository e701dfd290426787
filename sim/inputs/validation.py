"""What pydantic finds wrong with entries that were handed in, in plain sentences."""

from typing import Any

from pydantic import BaseModel, ValidationError

from sim.errors import SeveralWrong, nearest
from sim.inputs.places import BOUNDS, Place, dotted, limits, model_at, steps
from sim.inputs.wording import in_words
from sim.inputs.workplace import CORRELATIONS, NAME, RANGES

LONG_NUMBER, LONG_VALUE = 200, 60  # bits of a number that is not worth printing, and letters of a value that are
EITHER = ("str", "list[any]", "dict[str,any]", "list[dict[str,any]]")  # pydantic's steps into what may be of one kind or another


def sentence(error: ValidationError, entries: Any, model: type[BaseModel]) -> str:
    """The first thing that is wrong, by place, value and what is allowed, and how many more there are.

    entries: what was given; units and practices are named as there. model: what the entries were to become.
    """
    first, *more = sentences(error, entries, model)
    return first + (f" (and {len(more)} more)" if more else "")


def sentences(error: ValidationError, entries: Any, model: type[BaseModel]) -> list[str]:
    """Everything that is wrong, a sentence for each place; misspelt names first, and a name that is missing for that is not told again."""
    told: dict[tuple[int | str, ...], list[str]] = {}
    for one in sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden"):
        told.setdefault(tuple(_plain(one["loc"])), _told(one, entries, model))
    meant = {(place[:-1], text) for place, texts in told.items() for text in texts if "did you mean" in text}
    return [text for place, texts in told.items() for text in texts
            if not (text.endswith("is missing") and any(at == place[:-1] and f"'{place[-1]}'" in said for at, said in meant))]


def _told(one: Any, entries: Any, model: type[BaseModel]) -> list[str]:
    """What is wrong at one place; several sentences where a check found several things."""
    place = _plain(one["loc"])
    where, shown = dotted(place, entries), _shown(one.get("input"))
    kind, context = one["type"], one.get("ctx", {})
    if isinstance(context.get("error"), SeveralWrong):
        return list(context["error"].each)
    span = _span(model, place) if context.keys() & set(BOUNDS) else ""
    if kind == "missing":
        return [f"{where} is missing"]
    if kind == "extra_forbidden":
        return [f"{where}: no such setting; {nearest(str(place[-1]), _names(model_at(model, place[:-1])))}"]
    if span:
        return [f"{where}{shown} is outside what is allowed: {span}"]
    if context.get("pattern") == NAME:
        return [f"{where}{shown} is no name; allowed are small letters, digits and hyphens, 40 at most"]
    if plainly := in_words(kind, context, model_at(model, place[:-1]).__name__):
        return [f"{where or 'this file'}{shown}{plainly}"]
    text = str(context.get("error", "")) or one["msg"][:1].lower() + one["msg"][1:]
    return [f"{where}{shown}: {text}" if where else text]


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
    return [name for name, field in model.model_fields.items() if not field.exclude or name == CORRELATIONS]


def _span(model: type[BaseModel], place: Place) -> str:
    """The range of a number at a path, in words; nothing where it is open at an end."""
    low, high = limits(model, place)
    return "" if low is None or high is None else f"{low} to {high}"
