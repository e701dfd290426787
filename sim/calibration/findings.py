"""All evidence over the ensemble: what every check gives in each of many members, in workplaces as the member takes them to be."""

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from itertools import batched
from pathlib import Path

import numpy as np
import pandas as pd

from sim.calibration.cube import cube_of
from sim.calibration.ensemble import load_ensemble
from sim.calibration.evidence import Checks, Runs, Target, places, workplaces_of
from sim.calibration.members import RANGES
from sim.calibration.search import made, processes
from sim.errors import InputError, check_progress, names_of, whole_number
from sim.evidence import formula
from sim.evidence.declaration import Check
from sim.evidence.reading import chosen, findings
from sim.evidence.statistics import MEANS
from sim.patterns import check_evidence
from sim.patterns.evidence import Evidence
from sim.patterns.spread import spread_of
from sim.runs.simulate import Progress

MOST_RUNS = 10_000  # of each member
AT_A_TIME = 5  # members that a process takes at a time


@dataclass(frozen=True)
class FindingsRecipe:
    """Findings to be held against members, in words that can be sent to another process. file: of one's own. only: their ids."""

    way: str
    file: str | None
    only: tuple[str, ...]

    def __call__(self) -> Checks:
        """Their checks, whatever their use."""
        wanted = [Target(one.id, check, one.arms) for one in chosen(findings(self.file), list(self.only)) for check in one.checks]
        return Checks(cube_of(places(workplaces_of(wanted)), self.way == RANGES), tuple(wanted))


def evidence_over_sets(file: str | Path | None = None, only: Iterable[str] | None = None, sets: int = 100, runs: int = 200, seed: int = 0,
                       workers: int = 1, progress: Progress | None = None, ensemble: str | Path | None = None) -> Evidence:
    """Hold the model against all evidence: the default parameters as sim.check_evidence does, and members of the ensemble.

    sets: members, spread evenly over the ensemble (all where it has no more), each in workplaces as it takes them to be; random contexts
    are the same for all. runs: of each arm and member. workers: processes; no result depends on them. ensemble: the folder of one that
    takehold calibrate made, instead of the shipped one. progress: called with members done and members in all. Everything else as
    for sim.check_evidence. Raises InputError, before the first run, for what cannot be used.
    """
    sets, runs, seed = whole_number("sets", sets, least=1), whole_number("runs", runs, least=2), whole_number("seed", seed)
    workers = whole_number("workers", workers, least=1)
    if runs > MOST_RUNS:
        raise InputError(f"runs = {runs} is more than each member may have: 2 to {MOST_RUNS}")
    check_progress(progress)
    found = load_ensemble(ensemble)
    asked = chosen(findings(file), None if only is None else names_of("only", only))
    found.note_other_model()
    recipe = FindingsRecipe(found.way, None if file is None else str(file), tuple(one.id for one in asked))
    evidence, numbers = recipe(), found.spread(sets)
    of_default = check_evidence(file, recipe.only, runs, seed, workers=workers)
    values = _of_members(recipe, found.rows(evidence.cube, numbers), seed, runs, workers, progress)
    over = tuple(spread_of(column, bound) for column, bound in zip(values.T, evidence.bounds, strict=True))
    return replace(of_default, sets=len(numbers), over=over)


def _of_members(recipe: FindingsRecipe, rows: np.ndarray, seed: int, runs: int, workers: int, progress: Progress | None) -> np.ndarray:
    """What every check gives for each row of values, a few rows at a time; with one worker here, without another process."""
    several, parts = [np.array(some) for some in batched(rows, AT_A_TIME)], list[np.ndarray]()
    job = partial(_worked_out, recipe, seed, runs)
    with processes(workers) if workers > 1 else nullcontext() as pool:
        for part in pool.map(job, several) if pool else map(job, several):
            parts.append(part)
            if progress:
                progress(sum(map(len, parts)), len(rows))
    return np.concatenate(parts)


def _worked_out(recipe: FindingsRecipe, seed: int, runs: int, rows: np.ndarray) -> np.ndarray:
    """What every check gives for each row of values, of shape (rows, checks); nan where no run qualifies."""
    evidence = made(recipe)
    assert isinstance(evidence, Checks)
    told = np.empty((len(rows), len(evidence.targets)))
    seeds, firsts = np.full(len(rows), seed), np.zeros(len(rows), int)
    for group in evidence.groups:
        tables = evidence.tables(group, rows, seeds, firsts, runs)
        for number in group.checks:
            check = evidence.targets[number].check
            told[:, number] = values_of(check, [tables[sample] for sample in check.samples])
    return told


def values_of(check: Check, samples: list[Runs]) -> np.ndarray:
    """A check's number for each candidate: the mean over its runs, or what else is worked out of all of them."""
    asked = check.measure
    if asked.kind in MEANS:
        shown = asked.per_run(*samples)
        counted = ~np.isnan(shown)
        with np.errstate(invalid="ignore"):
            return np.asarray(np.where(counted, shown, 0.0).sum(axis=1) / counted.sum(axis=1))
    numbers = [np.asarray(formula.of_columns(one, asked.measure), float) for one in samples]
    counted = np.asarray(formula.of_columns(samples[-1], asked.given), bool) if asked.given else np.ones(numbers[0].shape, bool)
    alone = replace(asked, measure="number", given="")
    return np.array([alone(*(pd.DataFrame({"number": one[at, counted[at]]}) for one in numbers)).value for at in range(len(counted))])
