"""The one style of all pictures: colours, line styles, sizes, the caption, and how a picture is saved.

Pictures are Matplotlib figures made without pyplot, so nothing is shared between them and no screen is needed.
"""

import contextlib
import math
import os
import sys
import textwrap
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.transforms import Bbox

from sim.complaints import Complaint
from sim.outcome import FADED, NOT_STARTED, PARTLY, RETAINED, STOPPED

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


def new_axes(given: Axes | None, width: float, height: float) -> tuple[Axes, Figure | None]:
    """The axes to draw into: those given, or the axes of a new figure, which then comes with them."""
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


def caption(figure: Figure, command: str | None, runs: int | None = None) -> None:
    """Print in small type at the bottom the number of runs and the command that makes the figure again.

    A caption that is there already is replaced.
    """
    told = [] if runs is None else [f"{runs} run{'' if runs == 1 else 's'}."]
    told += [f"Made again by: {command}"] if command else []
    letters = math.floor(figure.get_figwidth() * 72 / (0.56 * TINY))  # that fit in a line
    text = "\n".join(textwrap.wrap(" ".join(told), letters, break_on_hyphens=False))
    # A common x label is what the layout leaves room for; each picture names its axes one by one, so it is free for this.
    figure.supxlabel(text, x=0.005, ha="left", fontsize=TINY, color="#666666", gid=CAPTION)


def save(picture: Figure | Axes | np.ndarray, path: str | Path) -> None:
    """Write a picture as png, svg or pdf, by its suffix, whole or not at all; the same picture gives the same file.

    picture: a figure, axes of it, or an array of axes.
    Raises Complaint for another suffix, a folder that is not there, or a place that cannot be written.
    """
    figure = _figure_of(picture)
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise Complaint(f"{path}: a picture is written as .png, .svg or .pdf, not as '{path.suffix}'")
    if not path.resolve().parent.is_dir():
        raise Complaint(f"{path}: there is no folder {path.resolve().parent}")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise Complaint(f"{path} is a folder, not a file")
        with mpl.rc_context({"svg.hashsalt": "takehold"}):
            figure.savefig(part, format=suffix[1:], dpi=160, metadata=FORMATS[suffix])
        part.replace(path)
    except OSError as error:
        raise Complaint(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _figure_of(picture: Any) -> Figure:
    """The figure that axes belong to; raises Complaint for what is no picture."""
    one = picture.flat[0] if isinstance(picture, np.ndarray) and picture.size else picture
    figure = one if isinstance(one, Figure) else getattr(one, "figure", None)
    if not isinstance(figure, Figure):
        raise Complaint(f"{type(picture).__name__} is no picture; save takes a figure or axes, such as sim.plot functions return")
    return figure
