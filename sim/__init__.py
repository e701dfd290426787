"""Takehold: an agent-based laboratory of why new practices at work take hold, or do not.

It serves illustration, theoretical exploration and teaching; it never forecasts one workplace.
"""

from time import time
from typing import TYPE_CHECKING

from sim.machine.lazily import from_home
from sim.version import VERSION as __version__

if TYPE_CHECKING:
    from sim import plot
    from sim.admissible.directions import sets_say
    from sim.admissible.sets import over_admissible
    from sim.admissible.weeks import weeks_over_admissible
    from sim.asking.questions import ask
    from sim.calibration.findings import evidence_over_sets
    from sim.errors import InputError
    from sim.fitting.fit import fit
    from sim.inputs.people import with_people
    from sim.inputs.reading import load_workplace, workplaces
    from sim.inputs.settings import with_context
    from sim.inputs.then import Then
    from sim.lab.widget import lab
    from sim.model.agents import Employee, Manager, SteeringMember
    from sim.model.model import InterventionModel
    from sim.model.state import State
    from sim.patterns import check_evidence, check_patterns
    from sim.runs.drop_out import drop_out
    from sim.runs.simulate import simulate
    from sim.runs.trajectories import trajectories
    from sim.study import Study, read_study, run_study, study_sql
    from sim.survey.reading import from_survey

LOADED = time()  # whatever stands in a source that changes from now on, an older text of it may be running here

__all__ = ["Employee", "InputError", "InterventionModel", "Manager", "State", "SteeringMember", "Study", "Then", "__version__", "ask",
           "check_evidence", "check_patterns", "drop_out", "evidence_over_sets", "fit", "from_survey", "lab", "load_workplace",
           "over_admissible", "plot", "read_study", "run_study", "sets_say", "simulate", "study_sql", "trajectories",
           "weeks_over_admissible", "with_context", "with_people", "workplaces"]
# Loaded when first asked for, so that `import sim` and `takehold --help` do not wait for Mesa.
__getattr__, __dir__ = from_home(__name__, __all__, {
    "InterventionModel": "sim.model.model", "simulate": "sim.runs.simulate", "trajectories": "sim.runs.trajectories",
    "drop_out": "sim.runs.drop_out", "fit": "sim.fitting.fit", "from_survey": "sim.survey.reading",
    "load_workplace": "sim.inputs.reading", "workplaces": "sim.inputs.reading", "with_context": "sim.inputs.settings",
    "InputError": "sim.errors", "check_patterns": "sim.patterns", "check_evidence": "sim.patterns", "Then": "sim.inputs.then",
    "with_people": "sim.inputs.people",
    "evidence_over_sets": "sim.calibration.findings", "ask": "sim.asking.questions",
    "over_admissible": "sim.admissible.sets", "weeks_over_admissible": "sim.admissible.weeks", "sets_say": "sim.admissible.directions",
    "plot": "", "lab": "",
    **dict.fromkeys(("Study", "run_study", "read_study", "study_sql"), "sim.study"),
    **dict.fromkeys(("Employee", "Manager", "SteeringMember"), "sim.model.agents"), "State": "sim.model.state"},
    renamed={"Complaint": "InputError"})
