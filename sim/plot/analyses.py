"""Pictures of studies and analyses; each has its own, here they are at hand together."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from sim.calibration.ensemble import Ensemble
    from sim.priorities.answer import Priorities
    from sim.priorities.atlas import Atlas
    from sim.sensitivity.analysis import Analysis


def study(folder: str | Path, command: str | None = None) -> np.ndarray:
    """The picture of a study that was run: of those in experiments/ their own, else stopped and retained at each point.

    folder: as run_study returns it. Returns all axes. Raises Complaint for a folder that holds no study.
    """
    from sim.study.answers import figure
    from sim.study.finding import find_results
    from sim.study.store import load_job
    from sim.study.summary import summary
    place = find_results(folder)
    job = load_job(place)
    return _axes(figure(job, summary(place), command or f"takehold results {folder} --plot {job.manifest['study']}.png"))


def sensitivity(analysis: "Analysis", command: str | None = None) -> np.ndarray:
    """What sim.sensitivity's analyse found: every input, alone and with others. Returns all axes."""
    from sim.sensitivity.figure import figure
    return _axes(figure(analysis, command or "takehold sensitivity FILE --plot sensitivity.png"))


def ensemble(found: "Ensemble | None" = None, command: str | None = None) -> np.ndarray:
    """The parameter sets that the study allows, against the whole ranges; those that come with Takehold by default."""
    from sim.calibration.ensemble import load_ensemble
    from sim.calibration.posterior import figure
    return _axes(figure(found or load_ensemble(), command or "takehold ensemble --plot ensemble.png"))


def priorities(found: "Priorities", command: str | None = None) -> np.ndarray:
    """The ranking that sim.priorities.priorities found: gains with intervals, and hours. Returns a panel for each unit."""
    from sim.priorities.figure import figure
    return _axes(figure(found, command))


def priority_map(found: "Atlas", command: str | None = None) -> np.ndarray:
    """The map that sim.priorities.atlas.priority_map found: which lever comes first where."""
    from sim.priorities.chart import chart
    return _axes(chart(found, command))


def _axes(figure: Figure) -> np.ndarray:
    return np.array(figure.axes, object)
