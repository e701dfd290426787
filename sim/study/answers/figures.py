"""What all pictures of studies share: lengths of error bars, the question above and the command below."""

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from sim.figures.style import INK, TEXT, caption
from sim.model import intervals


def bars(told: Sequence[intervals.Estimate]) -> np.ndarray:
    """Lengths of error bars below and above, shape (2, estimates)."""
    lengths = np.array([[one.value - one.low, one.high - one.value] for one in told]).reshape(-1, 2)
    return np.maximum(np.nan_to_num(lengths), 0).T


def finished(figure: Figure, heading: str, command: str, runs: int, also: str = "") -> Figure:
    """The question above and, below, what has to be known too, the number of runs and the command that makes the picture again."""
    letters = int(figure.get_figwidth() * 72 / (0.54 * (TEXT + 1)))
    figure.suptitle("\n".join(textwrap.wrap(heading, letters)), x=0.01, ha="left", fontsize=TEXT + 1, color=INK)
    caption(figure, command, runs, also)
    return figure
