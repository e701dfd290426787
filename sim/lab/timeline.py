"""The phases a unit has lived through, as a strip for each world, with gates, stops and reviews."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.figures.one_run import LEVEL_LABEL, SHORT
from sim.figures.style import FAINT, INK, PALE, SMALL, TEXT, tidy
from sim.inputs.phases import REVIEW_EVERY
from sim.lab.film import Film
from sim.lab.weeks import NAMES, WORLDS
from sim.lab.world import World
from sim.runs.drop_out import gates, stretches

APART = 2  # weeks between two slanting names, at least


class PhasesPicture:
    """A strip for each world, week by week."""

    def __init__(self, pair: Sequence[World]):
        self.pair, self.last = pair, -1

    def frame(self, week: int) -> bytes:
        """What has been lived through by a week of the run."""
        last = max(world.last for world in self.pair)
        if last != self.last:
            self.last, self.film = last, Film(self._still(last))
        return self.film.frame(lambda: self._add(week))

    def _add(self, week: int) -> None:
        for row, world in enumerate(self.pair):
            _strip(self.film.figure.axes[0], row, world, world.at(week))

    def _still(self, last: int) -> Figure:
        height = 0.6 + 0.85 * len(self.pair)
        figure = Figure(figsize=(6.6, height), facecolor="white")
        axes = tidy(figure.add_axes((0.08, 0.42 / height, 0.9, 1 - 0.45 / height)))
        axes.spines["left"].set_visible(False)
        axes.set(ylim=(len(self.pair) - 0.6, -0.75), xlim=(-0.6, last + 0.6))
        axes.set_yticks(range(len(self.pair)), NAMES if len(self.pair) > 1 else [""])
        axes.tick_params(left=False, labelsize=TEXT)
        axes.set_xlabel("weeks since the start       ◆ gate passed    ⬣ stopped at a gate    ▾ review", fontsize=TEXT, color=INK)
        return figure


def _strip(axes: Axes, row: int, world: World, week: int) -> None:
    lived = stretches(world.unit.record.phases[:week + 1])
    for fill, some in ((PALE, lived[::2]), (FAINT, lived[1::2])):
        axes.broken_barh([(first - 0.5, last - first + 1) for _, first, last in some], (row - 0.21, 0.42), facecolors=fill)
    written = -APART
    for phase, first, last in lived:
        wide = last - first >= LEVEL_LABEL
        if not wide and first - written < APART:
            continue  # no room as yet
        written = first
        axes.text((first + last) / 2 if wide else first, row if wide else row - 0.26, SHORT.get(phase, phase), fontsize=SMALL, color=INK,
                  rotation=0 if wide else 30, rotation_mode="anchor", ha="center" if wide else "left", va="center" if wide else "baseline")
    passed, stopped = gates(lived)
    launch = world.unit.launch_week
    reviews = [] if launch is None else list(range(launch + REVIEW_EVERY, week + 1, REVIEW_EVERY))
    for at, marker, y, size in ((passed, "D", row, 6), (stopped, "8", row, 8), (reviews, "v", row + 0.26, 4)):
        axes.plot(at, [y] * len(at), linestyle="", marker=marker, markersize=size, color=INK)
    axes.plot([week, week], [row - 0.3, row + 0.3], color=WORLDS[row]["color"], linewidth=2)
