"""Studies: files that say what varies, a store that loses nothing, and runners on one machine or many.

    design.py        the study file, read and checked
    vary.py          which points: grid, Latin hypercube, Sobol', list or CSV
    points.py        what a point is: workplace, parameters and levers
    replications.py  how often a point is run, and when its interval is narrow enough
    plan.py          which chunks of runs there are, and which are missing
    parts.py         a file for each chunk: whole or not there
    store.py         the folder of a study: manifest, points, lock, status
    work.py          a chunk from its description to its file, in any thread, process or machine
    engines.py       the engines by name, and their comparison
    runner.py        run_study: check, lock, plan, run
    places.py        threads, processes; cluster.py the same on Dask and Slurm
    results.py       read_study, study_sql
    forecast.py      how many runs, how long, how large
    answers.py       what a study says, in a paragraph and a picture; the studies in experiments/ have their own,
                     in on_a_generic_unit.py and on_the_five_units.py, all others a general one; figures.py draws
    commands.py      takehold study, studies, results
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.study.results import read_study, study_sql
    from sim.study.runner import run_study

_HOME = {"run_study": "sim.study.runner", "read_study": "sim.study.results", "study_sql": "sim.study.results"}
__all__ = ["read_study", "run_study", "study_sql"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'sim.study' has no attribute '{name}'")
