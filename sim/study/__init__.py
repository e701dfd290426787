"""Studies: files that say what varies, a store that loses nothing, and runners on one machine or many.

    study.py         a study from its file to its answer, as one object
    design.py        the study file, read and checked
    vary.py          which points: grid, Latin hypercube, Sobol', list or CSV
    csv_points.py    a list of points as spreadsheets write it; levels.py samples of whole numbers
    points.py        what a point is: workplace, parameters, levers and people
    people_files.py  what a study keeps of people files: where they are, a digest, and never a row
    replications.py  how often a point is run, and when its interval is narrow enough
    measures.py      the measures a study may be asked about
    running/         chunks, schedule, workers on one machine or many, progress, forecast
    store/           the folder of a study: parts, manifest, seals, lock; what is read back, and what that adds up to
    answers/         what a study says, in words and pictures
"""

from typing import TYPE_CHECKING

from sim.machine.lazily import from_home

if TYPE_CHECKING:
    from sim.study.running.runner import run_study
    from sim.study.store.results import read_study, study_sql
    from sim.study.study import Study

__all__ = ["Study", "read_study", "run_study", "study_sql"]
__getattr__, __dir__ = from_home(__name__, __all__, {
    "Study": "sim.study.study", "run_study": "sim.study.running.runner",
    "read_study": "sim.study.store.results", "study_sql": "sim.study.store.results"})
