"""A map as a picture: a letter and a grey for what comes first, hatched where that is not decided."""

from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from sim.figures.style import BLACK, INK, SMALL, TEXT, TINY, caption, new_figure, tidy
from sim.inputs.levers import LEVERS
from sim.priorities.map_result import Cell, MapResult, lever
from sim.priorities.map_wording import LETTERS, NONE
from sim.priorities.packages import DOSES, NOTHING
from sim.priorities.wording import changed

HATCH = "////"


def chart(found: MapResult, command: str | None = None) -> Figure:
    """Cells over the two settings: the letter of the lever that comes first and the change it makes, with an interval.

    Each lever that comes first anywhere has a grey of its own; a hatched cell is one of indifference, with the letters of those
    that cannot be told apart. command: printed below.
    """
    used = [name for name in LEVERS if any(lever(one.best) == name for one in found.cells)]
    greys = {name: str(round(0.97 - 0.32 * number / max(1, len(used) - 1), 3)) for number, name in enumerate(used)} | {"": "white"}
    figure = new_figure(1.6 + 0.95 * len(found.x.values) + 1.9, 1.5 + 0.62 * len(found.y.values))
    axes = figure.subplots()
    for one in found.cells:
        a, b = found.x.values.index(one.x), found.y.values.index(one.y)
        grey = greys[lever(one.best)]
        edge: dict[str, Any] = {"edgecolor": "white"} if one.decided else {"edgecolor": "#666666", "hatch": HATCH}
        axes.add_patch(Rectangle((a - 0.5, b - 0.5), 1, 1, facecolor=grey, linewidth=0.3, **edge))
        box = {"facecolor": grey, "edgecolor": "none", "pad": 1.0}
        near = "".join(LETTERS.get(lever(rival), NONE) for rival in one.rivals[:3]) + ("…" if len(one.rivals) > 3 else "")
        axes.text(a, b + 0.2, LETTERS.get(lever(one.best), NONE) + (f" ≈ {near}" if near else ""), ha="center", va="center",
                  fontsize=TEXT + 1, weight="bold", color=BLACK, bbox=box)
        axes.text(a, b - 0.22, written(one),  ha="center", va="center", fontsize=TINY - 0.5,
                  color=BLACK, bbox=box)
    axes.set(xlim=(-0.5, len(found.x.values) - 0.5), ylim=(-0.5, len(found.y.values) - 0.5))
    axes.set_xticks(range(len(found.x.values)), [f"{value:g}" for value in found.x.values])
    axes.set_yticks(range(len(found.y.values)), [f"{value:g}" for value in found.y.values])
    tidy(axes, named(found.x.name), named(found.y.name),
         f"What comes first for {found.aim.name} at {found.horizon} weeks, and the change it makes\n"
         f"[95 %, all at once]; {found.aim.measure.preference}")
    axes.spines[:].set_visible(False)
    labels = [(greys[name], f"{LETTERS[name]}  {name} {DOSES[name].amount:g}") for name in used]
    labels += [("white", f"{NONE}  nothing")] if any(not one.best for one in found.cells) else []
    also = sorted({lever(rival) for one in found.cells for rival in one.rivals[:3]} - {"", *used}, key=list(LEVERS).index)
    labels += [("white", f"{LETTERS[name]}  {name} {DOSES[name].amount:g}, never first") for name in also]
    handles = [Patch(facecolor=grey, edgecolor=INK, linewidth=0.4, label=label) for grey, label in labels]
    handles.append(Patch(facecolor="white", edgecolor="#666666", hatch=HATCH, label="≈  highest, but cannot\nbe told apart from"))
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.01, 1.0), fontsize=SMALL, frameon=False, labelcolor=INK)
    caption(figure, command, found.runs)
    return figure


def written(one: Cell) -> str:
    """The change in a cell on two lines."""
    return "0" if one.best == NOTHING else changed(one.aim.measure, one.gains[one.best]).replace(" [", "\n[")


UNITS = {"trust_in_leader": "Mean trust in the leader at the start (0–1)",
         "needs_inside_scope": "Fit: share of needs inside\nthe project's scope (0–1)",
         "leader.value": "Value the leader sees in it at the start (0–1)",
         "leader.hours": "Hours the leader has for it (h a week)", "top_support": "Backing from the level above (0–1)",
         "utilisation": "Share of hours bound by core work (0–1)"}


def named(setting: str) -> str:
    """A setting with its unit, as the name of an axis."""
    return UNITS.get(setting, f"{setting} (as --set takes it)")
