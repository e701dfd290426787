"""The model beside the evidence: every check of every finding with its verdict, as text, Markdown and a record."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from sim.evidence.declaration import USES, Bound, Check, Finding
from sim.patterns import spread
from sim.patterns.results import NO_RUN, Part, PatternResult
from sim.patterns.spread import IN, OUT, PARTLY, Spread, apart
from sim.text.tables import LIMITS, columns, paragraph

NOT_SURE = "not sure"
NOW = "model now [95 %]"
HEADER = ("id", "use", "verdict", NOW, "evidence", "of", "finding", "source")
DEFAULT, OVER = "default [95 %]", "over sets: median (5 to 95 %)"
OVER_SETS = ("id", "use", "verdict", "inside", OVER, DEFAULT, "evidence", "of", "finding", "source")
ON_A_PAGE = ("id", "finding", "source", "use", "of", "evidence", DEFAULT, OVER, "inside", "verdict")
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
    if part.interval and not part.holds and apart(bound, *part.interval):
        return OUT
    return f"{IN if part.holds else OUT}, {NOT_SURE}"


@dataclass(frozen=True)
class Evidence:
    """Findings, and what the model says to those that can be held against it, from so many runs of each arm.

    sets: parameter sets that it was told over a second time, 0 for none; over: how each check is spread over them, in their order.
    """

    findings: tuple[Finding, ...]
    results: tuple[PatternResult, ...]
    runs: int
    seed: int
    sets: int = 0
    over: tuple[Spread, ...] = ()

    def checks(self) -> Iterator[tuple[Finding, Check, Part]]:
        """Every check with its finding and what the runs gave."""
        results = {result.id: result for result in self.results}
        for one in self.findings:
            if one.checks:
                yield from ((one, check, part) for check, part in zip(one.checks, results[one.id].parts, strict=True))

    def spreads(self) -> Iterator[Spread | None]:
        """What the parameter sets say to every check; nothing for each where none were run."""
        return iter(self.over) if self.sets else repeat(None, sum(1 for _ in self.checks()))

    def text(self) -> str:
        """The answer first, then a row per check, then what is not in the model, then how it was found."""
        header = OVER_SETS if self.sets else HEADER
        told = [self.in_short(), columns(self._rows(header), header, WIDEST)] if self.results else []
        told += [left_out(self.findings)] if any(one.not_in_the_model for one in self.findings) else []
        how = f"{self.runs} paired runs of each unit, and as many random contexts with one run each, seed {self.seed}."
        over = f"{self.sets} parameter sets with as many runs each, whose luck is part of the range. {spread.HOW}"
        return "\n\n".join([*told, paragraph(f"{how} {over if self.sets else HOW}"), paragraph(f"Uses. {MEANINGS}."), LIMITS])

    def in_short(self) -> str:
        """How many checks lie in their intervals, by use."""
        lines = []
        for use in USES:
            told = Counter(word for (one, *_), word in zip(self.checks(), self.verdicts(), strict=True) if one.use == use)
            if not told:
                continue
            if self.sets:
                lines.append(f"- {use}: " + ", ".join(f"{told[word]} {word}" for word in (IN, PARTLY, OUT, NO_RUN) if told[word]))
                continue
            near = told[f"{IN}, {NOT_SURE}"] + told[f"{OUT}, {NOT_SURE}"]
            lines.append(f"- {use}: {told[IN] + told[f'{IN}, {NOT_SURE}']} of {told.total()}" + (f" ({near} not sure)" if near else ""))
        of_what = f"over {self.sets} parameter sets" if self.sets else "in the model"
        return "\n".join([f"Checks whose value {of_what} lies in the interval of the evidence:", *lines])

    def verdicts(self) -> list[str]:
        """What is said of every check: over the parameter sets where they were run, or of the one that was run."""
        return [over.verdict(check.bound) if over else verdict(check.bound, part)
                for (_, check, part), over in zip(self.checks(), self.spreads(), strict=True)]

    def markdown(self) -> str:
        """A row per check, and a row for each finding that is not in the model."""
        header = ON_A_PAGE if self.sets else HEADER
        left = [_cells(header, one, {"verdict": "not in the model", "of": one.not_in_the_model})
                for one in self.findings if one.not_in_the_model]
        lines = [header, ["---"] * len(header), *self._rows(header), *left]
        return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)

    def as_record(self) -> dict[str, Any]:
        """Everything as plain values, ready for JSON; an end of an interval that is infinite is None."""
        told: dict[str, list[dict[str, Any]]] = {one.id: [] for one in self.findings}
        for (one, check, part), over in zip(self.checks(), self.spreads(), strict=True):
            told[one.id].append({**check_record(check), "value": part.value, "interval_95": part.interval, "runs": part.runs,
                                 "verdict": verdict(check.bound, part)} | ({"over_sets": over.as_record(check.bound)} if over else {}))
        return {"runs": self.runs, "seed": self.seed, "sets": self.sets,
                "findings": [{**record(one), "checks": told[one.id]} for one in self.findings]}

    def _rows(self, header: Sequence[str]) -> list[list[str]]:
        """Cells of a table; what holds for a whole finding stands in the row of its first check."""
        rows, last = [], None
        for (one, check, part), over, word in zip(self.checks(), self.spreads(), self.verdicts(), strict=True):
            told = {"verdict": word, "evidence": check.bound.text, "of": check.label, NOW: str(part), DEFAULT: str(part)}
            if over:
                told |= {OVER: str(over), "inside": f"{over.inside:.0%}"}
            rows.append(_cells(header, one if one is not last else None, told))
            last = one
        return rows


def _cells(header: Sequence[str], one: Finding | None, told: Mapping[str, str]) -> list[str]:
    """A row by the names of its columns, with what holds for a whole finding."""
    of_it = {"id": one.id, "use": one.use, "finding": one.claim, "source": one.cited} if one else {}
    return [{**of_it, **told}.get(name, "") for name in header]


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
