"""A picture of what the evidence says most about."""

import numpy as np
from matplotlib.figure import Figure

from sim.calibration.members import Ensemble
from sim.calibration.posterior import against_prior, in_ranges, moved_in
from sim.figures.style import BLACK, INK, PALE, SMALL, caption, new_figure, tidy

SHOWN = 30  # parameters and entries in the picture


def figure(ensemble: Ensemble, command: str) -> Figure:
    """What the evidence says most about: the middle half and 90 % of the ensemble within the prior's range."""
    rows, moved, table = against_prior(ensemble).head(SHOWN), moved_in(ensemble), in_ranges(ensemble)
    drawn = new_figure(8.0, 2.0 + 0.24 * len(rows))
    axes = drawn.subplots()
    for at, name in enumerate(rows["parameter"]):
        one = moved[name]
        five, quarter, median, three, most = np.quantile(table[name].to_numpy(float), [0.05, 0.25, 0.5, 0.75, 0.95])
        axes.plot([0, 1], [at, at], color=PALE, linewidth=5, solid_capstyle="butt", zorder=1)
        axes.plot([five, most], [at, at], color=INK, linewidth=1.2, zorder=2)
        axes.plot([quarter, three], [at, at], color=INK, linewidth=4, solid_capstyle="butt", zorder=3)
        axes.plot(median, at, "o", color="white", markeredgecolor=BLACK, markersize=5, zorder=4)
        axes.plot((one.default - one.low) / (one.high - one.low), at, "|", color=BLACK, markersize=12, zorder=5)
    labels = [f"{name} ({moved[name].low:g} to {moved[name].high:g})" for name in rows["parameter"]]
    axes.set_yticks(range(len(rows)), labels, fontsize=SMALL)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    told = ensemble.provenance
    worth = "" if ensemble.independent == len(ensemble) else f" (about {ensemble.independent:.0f} independent)"
    tidy(axes, "Place in its range (0–1)\nmiddle half, 90 % and median of the ensemble;\n| is the default, or as recorded",
         title=f"What the study says most about,\nof {len(moved)} parameters and context entries\n{len(ensemble):,} parameter sets{worth} "
               f"of {told['tried']:,} tried,\neach with up to {told['runs'][1]} runs of a workplace")
    caption(drawn, command)
    return drawn
