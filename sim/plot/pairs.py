"""Two sets of runs under the same draws, pair by pair."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim import intervals
from sim.complaints import Complaint
from sim.drawing import BLUE, INK, PALE, SMALL, caption, new_axes, tidy
from sim.plot.groups import RUNS, check_rows, grouped, run_count
from sim.plot.over_runs import check_measure, in_words

KEYS = ["workplace", "unit", "run", "seed", "follow_up"]


def paired(first: pd.DataFrame, second: pd.DataFrame, measure: str = "retention", names: tuple[str, str] = ("first", "second"),
           axes: Axes | None = None, command: str | None = None) -> Axes:
    """Differences between runs that share their draws, by unit: every pair, the mean and its 95 % interval.

    first, second: outcomes of the same workplace and seed under two settings; names: what these are called.
    measure: a column with numbers. axes: to draw into. Raises Complaint for another measure, a run that is there twice, or where no
    run has its pair.
    """
    for rows in (first, second):
        check_rows(rows, RUNS)
        check_measure(rows, measure)
        if rows.duplicated(KEYS).any():
            raise Complaint("a run is there twice in one of the sets; of a study, choose one point for each")
    pairs = first[[*KEYS, measure]].merge(second[[*KEYS, measure]], on=KEYS, suffixes=("_first", "_second"))
    both = pairs[[f"{measure}_first", f"{measure}_second"]]
    pairs = pairs[both.notna().all(axis=1) & ((measure != "launch_week") | (both >= 0).all(axis=1))]
    if pairs.empty:
        raise Complaint(f"no run with a {measure} has its pair in the other set: same workplace, unit, seed, run and follow-up")
    units = grouped(pairs)
    axes, ours = new_axes(axes, 8.0, 1.6 + 0.9 * len(units))
    for row, mine in enumerate(units.values()):
        _differences(axes, row, mine["run"].to_numpy(float), (mine[f"{measure}_second"] - mine[f"{measure}_first"]).to_numpy(float))
    axes.axvline(0, color=INK, linewidth=0.8, zorder=0)
    tidy(axes, f"Difference in {in_words(measure).lower()}: {names[1]} minus {names[0]}", "Unit", "The same people with the same luck")
    axes.set_yticks(range(len(units)), list(units))
    axes.set_ylim(len(units) - 0.5, -0.5)
    if ours:
        caption(ours, command, max(run_count(mine) for mine in units.values()))
    return axes


def _differences(axes: Axes, row: int, runs: np.ndarray, values: np.ndarray) -> None:
    """Every difference as a dot, spread upright by its number so that dots do not hide each other; the mean in words too."""
    spread = (runs * 0.6180339887 % 1.0 - 0.5) * 0.5
    axes.plot(values, row + spread, linestyle="", marker="o", markersize=2.5, color=PALE, zorder=1)
    mean = intervals.mean(values)
    if len(values) > 1:
        axes.plot([mean.low, mean.high], [row, row], color=BLUE, linewidth=2.5, zorder=2)
    axes.plot(mean.value, row, marker="D", color=BLUE, markersize=6, zorder=3)
    bounds = f" [{mean.low:+.2f}, {mean.high:+.2f}]" if len(values) > 1 else ""
    axes.text(1.01, row, f"{mean.value:+.2f}{bounds}\n{len(values)} pairs", transform=axes.get_yaxis_transform(), va="center",
              fontsize=SMALL, color=INK)
