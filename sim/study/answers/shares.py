"""Shares in cells with their intervals, and bars of outcome classes: what the shipped studies are drawn with."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.figures.style import BLACK, INK, SMALL, TINY, class_bar, class_patches, new_figure, tidy
from sim.model import intervals
from sim.model.measures import CLASSES
from sim.study.store.summary import share_of

DARKEST = 1.5  # on the scale of the blues, so that black numbers stand out from a full share too
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
        text = "–" if np.isnan(one.value) else "\n".join(_short(one))
        axes.text(int(np.searchsorted(across, a)), int(np.searchsorted(up, b)), text, ha="center", va="center", fontsize=TINY,
                  linespacing=1.25, color=BLACK)
    axes.set_xticks(range(len(across)), [x.tick(a) for a in across])
    axes.set_yticks(range(len(up)), [y.tick(b) for b in up])
    tidy(axes, x.label, y.label, title)
    axes.spines[:].set_visible(False)


def _short(share: intervals.Estimate) -> list[str]:
    """A share and its interval, if it has one, without leading noughts and with as many digits as it bears, for a small cell."""
    digits = share.digits()
    texts = [f"{bound:.{digits}f}" for bound in share[:3]]
    value, low, high = ("1" if float(text) == 1 else text.removeprefix("0") for text in texts)
    return [value, f"{low}–{high}"] if share.has_interval else [value]


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
        class_bar(axes, at, {name: share_of(row, name) for name in CLASSES}, 0.62, least)
    axes.set_yticks(range(len(rows)), list(labels))
    axes.set(xlim=(0, 1), ylim=(len(rows) - 0.5, -0.5))
    tidy(axes, x, title=title)


def class_legend(axes: Axes, inside: bool = False) -> None:
    """What the fills of class_bars mean, in a line above the axes, or in axes that hold nothing else."""
    handles = class_patches()
    if inside:
        axes.set_axis_off()
        axes.legend(handles=handles, loc="center", fontsize=SMALL, frameon=False, labelcolor=INK, title="Outcome", title_fontsize=SMALL)
    else:
        axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=len(handles), fontsize=SMALL, frameon=False,
                    labelcolor=INK)
