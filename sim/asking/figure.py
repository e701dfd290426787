"""What asking would tell, as a picture: expected regret against the hours of asking."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.asking.result import MEASURE, AskedResult, UnitAsked
from sim.figures.style import BLUE, INK, PALE, TINY, VERMILION, caption, new_figure, tidy
from sim.model.intervals import Estimate
from sim.observations.answers import Answer

FADED = "#777777"
LABELLED = 6  # observations that are named beside their mark


def figure(found: AskedResult, command: str | None = None) -> Figure:
    """A panel for each unit: each observation a dot with its 95 % interval, by the hours it takes; filled where it helps.

    Lines: without asking, what knowing the parameter set would leave, and the least that so many hours reach. command: printed below.
    """
    picture = new_figure(7.6, 3.6 * len(found.units) + 0.4)
    for axes, unit in zip(picture.subplots(len(found.units), 1, squeeze=False)[:, 0], found.units, strict=True):
        panel(axes, found, unit)
    caption(picture, command, found.runs)
    return picture


def panel(axes: Axes, found: AskedResult, unit: UnitAsked) -> None:
    """One unit's observations."""
    now = 1.0 if unit.now is None else unit.now.regret_now.value
    _level(axes, now, "without asking", INK, "-")
    if unit.luck is not None and unit.luck.value > 0:
        _level(axes, unit.luck.value, "knowing how people behave, but not the luck", FADED, "--")
    for one in unit.found:
        told, colour = left(one), BLUE if one.clear else PALE
        axes.errorbar([one.hours], [told.value], yerr=[[max(0.0, told.value - told.low)], [max(0.0, told.high - told.value)]], marker="o",
                      markersize=4.5, color=colour, markerfacecolor=colour if one.clear else "white", capsize=2, linestyle="", zorder=2)
    clear = [one for one in unit.found if one.clear]
    _names(axes, clear[:LABELLED])
    steps = [*_cheapest(clear, now), (max(one.hours for one in unit.found), min([now, *(left(one).value for one in clear)]))]
    axes.step([hours for hours, _ in steps], [value for _, value in steps], where="post", color=VERMILION, linewidth=1.0, zorder=1)
    what = "Share of variance left" if found.question == MEASURE else f"Expected regret of {found.name}"
    sure = "filled: more than chance" if clear else "no observation tells more than chance"
    tidy(axes, "Working hours that asking takes", f"{what} [95 %]", f"{unit.unit.title}: {found.what}\n{sure}")
    axes.set_xlim(left=0)


def _level(axes: Axes, value: float, name: str, colour: str, line: str) -> None:
    axes.axhline(value, color=colour, linewidth=0.9, linestyle=line, zorder=1)
    axes.annotate(name, (1, value), xycoords=("axes fraction", "data"), ha="right", va="bottom", fontsize=TINY, color=colour)


def left(one: Answer) -> Estimate:
    """What an observation leaves: of regret, or of variance."""
    if one.worth:
        return one.worth.regret_after
    assert one.narrowing
    return one.narrowing.left


def _names(axes: Axes, some: Sequence[Answer]) -> None:
    for number, one in enumerate(some):
        axes.annotate(f"{one.observation.what}, {one.observation.when}", (one.hours, left(one).value), xytext=(6, 4 - 8 * (number % 2)),
                      textcoords="offset points", fontsize=TINY, color=INK)


def _cheapest(some: Sequence[Answer], now: float) -> list[tuple[float, float]]:
    """Hours, and the least that is left at so many: corners of a falling line."""
    corners = [(0.0, now)]
    for one in sorted(some, key=lambda one: one.hours):
        if left(one).value < corners[-1][1]:
            corners.append((one.hours, left(one).value))
    return corners
