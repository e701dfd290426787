"""The study's sentence, tested: must workplaces of low trust begin by rebuilding trust, before or as part of other efforts?"""

from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np

from sim.inputs import levers
from sim.inputs.levers import LEVERS
from sim.model.intervals import Estimate
from sim.priorities.race import EXACT, RESAMPLES
from sim.priorities.ranking_result import bounds

# Which levers build trust was settled by what they are, before any run: see sim.inputs.levers.
BEFORE = tuple(name for name, lever in LEVERS.items() if lever.builds_trust == levers.BEFORE)
AS_PART = tuple(name for name, lever in LEVERS.items() if lever.builds_trust == levers.AS_PART)
LOW, HIGH = 0.35, 0.65  # mean trust in the leader at the start: up to here it is called low, from here on high


@dataclass(frozen=True)
class Answer:
    """What the map says on one measure; each number is for the cells of low and of high trust.

    before, as_part: share of cells in which a lever of that kind comes first, 0-1. first: of both kinds together.
    ahead: how far the best trust-building lever is ahead of the best other one, mean over cells, in the unit of the measure; which
    are the best is found on one half of the members and measured on the other.
    gain: of trust first by itself, in the unit of the measure. by_other: ahead at low trust, for each value of the other axis.
    Intervals: 95 % percentiles of a bootstrap over parameter sets.
    """

    measure: str
    before: tuple[Estimate, Estimate]
    as_part: tuple[Estimate, Estimate]
    first: tuple[Estimate, Estimate]
    ahead: tuple[Estimate, Estimate]
    gain: tuple[Estimate, Estimate]
    difference: Estimate  # of first, low minus high
    by_other: dict[float, Estimate]

    @property
    def verdict(self) -> str:
        """What it says of the sentence: borne out, not borne out, or left open."""
        low = self.ahead[0]
        return "borne out" if low.low > 0 else "not borne out" if low.high < 0 else "left open"

    def as_record(self) -> dict[str, Any]:
        """Plain numbers."""
        pairs = {name: {level: {"value": one.value, "interval": bounds(one)} for level, one in zip(("low", "high"), both, strict=True)}
                 for name, both in (("before", self.before), ("as_part", self.as_part), ("first", self.first), ("ahead", self.ahead),
                                      ("gain", self.gain))}
        return {"measure": self.measure, "verdict": self.verdict, **pairs,
                "difference": {"value": self.difference.value, "interval": bounds(self.difference)},
                "ahead_at_low_trust": [{"other": other, "value": one.value, "interval": bounds(one)}
                                       for other, one in self.by_other.items()]}


def answers(measure: str, gains: np.ndarray, trust: np.ndarray, other: np.ndarray, levers: list[str], seed: int) -> Answer:
    """The answer from the gains of each lever, (cells, levers, members), and the cells' trust and other setting, (cells,)."""
    members = gains.shape[2]
    even = np.full(members, 1 / members)
    weights = np.random.default_rng(seed).multinomial(members, even, RESAMPLES) / members
    weights = np.vstack([even, weights])  # the first row is the map itself
    means, *halves = (np.round(np.einsum("clm,bm->bcl", gains, part / np.maximum(part.sum(axis=1, keepdims=True), 1e-9)), EXACT)
                      for part in (weights, weights * (np.arange(members) % 2), weights * (np.arange(members) % 2 == 0)))
    winner = means.argmax(axis=2)
    kinds = {"before": np.isin(levers, BEFORE), "as_part": np.isin(levers, AS_PART)}
    kinds["first"] = kinds["before"] | kinds["as_part"]
    cells = (trust <= LOW, trust >= HIGH)

    def told(values: np.ndarray) -> Estimate:
        low, high = np.quantile(values[1:], [0.025, 0.975])
        if low == high:  # the same cells in every resample are no certainty
            return Estimate(float(values[0]), nan, nan, members)
        return Estimate(float(values[0]), float(low), float(high), members)

    shares = {name: [kind[winner][:, some].mean(axis=1) for some in cells] for name, kind in kinds.items()}
    lead = crossed_best(halves, kinds["first"]) - crossed_best(halves, ~kinds["first"])
    ahead = [lead[:, some].mean(axis=1) for some in cells]
    by_other = {float(value): told(lead[:, cells[0] & (other == value)].mean(axis=1)) for value in np.unique(other)}
    gain = [means[:, :, kinds["before"]].max(axis=2)[:, some].mean(axis=1) for some in cells]
    low, high = shares["first"]
    pairs = {name: (told(both[0]), told(both[1])) for name, both in (*shares.items(), ("ahead", ahead), ("gain", gain))}
    return Answer(measure=measure, difference=told(low - high), by_other=by_other, **pairs)


def crossed_best(halves: list[np.ndarray], some: np.ndarray) -> np.ndarray:
    """Mean of the best of some levers, chosen on one half of the members and measured on the other, both ways about.

    halves: means over each half, (resamples, cells, levers). Chosen and measured on the same, the best of many lies too high.
    """
    first, second = (half[:, :, some] for half in halves)

    def measured(chosen: np.ndarray, on: np.ndarray) -> np.ndarray:
        return np.take_along_axis(on, chosen.argmax(axis=2)[:, :, None], axis=2)[:, :, 0]
    return (measured(first, second) + measured(second, first)) / 2
