"""Any study in dots: a row of them for every point, or, of samples and many points, each measure against each setting."""

import contextlib
import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.errors import InputError
from sim.figures.style import INK, LINES, MORE_LINES, SMALL, TEXT, new_figure, tidy
from sim.model import intervals
from sim.model.measures import LESS, MORE, RETAINED, Measure, measure
from sim.study.answers.explained import explained
from sim.study.answers.figures import bars
from sim.study.answers.paired import Told, means
from sim.study.store.study_folder import Job
from sim.study.store.summary import DEFAULT, Layout, estimates, settings_of

MOST_ROWS = 40  # of dots with a name each
MOST_SETTINGS = 6  # that many points are drawn against
RARE = 0.2  # shares up to this are drawn on an axis of their own length
LEVELS = 12  # values of a setting that are shown one by one


def general(job: Job, rows: pd.DataFrame, names: Sequence[str], layout: Layout) -> Figure:
    """Any study: each measure at every point, and its difference from the first point; of samples, or many points, against each setting.

    names: measures; without, how often runs stopped and retained.
    """
    if (len(rows) <= MOST_ROWS and not layout.sampled) or not layout.varied:
        return dots(job, rows.head(MOST_ROWS), names, layout)
    chosen = names or [RETAINED]
    return clouds(job, rows, chosen, _most_telling(job, rows, chosen[0], layout) if layout.sampled else layout.varied[:MOST_SETTINGS])


def _most_telling(job: Job, rows: pd.DataFrame, name: str, layout: Layout) -> list[str]:
    """The settings of a sample that explain most of a measure, of those that move together the first; as they come where none can."""
    latest, shares = rows[rows["follow_up"] == rows["follow_up"].max()], dict[str, float]()
    for _, mine in latest.groupby(["workplace", "unit"]):
        with contextlib.suppress(InputError):
            for inputs, share in explained(job, mine, name, layout).alone.items():
                first = inputs.split(" + ")[0]
                shares[first] = max(share.value, shares.get(first, 0.0))
    return sorted(shares, key=lambda setting: -shares[setting])[:MOST_SETTINGS] or layout.varied[:MOST_SETTINGS]


def dots(job: Job, rows: pd.DataFrame, names: Sequence[str], layout: Layout) -> Figure:
    """A row of dots for every point, unit and follow-up: the measures, and beside them differences from the first point."""
    told = estimates(job, rows, names or DEFAULT, layout)
    compared = any(one.change is not None for row in told for one in row.values())
    groups = [[name] for name in names] or [list(DEFAULT)]  # a row of panels each
    figure = new_figure(9.8 if compared else 6.2, 0.9 + len(groups) * (1.0 + 0.34 * len(rows)))
    labels = [", ".join([*_settings(row, layout), *(f"week {row[name]}" if name == "follow_up" else str(row[name])
                                                    for name in layout.several)]) or str(row["unit"]) for _, row in rows.iterrows()]
    for some, panels in zip(groups, figure.subplots(len(groups), 1 + compared, squeeze=False), strict=True):
        _levels_of(panels[0], some, told, rows)
        panels[0].set_yticks(range(len(rows)), [textwrap.shorten(label, 70) for label in labels])
        panels[0].set_ylabel("Point" if layout.varied else "", fontsize=TEXT, color=INK)
        if compared:
            _changes(panels[1], some[-1], told, rows, layout)
            panels[1].set_yticks(range(len(rows)), [""] * len(rows))
        for axes in panels:
            axes.set_ylim(len(rows) - 0.5, -0.5)
            axes.locator_params(axis="x", nbins=4)
    return figure


def _levels_of(axes: Axes, names: Sequence[str], told: Sequence[dict[str, Told]], rows: pd.DataFrame) -> None:
    """Measures of every row, with intervals."""
    one = measure(names[-1])
    styles = ((LINES[1], -0.12), (LINES[0], 0.12)) if len(names) > 1 else ((LINES[0], 0.0),)
    for name, (style, shift) in zip(names, styles, strict=True):
        _dots(axes, [row[name].estimate for row in told], style, shift, measure(name).short)
    highest = max(np.nanmax([row[name].estimate[:3] for name in names]) for row in told)
    if one.high == 1 and one.low == 0 and highest > RARE:
        axes.set_xlim(-0.02, 1.02)
    tidy(axes, f"{'Share of runs (0–1)' if one.is_share else axis_of(one)}{_bars(rows)}", "", "" if len(names) > 1 else one.short)
    if len(names) > 1:
        axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, fontsize=SMALL, frameon=False, labelcolor=INK)


def _changes(axes: Axes, name: str, told: Sequence[dict[str, Told]], rows: pd.DataFrame, layout: Layout) -> None:
    """Differences of a measure from the first point, over the same runs."""
    one, firsts = measure(name), [at for at, row in enumerate(told) if row[name].change is None]
    _dots(axes, [row[name].change or intervals.NOTHING for row in told], LINES[0], 0.0, "")
    axes.plot([0] * len(firsts), firsts, linestyle="", marker="o", color=INK, markerfacecolor="white", markersize=4.5)
    axes.axvline(0, color=INK, linewidth=0.6, zorder=0)
    better = {MORE: "; right is better", LESS: "; left is better"}.get(one.better, "")
    tidy(axes, f"Difference over the same runs{better}{_bars(rows)}", "", f"{one.short}: difference from\n{_first(rows, layout)} (○)")


def _dots(axes: Axes, told: Sequence[intervals.Estimate], style: dict[str, Any], shift: float, label: str) -> None:
    axes.errorbar([one.value for one in told], np.arange(len(told)) + shift, xerr=bars(told), linestyle="", marker=style["marker"],
                  color=style["color"], markersize=4.5, capsize=2, label=label)


def _bars(rows: pd.DataFrame) -> str:
    """What the bars are, under an axis; nothing where there are none."""
    return "\nbars: 95 % intervals" if rows["runs"].max() > 1 else "\none run each, no intervals"


def _first(rows: pd.DataFrame, layout: Layout) -> str:
    """The point that others are compared with, in the title of a panel."""
    first = rows.drop_duplicates(["workplace", "unit"])
    named = ", ".join(_settings(first.iloc[0], layout))
    return "the first point" if len(first["point"].unique()) > 1 or len(named) > 60 else named


def _settings(row: pd.Series, layout: Layout) -> list[str]:
    """What is varied, and how it stands in a row."""
    return [f"{name} {'as recorded' if pd.isna(row[name]) else format(row[name], 'g')}" for name in layout.varied]


def axis_of(one: Measure) -> str:
    """A measure with its unit, for the name of an axis."""
    return f"{one.short[:1].upper()}{one.short[1:]} ({one.unit})"


def clouds(job: Job, rows: pd.DataFrame, names: Sequence[str], varied: Sequence[str]) -> Figure:
    """Each measure of every point at the latest follow-up against each setting, a line for each of up to five units.

    Small dots are points; marks are means over the points at a level, or in ten slices, with 95 % intervals.
    """
    rows = rows[rows["follow_up"] == rows["follow_up"].max()].reset_index(drop=True)
    across = min(3, len(varied))
    down = -(-len(varied) // across)
    figure = new_figure(3.5 * across, 2.7 * down * len(names) + 1.1)
    for block, name in enumerate(names):
        one, told = measure(name), means(job.folder, name, rows)
        units = list(rows.groupby(["workplace", "unit"], sort=False))[:len(MORE_LINES)]
        for number, setting in enumerate(varied):
            axes = figure.add_subplot(down * len(names), across, block * down * across + number + 1)
            for style, ((_, unit), mine) in zip(MORE_LINES, units, strict=False):
                _cloud(axes, mine[setting].to_numpy(float), told[mine.index], one, str(unit), style)
            if one.low == 0 and one.high == 1:
                axes.set_ylim(-0.03, 1.03)
            axes.locator_params(axis="x", nbins=5)
            label = f"Share of runs {one.short} (0–1)" if one.is_share else axis_of(one)
            tidy(axes, textwrap.fill(f"{setting} (as --set takes it)", 44, break_on_hyphens=False),
                 textwrap.fill(label, 36) if number % across == 0 else "")
    figure.axes[0].set_title(f"Dots: points; marks: means over points, bars: their 95 % intervals;\n{rows['follow_up'].max()} weeks after "
                             f"launch{_of_how_many(rows, varied)}", fontsize=SMALL, color=INK, loc="left")
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=SMALL, frameon=False, labelcolor=INK)
    return figure


def _of_how_many(rows: pd.DataFrame, shown: Sequence[str]) -> str:
    """That not all settings are drawn."""
    varied = [name for name in settings_of(rows) if rows[name].nunique() > 1]
    return f"; the {len(shown)} of {len(varied)} settings that explain most" if len(shown) < len(varied) else ""


def _cloud(axes: Axes, at: np.ndarray, values: np.ndarray, one: Measure, unit: str, style: dict[str, Any]) -> None:
    """The points of one unit against one setting, and their means."""
    levels, which = _levels(at)
    told = [intervals.mean(values[(which == level) & ~np.isnan(values)], one.low, one.high, one.reach) for level in range(len(levels))]
    axes.plot(at, values, linestyle="", marker=".", markersize=2.5, color=style["color"], alpha=0.35, zorder=1)
    axes.errorbar(levels, [mean.value for mean in told], yerr=bars(told), markersize=3.5, linewidth=1.2, capsize=2, label=unit, **style)


def _levels(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The levels of a setting, or the middles of ten slices with equally many points, and the level of every point."""
    levels = np.unique(at[~np.isnan(at)])
    if len(levels) <= LEVELS:
        return levels, np.where(np.isnan(at), -1, np.searchsorted(levels, at))
    edges = np.unique(np.nanquantile(at, np.linspace(0, 1, 11)))
    return (edges[1:] + edges[:-1]) / 2, np.clip(np.searchsorted(edges, at, side="right") - 1, 0, len(edges) - 2)
