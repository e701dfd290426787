"""What the inputs of a sample explain: no single one of points spread over ranges means anything, but all together tell what matters."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.indices import given_data
from sim.indices.problem import Problem
from sim.model import intervals
from sim.model.measures import measure
from sim.study.answers.paired import moments
from sim.study.measures import in_words
from sim.study.store.study_folder import Job
from sim.study.store.summary import Layout
from sim.text.sentences import listed

TOLD = 3  # inputs that a sentence names


class Explained(NamedTuple):
    """Shares of the variance between points that each input explains alone, the largest first, and rank correlations with it.

    ranges: lowest and highest value of each. one_run: whether a point has a single run, so that luck could not be taken out.
    """

    alone: dict[str, intervals.Estimate]
    ranks: dict[str, float]
    ranges: dict[str, tuple[float, float]]
    points: int
    one_run: bool

    @property
    def clear(self) -> list[str]:
        """Inputs whose share can be told from nothing."""
        return [name for name, share in self.alone.items() if share.low > 0]


def explained(job: Job, rows: pd.DataFrame, name: str, layout: Layout) -> Explained:
    """What the inputs explain of a measure in the rows of one unit and follow-up; raises InputError where nothing can be told."""
    inputs = _inputs(rows, layout.varied)
    table = np.column_stack([rows[columns[0]].to_numpy(float) for columns in inputs.values()])
    mean, variance, runs = moments(job.folder, name, rows)
    there = ~(np.isnan(table).any(axis=1) | np.isnan(mean))
    table, mean, variance, runs = table[there], mean[there], variance[there], runs[there]
    if len(mean) < given_data.LEAST:
        raise InputError(f"{len(mean)} points are too few to tell what each input explains; at least {given_data.LEAST} are needed")
    problem = Problem(tuple(inputs), tuple(table.min(axis=0).tolist()), tuple(table.max(axis=0).tolist()))
    luck = np.where(runs > 1, np.nan_to_num(variance) / runs, 0.0)
    alone = given_data.explained(problem, table, mean, luck, int(runs.sum()), int(job.manifest["seed"]))
    order = sorted(alone, key=lambda one: -alone[one].value)
    ranks = given_data.rank_correlations(problem, table, mean[:, None])
    return Explained({one: alone[one] for one in order}, ranks,
                     {one: (low, high) for one, low, high in zip(problem.names, problem.low, problem.high, strict=True)}, len(mean),
                     bool((runs < 2).any()))


def _inputs(rows: pd.DataFrame, varied: list[str]) -> dict[str, list[str]]:
    """Inputs by name; settings that move together are one."""
    found: dict[bytes, list[str]] = {}
    for name in varied:
        if rows[name].nunique() > 1:
            found.setdefault(rows[name].to_numpy(float).tobytes(), []).append(name)
    return {" + ".join(names): names for names in found.values()}


def says(told: Explained, name: str) -> str:
    """What the inputs explain, in words."""
    one, first = measure(name), told.clear[:TOLD]
    if not first:
        return (f"No input by itself clearly explains how {in_words(name)} differs between the {told.points:,} points; "
                f"the most, {next(iter(told.alone))}, explains {next(iter(told.alone.values()))} of the variance.")
    parts = []
    for which in first:
        direction = one.moves(told.ranks[which])
        judged = one.judged(told.ranks[which])
        parts.append(f"{which} ({told.alone[which]}; on the whole it {direction} it{f', {judged}' if judged else ''})")
    rest = [which for which in told.alone if which not in told.clear]
    slight = f" {listed(rest)} cannot be told from no effect." if 0 < len(rest) <= TOLD else \
        f" {len(rest)} other inputs cannot be told from no effect." if rest else ""
    luck = " With one run at a point, luck is part of that variance." if told.one_run else ""
    return (f"In the model, {in_words(name)} depends most on {listed(parts)}. In brackets is the share of the variance between the "
            f"{told.points:,} points that the input explains by itself.{slight}{luck}")


def table(told: Explained) -> tuple[list[list[str]], list[str]]:
    """A row for each input as text cells, and their header."""
    cells = [[name, f"{told.ranges[name][0]:.3g} to {told.ranges[name][1]:.3g}", str(share), f"{told.ranks[name]:+.2f}"]
             for name, share in told.alone.items()]
    return cells, ["input", "range", "share of variance explained alone", "rank correlation"]
