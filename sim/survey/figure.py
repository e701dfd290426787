"""What a survey says of each unit, as a picture: means with their intervals beside what was answered."""

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.figures.style import BLACK, INK, PALE, TINY, VERMILION, caption, new_figure, tidy
from sim.inputs.person import FEWEST
from sim.survey.states import STATES
from sim.survey.wording import IN_WORDS

if TYPE_CHECKING:
    from sim.survey.result import Group, SurveyResult

MOST_WIDE = 4  # panels side by side


def figure(found: "SurveyResult", command: str | None = None) -> Figure:
    """A panel for each state, a row for each unit and team: the mean of all with its 95 % interval, and as answered.

    command: printed below.
    """
    states = [state for state in STATES if any(state in unit.whole.levels for unit in found.units)]
    groups = [(label, group) for unit in found.units
              for label, group in [(unit.whole.label, unit.whole), *((f"– {team.label}", team) for team in unit.teams)]]
    wide = min(MOST_WIDE, len(states))
    high = -(-len(states) // wide)
    picture = new_figure(2.2 + 2.1 * wide, 0.5 + high * (0.9 + 0.28 * len(groups)))
    panels = picture.subplots(high, wide, sharey=True, squeeze=False).ravel()
    for axes, state in zip(panels, states, strict=False):
        _panel(axes, state, [group for _, group in groups])
    for axes in panels[len(states):]:
        axes.remove()
    panels[0].set_yticks(range(len(groups)), [f"{label}, n = {_count(group)}" for label, group in groups])
    panels[0].set_ylim(len(groups) - 0.5, -0.5)
    asked = f"{found.answered} of {found.asked} people answered." if found.with_roster else f"{found.answered} people answered."
    caption(picture, command, also=f"{asked} Dots: mean of everybody with its 95 % interval, open where fewer than {FEWEST} answered. "
            "Crosses: as answered.")
    return picture


def _panel(axes: Axes, state: str, groups: "list[Group]") -> None:
    for row, group in enumerate(groups):
        level = group.levels.get(state)
        if level is None:
            continue
        told = level.interval
        axes.errorbar([told.value], [row], xerr=[[told.value - told.low], [told.high - told.value]], marker="o", markersize=4.5,
                      color=BLACK, markerfacecolor=BLACK if level.own else "white", capsize=2, linestyle="", zorder=2)
        if level.own:
            axes.plot([level.raw], [row], marker="x", color=VERMILION, markersize=5, linestyle="", zorder=3)
    tidy(axes, "Mean, 0 to 1", "", IN_WORDS[state])
    axes.title.set_fontsize(TINY + 1)
    axes.set_xlim(0, 1)
    axes.grid(axis="x", color=PALE, linewidth=0.4)
    axes.tick_params(axis="y", labelcolor=INK)


def _count(group: "Group") -> str:
    return str(group.answered) if group.answered >= FEWEST else f"under {FEWEST}"
