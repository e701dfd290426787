"""Takehold: an agent-based laboratory of why new practices at work take hold, or do not.

It serves illustration, theoretical exploration and teaching; it never forecasts one workplace.
"""

from typing import TYPE_CHECKING, Any

from sim.version import VERSION as __version__

if TYPE_CHECKING:
    from sim.agents import Employee, Manager, SteeringMember
    from sim.complaints import Complaint
    from sim.model import InterventionModel
    from sim.reading import load_workplace, workplaces
    from sim.runs import simulate
    from sim.study import read_study, run_study, study_sql

# Loaded when first asked for, so that `import sim` and `takehold --help` do not wait for Mesa.
_HOME = {"InterventionModel": "sim.model", "simulate": "sim.runs", "load_workplace": "sim.reading",
         "workplaces": "sim.reading", "run_study": "sim.study", "read_study": "sim.study",
         "study_sql": "sim.study", "Employee": "sim.agents", "Manager": "sim.agents", "SteeringMember": "sim.agents",
         "Complaint": "sim.complaints"}
__all__ = ["Complaint", "Employee", "InterventionModel", "Manager", "SteeringMember", "__version__",
           "load_workplace", "read_study", "run_study", "simulate", "study_sql", "workplaces"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'sim' has no attribute '{name}'")
