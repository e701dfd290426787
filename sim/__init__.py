"""Takehold: an agent-based laboratory of why new practices at work take hold, or do not.

It serves illustration, theoretical exploration and teaching; it never forecasts one workplace.
"""

from typing import TYPE_CHECKING, Any

from sim.version import VERSION as __version__

if TYPE_CHECKING:
    from sim import plot
    from sim.agents import Employee, Manager, SteeringMember
    from sim.complaints import Complaint
    from sim.model import InterventionModel
    from sim.passage import drop_out
    from sim.patterns import check_patterns
    from sim.reading import load_workplace, workplaces
    from sim.runs import simulate
    from sim.settings import with_context
    from sim.study import read_study, run_study, study_sql
    from sim.weekly import trajectories

# Loaded when first asked for, so that `import sim` and `takehold --help` do not wait for Mesa.
_HOME = {"InterventionModel": "sim.model", "simulate": "sim.runs", "load_workplace": "sim.reading",
         "workplaces": "sim.reading", "run_study": "sim.study", "read_study": "sim.study",
         "study_sql": "sim.study", "Employee": "sim.agents", "Manager": "sim.agents", "SteeringMember": "sim.agents",
         "Complaint": "sim.complaints", "trajectories": "sim.weekly", "with_context": "sim.settings",
         "check_patterns": "sim.patterns", "drop_out": "sim.passage"}
__all__ = ["Complaint", "Employee", "InterventionModel", "Manager", "SteeringMember", "__version__", "check_patterns", "drop_out",
           "load_workplace", "plot", "read_study", "run_study", "simulate", "study_sql", "trajectories", "with_context", "workplaces"]


def __getattr__(name: str) -> Any:
    from importlib import import_module
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    if name == "plot":
        return import_module("sim.plot")
    raise AttributeError(f"module 'sim' has no attribute '{name}'")
