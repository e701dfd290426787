"""Weekly series of many runs: the middle run with bands that hold half and nine tenths of the runs."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.errors import known
from sim.figures.groups import Tables, lines, run_count, runs_in_words
from sim.figures.one_run import ACROSS, NOISY, SINCE_LAUNCH
from sim.figures.style import INK, MORE_LINES, PALE, SMALL, caption, new_axes, tidy
from sim.inputs.phases import RETAINED_WEEKS
from sim.model.record import SERIES
from sim.runs.drop_out import RUN


def bands(weeks: Tables, series: str = "trust_leader", by: str = "unit", axes: Axes | None = None, command: str | None = None) -> Axes:
    """A weekly series over all runs, a line for each group: the median, and bands with the middle half and 90 % of the runs.

    weeks: rows as from sim.trajectories, or several such tables by name. series: one of sim.model.record.SERIES. by: the column whose
    levels are the groups, at most five. Practices count as 0 where none was launched; sessions held are means of 4 weeks.
    axes: to draw into. Raises InputError for another series, or more groups than can be told apart.
    """
    known("weekly series", series, SERIES)
    groups = lines(weeks, by, series)
    axes, ours = new_axes(axes, 7.8, 3.4)
    for style, (name, rows) in zip(MORE_LINES, groups.items(), strict=False):
        _band(axes, spread_over_runs(rows, series), name, style)
    axes.axvline(0, color=PALE, linewidth=1.0, zorder=0)
    meaning = SERIES[series].capitalize().replace("0-1", "0–1")
    tidy(axes, ACROSS, textwrap.fill(meaning, 42), f"{runs_in_words(groups)}: median, middle half and 90 % of the runs")
    if SERIES[series].endswith("0-1"):
        axes.set_ylim(-0.02, 1.02)
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=SMALL, frameon=False, labelcolor=INK, handlelength=3.2)
    if ours:
        caption(ours, command, max(run_count(rows) for rows in groups.values()))
    return axes


def spread_over_runs(rows: pd.DataFrame, series: str) -> pd.DataFrame:
    """Quantiles over runs, week by week: columns 0.05, 0.25, 0.5, 0.75 and 0.95, index week_after_launch.

    Weeks that less than half of the runs have are left out: a run with weeks of trust first begins earlier.
    """
    if series in SINCE_LAUNCH:
        rows = rows[rows["week_after_launch"] >= 0]
    values = rows[series]
    if series == NOISY:
        values = values.groupby([rows[key] for key in RUN if key in rows]).transform(
            lambda use: use.rolling(RETAINED_WEEKS, min_periods=1).mean())
    by_week = values.groupby(rows["week_after_launch"])
    count = by_week.count()
    return by_week.quantile(np.array([0.05, 0.25, 0.5, 0.75, 0.95])).unstack()[count >= count.max() / 2]


def _band(axes: Axes, quantiles: pd.DataFrame, name: str, style: dict[str, object]) -> None:
    at = quantiles.index.to_numpy(float)
    five, quarter, median, three, most = quantiles.to_numpy().T
    axes.fill_between(at, five, most, color=style["color"], alpha=0.10, linewidth=0)
    axes.fill_between(at, quarter, three, color=style["color"], alpha=0.22, linewidth=0)
    axes.plot(at, median, label=name, linewidth=1.5, markersize=3.5, markevery=max(1, len(at) // 9), **style)  # type: ignore[arg-type]

