"""What to do first: levers and packages ranked by paired runs over parameter sets, and the map of what comes first where.

    race.py        racing and ranking of arms, from paired values alone
    doses.py       which packages are tried, at which doses, and when each lever begins
    measures.py    what is to become better
    bench.py       paired runs, kept
    ranking.py     priorities: race, package within a budget, timing
    robustness.py  each mechanism switched off: why it helps, and what is regretted
    answer.py      what was found; telling.py in words, figure.py as a picture
    atlas.py       the map of what comes first, and the study's sentence on trust; chart.py draws it
    commands.py    takehold priorities, takehold map
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.priorities.answer import Priorities
    from sim.priorities.figure import figure
    from sim.priorities.ranking import priorities

_HOME = {"priorities": "sim.priorities.ranking", "figure": "sim.priorities.figure", "Priorities": "sim.priorities.answer"}
__all__ = ["Priorities", "figure", "priorities"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'sim.priorities' has no attribute '{name}'")
