"""Where an entry stands: its path in words, the part of a model it belongs to, and what is allowed there."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel

BOUNDS = ("ge", "le", "gt", "lt")
Place = Sequence[int | str]


@lru_cache(maxsize=4096)
def steps(path: str) -> tuple[int | str, ...]:
    """The steps of a dotted path; numbers lead into lists."""
    return tuple(int(step) if step.isdecimal() and len(step) < 4 else step for step in path.split("."))


def dotted(place: Place, entries: Any) -> str:
    """The path of an entry, with the names of units and practices instead of their numbers."""
    parts: list[str] = []
    here = entries
    for step in place:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int) and parts:
            named = here.get("name") if isinstance(here, Mapping) else None
            parts[-1] += f"[{named}]" if isinstance(named, str) else f"[{step + 1}]"
        else:
            parts.append(str(step))
    return ".".join(parts)


def model_at(model: type[BaseModel], place: Place) -> type[BaseModel]:
    """The part of a model that a path leads to."""
    for step in place:
        if isinstance(step, str) and step in model.model_fields:
            model = _inner(model.model_fields[step].annotation) or model
    return model


def kind_at(model: type[BaseModel], place: Place) -> Any:
    """The type of the entry at a path; None where there is no such entry."""
    *way, name = [step for step in place if isinstance(step, str)]
    field = model_at(model, way).model_fields.get(name)
    return None if field is None else field.annotation


def limits(model: type[BaseModel], place: Place) -> tuple[Any, Any]:
    """The least and the greatest number that a path allows; None where it is open at an end."""
    *way, name = [step for step in place if isinstance(step, str)]
    field = model_at(model, way).model_fields[name]
    bounds = {name: getattr(rule, name) for rule in (*field.metadata, *_rules(field.annotation)) for name in BOUNDS if hasattr(rule, name)}
    return bounds.get("ge", bounds.get("gt")), bounds.get("le", bounds.get("lt"))


def _rules(annotation: Any) -> Iterator[Any]:
    """What a type asks of a value, inside a list or beside None."""
    for part in get_args(annotation):
        yield from getattr(part, "metadata", ())
        yield from _rules(part)


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _inner(part))), None)
