"""Pictures of studies, in the one style of sim.drawing: shares in cells with their intervals, bars of outcome classes, dots with bars."""

import textwrap
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim import intervals
from sim.drawing import BLACK, CLASS_FILL, INK, LINES, MORE_LINES, SMALL, TEXT, TINY, caption, new_figure, tidy
from sim.outcome import CLASSES, RETAINED, STOPPED
from sim.study.summary import settings_of, share_of

MOST_ROWS = 40  # of dots with a name each
DARKEST = 1.5  # on the scale of the blues, so that black numbers stand out from a full share too
LEVELS = 12  # values of a setting that are shown one by one
Value = Callable[[pd.Series], intervals.Estimate]


class Scale(NamedTuple):
    """A setting as an axis: its name in the table, its label with unit, and how a value is written."""

    name: str
    label: str
    tick: Callable[[float], str] = "{:g}".format


def in_cells(axes: Axes, rows: pd.DataFrame, x: Scale, y: Scale, value: Value, title: str) -> None:
    """A share for every pair of two settings: darker is more, and the numbers stand in the cells with their intervals."""
    across, up = (np.sort(rows[scale.name].unique()) for scale in (x, y))
    told = {(row[x.name], row[y.name]): value(row) for _, row in rows.iterrows()}
    grid = np.array([[told[a, b].value if (a, b) in told else np.nan for a in across] for b in up])
    axes.imshow(grid, cmap="Blues", vmin=0, vmax=DARKEST, aspect="auto", origin="lower")
    for (a, b), one in told.items():
        text = "–" if np.isnan(one.value) else f"{_short(one.value)}\n{_short(one.low)}–{_short(one.high)}"
        axes.text(int(np.searchsorted(across, a)), int(np.searchsorted(up, b)), text, ha="center", va="center", fontsize=TINY,
                  linespacing=1.25, color=BLACK)
    axes.set_xticks(range(len(across)), [x.tick(a) for a in across])
    axes.set_yticks(range(len(up)), [y.tick(b) for b in up])
    tidy(axes, x.label, y.label, title)
    axes.spines[:].set_visible(False)


def _short(share: float) -> str:
    """A share with two digits and no leading nought, for a small cell."""
    return f"{share:.2f}".replace("0.", ".").replace("1.00", "1")


def cells(panels: Sequence[tuple[str, pd.DataFrame, Value]], x: Scale, y: Scale, upright: bool = False) -> Figure:
    """Panels of cells side by side, or one above the other: each has a title, the rows of a summary, and what is shown of a row."""
    across, up = panels[0][1][x.name].nunique(), panels[0][1][y.name].nunique()
    width, height = max(3.0, 0.62 * across + 0.4), max(2.0, 0.34 * up + 0.6)
    if upright:
        figure = new_figure(width + 2.6, height * len(panels) + 0.9)
        axes = np.atleast_1d(figure.subplots(len(panels), 1, sharex=True))
    else:
        figure = new_figure(width * len(panels) + 0.6, height + 0.9)
        axes = np.atleast_1d(figure.subplots(1, len(panels), sharey=True))
    for here, (title, rows, value) in zip(axes, panels, strict=True):
        in_cells(here, rows, x, y, value, title)
    for here in axes[:-1] if upright else axes[1:]:
        here.set(xlabel="") if upright else here.set(ylabel="")
        here.tick_params(bottom=not upright, left=upright)
    return figure


def class_bars(axes: Axes, rows: pd.DataFrame, labels: Sequence[str], x: str, title: str, least: float = 0.005) -> None:
    """A stacked bar of outcome classes for every row; beside it, in words, the intervals of those that are at least so frequent."""
    for at, (_, row) in enumerate(rows.iterrows()):
        left, lines = 0.0, []
        for name in CLASSES:
            share = share_of(row, name)
            if share.value > 0:
                fill, hatch = CLASS_FILL[name]
                axes.barh(at, share.value, left=left, height=0.62, color=fill, hatch=hatch, edgecolor=INK, linewidth=0.6)
                left += share.value
                lines += [f"{name} {share}"] if share.value >= least else []
        axes.text(1.02, at, "\n".join(lines), transform=axes.get_yaxis_transform(), va="center", fontsize=TINY, color=INK)
    axes.set_yticks(range(len(rows)), list(labels))
    axes.set(xlim=(0, 1), ylim=(len(rows) - 0.5, -0.5))
    tidy(axes, x, title=title)


def class_legend(axes: Axes, inside: bool = False) -> None:
    """What the fills of class_bars mean, in a line above the axes, or in axes that hold nothing else."""
    handles = [Patch(facecolor=fill, hatch=hatch, edgecolor=INK, linewidth=0.6, label=name) for name, (fill, hatch) in CLASS_FILL.items()]
    if inside:
        axes.set_axis_off()
        axes.legend(handles=handles, loc="center", fontsize=SMALL, frameon=False, labelcolor=INK, title="Outcome", title_fontsize=SMALL)
    else:
        axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=len(handles), fontsize=SMALL, frameon=False,
                    labelcolor=INK)


def bars(told: Sequence[intervals.Estimate]) -> np.ndarray:
    """Lengths of error bars below and above, shape (2, estimates)."""
    lengths = np.array([[one.value - one.low, one.high - one.value] for one in told]).reshape(-1, 2)
    return np.maximum(np.nan_to_num(lengths), 0).T


def general(rows: pd.DataFrame) -> Figure:
    """Any study: the share retained of every point, as dots with bars; of many points, against each setting."""
    varied = [name for name in settings_of(rows) if rows[name].nunique() > 1]
    return dots(rows, varied) if len(rows) <= MOST_ROWS or not varied else clouds(rows, varied[:6])


def dots(rows: pd.DataFrame, varied: Sequence[str]) -> Figure:
    """A row of dots for every point, unit and follow-up: stopped and retained."""
    rows = rows.head(MOST_ROWS)
    figure = new_figure(8.0, 1.9 + 0.34 * len(rows))
    axes = figure.subplots()
    for name, style, shift in ((STOPPED, LINES[1], -0.12), (RETAINED, LINES[0], 0.12)):
        told = [share_of(row, name) for _, row in rows.iterrows()]
        axes.errorbar([one.value for one in told], np.arange(len(rows)) + shift, xerr=bars(told), linestyle="", marker=style["marker"],
                      color=style["color"], markersize=4.5, capsize=2, label=f"{name}, with 95 % interval")
    several = [name for name in ("workplace", "unit", "follow_up") if rows[name].nunique() > 1]
    labels = [", ".join([*(f"{name} {row[name]:g}" for name in varied if not pd.isna(row[name])), *(str(row[name]) for name in several)])
              for _, row in rows.iterrows()]
    axes.set_yticks(range(len(rows)), [textwrap.shorten(label or "as recorded", 70) for label in labels])
    axes.set(xlim=(-0.02, 1.02), ylim=(len(rows) - 0.5, -0.5))
    tidy(axes, "Share of runs (0–1)", "Point")
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, fontsize=SMALL, frameon=False, labelcolor=INK)
    return figure


def clouds(rows: pd.DataFrame, varied: Sequence[str]) -> Figure:
    """Share retained of every point at the latest follow-up against each setting, a line for each of up to five units.

    Small dots are points; marks are means over the points at a level, or in ten slices, with 95 % intervals.
    """
    rows = rows[rows["follow_up"] == rows["follow_up"].max()]
    units = list(rows.groupby(["workplace", "unit"], sort=False))[:len(MORE_LINES)]
    across = min(3, len(varied))
    figure = new_figure(3.5 * across, 2.7 * -(-len(varied) // across) + 1.1)
    for number, name in enumerate(varied):
        axes = figure.add_subplot(-(-len(varied) // across), across, number + 1)
        for style, ((_, unit), mine) in zip(MORE_LINES, units, strict=False):
            at, share = mine[name].to_numpy(float), (mine[RETAINED] / mine["runs"]).to_numpy(float)
            levels, which = _levels(at)
            means = [intervals.mean(share[which == level]) for level in range(len(levels))]
            axes.plot(at, share, linestyle="", marker=".", markersize=2.5, color=style["color"], alpha=0.35, zorder=1)
            axes.errorbar(levels, [one.value for one in means], yerr=bars(means), markersize=3.5, linewidth=1.2, capsize=2, label=unit,
                          **style)
        axes.set_ylim(-0.03, 1.03)
        axes.locator_params(axis="x", nbins=5)
        tidy(axes, textwrap.fill(f"{name} (as --set takes it)", 44, break_on_hyphens=False),
             "Share of runs retained (0–1)" if number % across == 0 else "")
    figure.axes[0].set_title(f"Dots: points; marks: means over points, with 95 % intervals;\n{rows['follow_up'].max()} weeks after launch",
                             fontsize=SMALL, color=INK, loc="left")
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=SMALL, frameon=False, labelcolor=INK)
    return figure


def _levels(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The levels of a setting, or the middles of ten slices with equally many points, and the level of every point."""
    levels = np.unique(at[~np.isnan(at)])
    if len(levels) <= LEVELS:
        return levels, np.where(np.isnan(at), -1, np.searchsorted(levels, at))
    edges = np.unique(np.nanquantile(at, np.linspace(0, 1, 11)))
    return (edges[1:] + edges[:-1]) / 2, np.clip(np.searchsorted(edges, at, side="right") - 1, 0, len(edges) - 2)


def finished(figure: Figure, heading: str, command: str, runs: int) -> Figure:
    """The question above and, below, the number of runs and the command that makes the picture again."""
    letters = int(figure.get_figwidth() * 72 / (0.54 * (TEXT + 1)))
    figure.suptitle("\n".join(textwrap.wrap(heading, letters)), x=0.01, ha="left", fontsize=TEXT + 1, color=INK)
    caption(figure, command, runs)
    return figure
