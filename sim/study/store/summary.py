"""What became of each point: a row for each point, unit and follow-up, and its estimates as a table."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.model import intervals
from sim.model.measures import CLASSES, NOT_STARTED, RETAINED, STOPPED, measure
from sim.study.answers.finding import find_results
from sim.study.answers.paired import Told, told_of
from sim.study.points import chosen_units
from sim.study.store.parts import named, quoted
from sim.study.store.results import opened
from sim.study.store.study_folder import Job, load_job

WENT_ON = f"outcome not in ('{STOPPED}', '{NOT_STARTED}')"
SEVERAL = ("workplace", "unit", "follow_up")
SAMPLED = ("latin_hypercube", "sobol")
SPREAD = 20  # points from which on those that are no grid are taken for a sample
DEFAULT = (STOPPED, RETAINED)


def summary(folder: str | Path, unit: str = "") -> pd.DataFrame:
    """A row per point, unit and follow-up that has runs, in the order of the points.

    unit: only this one; raises InputError when the study has none of that name.
    Columns: point, workplace, the settings, unit, follow_up, runs, went_on (runs that launched their practices), a column of
    runs for each outcome class, retention (mean), retention_sd, trust_change and hours_total (means); of the runs that went on
    dropped_out (mean share of people who dropped out) and dropped_out_sd.
    """
    chosen_units(load_job(find_results(folder)).points.places, unit)
    with opened(folder) as study:
        settings = [named(name) for name in study.job.points.names]
        keys = ", ".join(["point", "workplace", *settings, "unit", "follow_up"])
        counts = ", ".join(f"count(*) filter (outcome = '{name}') as \"{name}\"" for name in CLASSES)
        chosen = f"unit = {quoted(unit)}" if unit else "true"
        rows = study.ask(
            f"select {keys}, count(*) as runs, count(*) filter ({WENT_ON}) as went_on, {counts}, round(avg(retention), 9) as retention, "
            "round(coalesce(stddev_samp(retention), 0), 9) as retention_sd, round(avg(trust_change), 9) as trust_change, "
            f"round(avg(hours_total), 6) as hours_total, round(avg(dropped_out) filter ({WENT_ON}), 9) as dropped_out, "
            f"round(coalesce(stddev_samp(dropped_out) filter ({WENT_ON}), 0), 9) as dropped_out_sd from runs where {chosen} "
            f"group by {keys} order by point, follow_up, unit")
    return rows


def share_of(row: pd.Series, name: str, of: str = "runs") -> intervals.Estimate:
    """Share of runs in an outcome class, or of the runs that went on."""
    return intervals.share(int(row[name]), int(row[of]))


def dropped_out_of(row: pd.Series) -> intervals.Estimate:
    """Mean share of people who dropped out, over the runs that went on."""
    return intervals.from_moments(float(row["dropped_out"]), float(row["dropped_out_sd"]), int(row["went_on"]), 0.0, 1.0)


def settings_of(rows: pd.DataFrame) -> list[str]:
    """The columns of a summary that are settings."""
    names = list(rows.columns)
    return names[2:names.index("unit")]


class Layout(NamedTuple):
    """What sets the rows of a study apart, as it was asked for, whatever has been run so far.

    varied: settings that differ between points. several: those of workplace, unit and follow_up that do. fixed: settings that stand
    the same at every point. sampled: whether points are spread over ranges, so that no single one means anything by itself.
    """

    varied: list[str]
    several: list[str]
    fixed: dict[str, float]
    sampled: bool


def layout_of(job: Job, rows: pd.DataFrame) -> Layout:
    """The layout of a study, or of the unit that rows are of."""
    units = {unit.name for place in job.points.places for unit in place.units} if rows["unit"].nunique() != 1 else set(rows["unit"])
    mine = np.isin(job.points.which, [i for i, place in enumerate(job.points.places) if units & {unit.name for unit in place.units}])
    levels = {name: np.unique(column) for name, column in zip(job.points.names, job.points.values[mine].T, strict=True)}
    varied = [name for name, some in levels.items() if len(some) > 1]
    counts = {"workplace": len(set(job.points.which[mine].tolist())), "unit": len(units), "follow_up": len(job.manifest["follow_ups"])}
    points = len(np.unique(job.points.values[mine], axis=0))
    columns = {column[mine].tobytes(): len(levels[name]) for name, column in zip(job.points.names, job.points.values.T, strict=True)}
    spread = float(np.prod([float(count) for count in columns.values()])) > points >= SPREAD  # settings that move together are one
    return Layout(varied, [name for name, count in counts.items() if count > 1],
                  {name: float(some[0]) for name, some in levels.items() if len(some) == 1 and not np.isnan(some[0])},
                  bool(varied) and (spread or job.manifest["vary"] in SAMPLED))


def fixed_in_words(layout: Layout) -> str:
    """A sentence about the settings that stand the same at every point; nothing where there are none."""
    return f"At every point, {', '.join(f'{name} = {value:g}' for name, value in layout.fixed.items())}." if layout.fixed else ""


def estimates(job: Job, rows: pd.DataFrame, names: Sequence[str], layout: Layout) -> list[dict[str, Told]]:
    """Of each row, each measure with its interval and its difference from the first point, where points are not a sample."""
    return told_of(job.folder, rows, names, against_first=bool(layout.varied) and not layout.sampled)


def table(job: Job, rows: pd.DataFrame, names: Sequence[str] = (), most: int | None = None) -> tuple[list[list[str]], list[str]]:
    """The first rows of a summary as text cells, and their header.

    names: measures, each with its difference from the first point over the same runs; without, how often runs stopped and retained.
    """
    layout, shown = layout_of(job, rows), rows.head(len(rows) if most is None else most)
    chosen = names or DEFAULT
    told = estimates(job, shown, chosen, layout)
    compared = [name for name in chosen if (names or name == RETAINED) and any(one[name].change is not None for one in told)]
    header = ["point", *layout.varied, *layout.several, "runs"]
    for name in chosen:
        header += [measure(name).short, *([f"change from {_first(rows)}"] if name in compared else [])]
    header += [] if names else ["retained of those that went on", "retention, mean"]
    cells = []
    for (_, row), mine in zip(shown.iterrows(), told, strict=True):
        cells.append([str(int(row["point"])), *("as recorded" if pd.isna(row[name]) else f"{row[name]:g}" for name in layout.varied),
                      *(str(row[name]) for name in layout.several), f"{row['runs']:,}"])
        for name in chosen:
            cells[-1] += [measure(name).written(mine[name].estimate)]
            if name in compared:
                change = mine[name].change
                cells[-1] += ["the first" if change is None else measure(name).written(change, signed=True)]
    return cells if names else _with_retention(job, shown, cells), header


def _with_retention(job: Job, rows: pd.DataFrame, cells: list[list[str]]) -> list[list[str]]:
    """The same cells with the share retained of those that went on, and mean retention."""
    one = measure("retention")
    told = told_of(job.folder, rows, ["retention"], against_first=False)
    on = [str(share_of(row, RETAINED, "went_on")) if row["went_on"] else "none went on" for _, row in rows.iterrows()]
    return [[*row, of, one.written(mine["retention"].estimate)] for row, of, mine in zip(cells, on, told, strict=True)]


def _first(rows: pd.DataFrame) -> str:
    """How the point is called that others are compared with."""
    first = rows.groupby(["workplace", "unit"])["point"].min().unique()
    return f"point {int(first[0])}" if len(first) == 1 else "the first point"


def pooled(rows: pd.DataFrame, name: str, of: str = "runs") -> intervals.Estimate:
    """Share of an outcome class over several points of one unit together.

    The runs of one point share their luck with those of the others, so the interval is that of one point's runs: cautious.
    """
    total = int(rows[of].sum())
    if not total:
        return intervals.NOTHING
    runs = int(rows[of].max())
    return intervals.share(int(rows[name].sum()) / total * runs, runs)
