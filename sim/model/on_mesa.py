"""People of the model as Mesa agents: the behaviour stands in sim.model.agents and knows nothing of Mesa."""

from typing import Any

import mesa

_MADE: dict[type, type[Any]] = {}


def on_mesa(kind: type) -> type[Any]:
    """A class of people as a class of Mesa agents; its first argument is the model."""
    if kind not in _MADE:
        _MADE[kind] = _made(kind)
    return _MADE[kind]


def _made(kind: type[Any]) -> type[Any]:
    def start(self: Any, model: mesa.Model, *arguments: Any) -> None:
        mesa.Agent.__init__(self, model)
        kind.__init__(self, *arguments)

    return type(kind.__name__, (kind, mesa.Agent), {"__init__": start, "__doc__": kind.__doc__, "__module__": kind.__module__,
                                                    "__qualname__": kind.__qualname__, "kind": kind})
