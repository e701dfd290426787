"""What the study says about each parameter: the ensemble against the prior, and two ensembles against each other."""

from math import log, sqrt
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from scipy.stats import chi2  # type: ignore[import-untyped]

from sim.calibration.ensemble import Ensemble
from sim.figures.style import BLACK, INK, PALE, SMALL, caption, new_figure, tidy
from sim.inputs.parameters import PARAMETERS, Parameter

LEVEL = 0.05  # of all parameters together
SHOWN = 30  # parameters in the picture


def against_prior(ensemble: Ensemble, independent: float | None = None) -> pd.DataFrame:
    """A row per parameter, most informed first: parameter, mechanism, default, median, low, high, width, distance, identified.

    low and high hold the middle 90 %.

    width: of the middle 90 % as a share of the prior's; 1 where nothing was learnt. distance: Kolmogorov and Smirnov's, of the
    ensemble from the uniform prior. identified: the distance exceeds what chance explains at LEVEL over all parameters together,
    for so many independent members, or as many as the ensemble has effective ancestors, which is cautious.
    """
    moved = moved_in(ensemble)
    limit = critical(independent or float(ensemble.provenance["effective_ancestors"]), len(moved))
    rows = []
    for name, parameter in moved.items():
        spread = (np.sort(ensemble.values[name].to_numpy(float)) - parameter.low) / (parameter.high - parameter.low)
        low, median, high = np.quantile(spread, [0.05, 0.5, 0.95])
        steps = np.arange(1, len(spread) + 1) / len(spread)
        distance = float(np.maximum(steps - spread, spread - steps + 1 / len(spread)).max())
        own = [parameter.low + (parameter.high - parameter.low) * at for at in (median, low, high)]
        rows.append([name, parameter.mechanism, parameter.default, *own, (high - low) / 0.9, distance, distance > limit])
    told = pd.DataFrame(rows, columns=["parameter", "mechanism", "default", "median", "low", "high", "width", "distance", "identified"])
    return told.sort_values("distance", ascending=False, kind="stable", ignore_index=True)


class Agreement(NamedTuple):
    """Two ensembles against each other.

    rows: a row per parameter, the largest distance first: distance (Kolmogorov and Smirnov's), limit (what chance explains at
    LEVEL over all parameters together, for as many independent members as told), agree.
    independent: how many independent members each would hold, as far as the two differ in their means.
    claimed: how many they claim by their effective ancestors. excess: probability of means so far apart if the claim is right.
    """

    rows: pd.DataFrame
    independent: float
    claimed: float
    excess: float
    identified: list[str]

    @property
    def agree(self) -> bool:
        """Whether the two differ by no more than their own claims explain, and no parameter by more than all the others."""
        return self.excess >= LEVEL and bool(self.rows["agree"].all())


def agreement(first: Ensemble, second: Ensemble) -> Agreement:
    """Whether two ensembles agree, judged by how far they really lie apart.

    Effective ancestors are so cautious that by them alone hardly any two ensembles would differ. So the means of all parameters
    tell how many independent members the two hold, and single parameters are held against that. Of two samples of n, the squared
    difference of means over the sum of their variances is 1 / (n - 2) on average, the variances being those of the samples.
    """
    pairs = {name: [one.values[name].to_numpy(float) for one in (first, second)] for name in moved_in(first) if name in second.values}
    apart = np.array([(ours.mean() - theirs.mean()) ** 2 / max(ours.var(ddof=1) + theirs.var(ddof=1), 1e-300)
                      for ours, theirs in pairs.values()])
    independent = min(2 + 1 / max(float(apart.mean()), 1e-300), float(len(first)), float(len(second)))
    sizes = [float(one.provenance["effective_ancestors"]) for one in (first, second)]
    claimed = 2 * sizes[0] * sizes[1] / sum(sizes)
    limit = critical(independent / 2, len(pairs))
    learnt = [set(against_prior(one, independent).query("identified")["parameter"]) for one in (first, second)]
    rows = []
    for name, (ours, theirs) in pairs.items():
        every = np.concatenate([ours, theirs])
        shares = [np.searchsorted(np.sort(own), every, side="right") / len(own) for own in (ours, theirs)]
        distance = float(np.abs(shares[0] - shares[1]).max())
        rows.append([name, distance, limit, distance <= limit])
    told = pd.DataFrame(rows, columns=["parameter", "distance", "limit", "agree"])
    return Agreement(told.sort_values("distance", ascending=False, kind="stable", ignore_index=True), independent, claimed,
                     float(chi2.sf(max(0.0, claimed - 2) * float(apart.sum()), len(apart))),
                     [name for name in pairs if all(name in some for some in learnt)])


def moved_in(ensemble: Ensemble) -> dict[str, Parameter]:
    """The parameters that differ between members: all but those that the model has got since."""
    return {name: parameter for name, parameter in PARAMETERS.items() if name in ensemble.values}


def critical(size: float, parameters: int) -> float:
    """Kolmogorov and Smirnov's distance that chance exceeds once in 1/LEVEL times in any of so many parameters, for so many members."""
    return sqrt(-log(LEVEL / parameters / 2) / (2 * size))


def figure(ensemble: Ensemble, command: str) -> Figure:
    """The parameters the study says most about: the middle half and 90 % of the ensemble within the prior's range."""
    rows = against_prior(ensemble).head(SHOWN)
    drawn = new_figure(8.0, 2.0 + 0.24 * len(rows))
    axes = drawn.subplots()
    for at, name in enumerate(rows["parameter"]):
        parameter = PARAMETERS[name]
        spread = (ensemble.values[name].to_numpy(float) - parameter.low) / (parameter.high - parameter.low)
        five, quarter, median, three, most = np.quantile(spread, [0.05, 0.25, 0.5, 0.75, 0.95])
        axes.plot([0, 1], [at, at], color=PALE, linewidth=5, solid_capstyle="butt", zorder=1)
        axes.plot([five, most], [at, at], color=INK, linewidth=1.2, zorder=2)
        axes.plot([quarter, three], [at, at], color=INK, linewidth=4, solid_capstyle="butt", zorder=3)
        axes.plot(median, at, "o", color="white", markeredgecolor=BLACK, markersize=5, zorder=4)
        axes.plot((parameter.default - parameter.low) / (parameter.high - parameter.low), at, "|", color=BLACK, markersize=12, zorder=5)
    labels = [f"{name} ({PARAMETERS[name].low:g} to {PARAMETERS[name].high:g})" for name in rows["parameter"]]
    axes.set_yticks(range(len(rows)), labels, fontsize=SMALL)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    told = ensemble.provenance
    tidy(axes, "Place in the parameter's range (0–1)\nmiddle half, 90 % and median of the ensemble; | is the default",
         title=f"What the study says most about, of {len(moved_in(ensemble))} parameters\n{len(ensemble):,} parameter sets (about "
               f"{told['effective_ancestors']:.0f} independent) of {told['tried']:,} tried,\neach with up to {told['runs'][0]} runs of a "
               f"workplace, and {told['runs'][1]} more where accepted")
    caption(drawn, command)
    return drawn
