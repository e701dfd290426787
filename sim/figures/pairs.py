"""Two sets of runs under the same draws, pair by pair."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.errors import InputError
from sim.figures.groups import COLUMNS, RUNS, check_names, grouped, run_count
from sim.figures.over_runs import check_measure, in_words
from sim.figures.style import BLUE, INK, PALE, SMALL, caption, new_axes, tidy
from sim.machine.rows import check_columns
from sim.model.measures import NUMBERS, Measure

KEYS = ["workplace", "unit", "run", "seed", "follow_up"]


def paired(first: pd.DataFrame, second: pd.DataFrame, measure: str = "retention", names: tuple[str, str] = ("first", "second"),
           axes: Axes | None = None, command: str | None = None) -> Axes:
    """Differences between runs that share their draws, by unit: every pair, the mean and its 95 % interval.

    first, second: outcomes of the same workplace and seed under two settings; names: what these are called.
    measure: a column with numbers. axes: to draw into. Raises InputError for another measure, a run that appears twice, or where no
    run has its pair.
    """
    check_names(names)
    for rows in (first, second):
        check_columns(rows, RUNS, ("workplace", *COLUMNS[RUNS][0]), COLUMNS[RUNS][1])
        check_measure(rows, measure)
        if rows.duplicated(KEYS).any():
            raise InputError("a run appears twice in one of the sets; of a study, choose one point for each")
    values = [rows[KEYS].assign(value=NUMBERS[measure].per_run(rows)) for rows in (first, second)]
    pairs = values[0].merge(values[1], on=KEYS, suffixes=("_first", "_second")).dropna(subset=["value_first", "value_second"])
    if pairs.empty:
        raise InputError(f"no run with a {measure} has its pair in the other set: same workplace, unit, seed, run and follow-up")
    units = grouped(pairs)
    axes, ours = new_axes(axes, 8.0, 1.6 + 0.9 * len(units))
    for row, mine in enumerate(units.values()):
        runs, before, after = (mine[name].to_numpy(float) for name in ("run", "value_first", "value_second"))
        _differences(axes, row, runs, before, after, NUMBERS[measure])
    axes.axvline(0, color=INK, linewidth=0.8, zorder=0)
    tidy(axes, f"Difference in {in_words(measure).lower()}: {names[1]} minus {names[0]}", "Unit", "The same people with the same luck")
    axes.set_yticks(range(len(units)), list(units))
    axes.set_ylim(len(units) - 0.5, -0.5)
    if ours:
        caption(ours, command, max(run_count(mine) for mine in units.values()))
    return axes


def spread(numbers: np.ndarray) -> np.ndarray:
    """How far dots of one row are moved upright by their numbers, so that they do not hide each other: by the golden section."""
    return (numbers * 0.6180339887 % 1.0 - 0.5) * 0.5


def _differences(axes: Axes, row: int, runs: np.ndarray, first: np.ndarray, second: np.ndarray, measure: Measure) -> None:
    """Every difference as a dot; the mean in words too."""
    values = second - first
    axes.plot(values, row + spread(runs), linestyle="", marker="o", markersize=2.5, color=PALE, zorder=1)
    mean = measure.change(first, second)
    if mean.has_interval:
        axes.plot([mean.low, mean.high], [row, row], color=BLUE, linewidth=2.5, zorder=2)
    axes.plot(mean.value, row, marker="D", color=BLUE, markersize=6, zorder=3)
    axes.text(1.01, row, f"{measure.written(mean, signed=True)}\n{len(values)} pairs", transform=axes.get_yaxis_transform(), va="center",
              fontsize=SMALL, color=INK)
