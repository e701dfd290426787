"""The study's sentence, tested: must workplaces of low trust begin by rebuilding trust, before or as part of other efforts?"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.intervals import Estimate
from sim.priorities.answer import bounds
from sim.priorities.race import EXACT, RESAMPLES

# Which levers build trust was settled by what they are, before any run. "Before": weeks of listening while nothing else is
# asked. "As part": what the study itself says trust hangs on along the way: promises that can be kept (alignment), being
# asked (involvement), having a say (mandate). Not restart and push_through, which wait for a refusal and are no beginning.
BEFORE = ("trust_first_weeks",)
AS_PART = ("expectation_alignment", "involvement", "steering_mandate")
LOW, HIGH = 0.35, 0.65  # mean trust in the leader at the start: up to here it is called low, from here on high


@dataclass(frozen=True)
class Answer:
    """What the map says on one measure; each number is for the cells of low and of high trust.

    before, as_part: share of cells in which a lever of that kind comes first, 0-1. first: of both kinds together.
    ahead: how far the best trust-building lever is ahead of the best other one, mean over cells, in the unit of the measure.
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
    weights = np.random.default_rng(seed).multinomial(members, np.full(members, 1 / members), RESAMPLES) / members
    weights = np.vstack([np.full(members, 1 / members), weights])  # the first row is the map itself
    means = np.round(np.einsum("clm,bm->bcl", gains, weights), EXACT)
    winner = means.argmax(axis=2)
    kinds = {"before": np.isin(levers, BEFORE), "as_part": np.isin(levers, AS_PART)}
    kinds["first"] = kinds["before"] | kinds["as_part"]
    cells = (trust <= LOW, trust >= HIGH)

    def told(values: np.ndarray) -> Estimate:
        low, high = np.quantile(values[1:], [0.025, 0.975])
        return Estimate(float(values[0]), float(low), float(high), members)

    shares = {name: [kind[winner][:, some].mean(axis=1) for some in cells] for name, kind in kinds.items()}
    lead = means[:, :, kinds["first"]].max(axis=2) - means[:, :, ~kinds["first"]].max(axis=2)
    ahead = [lead[:, some].mean(axis=1) for some in cells]
    by_other = {float(value): told(lead[:, cells[0] & (other == value)].mean(axis=1)) for value in np.unique(other)}
    gain = [means[:, :, kinds["before"]].max(axis=2)[:, some].mean(axis=1) for some in cells]
    low, high = shares["first"]
    pairs = {name: (told(both[0]), told(both[1])) for name, both in (*shares.items(), ("ahead", ahead), ("gain", gain))}
    return Answer(measure=measure, difference=told(low - high), by_other=by_other, **pairs)
