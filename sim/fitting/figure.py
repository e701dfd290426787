"""What was expected, what was seen and what was learned, as a picture."""

from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.figures.style import BLUE, INK, PALE, SMALL, TINY, VERMILION, caption, new_figure, tidy
from sim.fitting.result import FitResult
from sim.fitting.wording import entry_in_words, told

NAMES = 36  # letters of a line of a name beside an axis


def figure(found: FitResult, command: str | None = None) -> Figure:
    """Above, each observation: what was expected, learned and seen. Below, what moved by more than chance: before and after."""
    table, some = found.table, told(found.moved)
    high = 0.5 * len(table) + 1.3, (0.45 * len(some) + 1.2) if len(some) else 0.0
    picture = new_figure(7.6, sum(high) + 0.4)
    grid = picture.subplots(2 if len(some) else 1, 1, squeeze=False, height_ratios=high if len(some) else None)[:, 0]
    several = len(found.ground.place.units) > 1
    names = [f"{one['unit']}: {one['what']}" if several else one["what"] for _, one in table.iterrows()]
    _bars(grid[0], table, names, ("expected", "learned"))
    grid[0].plot(table["seen"], range(len(table)), marker="D", markersize=6, linestyle="", color=VERMILION, zorder=3, label="seen")
    tidy(grid[0], "Share, or mean on a scale of 0-1 (with the error of observing; 5-95 %)", "",
         f"{found.ground.place.title}\nExpected, seen and learned; worth {found.effective:.0f} of {found.members} members")
    grid[0].set_xlim(-0.03, 1.03)
    grid[0].legend(fontsize=SMALL, frameon=False, ncols=3, loc="upper center", bbox_to_anchor=(0.5, -0.9 / high[0]))
    if len(some):
        ends = some[["before_low", "after_low"]].min(axis=1), some[["before_high", "after_high"]].max(axis=1)
        span = (ends[1] - ends[0]).where(ends[1] > ends[0], 1.0)
        scaled = some.copy()
        for name in [f"{when}{end}" for when in ("before", "after") for end in ("_low", "", "_high")]:
            scaled[name] = (some[name] - ends[0]) / span
        _bars(grid[1], scaled, [entry_in_words(str(name)) for name in some["name"]], ("before", "after"))
        for at, (_, one) in enumerate(some.iterrows()):
            grid[1].annotate(f"{one['before']:.3g} to {one['after']:.3g}", (1.02, at), xycoords=("axes fraction", "data"), va="center",
                             fontsize=TINY, color=INK)
        tidy(grid[1], "Above before, below after: 5-95 %, each between its own ends; beside it both medians", "",
             "What the observations tell about")
        grid[1].set_xticks([])
    caption(picture, command, found.members * found.ground.runs)
    return picture


def _bars(axes: Axes, table: "object", names: list[str], whens: tuple[str, str]) -> None:
    """For each row two bars from 5 to 95 % with the median: what was, pale, and what is, blue."""
    rows = list(table.iterrows())  # type: ignore[attr-defined]
    for when, colour, off, thick in ((whens[0], PALE, 0.13, 7.0), (whens[1], BLUE, -0.13, 7.0)):
        for at, (_, one) in enumerate(rows):
            axes.plot([one[f"{when}_low"], one[f"{when}_high"]], [at - off] * 2, color=colour, linewidth=thick, solid_capstyle="butt",
                      label=when if at == 0 else None, zorder=1)
            axes.plot([one[when]], [at - off], marker="|", markersize=9, color=INK, zorder=2)
    axes.set_yticks(range(len(rows)), ["\n".join(wrap(name, NAMES)) for name in names])
    axes.set_ylim(len(rows) - 0.5, -0.5)
