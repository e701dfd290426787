"""Comparisons within a study: runs of the same number share their draws at all points, so points are compared run by run.

The rule of picking: whatever is called most or least of several is picked on the runs with even numbers, and what is said of it is
measured on the runs with odd numbers. So the luck that got it picked does not flatter it.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.model import intervals
from sim.model.measures import measure
from sim.study.measures import in_sql
from sim.study.store.parts import quoted
from sim.study.store.results import Opened, opened

PICKED = "picked on the runs with even numbers and measured on those with odd numbers, so that luck in the picking flatters nothing"
FEWEST = 4  # runs of a point, so that each half has an interval
BATCH = 2_000_000  # rows that are held at a time


class Over(NamedTuple):
    """Runs under one condition; over several points a run counts with its mean."""

    points: tuple[int, ...]
    unit: str
    follow_up: int


class Told(NamedTuple):
    """A measure of a row, and its difference from the first point of the same workplace, unit and follow-up; none for that itself."""

    estimate: intervals.Estimate
    change: intervals.Estimate | None


def per_run(folder: str | Path, name: str, conditions: Sequence[Over]) -> list[pd.Series]:
    """A measure under each condition by the number of the run; runs that a point lacks are left out."""
    found = []
    with opened(folder) as study:
        for over in conditions:
            told = study.ask(
                f"select run, avg({in_sql(name)}) as value from runs where point in {_listed(over.points)} and "
                f"{_of(over.unit, over.follow_up)} group by run having count({in_sql(name)}) = {len(over.points)} order by run")
            found.append(pd.Series(told["value"].to_numpy(float), told["run"].to_numpy()))
    return found


def change(name: str, first: pd.Series, second: pd.Series) -> intervals.Estimate:
    """Second minus first over the runs that are there in both, with its 95 % interval."""
    first, second = first.align(second, join="inner")
    one = measure(name)
    if one.is_share and not (first.isin((0, 1)).all() and second.isin((0, 1)).all()):  # means over points
        return intervals.mean_difference(first, second, one.low, one.high)
    return one.change(first, second)


def differences(folder: str | Path, name: str, pairs: Sequence[tuple[Over, Over]]) -> list[intervals.Estimate]:
    """The second condition minus the first over the same runs, for each pair."""
    told = per_run(folder, name, [over for pair in pairs for over in pair])
    return [change(name, first, second) for first, second in zip(told[::2], told[1::2], strict=True)]


# ----- picking

class Picked(NamedTuple):
    """The pairs whose difference is largest and smallest, as places in what was given, and these differences on the other runs."""

    most: int
    least: int
    by_most: intervals.Estimate
    by_least: intervals.Estimate


def odd(runs: pd.Series) -> pd.Series:
    """The half of the runs on which is measured what was picked."""
    return runs[runs.index % 2 == 1]


def picked(folder: str | Path, name: str, pairs: Sequence[tuple[Over, Over]], size: Callable[[float], float] = float) -> Picked:
    """Of pairs of conditions those with the largest and the smallest difference, by size of it, under the rule of picking."""
    told = per_run(folder, name, [over for pair in pairs for over in pair])
    both = list(zip(told[::2], told[1::2], strict=True))
    sizes = [size(float((second - first)[lambda runs: runs.index % 2 == 0].mean())) for first, second in both]
    most, least = int(np.nanargmax(sizes)), int(np.nanargmin(sizes))
    by_most, by_least = (change(name, odd(both[at][0]), odd(both[at][1])) for at in (most, least))
    return Picked(most, least, by_most, by_least)


def means(folder: str | Path, name: str, rows: pd.DataFrame, which: str = "true") -> np.ndarray:
    """The mean of a measure in each row of a summary over runs that fulfil a condition in SQL; nan where there are none."""
    return moments(folder, name, rows, which)[0]


def moments(folder: str | Path, name: str, rows: pd.DataFrame, which: str = "true") -> np.ndarray:
    """Mean, variance of a run, and runs, of each row of a summary; shape (3, rows).

    The variance is that of a run's distance from the mean of its number over all points, since the luck that points share moves all alike.
    """
    with opened(folder) as study:
        told = study.ask(
            "select point, unit, follow_up, avg(value) as mean, var_samp(value - shared) as variance, count(value) as runs from "
            f"(select point, unit, follow_up, {in_sql(name)} as value, avg({in_sql(name)}) over (partition by run, unit, follow_up) "
            f"as shared from runs where {which}) group by point, unit, follow_up")
    keys = ["point", "unit", "follow_up"]
    return rows[keys].merge(told, on=keys, how="left")[["mean", "variance", "runs"]].to_numpy(float).T


# ----- every row of a summary

def told_of(folder: str | Path, rows: pd.DataFrame, names: Sequence[str], against_first: bool) -> list[dict[str, Told]]:
    """Each measure of each row of a summary, and its difference from the first point where that is asked for."""
    found: dict[Any, dict[str, Told]] = {}
    with opened(folder) as study:
        for (unit, follow_up), mine in rows.groupby(["unit", "follow_up"], sort=False):
            first: dict[str, dict[str, pd.Series]] = {}  # by workplace
            for batch in _batches(mine):
                samples = _samples(study, names, batch["point"].tolist(), str(unit), int(str(follow_up)))
                for at, point, place in zip(batch.index, batch["point"].tolist(), batch["workplace"], strict=True):
                    values = samples[point]
                    with_first = first.setdefault(place, values) if against_first else values
                    found[at] = {name: _told(name, values[name], None if with_first is values else with_first[name]) for name in names}
    return [found[at] for at in rows.index]


def _told(name: str, values: pd.Series, first: pd.Series | None) -> Told:
    return Told(measure(name).estimate(values), None if first is None else change(name, first, values))


def _samples(study: Opened, names: Sequence[str], points: list[int], unit: str, follow_up: int) -> dict[int, dict[str, pd.Series]]:
    """Of each point the measures by the number of the run."""
    columns = ", ".join(f"{in_sql(name)} as m{i}" for i, name in enumerate(names))
    told = study.ask(f"select point, run, {columns} from runs where point in {_listed(points)} and "
                              f"{_of(unit, follow_up)} order by point, run")
    return {int(str(point)): {name: pd.Series(mine[f"m{i}"].to_numpy(float), mine["run"].to_numpy()).dropna()
                              for i, name in enumerate(names)} for point, mine in told.groupby("point", sort=False)}


def _batches(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Rows in parts of at most BATCH runs, or single ones."""
    part = (rows["runs"].cumsum() // BATCH).to_numpy()
    for number in np.unique(part):
        yield rows[part == number]


def _of(unit: str, follow_up: int) -> str:
    """A condition in SQL; names of units may hold anything."""
    return f"unit = {quoted(unit)} and follow_up = {follow_up:d}"


def _listed(points: Sequence[int]) -> str:
    return f"({', '.join(str(int(point)) for point in points)})"
