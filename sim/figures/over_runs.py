"""Many runs at follow-up: what became of the practices, and how a measure is spread over the runs."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.errors import InputError, known
from sim.figures.groups import COLUMNS, RUNS, Tables, check_rows, grouped, run_count, runs_in_words
from sim.figures.style import (
    BLUE,
    FAINT,
    INK,
    PALE,
    SKY,
    SMALL,
    VERMILION,
    caption,
    class_bar,
    class_patches,
    empty_figure,
    new_axes,
    tidy,
)
from sim.machine.rows import check_columns
from sim.model.measures import CLASSES, HOURS, MEASURES, NUMBERS, Measure
from sim.text.tables import class_shares

MANY = 20  # runs from which their lines are drawn thinner
BINS = 40
HEIGHT = 0.62  # of a distribution, where rows are 1 apart


def outcomes(runs: pd.DataFrame, command: str | None = None, figure: Figure | None = None) -> np.ndarray:
    """Shares of the outcome classes, trust at start and end, and retention, by unit.

    runs: rows as from simulate or read_study; of several follow-ups the latest is shown. command: printed below.
    figure: an empty one to draw on. Returns three axes. Raises InputError where there are no runs.
    """
    words, numbers = COLUMNS[RUNS]
    check_columns(runs, RUNS, words, (*numbers, "trust_start", "trust_end", "retention"))
    units = grouped(runs)
    figure = empty_figure(figure, 12.0, 2.4 + 1.0 * len(units))
    panels: np.ndarray = figure.subplots(1, 3, sharey=True, width_ratios=[3.0, 2.6, 2.4])
    classes, trust, retention = panels
    for row, mine in enumerate(units.values()):
        class_bar(classes, row, class_shares(mine), 0.5)
        _trust_pairs(trust, row, mine)
        _retention_bars(retention, row, mine)
    tidy(classes, "Share of runs (0–1)", "Unit", "What became of the new practice")
    tidy(trust, "Mean trust in the leader (0–1)\nmarks: median; bars: 5–95 % of the runs", "Unit, as on the left",
         "Trust: ○ start, ◆ follow-up")
    tidy(retention, "Share of practices retained (0–1)\n▲ mean; 0 where nothing was launched", "Share of runs (0–1)", "Retention")
    for axes in (trust, retention):
        axes.tick_params(left=False)
    for axes in panels:
        axes.set(xlim=(-0.03, 1.03) if axes is retention else (0, 1), xticks=[0, 0.25, 0.5, 0.75, 1.0])
    counts = {name: run_count(mine) for name, mine in units.items()}
    classes.set_yticks(range(len(units)), [f"{name}\n{count:,} run{'' if count == 1 else 's'}" for name, count in counts.items()])
    classes.set_ylim(len(units) - 0.5, -0.5)
    figure.legend(handles=class_patches(), loc="outside upper left", ncols=len(CLASSES), fontsize=SMALL, frameon=False, labelcolor=INK,
                  title=f"Outcome {int(runs['follow_up'].max())} weeks after launch, or after the planned launch", title_fontsize=SMALL,
                  alignment="left")
    caption(figure, command, max(counts.values()))
    return panels


def _trust_pairs(axes: Axes, row: int, runs: pd.DataFrame) -> None:
    """Trust of every run at start and end, joined; medians with 5 to 95 % of the runs."""
    above, below = row - 0.2, row + 0.2
    pairs = runs[["trust_start", "trust_end"]].to_numpy(float)
    axes.plot(pairs.T, [[above], [below]] * np.ones((2, len(pairs))), color=PALE, linewidth=0.4 if len(pairs) > MANY else 1.0, zorder=1)
    for values, y, color, marker, fill in ((pairs[:, 0], above, VERMILION, "o", "white"), (pairs[:, 1], below, BLUE, "D", BLUE)):
        low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
        axes.plot([low, high], [y, y], color=color, linewidth=2.0, zorder=2)
        axes.plot(middle, y, marker=marker, color=color, markerfacecolor=fill, markersize=5.5, zorder=3)


def _retention_bars(axes: Axes, row: int, runs: pd.DataFrame) -> None:
    """Share of runs at each value of retention, upright from a base line; the mean as a mark below it."""
    values, counts = np.unique(runs["retention"].to_numpy(float).round(6), return_counts=True)
    base, full = row + 0.35, 0.75  # a bar of full height stands for all runs
    axes.axhline(base, color=PALE, linewidth=0.8, zorder=0)
    axes.bar(values, -full * counts / len(runs), bottom=base, width=0.04, color=BLUE)
    axes.plot(runs["retention"].mean(), base + 0.05, marker="^", color=INK, markersize=4.5)


# ----- one measure

def distribution(runs: Tables, measure: str = "retention", by: str = "unit", axes: Axes | None = None, command: str | None = None) -> Axes:
    """How a measure is spread over the runs, a row for each group: all runs, the middle half and 90 %, the mean with its interval.

    runs: rows as from simulate or read_study, or several such tables by name. measure: a column with numbers. by: the column whose
    levels are the groups. axes: to draw into. Raises InputError for another measure or column.
    """
    check_rows(runs, RUNS)
    groups = grouped(runs, by)
    check_measure(next(iter(groups.values())), measure)
    axes, ours = new_axes(axes, 8.6, 1.3 + 0.8 * len(groups))
    values = {name: numbers(rows, measure) for name, rows in groups.items()}
    if not all(len(some) for some in values.values()):
        raise InputError(f"no run of '{next(name for name, some in values.items() if not len(some))}' has a {measure}")
    least, most = (reduce(np.concatenate(list(values.values()))) for reduce in (np.min, np.max))
    low, high = (0.0, 1.0) if least >= 0 and most <= 1 else (least, most) if least < most else (least - 0.5, least + 0.5)
    for row, some in enumerate(values.values()):
        _spread(axes, row, some, np.linspace(low, high, BINS + 1), NUMBERS[measure])
    told = runs_in_words(groups)
    tidy(axes, f"{in_words(measure)}\nbars: middle half and 90 % of the runs; ◆ mean with its 95 % interval", "" if by == "unit" else by,
         f"{measure.replace('_', ' ').capitalize()}: {told}")
    axes.set_ylabel(by.replace("_", " ").capitalize() if isinstance(runs, pd.DataFrame) else "Runs of", fontsize=SMALL + 1, color=INK)
    axes.set_yticks(range(len(groups)), list(groups))
    margin = 0.02 * (high - low)
    axes.set(ylim=(len(groups) - 0.5, -0.8), xlim=(low - margin, high + margin))
    if ours:
        caption(ours, command, max(run_count(rows) for rows in groups.values()))
    return axes


def _spread(axes: Axes, row: int, values: np.ndarray, edges: np.ndarray, measure: Measure) -> None:
    """One row: a histogram above the base line, quantiles and mean below it, the mean in words beside it."""
    counts, _ = np.histogram(values, edges)
    base = row + 0.1
    heights = base - HEIGHT * counts / counts.max()
    axes.stairs(heights, edges, baseline=base, fill=True, color=SKY, alpha=0.7, zorder=1)
    axes.plot(edges[[0, -1]], [base, base], color=FAINT, linewidth=0.8, zorder=0)
    five, quarter, median, three, most = np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95])
    axes.plot([five, most], [base + 0.1] * 2, color=INK, linewidth=1.0, zorder=2)
    axes.plot([quarter, three], [base + 0.1] * 2, color=INK, linewidth=3.5, solid_capstyle="butt", zorder=2)
    axes.plot(median, base + 0.1, "|", color=INK, markersize=9, zorder=3)
    mean = measure.estimate(values)
    if mean.has_interval:
        axes.plot([mean.low, mean.high], [base + 0.25] * 2, color=VERMILION, linewidth=2.0, zorder=3)
    axes.plot(mean.value, base + 0.25, marker="D", color=VERMILION, markersize=4.5, zorder=4)
    axes.text(1.01, row, f"{measure.written(mean)}\n{len(values):,} run{'' if len(values) == 1 else 's'}",
              transform=axes.get_yaxis_transform(), va="center", fontsize=SMALL, color=INK)


def numbers(runs: pd.DataFrame, measure: str) -> np.ndarray:
    """A measure of the runs that have it: none has a launch week where nothing was launched."""
    values = NUMBERS[measure].per_run(runs)
    return values[~np.isnan(values)]


def check_measure(runs: pd.DataFrame, measure: str) -> None:
    """Raises InputError for a measure that these runs lack, or that is no number."""
    numeric = [name for name in (*MEASURES, *HOURS) if name in runs and pd.api.types.is_numeric_dtype(runs[name])]
    known("measure", measure, numeric)


def in_words(measure: str) -> str:
    """A measure with its unit, for the name of an axis."""
    return f"{measure.replace('follow_up', 'at follow-up').replace('_', ' ').capitalize()} ({NUMBERS[measure].unit})"
