"""Priorities as a picture: change by the first packages of each unit, with intervals, against what they cost."""

from matplotlib.figure import Figure

from sim.figures.style import INK, LINES, PALE, SMALL, TINY, caption, new_figure, tidy
from sim.priorities.packages import in_words
from sim.priorities.ranking_result import RankingResult, UnitRanking
from sim.priorities.wording import shown


def figure(priorities: RankingResult, command: str | None = None) -> Figure:
    """A panel for each unit: packages from above, best first; dot and bar are the mean change and its 95 % interval.

    Filled dots cannot be told apart from the best; behind each stand its person-hours. command: printed below.
    """
    rows = [shown(unit) for unit in priorities.units]
    picture = new_figure(8.6, 1.0 + sum(0.55 + 0.22 * len(some) for some in rows))
    panels = picture.subplots(len(rows), 1, squeeze=False, height_ratios=[2 + len(some) for some in rows], sharex=True)[:, 0]
    for axes, unit, some in zip(panels, priorities.units, rows, strict=True):
        for at, one in enumerate(some):
            filled = one in unit.able
            style = LINES[0 if filled else 2]
            axes.errorbar([one.gain.value], [at], xerr=[[one.gain.value - one.gain.low], [one.gain.high - one.gain.value]], capsize=2,
                          color=style["color"], marker=style["marker"], markersize=4.5, linestyle="",
                          markerfacecolor=style["color"] if filled else "white")
            axes.text(1.01, at, f"{one.hours.value:+z.0f} h", transform=axes.get_yaxis_transform(),
                      va="center", fontsize=TINY, color=INK)
        axes.axvline(0, color=PALE, linewidth=0.8, zorder=0)
        axes.set_yticks(range(len(some)), [in_words(one.package) for one in some])
        axes.set_ylim(len(some) - 0.5, -0.5)
        tidy(axes, title=f"{unit.unit.title}: {how_sure(unit)}")
        axes.tick_params(labelsize=SMALL)
    better = "to the right" if priorities.aim.better > 0 else "to the left"
    tidy(panels[-1], f"Change of {priorities.aim.name} at {priorities.horizon} weeks against doing nothing [95 %, all at once]; "
         f"better is {better}", title=panels[-1].get_title(loc="left"))
    caption(picture, command, priorities.runs)
    return picture


def how_sure(unit: UnitRanking) -> str:
    """Whether the first place is decided, for the head of a panel."""
    if unit.decided:
        return "the first place is decided"
    if unit.cannot_say:
        return f"the model cannot say which of {1 + len(unit.rivals)} comes first (filled)"
    return f"the first place is not decided between {1 + len(unit.rivals)} (filled)" if unit.rivals else "nothing changes anything"
