"""The people of a unit on their work network: colour is trust, size is free time, shape is the role."""

from functools import lru_cache

import matplotlib as mpl
import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from sim.figures.style import INK, PALE, TEXT
from sim.lab.film import Film
from sim.lab.world import World
from sim.model.agents.steering_member import COORDINATOR, PLANNER, REPRESENTATIVE

SHAPES = {"employee": "o", REPRESENTATIVE: "^", PLANNER: "s", COORDINATOR: "D"}
TRUST = mpl.colormaps["cividis"]  # even in lightness, and alike for people who see colours differently
SMALLEST, AN_HOUR, MOST_HOURS = 22.0, 34.0, 6.0  # size without free time and for each free hour, in square points, up to so many
SIGNS = {"employee": "○", REPRESENTATIVE: "△", PLANNER: "□", COORDINATOR: "◇"}  # the same in words
UNDER_WORDS = {"boxstyle": "round,pad=0.12", "fc": "white", "ec": "none", "alpha": 0.75}
LEADER_AT = (0.0, 1.25)


class PeoplePicture:
    """Everybody in the watched unit of a world, week by week."""

    def __init__(self, world: World):
        self.world, people = world, world.unit.employees
        ties = tuple((e.place, colleague.place) for e in people for colleague in e.colleagues)
        self.at, self.roles = positions(len(people), ties), np.array([e.role for e in people])
        figure = Figure(figsize=(4.8, 4.0), facecolor="white")
        self.axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self.axes.set_axis_off()
        self.axes.set(xlim=(-1.12, 1.12), ylim=(-1.12, 1.42))
        self.axes.add_collection(LineCollection([self.at[list(tie)] for tie in ties], colors=PALE, linewidths=0.5, alpha=0.6))
        self.axes.annotate("leader", LEADER_AT, (13, 0), textcoords="offset points", va="center", fontsize=TEXT, color=INK)
        self.film = Film(figure)

    def key(self) -> list[str]:
        """What shape, size and cross mean; the colours are a scale of TRUST."""
        roles = [f"{sign} {role}{'' if role == 'employee' else ', in the steering group'}" for role, sign in SIGNS.items()
                 if role in self.roles]
        return [*roles, "★ leader (coloured by trust in the employees)", "× has dropped out",
                f"size: free hours, from none to {MOST_HOURS:g} a week or more"]

    def frame(self, week: int) -> bytes:
        """The picture at the end of a week of the run."""
        return self.film.frame(lambda: self._add(self.world.at(week)))

    def _add(self, week: int) -> None:
        moment, axes, at = self.world.moments[week], self.axes, self.at
        for role in SHAPES:
            self._add_role(role, np.flatnonzero(self.roles == role), np.array(moment.trust), np.array(moment.slack))
        gone = at[np.array(moment.withdrawn)]
        for colour, width in (("white", 4.5), (INK, 2.0)):  # dark on light, so that it is seen on any mark
            axes.plot(gone[:, 0], gone[:, 1], linestyle="", marker="x", markersize=10, markeredgewidth=width, color=colour, zorder=4)
        for (x, y), vote in zip(at, moment.votes, strict=True):
            if vote is not None:
                axes.annotate("for" if vote else "against", (x, y), (0, 9), textcoords="offset points", ha="center", fontsize=TEXT,
                              color=INK, fontweight="bold", zorder=5, bbox=UNDER_WORDS)
        leader_trusts = self.world.series("trust_in_employees", week)[-1]
        _marks(axes, np.array([LEADER_AT]), np.array([leader_trusts]), 330, "*", 1.2)

    def _add_role(self, role: str, places: np.ndarray, trust: np.ndarray, slack: np.ndarray) -> None:
        """The people of one role; those in the steering group have a thick rim."""
        size = SMALLEST + AN_HOUR * np.minimum(slack[places], MOST_HOURS)
        _marks(self.axes, self.at[places], trust[places], size, SHAPES[role], 0.5 if role == "employee" else 2.0)


def _marks(axes: Axes, at: np.ndarray, trust: np.ndarray, size: "np.ndarray | float", shape: str, rim: float) -> None:
    axes.scatter(at[:, 0], at[:, 1], s=size, marker=shape, c=trust, cmap=TRUST, vmin=0, vmax=1, edgecolors=INK, linewidths=rim, zorder=3)


def colours() -> str:
    """The scale of trust from 0 to 1, as a gradient for a style sheet."""
    return f"linear-gradient(to right, {', '.join(mpl.colors.to_hex(TRUST(at / 8)) for at in range(9))})"


@lru_cache(maxsize=16)
def positions(people: int, ties: tuple[tuple[int, int], ...]) -> np.ndarray:
    """Where everybody stands: shape (people, 2), from -1 to 1. The same ties give the same picture."""
    graph = nx.Graph()
    graph.add_nodes_from(range(people))
    graph.add_edges_from(ties)
    placed = nx.spring_layout(graph, seed=1, k=2.2 / np.sqrt(people), iterations=60 if people < 200 else 15)
    at = np.array([placed[place] for place in range(people)])
    by_rank = at.argsort(axis=0).argsort(axis=0) / max(1, people - 1) * 2 - 1  # so that nobody stands far off
    return np.asarray(0.5 * by_rank + 0.5 * at / np.abs(at).max())
