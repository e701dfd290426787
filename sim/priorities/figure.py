"""Priorities as a picture: gain of the first packages of each unit, with intervals, against what they cost."""

from matplotlib.figure import Figure

from sim.drawing import INK, LINES, PALE, SMALL, TINY, caption, new_figure, tidy
from sim.priorities.answer import Priorities
from sim.priorities.doses import in_words
from sim.priorities.telling import shown


def figure(priorities: Priorities, command: str | None = None) -> Figure:
    """A panel for each unit: packages from above, best first; dot and bar are the mean gain and its 95 % interval.

    Filled dots are not separable from the best; behind each stand its person-hours. command: printed below.
    """
    rows = [shown(unit) for unit in priorities.units]
    picture = new_figure(8.6, 1.0 + sum(0.55 + 0.22 * len(some) for some in rows))
    panels = picture.subplots(len(rows), 1, squeeze=False, height_ratios=[2 + len(some) for some in rows], sharex=True)[:, 0]
    for axes, unit, some in zip(panels, priorities.units, rows, strict=True):
        for at, one in enumerate(some):
            style = LINES[2 if one.separated else 0]
            axes.errorbar([one.gain.value], [at], xerr=[[one.gain.value - one.gain.low], [one.gain.high - one.gain.value]], capsize=2,
                          color=style["color"], marker=style["marker"], markersize=4.5, linestyle="",
                          markerfacecolor=style["color"] if not one.separated else "white")
            axes.text(1.01, at, f"{one.hours.value:+.0f} h, best in {one.probability_best:.0%}", transform=axes.get_yaxis_transform(),
                      va="center", fontsize=TINY, color=INK)
        axes.axvline(0, color=PALE, linewidth=0.8, zorder=0)
        axes.set_yticks(range(len(some)), [in_words(one.package) for one in some])
        axes.set_ylim(len(some) - 0.5, -0.5)
        word = "decided" if unit.decided else f"not decided between {1 + len(unit.rivals)}"
        tidy(axes, title=f"{unit.unit.title}: first place {word}")
        axes.tick_params(labelsize=SMALL)
    less = ", counted as less of it" if priorities.aim.sign < 0 else ""
    tidy(panels[-1], f"Gain in {priorities.aim.name} at {priorities.horizon} weeks, against doing nothing [95 % interval]{less}",
         title=panels[-1].get_title(loc="left"))
    caption(picture, command, priorities.runs)
    return picture
