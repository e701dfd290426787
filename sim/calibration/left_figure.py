"""A picture of what each finding leaves of the parameters that are narrowed most."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.calibration.calibrate import PLAIN_RUNS
from sim.calibration.left import TOGETHER
from sim.calibration.posterior import Moved
from sim.figures.style import BLACK, FAINT, INK, PALE, SMALL, TEXT, TINY, TITLE, caption, new_figure, tidy
from sim.inputs.parameters import PARAMETERS

ACROSS = 3  # panels in a row
GREY = "#8A8A8A"  # of what chance may explain


def left_figure(left: pd.DataFrame, moved: dict[str, Moved], command: str, draws: int) -> Figure:
    """A panel per parameter in its own unit, a row per finding: where plain draws lie that show it, and at the bottom the members.

    left: as what_is_left gives it. moved: defaults and ranges. draws: plain draws in all. command: printed below.
    """
    names = list(dict.fromkeys(left["parameter"]))
    across = min(ACROSS, len(names))
    down = -(-len(names) // across)
    each = left.groupby("parameter").size().max()
    figure = new_figure(0.9 + 2.9 * across, 1.2 + down * (0.8 + 0.15 * each))
    panels = figure.subplots(down, across, squeeze=False, sharey=True).ravel()
    for at, (axes, name) in enumerate(zip(panels, names, strict=False)):
        _panel(axes, left[left["parameter"] == name], name, moved[name])
        axes.set_ylabel("" if at % across else "Finding (draws)", fontsize=TEXT, color=INK)
    for axes in panels[len(names):]:
        axes.set_visible(False)
    legend = figure.legend(handles=_legend(), loc="outside upper left", ncols=4, fontsize=SMALL, frameon=False, labelcolor=INK,
                           alignment="left", title="What each finding leaves of a parameter, alone and all together", title_fontsize=TITLE)
    legend.get_title().set_color(INK)
    caption(figure, command, PLAIN_RUNS, also=f"{draws} plain draws with so many runs each; in brackets, how many of them show a finding.")
    return figure


def _legend() -> list[Patch | Line2D]:
    """What is pale, black, grey and dashed."""
    dot: dict[str, Any] = {"marker": "o", "markersize": 4, "markerfacecolor": "white"}
    return [Patch(facecolor=FAINT, label="range before any finding"),
            Line2D([], [], color=BLACK, **dot, label="what is left: 5–95 %, middle half, median"),
            Line2D([], [], color=GREY, **dot, label="chance may explain it"),
            Line2D([], [], color=PALE, linestyle="--", label="default, or as recorded")]


def _panel(axes: Axes, rows: pd.DataFrame, name: str, one: Moved) -> None:
    """A parameter: the rows of its findings, the first at the top."""
    size = one.high - one.low
    axes.axvline(one.default, color=PALE, linestyle="--", linewidth=0.9, zorder=0.5)
    for at, row in enumerate(rows.to_dict("records")):
        axes.barh(at, size, left=one.low, height=0.7, color=FAINT, linewidth=0, zorder=0)
        if row["draws"]:
            low, lower, median, upper, high = (one.low + size * row[end] for end in ("low", "lower", "median", "upper", "high"))
            ink = BLACK if row["sure"] else GREY
            axes.plot([low, high], [at, at], color=ink, linewidth=1.0)
            axes.plot([lower, upper], [at, at], color=ink, linewidth=3.0, solid_capstyle="butt")
            axes.plot(median, at, "o", color=ink, markerfacecolor="white", markersize=3.5)
    labels = [f"{finding} ({draws:,}{' sets' if finding == TOGETHER else ''})"
              for finding, draws in zip(rows["finding"], rows["draws"], strict=True)]
    axes.set_yticks(range(len(rows)), labels)
    axes.set(xlim=(one.low, one.high), ylim=(len(rows) - 0.4, -0.6))
    unit = PARAMETERS[name].unit if name in PARAMETERS else "as the workplace file has it"
    tidy(axes, f"{name}\n({unit})").tick_params(labelsize=TINY)
