"""What the evidence says about each parameter and context entry: the ensemble against the prior, pairs, and two ensembles compared."""

from math import log, sqrt
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm, rankdata  # type: ignore[import-untyped]

from sim.calibration.members import Ensemble
from sim.inputs.parameters import PARAMETERS

LEVEL = 0.05  # of all that is looked at together
CONTEXT = "context"  # where a mechanism's name stands, of what belongs to none


class Moved(NamedTuple):
    """What differs between members: the mechanism it belongs to, its default or what is recorded, and its range."""

    mechanism: str
    default: float
    low: float
    high: float


def moved_in(ensemble: Ensemble) -> dict[str, Moved]:
    """Parameters, all but those that the model has got since, and entries of workplaces."""
    found = {name: Moved(one.mechanism, one.default, one.low, one.high) for name, one in PARAMETERS.items() if name in ensemble.values}
    told = ensemble.provenance.get("entries", {})
    for name in map(str, ensemble.contexts):
        found[name] = Moved(CONTEXT, *(float(told[name][end]) for end in ("recorded", "low", "high")))
    return found


def in_ranges(ensemble: Ensemble) -> pd.DataFrame:
    """A row per member, a column for all that differs, each from 0 to 1 within its range."""
    table = pd.concat([ensemble.values, ensemble.contexts], axis=1)
    return pd.DataFrame({name: (table[name] - one.low) / (one.high - one.low) for name, one in moved_in(ensemble).items()})


def against_prior(ensemble: Ensemble, independent: float | None = None) -> pd.DataFrame:
    """A row for all that differs, most informed first: parameter, mechanism, default, median, low, high, width, distance, identified.

    low and high hold the middle 90 %.

    width: of the middle 90 % as a share of the prior's; 1 where nothing was learnt. distance: Kolmogorov and Smirnov's, of the
    ensemble from the uniform prior. identified: the distance exceeds what chance explains at LEVEL over all together, for so many
    independent members, or as many as the ensemble is worth.
    """
    moved = moved_in(ensemble)
    limit = critical(independent or ensemble.independent, len(moved))
    rows = []
    for (name, one), column in zip(moved.items(), in_ranges(ensemble).to_numpy(float).T, strict=True):
        spread = np.sort(column)
        low, median, high = np.quantile(spread, [0.05, 0.5, 0.95])
        steps = np.arange(1, len(spread) + 1) / len(spread)
        distance = float(np.maximum(steps - spread, spread - steps + 1 / len(spread)).max())
        own = [one.low + (one.high - one.low) * at for at in (median, low, high)]
        rows.append([name, one.mechanism, one.default, *own, (high - low) / 0.9, distance, distance > limit])
    told = pd.DataFrame(rows, columns=["parameter", "mechanism", "default", "median", "low", "high", "width", "distance", "identified"])
    return told.sort_values("distance", ascending=False, kind="stable", ignore_index=True)


def pairs(ensemble: Ensemble) -> pd.DataFrame:
    """A row per pair of what differs, those that go together most first: first, second, correlation (of ranks), sure.

    sure: farther from 0 than chance explains at LEVEL over all pairs together.
    """
    table = in_ranges(ensemble)
    told = np.corrcoef(rankdata(table.to_numpy(float), axis=0).T)
    one, other = np.triu_indices(len(told), 1)
    limit = norm.ppf(1 - LEVEL / 2 / max(1, len(one))) / sqrt(max(1.0, ensemble.independent - 3))
    names = np.array(table.columns, object)
    rows = pd.DataFrame({"first": names[one], "second": names[other], "correlation": told[one, other]})
    rows["sure"] = np.abs(np.arctanh(rows["correlation"].clip(-0.999999, 0.999999))) > limit
    return rows.iloc[np.argsort(-np.abs(told[one, other]), kind="stable")].reset_index(drop=True)


class Agreement(NamedTuple):
    """Two ensembles against each other.

    rows: a row for all that differs, the largest distance first: distance (Kolmogorov and Smirnov's, which bounds how far apart any
    two quantiles' shares can be), limit (what chance explains at LEVEL over all together, for as many independent members as told), agree.
    independent: how many independent members each would hold, as far as the two differ in their means.
    claimed: how many they claim to be worth. excess: probability of means so far apart if the claim is right.
    identified: what both say something about.
    """

    rows: pd.DataFrame
    independent: float
    claimed: float
    excess: float
    identified: list[str]

    @property
    def agree(self) -> bool:
        """Whether the two differ by no more than their own claims explain, and nothing by more than all else."""
        return self.excess >= LEVEL and bool(self.rows["agree"].all())


def agreement(first: Ensemble, second: Ensemble) -> Agreement:
    """Whether two ensembles agree, judged by how far they really lie apart.

    The means of all that differs tell how many independent members the two hold, and each is held against that. Of two samples of n,
    the squared difference of means over the sum of their variances is 1 / (n - 2) on average, the variances being those of the samples.
    """
    ours, theirs = in_ranges(first), in_ranges(second)
    both = [str(name) for name in ours if name in theirs]
    apart = np.array([(ours[name].mean() - theirs[name].mean()) ** 2 / max(ours[name].var() + theirs[name].var(), 1e-300) for name in both])
    independent = min(2 + 1 / max(float(apart.mean()), 1e-300), float(len(first)), float(len(second)))
    sizes = [first.independent, second.independent]
    claimed = 2 * sizes[0] * sizes[1] / sum(sizes)
    limit = critical(independent / 2, len(both))
    learnt = [set(against_prior(one, independent).query("identified")["parameter"]) for one in (first, second)]
    rows = []
    for name in both:
        samples = [some[name].to_numpy(float) for some in (ours, theirs)]
        every = np.concatenate(samples)
        shares = [np.searchsorted(np.sort(own), every, side="right") / len(own) for own in samples]
        distance = float(np.abs(shares[0] - shares[1]).max())
        rows.append([name, distance, limit, distance <= limit])
    told = pd.DataFrame(rows, columns=["parameter", "distance", "limit", "agree"])
    return Agreement(told.sort_values("distance", ascending=False, kind="stable", ignore_index=True), independent, claimed,
                     float(chi2.sf(max(0.0, claimed - 2) * float(apart.sum()), len(apart))),
                     [name for name in both if all(name in some for some in learnt)])


def critical(size: float, several: int) -> float:
    """Kolmogorov and Smirnov's distance that chance exceeds once in 1/LEVEL times in any of several, for so many members."""
    return sqrt(-log(LEVEL / several / 2) / (2 * size))
