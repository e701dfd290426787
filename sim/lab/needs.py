"""What people need beside what the project may be about, for the guided story."""

from matplotlib.figure import Figure

from sim.drawing import BLUE, INK, SMALL, TEXT, tidy
from sim.lab.world import World
from sim.phases import THEMES

ROWS = ("the steering group needs", "the leader wants", "the project lets in")


def draw_needs(world: World) -> Figure:
    """Shares of the three themes in what the steering group needs, in what the leader wants, and in the project's scope."""
    unit = world.unit
    members = unit.members
    group = [sum(member.needs[theme] for member in members) / len(members) for theme in range(3)]
    scope = (unit.scope.planning, unit.scope.coordination, unit.scope.wellbeing)
    figure = Figure(figsize=(5.6, 2.5), facecolor="white")
    parts = figure.subplots(1, 3, sharey=True, gridspec_kw={"left": 0.31, "right": 0.97, "top": 0.84, "bottom": 0.24, "wspace": 0.18})
    for theme, (axes, name) in enumerate(zip(parts, THEMES, strict=True)):
        tidy(axes, "share (0–1)", title=name)
        values = (group[theme], unit.manager.needs[theme], scope[theme])
        axes.barh(range(3), values, height=0.6, color=[BLUE, BLUE, "white"], edgecolor=INK, linewidth=0.8, hatch=["", "", "///"])
        for row, value in enumerate(values):
            axes.text(value + 0.03, row, f"{value:.2f}" if row < 2 else "yes" if value else "no", va="center", fontsize=SMALL, color=INK)
        axes.set(xlim=(0, 1.25), xticks=[0, 0.5, 1], ylim=(2.6, -0.6))
    parts[0].set_yticks(range(3), ROWS, fontsize=TEXT)
    return figure
