"""Lines week by week, of one world or of two with their difference."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.figures.style import BLUE, INK, PALE, SMALL, TEXT, VERMILION, tidy
from sim.inputs.phases import RETAINED_WEEKS
from sim.lab.film import Film
from sim.lab.world import World

NAMES = ("as it is", "what if")
WORLDS: tuple[dict[str, Any], ...] = ({"color": BLUE, "linestyle": "-", "linewidth": 1.8},
                                      {"color": VERMILION, "linestyle": (0, (5, 2)), "linewidth": 1.8})
DOTTED = (0, (1, 1.3))  # the second line of a panel
SCALES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)  # ends of an axis, so that it changes seldom
Line = Callable[[World, int], Sequence[float]]


class Panel(NamedTuple):
    """One picture: its title, the name of its axis with the unit, and one line or two."""

    title: str
    axis: str
    lines: tuple[tuple[str, Line], ...]
    share: bool = True  # whether the axis goes from 0 to 1


def _series(name: str) -> Line:
    return lambda world, week: world.series(name, week)


def _since_launch(name: str) -> Line:
    """Nothing to see before practices begin, or were to begin."""
    def line(world: World, week: int) -> Sequence[float]:
        launch = world.unit.reference_launch()
        return [value if at >= launch else np.nan for at, value in enumerate(world.series(name, week))]
    return line


def _held(world: World, week: int) -> Sequence[float]:
    """Share of sessions held, mean over as many weeks as retention is judged on."""
    use = np.array(_since_launch("use")(world, week))
    parts = [use[max(0, at - RETAINED_WEEKS + 1):at + 1] for at in range(len(use))]
    return [float(np.nanmean(part)) if np.isfinite(part).any() else np.nan for part in parts]


def _taken(world: World, week: int) -> Sequence[float]:
    """Person-hours of the week, leader included, for each employee."""
    return list(np.diff([0.0, *world.series("hours", week)]) / len(world.unit.employees))


PANELS = (
    Panel("Trust in the leader", "mean (0–1)", (("trust", _series("trust_leader")),)),
    Panel("Benefit: expected against felt", "mean (0–1)", (("felt", _since_launch("benefit")), ("expected", _series("expectation")))),
    Panel("Ownership: how far people call it theirs", "mean (0–1)", (("ownership", _series("ownership")),)),
    Panel("Time: taken by it against free", "hours a week, each", (("taken", _taken), ("free", _series("slack"))), share=False),
    Panel("Practices: sessions held, mean of 4 weeks", "share (0–1)", (("held", _held),)),
)


class LinesPicture:
    """A panel for one world or two, week by week."""

    def __init__(self, panel: Panel, pair: Sequence[World]):
        self.panel, self.pair = panel, pair
        self.scale: tuple[float, ...] = ()

    def frame(self, week: int) -> bytes:
        """The lines up to a week of the run; for two worlds the difference below."""
        drawn = [[np.array(line(world, world.at(week))) for world in self.pair] for _, line in self.panel.lines]
        apart = [] if len(self.pair) < 2 else [_minus(values[1], values[0]) for values in drawn]
        top = 1.0 if self.panel.share else _end(max((np.nanmax(line) for values in drawn for line in values), default=1.0))
        scale = (max(world.last for world in self.pair), top, _end(max((np.nanmax(np.abs([0.0, *line])) for line in apart), default=0.1)))
        if scale != self.scale:
            self.scale, self.film = scale, Film(self._still(*scale))
        return self.film.frame(lambda: self._add(drawn, apart))

    def _still(self, last: float, top: float, apart: float) -> Figure:
        """The axes: one, and below it another for the difference."""
        two = len(self.pair) > 1
        figure = Figure(figsize=(4.1, 2.9 if two else 2.1), facecolor="white")
        room = {"left": 0.145, "right": 0.7 if two and len(self.panel.lines) > 1 else 0.84, "top": 0.9, "bottom": 0.15 if two else 0.2}
        rows = figure.subplots(len(self.pair), 1, sharex=True, squeeze=False, height_ratios=(2.0, 1.0)[:len(self.pair)],
                               gridspec_kw={**room, "hspace": 0.18})[:, 0]
        tidy(rows[0], y=self.panel.axis, title=self.panel.title)
        rows[0].set(xlim=(0, last), ylim=(-0.01 * top, 1.02 * top), yticks=[0, top / 2, top])
        if two:
            tidy(rows[1], y="difference").set(ylim=(-1.05 * apart, 1.05 * apart), yticks=[-apart, 0, apart])
            rows[1].axhline(0, color=PALE, linewidth=0.8)
        for axes in rows:
            axes.yaxis.set_label_coords(-0.125 if two and len(self.panel.lines) < 2 else -0.15, 0.5)
        rows[-1].set_xlabel("weeks since the start", fontsize=TEXT, color=INK)
        return figure

    def _add(self, drawn: list[list[np.ndarray]], apart: list[np.ndarray]) -> None:
        axes = self.film.figure.axes
        labels = []
        for number, ((called, _), values) in enumerate(zip(self.panel.lines, drawn, strict=True)):
            for which, line in reversed(list(enumerate(values))):
                style = {**WORLDS[which], "linestyle": DOTTED} if number else WORLDS[which]
                axes[0].plot(line, marker="o" if len(line) == 1 else "", markersize=3, clip_on=False, **style)
                words = ([called] if len(self.panel.lines) > 1 else []) + ([NAMES[which]] if len(self.pair) > 1 else [])
                if words and np.isfinite(line[-1]):
                    labels.append((float(line[-1]), len(line) - 1, ", ".join(words), style["color"]))
        _write_at_ends(axes[0], labels)
        if not any(np.isfinite(line).any() for line in drawn[0]):
            axes[0].text(0.02, 0.9, "no practices so far", transform=axes[0].transAxes, va="top", fontsize=SMALL, color=INK)
        for number, line in enumerate(apart):
            axes[1].plot(line, color=INK, linewidth=1.4, linestyle=DOTTED if number else "-")


def _minus(second: np.ndarray, first: np.ndarray) -> np.ndarray:
    both = min(len(first), len(second))
    return np.asarray(second[:both] - first[:both])


def _end(value: float) -> float:
    """The least end of an axis that a value fits into."""
    return next((scale for scale in SCALES if value <= scale), float(value))


def _write_at_ends(axes: Axes, labels: list[tuple[float, int, str, str]]) -> None:
    """Name lines at their ends, kept apart from each other: value, week, words, colour of each."""
    low, high = axes.get_ylim()
    gap, floor = (high - low) * 0.115, low
    for value, week, words, colour in sorted(labels):
        at = max(value, floor)
        floor = at + gap
        axes.annotate(words, (week, at), (5, 0), textcoords="offset points", va="center", fontsize=SMALL, color=colour,
                      annotation_clip=False)
