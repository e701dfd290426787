"""Pictures of any result, in one style; each function returns Matplotlib axes.

    one run            weeks, phases                             of a model, or of a run of sim.trajectories
    many runs          outcomes, distribution                    of sim.simulate, sim.read_study
    week by week       bands, survival                           of sim.trajectories
    two sets of runs   paired                                    of two sim.simulate that share their draws
    analyses           study, sensitivity, ensemble, priorities, priority_map

Give ``axes`` to draw into a figure of your own, else a new one is made, which a notebook shows; ``save`` writes it, the same
picture always as the same file. ``command`` is printed below as the way to make the picture again.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.drawing import save
    from sim.plot.analyses import ensemble, priorities, priority_map, sensitivity, study
    from sim.plot.lasting import survival
    from sim.plot.one_run import phases, weeks
    from sim.plot.over_runs import distribution, outcomes
    from sim.plot.over_weeks import bands
    from sim.plot.pairs import paired

_HOME = {"save": "sim.drawing", "weeks": "sim.plot.one_run", "phases": "sim.plot.one_run", "outcomes": "sim.plot.over_runs",
         "distribution": "sim.plot.over_runs", "bands": "sim.plot.over_weeks", "survival": "sim.plot.lasting",
         "paired": "sim.plot.pairs",
         **dict.fromkeys(("study", "sensitivity", "ensemble", "priorities", "priority_map"), "sim.plot.analyses")}
__all__ = ["bands", "distribution", "ensemble", "outcomes", "paired", "phases", "priorities", "priority_map", "save", "sensitivity",
           "study", "survival", "weeks"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'sim.plot' has no attribute '{name}'")
