"""What the runs say of a pattern: its parts with their intervals, as a record, a text table or Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import inf
from typing import Any

import pandas as pd

from sim.evidence.declaration import Bound, Check, Finding, Sample
from sim.model.intervals import Estimate
from sim.text.tables import columns

NO_RUN = "no such run"


@dataclass(frozen=True)
class Part:
    """One check: ``holds`` when the value meets the bound, ``sure`` when its whole interval does.

    value and interval are None where no run qualifies.
    """

    label: str
    value: float | None
    interval: tuple[float, float] | None
    bound: str
    holds: bool
    sure: bool
    runs: int

    def __str__(self) -> str:
        if self.value is None:
            return NO_RUN
        return f"{self.value:z.3f}" + (f" [{self.interval[0]:z.3f}, {self.interval[1]:z.3f}]" if self.interval else "")


@dataclass(frozen=True)
class PatternResult:
    """A pattern held against the runs; ``tightest`` is the part with the least margin for its interval."""

    id: str
    tier: str
    claim: str
    strength: str
    measured: str
    runs: int
    tightest: Part
    parts: tuple[Part, ...]

    @property
    def holds(self) -> bool:
        """Whether all parts hold."""
        return all(part.holds for part in self.parts)

    @property
    def sure(self) -> bool:
        """Whether the intervals of all parts lie inside their bounds."""
        return all(part.sure for part in self.parts)

    @property
    def value(self) -> float | None:
        """Value of the tightest part."""
        return self.tightest.value

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % interval of the tightest part."""
        return self.tightest.interval

    @property
    def bound(self) -> str:
        """Bound of the tightest part."""
        return self.tightest.bound

    def as_record(self) -> dict[str, Any]:
        """The result as plain values, ready for JSON."""
        return {"id": self.id, "tier": self.tier, "claim": self.claim, "strength": self.strength, "holds": self.holds,
                "sure": self.sure, "value": self.value, "interval": self.interval, "bound": self.bound, "runs": self.runs,
                "parts": [asdict(part) for part in self.parts]}


def judge(pattern: Finding, samples: Mapping[Sample, pd.DataFrame], runs: int) -> PatternResult:
    """Hold a pattern against its samples; frames have a row per run, with the run as index."""
    estimates = [check.measure(*(samples[sample] for sample in check.samples)) for check in pattern.checks]
    parts = tuple(judged(check, estimate) for check, estimate in zip(pattern.checks, estimates, strict=True))
    margins = [relative_margin(check.bound, estimate) for check, estimate in zip(pattern.checks, estimates, strict=True)]
    return PatternResult(pattern.id, pattern.tier, pattern.claim, pattern.strength, pattern.measured, runs,
                         parts[margins.index(min(margins))], parts)


def judged(check: Check, estimate: Estimate) -> Part:
    """One check against its estimate; without a run it does not hold."""
    text, bound = check.bound.text, check.bound
    if estimate.runs == 0:
        return Part(f"{check.label}: {NO_RUN}", None, None, text, holds=False, sure=False, runs=0)
    interval = (estimate.low, estimate.high) if estimate.low == estimate.low else None  # one run gives no interval
    return Part(check.label, estimate.value, interval, text, holds=bound.allows(estimate.value),
                sure=bound.allows(estimate.low) and bound.allows(estimate.high), runs=estimate.runs)


def relative_margin(bound: Bound, estimate: Estimate) -> float:
    """Margin to the bound in half widths of the interval; endless where nothing varies, least where no run qualifies."""
    if estimate.runs == 0:
        return -inf
    half = (estimate.high - estimate.low) / 2
    margin = bound.margin(estimate.value)
    if half > 0:
        return margin / half
    return inf if bound.allows(estimate.value) else -inf


def verdict(result: PatternResult) -> str:
    """Whether it holds, and whether every interval says so."""
    return "NO" if not result.holds else "yes" if result.sure else "yes, not sure"


HEADER = ("id", "tier", "holds", "value [95 %]", "bound", "of", "claim")


def table_rows(results: Sequence[PatternResult]) -> list[list[str]]:
    """Cells of a table: a row per pattern, numbers and bound those of its tightest part."""
    return [[result.id, result.tier, verdict(result), str(result.tightest), result.bound,
             result.tightest.label, result.claim] for result in results]


def pattern_table(results: Sequence[PatternResult]) -> str:
    """The results as an aligned plain-text table."""
    return columns(table_rows(results), HEADER, widest=120)


def pattern_markdown(results: Sequence[PatternResult]) -> str:
    """The results as a Markdown table."""
    lines = [HEADER, ["---"] * len(HEADER), *table_rows(results)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
