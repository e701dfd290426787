"""What people need beside what the project may be about, for the guided story."""

import numpy as np
from matplotlib.figure import Figure

from sim.figures.style import BLUE, INK, TEXT, TITLE, tidy
from sim.inputs.phases import THEMES
from sim.lab.world import World

ROWS = ("employees need", "the leader wants", "the project lets in")


def shares(world: World) -> np.ndarray:
    """Needs of the first employees (mean), of the leader, and what the scope lets in: shape (3, themes), shares from 0 to 1."""
    leader, scope = world.unit.manager, world.unit.scope
    return np.array([np.mean(world.needs, axis=0), leader.needs, scope], dtype=float)


def inside_scope(world: World) -> float:
    """The share of what the employees need that the project lets in."""
    need, _, scope = shares(world)
    return float(need @ scope)


def draw_needs(world: World) -> Figure:
    """The three rows of ``shares``, theme by theme."""
    values = shares(world)
    figure = Figure(figsize=(5.0, 2.6), facecolor="white")
    parts = figure.subplots(1, 3, sharey=True, gridspec_kw={"left": 0.27, "right": 0.99, "top": 0.86, "bottom": 0.24, "wspace": 0.12})
    for theme, (axes, name) in enumerate(zip(parts, THEMES, strict=True)):
        tidy(axes, "share (0–1)", title=name).title.set_fontsize(TITLE)
        axes.barh(range(3), values[:, theme], height=0.6, color=[BLUE, BLUE, "white"], edgecolor=INK, linewidth=0.8, hatch=["", "", "///"])
        for row, value in enumerate(values[:, theme]):
            axes.text(value + 0.03, row, f"{value:.2f}" if row < 2 else "yes" if value else "no", va="center", fontsize=TEXT, color=INK)
        axes.set(xlim=(0, 1.35), xticks=[0, 0.5, 1], ylim=(2.6, -0.6))
    parts[0].set_yticks(range(3), ROWS, fontsize=TEXT)
    return figure
