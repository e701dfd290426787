"""The model beside the evidence: every check of every finding with its verdict, as text, Markdown and a record."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sim.evidence.declaration import USES, Bound, Check, Finding
from sim.patterns.results import NO_RUN, Part, PatternResult
from sim.text.tables import LIMITS, columns, paragraph

IN, OUT, NOT_SURE = "in", "out", "not sure"
HEADER = ("id", "use", "verdict", "model now [95 %]", "evidence", "of", "finding", "source")
LISTED = ("id", "use", "read", "how firm", "finding", "observed", "where and on whom", "source")
WIDEST = 34  # letters of a column
HOW = ("'In' and 'out': the model's whole 95 % interval lies inside, or outside, the interval of the evidence; otherwise the value decides "
       "and 'not sure' says so. Intervals come from the sources and are never moved to let the model in.")
MEANINGS = "; ".join(f"{use}: {meaning}" for use, meaning in USES.items())


def verdict(bound: Bound, part: Part) -> str:
    """Whether the model lies in the interval of the evidence, and whether its own interval leaves that open."""
    if part.value is None:
        return NO_RUN
    if part.sure:
        return IN
    if part.interval and not part.holds:
        low, high = max(part.interval[0], bound.low), min(part.interval[1], bound.high)
        if low > high or (low == high and not bound.allows(low)):
            return OUT
    return f"{IN if part.holds else OUT}, {NOT_SURE}"


@dataclass(frozen=True)
class Evidence:
    """Findings, and what the model says to those that can be held against it, from so many runs of each arm."""

    findings: tuple[Finding, ...]
    results: tuple[PatternResult, ...]
    runs: int
    seed: int

    def checks(self) -> Iterator[tuple[Finding, Check, Part]]:
        """Every check with its finding and what the runs gave."""
        results = {result.id: result for result in self.results}
        for one in self.findings:
            if one.checks:
                yield from ((one, check, part) for check, part in zip(one.checks, results[one.id].parts, strict=True))

    def text(self) -> str:
        """The answer first, then a row per check, then what is not in the model, then how it was found."""
        told = [self.in_short(), columns(self._rows(), HEADER, WIDEST)] if self.results else []
        told += [left_out(self.findings)] if any(one.not_in_the_model for one in self.findings) else []
        how = f"{self.runs} paired runs of each unit, and as many random contexts with one run each, seed {self.seed}."
        return "\n\n".join([*told, paragraph(f"{how} {HOW}"), paragraph(f"Uses. {MEANINGS}."), LIMITS])

    def in_short(self) -> str:
        """How many checks lie in their intervals, by use."""
        lines = []
        for use in USES:
            told = Counter(verdict(check.bound, part) for one, check, part in self.checks() if one.use == use)
            near, every = told[f"{IN}, {NOT_SURE}"] + told[f"{OUT}, {NOT_SURE}"], told.total()
            if every:
                inside = told[IN] + told[f"{IN}, {NOT_SURE}"]
                lines.append(f"- {use}: {inside} of {every}" + (f" ({near} not sure)" if near else ""))
        return "\n".join(["Checks whose value in the model lies in the interval of the evidence:", *lines])

    def markdown(self) -> str:
        """A row per check, and a row for each finding that is not in the model."""
        rows = [*self._rows(), *([one.id, one.use, "not in the model", "", "", one.not_in_the_model, one.claim, one.cited]
                                 for one in self.findings if one.not_in_the_model)]
        lines = [HEADER, ["---"] * len(HEADER), *rows]
        return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)

    def as_record(self) -> dict[str, Any]:
        """Everything as plain values, ready for JSON; an end of an interval that is infinite is None."""
        told: dict[str, list[dict[str, Any]]] = {one.id: [] for one in self.findings}
        for one, check, part in self.checks():
            told[one.id].append({**check_record(check), "value": part.value, "interval_95": part.interval, "runs": part.runs,
                                 "verdict": verdict(check.bound, part)})
        return {"runs": self.runs, "seed": self.seed,
                "findings": [{**record(one), "checks": told[one.id]} for one in self.findings]}

    def _rows(self) -> list[list[str]]:
        """Cells of a table; what holds for a whole finding stands in the row of its first check."""
        rows, last = [], None
        for one, check, part in self.checks():
            once = [one.id, one.use, one.claim, one.cited] if one is not last else [""] * 4
            rows.append([*once[:2], verdict(check.bound, part), str(part), check.bound.text, check.label, *once[2:]])
            last = one
        return rows


def record(one: Finding) -> dict[str, Any]:
    """A finding as plain values, without its checks."""
    return {"id": one.id, "use": one.use, "claim": one.claim, "observed": one.observed, "where": one.where, "strength": one.strength,
            "read": one.read, "source": one.source, "doi": list(one.doi), "measured": one.measured, "why": one.why,
            "not_in_the_model": one.not_in_the_model}


def check_record(check: Check) -> dict[str, Any]:
    """A check as plain values."""
    ends = [end if abs(end) < float("inf") else None for end in (check.bound.low, check.bound.high)]
    return {"label": check.label, "statistic": check.measure.kind, "measure": check.measure.measure, "given": check.measure.given,
            "of": [f"{sample.arm}: {sample.unit}" for sample in check.samples], "interval": ends, "strict": check.bound.strict}


def listed(found: Sequence[Finding]) -> str:
    """The entries themselves, without a run: what was seen, where, how firm it is, and what it is used for."""
    rows = [[one.id, one.use, one.read, one.strength, one.claim, one.observed, one.where, one.cited] for one in found]
    told = [columns(rows, LISTED, WIDEST)]
    told += [left_out(found)] if any(one.not_in_the_model for one in found) else []
    return "\n\n".join([*told, paragraph(f"Uses. {MEANINGS}.")])


def left_out(found: Sequence[Finding]) -> str:
    """What the model cannot be held against, and why."""
    lines = [paragraph(f"- {one.id}, {one.claim}: {one.not_in_the_model}") for one in found if one.not_in_the_model]
    return "\n".join(["Not in the model:", *lines])
