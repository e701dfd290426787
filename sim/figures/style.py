"""The one style of all pictures: colours, line styles, sizes, the caption, and how a picture is saved.

Pictures are Matplotlib figures made without pyplot, so nothing is shared between them and no screen is needed.
"""

import math
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Patch
from matplotlib.transforms import Bbox

from sim.errors import InputError, check_path, check_text
from sim.machine.files import write_file
from sim.model.intervals import Estimate
from sim.model.measures import FADED, NOT_STARTED, PARTLY, RETAINED, STOPPED

# Okabe and Ito's palette: told apart by people who see colours differently.
BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILION, PURPLE = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")
INK, PALE, FAINT = "#333333", "#BBBBBB", "#E8E8E8"
TITLE, TEXT, SMALL, TINY = 10.0, 8.5, 7.5, 6.5  # font sizes in points

# Every line differs in colour, dashes and marker, so it reads in greyscale too.
LINES: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "linestyle": "-", "marker": "o"},
    {"color": VERMILION, "linestyle": (0, (5, 2)), "marker": "s"},
    {"color": BLACK, "linestyle": (0, (1, 1.2)), "marker": "^"},
)
MORE_LINES = (*LINES, {"color": GREEN, "linestyle": (0, (6, 1.5, 1, 1.5)), "marker": "D"},
              {"color": PURPLE, "linestyle": (0, (3, 1, 1, 1, 1, 1)), "marker": "v"})  # as many as the study has units
# Neutral colours: no outcome is painted as a fault. Lightness and hatch both differ.
CLASS_FILL: dict[str, tuple[str, str]] = {
    STOPPED: (ORANGE, "///"), NOT_STARTED: ("#FFFFFF", "..."), FADED: (YELLOW, ""), PARTLY: (SKY, "\\\\\\"), RETAINED: (BLUE, ""),
}
FORMATS: dict[str, dict[str, Any]] = {  # suffix -> metadata without dates or versions, so the same picture is the same file
    ".png": {"Software": None}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None, "Producer": None, "Creator": None},
}
CAPTION = "caption"  # gid of the caption


class SteadyLayout(ConstrainedLayoutEngine):
    """Constrained layout, rounded: the last bits of its solution differ from time to time, and would differ in the files."""

    def execute(self, fig: Figure) -> Any:
        """Lay the figure out."""
        grids = super().execute(fig)
        for axes in fig.axes:
            axes._set_position(Bbox(axes.get_position(original=True).get_points().round(6)), which="original")  # type: ignore[attr-defined]
        return grids


def new_figure(width: float, height: float) -> Figure:
    """An empty figure; width and height in inches. In a notebook it is one of pyplot's, since a notebook shows only those."""
    asked: dict[str, Any] = {"figsize": (width, height), "layout": SteadyLayout(), "facecolor": "white"}
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if type(shell).__name__ == "ZMQInteractiveShell":
        from matplotlib import pyplot
        return pyplot.figure(**asked)
    return Figure(**asked)


def empty_figure(given: Figure | None, width: float, height: float) -> Figure:
    """The figure to draw on: the one given, or a new one. Raises InputError for what is no figure."""
    if given is not None and not isinstance(given, Figure):
        raise InputError(f"figure = {given!r} is no figure of Matplotlib")
    return given or new_figure(width, height)


def new_axes(given: Axes | None, width: float, height: float) -> tuple[Axes, Figure | None]:
    """The axes to draw into: those given, or the axes of a new figure, which then comes with them. Raises InputError for no axes."""
    if given is not None and not isinstance(given, Axes):
        raise InputError(f"axes = {given!r} are no axes of Matplotlib")
    if given is not None:
        return given, None
    figure = new_figure(width, height)
    return figure.subplots(), figure


def tidy(axes: Axes, x: str = "", y: str = "", title: str = "") -> Axes:
    """Dress axes in the common style, with the names of what they show and its unit."""
    axes.set_title(title, fontsize=TITLE, color=INK, loc="left")
    axes.set_xlabel(x, fontsize=TEXT, color=INK)
    axes.set_ylabel(y, fontsize=TEXT, color=INK)
    axes.tick_params(labelsize=SMALL, colors=INK, length=2.5)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(PALE)
    return axes


def class_bar(axes: Axes, row: float, shares: Mapping[str, Estimate], height: float, least: float = 0.0) -> None:
    """Shares of the outcome classes as a stacked bar; beside it, in words, the intervals of those that are at least so frequent."""
    left, lines = 0.0, []
    for name, share in shares.items():
        if share.value > 0:
            fill, hatch = CLASS_FILL[name]
            axes.barh(row, share.value, left=left, height=height, color=fill, hatch=hatch, edgecolor=INK, linewidth=0.6)
            left += share.value
            lines += [f"{name} {share}"] if share.value >= least else []
    axes.text(1.02, row, "\n".join(lines), transform=axes.get_yaxis_transform(), va="center", fontsize=TINY, color=INK)


def class_patches() -> list[Patch]:
    """What the fills of class_bar mean, for a legend."""
    return [Patch(facecolor=fill, hatch=hatch, edgecolor=INK, linewidth=0.6, label=name) for name, (fill, hatch) in CLASS_FILL.items()]


def caption(figure: Figure, command: str | None, runs: int | None = None, also: str = "") -> None:
    """Print in small type at the bottom the number of runs, what has to be known too, and the command that makes the figure again.

    A caption that is there already is replaced. Raises InputError for a command that is no text.
    """
    check_text("command", command)
    told = [] if runs is None else [f"{runs:,} run{'' if runs == 1 else 's'}."]
    told += [also] if also else []
    told += [f"Reproduce with: {command}"] if command else []
    letters = math.floor(figure.get_figwidth() * 72 / (0.56 * TINY))  # that fit in a line
    text = "\n".join(textwrap.wrap(" ".join(told), letters, break_on_hyphens=False))
    # A common x label is what the layout leaves room for; each picture names its axes one by one, so it is free for this.
    figure.supxlabel(text, x=0.005, ha="left", fontsize=TINY, color="#666666", gid=CAPTION)


def save(picture: Figure | Axes | np.ndarray, path: str | Path) -> None:
    """Write a picture as png, svg or pdf, by its suffix, whole or not at all; the same picture gives the same file.

    picture: a figure, axes of it, or an array of axes.
    Raises InputError for another suffix, a folder that is not there, or a place that cannot be written.
    """
    figure = _figure_of(picture)
    check_path("path", path)
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise InputError(f"{path}: a picture is written as .png, .svg or .pdf, not as '{path.suffix}'")
    with mpl.rc_context({"svg.hashsalt": "takehold"}):
        write_file(path, lambda file: figure.savefig(file, format=suffix[1:], dpi=160, metadata=FORMATS[suffix]))


def _figure_of(picture: Any) -> Figure:
    """The figure that axes belong to; raises InputError for what is no picture."""
    one = picture.flat[0] if isinstance(picture, np.ndarray) and picture.size else picture
    figure = one if isinstance(one, Figure) else getattr(one, "figure", None)
    if not isinstance(figure, Figure):
        raise InputError(f"{type(picture).__name__} is no picture; save takes a figure or axes, such as sim.plot functions return")
    return figure
