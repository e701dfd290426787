"""Pictures of any result, in one style; each function returns Matplotlib axes.

    one run            weeks, phases                             of a model, or of a run of sim.trajectories
    many runs          outcomes, distribution                    of sim.simulate, sim.read_study
    week by week       bands, survival                           of sim.trajectories
    two sets of runs   paired                                    of two sim.simulate that share their draws
    over assumptions   over_sets                                 of one or two sim.over_admissible
    analyses           study, sensitivity, ensemble, priorities, priority_map, ask, evidence
    a survey           survey                                    of sim.from_survey
    observations       fit                                       of sim.fit

Give ``axes`` to draw into a figure of your own, else a new one is made, which a notebook shows; ``save`` writes it, the same
picture always as the same file. ``command`` is printed below as the way to make the picture again.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import InputError, check_text
from sim.machine.lazily import from_home

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from matplotlib.figure import Figure

    from sim.admissible.figure import over_sets
    from sim.asking.wording import Asked
    from sim.calibration.ensemble import Ensemble
    from sim.figures.lasting import survival
    from sim.figures.one_run import phases, weeks
    from sim.figures.over_runs import distribution, outcomes
    from sim.figures.over_weeks import bands
    from sim.figures.pairs import paired
    from sim.figures.style import save
    from sim.fitting.wording import Fit
    from sim.patterns.evidence import Evidence
    from sim.priorities.map_wording import PriorityMap
    from sim.priorities.wording import Priorities
    from sim.sensitivity.analysis import Analysis
    from sim.survey.result import SurveyResult

__all__ = ["ask", "bands", "distribution", "ensemble", "evidence", "fit", "outcomes", "over_sets", "paired", "phases", "priorities",
           "priority_map", "save", "sensitivity", "study", "survey", "survival", "weeks"]
__getattr__, __dir__ = from_home(__name__, __all__, {
    "save": "sim.figures.style", "weeks": "sim.figures.one_run", "phases": "sim.figures.one_run", "outcomes": "sim.figures.over_runs",
    "distribution": "sim.figures.over_runs", "bands": "sim.figures.over_weeks", "survival": "sim.figures.lasting",
    "paired": "sim.figures.pairs", "over_sets": "sim.admissible.figure"})


def study(folder: str | Path, command: str | None = None) -> "np.ndarray":
    """The picture of a study that was run: of those in experiments/ their own, else stopped and retained at each point.

    folder: as run_study returns it. Returns all axes. Raises InputError for a folder that holds no study.
    """
    check_text("command", command)
    from sim.study.study import Study
    return _axes(Study.open(folder).figure(command))


def sensitivity(analysis: "Analysis", command: str | None = None) -> "np.ndarray":
    """What sim.sensitivity's analyse found: every input, alone and with others. Returns all axes."""
    check_text("command", command)
    from sim.sensitivity.analysis import Analysis
    from sim.sensitivity.figure import figure
    _check_kind(analysis, Analysis, "sim.sensitivity's analyse gives")
    return _axes(figure(analysis, command or "takehold sensitivity FILE --plot sensitivity.png"))


def ensemble(found: "Ensemble | None" = None, command: str | None = None) -> "np.ndarray":
    """The parameter sets that the study allows, against the whole ranges; those that come with Takehold by default."""
    check_text("command", command)
    from sim.calibration.ensemble import Ensemble, load_ensemble
    from sim.calibration.figure import figure
    found = load_ensemble() if found is None else found
    _check_kind(found, Ensemble, "sim.calibration's load_ensemble gives")
    return _axes(figure(found, command or "takehold ensemble --plot ensemble.png"))


def priorities(found: "Priorities", command: str | None = None) -> "np.ndarray":
    """The ranking that sim.priorities.priorities found: gains with intervals, and hours. Returns a panel for each unit."""
    from sim.priorities.figure import figure
    from sim.priorities.wording import Priorities
    _check_kind(found, Priorities, "sim.priorities.priorities gives")
    return _axes(figure(found, command))


def priority_map(found: "PriorityMap", command: str | None = None) -> "np.ndarray":
    """The map that sim.priorities.map.priority_map found: which lever comes first where."""
    from sim.priorities.map_figure import chart
    from sim.priorities.map_wording import PriorityMap
    _check_kind(found, PriorityMap, "sim.priorities.map.priority_map gives")
    return _axes(chart(found, command))


def evidence(found: "Evidence", command: str | None = None) -> "np.ndarray":
    """What sim.check_evidence found: the interval of every check, and where the model lies. Returns all axes."""
    from sim.figures.beside_evidence import beside_evidence
    from sim.patterns.evidence import Evidence
    return _picture(beside_evidence, found, Evidence, "sim.check_evidence gives", command)


def ask(found: "Asked", command: str | None = None) -> "np.ndarray":
    """What sim.ask found: expected regret, or the variance left, against the hours of asking. Returns a panel for each unit."""
    from sim.asking.figure import figure
    from sim.asking.wording import Asked
    return _picture(figure, found, Asked, "sim.ask gives", command)


def survey(found: "SurveyResult", command: str | None = None) -> "np.ndarray":
    """What sim.from_survey found: means of units and teams with their intervals, and as answered. Returns a panel for each state."""
    from sim.survey.figure import figure
    from sim.survey.result import SurveyResult
    return _picture(figure, found, SurveyResult, "sim.from_survey gives", command)


def fit(found: "Fit", command: str | None = None) -> "np.ndarray":
    """What sim.fit found: each observation as expected, seen and learned, and what moved. Returns all axes."""
    from sim.fitting.figure import figure
    from sim.fitting.wording import Fit
    return _picture(figure, found, Fit, "sim.fit gives", command)


def _picture(draw: "Callable[..., Figure]", found: object, kind: type, given_by: str, command: str | None) -> "np.ndarray":
    """All axes of the picture of what was found; raises InputError for a command that is no text, and for what is of another kind."""
    check_text("command", command)
    _check_kind(found, kind, given_by)
    return _axes(draw(found, command))


def _check_kind(found: object, kind: type, given_by: str) -> None:
    if not isinstance(found, kind):
        raise InputError(f"{found!r} is no {kind.__name__}; this picture shows what {given_by}")


def _axes(figure: "Figure") -> "np.ndarray":
    import numpy as np
    return np.array(figure.axes, object)
