"""What a finding is: a claim from somewhere, and checks that each hold one number of the runs against one interval."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sim.evidence.arms import Arm
from sim.evidence.statistics import Statistic

CALIBRATION, CHECK, PREDICTION, AIM = "calibration", "check", "prediction", "aim"
LITERATURE = "literature"  # what takehold patterns calls a check
USES = {CALIBRATION: "parameters may be chosen on it", CHECK: "reported as it comes out; a rule may be mended for it, no number chosen",
        PREDICTION: "held out: reported as it comes out, and nothing is changed for it", AIM: "where an earlier trial model fell short"}
READ = ("the study", "table", "abstract", "second-hand")  # what of the source was read


class Bound(NamedTuple):
    """The values that a finding allows: from ``low`` to ``high``, without the ends themselves when ``strict``."""

    text: str
    low: float
    high: float
    strict: bool

    def allows(self, value: float) -> bool:
        """Whether a value meets the bound; nan never does."""
        return self.low < value < self.high if self.strict else self.low <= value <= self.high

    def margin(self, value: float) -> float:
        """How far a value lies inside the bound, negative outside."""
        return min(value - self.low, self.high - value)


def between(low: float, high: float, strict: bool = False) -> Bound:
    """From low to high, either of which may be infinite; the ends count unless strict."""
    sign = "" if strict else "="
    if low == high:
        text = f"= {low:.3g}"
    elif high == float("inf"):
        text = f">{sign} {low:.3g}"
    elif low == -float("inf"):
        text = f"<{sign} {high:.3g}"
    else:
        text = f"{low:.3g} <{sign} x <{sign} {high:.3g}"
    return Bound(text, low, high, strict)


class Sample(NamedTuple):
    """The runs of one unit in one arm."""

    arm: str
    unit: str


@dataclass(frozen=True)
class Check:
    """One statistic of some samples, held against a bound."""

    label: str
    measure: Statistic
    samples: tuple[Sample, ...]
    bound: Bound


@dataclass(frozen=True)
class Finding:
    """A finding under its id; it holds when all its checks hold.

    observed: what was seen; where: and on whom. strength: how firmly the source supports it; read: what of the source was read.
    measured: in one sentence how the model is held against it; why: the reason for the interval. Without checks,
    not_in_the_model says why there are none. arms: what its samples are runs of.
    """

    id: str
    use: str
    claim: str
    strength: str
    measured: str
    checks: tuple[Check, ...]
    observed: str = ""
    where: str = ""
    read: str = ""
    source: str = ""
    doi: tuple[str, ...] = ()
    why: str = ""
    not_in_the_model: str = ""
    arms: Mapping[str, Arm] = field(default_factory=dict)

    @property
    def tier(self) -> str:
        """Its use, as takehold patterns calls it."""
        return LITERATURE if self.use == CHECK else self.use

    @property
    def cited(self) -> str:
        """The source with its digital object identifiers."""
        return ", ".join([self.source, *(f"doi:{one}" for one in self.doi)])
