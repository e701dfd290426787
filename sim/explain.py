"""Context, mechanism, outcome: what carried a run, seen from twin runs with one mechanism switched off.

A twin shares every draw with the run, so what differs between the two is the mechanism's doing, in the model.
The run that is told lives on Mesa; its twins live on the compiled engine where that is ready, which gives the same numbers.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim import intervals
from sim.complaints import Complaint, no_such
from sim.draws import whole_number
from sim.kernel import engine
from sim.levers import Levers
from sim.model import InterventionModel
from sim.outcome import STOPPED, outcome_frame
from sim.parameters import MECHANISMS, Parameters, make_parameters
from sim.phases import DEFAULT_FOLLOW_UP
from sim.reading import load_workplace
from sim.story import Event, in_prose, live_through
from sim.tables import sentence
from sim.words import CHANNELS, WOULD_HAVE, Condition, by_level, context_of, filled, in_words, listed
from sim.workplace import Workplace

COMPARED = ("retention", "trust_change", "use_follow_up", "benefit")
CARRIED_RETENTION, CARRIED_TRUST = 0.25, 0.05  # a mechanism carried a run when it made as much difference as this
TOLD = 2  # mechanisms that the text goes into
WORTH_COMPILING = 10  # runs; fewer are told on Mesa before a compiler would be done
NO_RUNS = intervals.share(0, 0)


@dataclass(frozen=True)
class Contribution:
    """What one mechanism did in a unit's run: the measures of the run beside those of its twin without the mechanism.

    ``first_week`` is the week of the run in which the twin first differs, None where it never does;
    ``carried_share`` is the share of the paired runs that the mechanism carried.
    """

    mechanism: str
    with_it: dict[str, Any]
    without_it: dict[str, Any]
    first_week: int | None
    carried_share: intervals.Estimate = NO_RUNS

    @property
    def does(self) -> str:
        """What the mechanism does, in a plain clause."""
        return in_words(self.mechanism).does

    @property
    def effect(self) -> dict[str, float]:
        """With minus without, for each of COMPARED."""
        return {name: self.with_it[name] - self.without_it[name] for name in COMPARED}

    @property
    def changes_outcome(self) -> bool:
        """Whether the twin is of another outcome class."""
        return bool(self.with_it["outcome"] != self.without_it["outcome"])

    @property
    def size(self) -> float:
        """The larger effect on retention and trust, in multiples of what counts as carrying."""
        return max(abs(self.effect["retention"]) / CARRIED_RETENTION, abs(self.effect["trust_change"]) / CARRIED_TRUST)

    @property
    def carried(self) -> bool:
        """Whether the mechanism carried the run."""
        return self.changes_outcome or self.size >= 1

    def text(self) -> str:
        """The mechanism and its twin in a sentence, and how often it carried where there are more runs than one."""
        seen, unseen = self.with_it, self.without_it
        kept = f"{100 * unseen['retention']:.0f} % instead of {100 * seen['retention']:.0f} % of the practices kept"
        without, with_it = (f"{one['trust_change']:+z.2f}" for one in (unseen, seen))
        trust = f"trust in the leader would have moved by {without} instead of {with_it}"
        end = WOULD_HAVE[unseen["outcome"]] if self.changes_outcome else f"the outcome would still have been '{seen['outcome']}'"
        if abs(self.effect["retention"]) >= CARRIED_RETENTION:
            end += f", with {kept}"
        if without != with_it and (self.changes_outcome or abs(self.effect["trust_change"]) >= CARRIED_TRUST):
            end += f", {'and' if self.changes_outcome else 'but'} {trust}"
        often = f" Over {self.carried_share.runs} paired runs it carried {self.carried_share}." if self.carried_share.runs > 1 else ""
        return f"In the model, {self.does}; without {in_words(self.mechanism).called}, {end}.{often}"


@dataclass(frozen=True)
class UnitExplanation:
    """Context, mechanism and outcome of one unit's run; contributions stand in the order of their size."""

    unit: str
    title: str
    context: tuple[Condition, ...]
    outcome: dict[str, Any]
    contributions: tuple[Contribution, ...]
    events: tuple[Event, ...]

    @property
    def carrying(self) -> tuple[Contribution, ...]:
        """The mechanisms that carried the run; those through which the others work stand last."""
        return tuple(sorted((c for c in self.contributions if c.carried), key=lambda c: c.mechanism in CHANNELS))

    @property
    def rivals(self) -> str:
        """Which other mechanisms, switched off alone, would have led to another outcome, in one sentence."""
        others = [c for c in self.carrying[1:] if c.changes_outcome]
        if not others:
            return "In the model, no other single mechanism, switched off alone, would have led to another outcome class."
        named = [f"{in_words(c.mechanism).called} (to '{c.without_it['outcome']}')" for c in others]
        return f"In the model, switching off any one of these alone would also have led to another outcome: {listed(named)}."

    def text(self) -> str:
        """The story of the run in English prose."""
        further = [in_words(c.mechanism).called for c in self.carrying[TOLD:]]
        mechanism = " ".join(c.text() for c in self.carrying[:TOLD]) or (
            "In the model, no single mechanism carried this run: whichever one is switched off, it ends much the same.")
        if further:
            mechanism += f" In the model, {listed(further)} also made a difference."
        outcome = sentence(pd.Series(self.outcome))
        if self.outcome["outcome"] == STOPPED:
            outcome += " In the study, stopping was a good decision."
        parts = {"Context": by_level(self.context), "What happened": in_prose(self.events),
                 "Mechanism": mechanism, "Outcome": outcome[:1].upper() + outcome[1:], "Rivals": self.rivals}
        return "\n".join([self.title, *(filled(f"{name}. {part[:1].upper()}{part[1:]}") for name, part in parts.items())])

    def in_short(self) -> str:
        """What carried the run, in one sentence."""
        other = [in_words(c.mechanism).called for c in self.carrying if c.changes_outcome][:3]
        moved = [in_words(c.mechanism).called for c in self.carrying if not c.changes_outcome][:3]
        parts = [f"it would have ended otherwise without {listed(other).replace(' and ', ' or ')}" if other else "",
                 f"trust or retention would have been another without {listed(moved).replace(' and ', ' or ')}" if moved else ""]
        why = "; ".join(part for part in parts if part) or "no single mechanism made the difference"
        return f"{self.title}, {self.outcome['outcome']}: in the model, {why}."

    def as_record(self) -> dict[str, Any]:
        """Everything as plain values, for JSON."""
        return {"unit": self.unit, "title": self.title, "context": [c._asdict() for c in self.context], "outcome": self.outcome,
                "events": [event._asdict() for event in self.events], "rivals": self.rivals,
                "contributions": [{"mechanism": c.mechanism, "does": c.does, "carried": c.carried, "size": c.size,
                                   "first_week": c.first_week, "carried_share": c.carried_share._asdict(), "effect": c.effect,
                                   **{side: {name: row[name] for name in ("outcome", *COMPARED)}
                                      for side, row in (("with", c.with_it), ("without", c.without_it))}}
                                  for c in self.contributions]}


@dataclass(frozen=True)
class Explanation:
    """One run of a workplace explained unit by unit; ``model`` is the run itself, lived to its follow-up."""

    workplace: str
    seed: int
    run: int
    runs: int
    follow_up: int
    units: tuple[UnitExplanation, ...]
    model: InterventionModel = field(repr=False, compare=False)

    def text(self) -> str:
        """The stories of all units, and how far one run can be trusted."""
        heads = [f"{unit.text()}\n" for unit in self.units]
        again = "one run is one draw; ask for more runs to see how often the same mechanism carries" if self.runs == 1 else (
            f"the story is run {self.run}; shares are over {self.runs} paired runs, with 95 % intervals")
        return "\n".join([*heads, filled(f"Run {self.run} of seed {self.seed}: {again}. It is a story about the model, never a forecast.")])

    def as_record(self) -> dict[str, Any]:
        """Everything as plain values, for JSON."""
        return {"workplace": self.workplace, "seed": self.seed, "run": self.run, "runs": self.runs, "follow_up": self.follow_up,
                "units": [unit.as_record() for unit in self.units]}


def explain(workplace: Workplace | str | Path, unit: str | None = None, parameters: Parameters | Mapping[str, float] | None = None,
            levers: Levers | Mapping[str, float] | None = None, seed: int = 0, run: int = 0, follow_up: int = DEFAULT_FOLLOW_UP,
            mechanisms: Iterable[str] | None = None, progress: Callable[[int, int], None] | None = None, *, runs: int = 1) -> Explanation:
    """Tell why a run went as it did, in the model.

    unit: one unit of the workplace, or None for all. run: which run of the seed; the story is about this one.
    runs: how many runs from that one on are paired with their twins, to see how often a mechanism carries.
    mechanisms: names to switch off one by one; all of MECHANISMS by default. follow_up: weeks after launch.
    progress: called with paired runs done and paired runs in all.
    Raises Complaint for what cannot be used, before the first run.
    """
    place = workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
    names = [u.name for u in place.units]
    if unit is not None and unit not in names:
        raise Complaint(no_such("unit", unit, names))
    switched = list(MECHANISMS if mechanisms is None else mechanisms)
    for name in switched:
        if name not in MECHANISMS:
            raise Complaint(no_such("mechanism", name, MECHANISMS))
    first = whole_number("run", run)
    if (runs := whole_number("runs", runs)) < 1:
        raise Complaint("runs is a whole number from 1 on")
    begin = partial(InterventionModel, place, parameters, levers, seed, follow_up=follow_up, collect=False)
    compiled = engine.is_available() and (runs > WORTH_COMPILING or engine.is_compiled())
    pairs: list[_Paired] = []
    for number in range(first, first + runs):
        pairs.append(_paired(begin(replication=number), switched, compiled))
        if progress:
            progress(len(pairs), runs)
    chosen = [_unit(i, pairs) for i, name in enumerate(names) if unit in (None, name)]
    model = pairs[0].model
    return Explanation(place.name, model.draws.key[0], first, runs, model.follow_up, tuple(chosen), model)


def typical_explanations(place: Workplace, outcomes: pd.DataFrame, parameters: Mapping[str, float] | None,
                         levers: Mapping[str, float] | None, seed: int) -> list[tuple[int, "UnitExplanation"]]:
    """For each unit the first run of its most frequent outcome class, explained: run number and explanation.

    outcomes: rows of simulate for this workplace and seed, one follow-up, no mechanism switched off.
    """
    told = []
    for unit in place.units:
        mine = outcomes[outcomes["unit"] == unit.name]
        run = int(mine[mine["outcome"] == mine["outcome"].mode()[0]]["run"].iloc[0])
        story = explain(place, unit.name, parameters, levers, seed, run, int(mine["follow_up"].iloc[0]))
        told.append((run, story.units[0]))
    return told


class _Paired(NamedTuple):
    """A run beside its twins; events, outcomes and contributions are lists, one for each unit."""

    model: InterventionModel
    events: list[list[Event]]
    outcomes: list[dict[str, Any]]
    contributions: list[list[Contribution]]


def _paired(model: InterventionModel, mechanisms: Iterable[str], compiled: bool) -> _Paired:
    """Live one run, and a twin without each of the mechanisms."""
    events = live_through(model)
    seen, weeks = _records(model.outcomes()), _weeks(model)
    contributions: list[list[Contribution]] = [[] for _ in seen]
    for name in mechanisms:
        outcomes, others = (_twin_on_fast if compiled else _twin_on_mesa)(model, name)
        for i, told in enumerate(outcomes):
            contributions[i].append(Contribution(name, seen[i], {**seen[i], **told}, _parting(weeks[i], others[i])))
    return _Paired(model, events, seen, contributions)


def _twin_on_mesa(model: InterventionModel, without: str) -> tuple[list[dict[str, Any]], list[np.ndarray]]:
    """Outcome and weeks of each unit in the same run without a mechanism."""
    seed, run = model.draws.key
    twin = InterventionModel(model.workplace, model.parameters, model.levers, seed, replication=run, follow_up=model.follow_up,
                             without=(without,), collect=False)
    return _records(twin.outcomes()), _weeks(twin)


def _twin_on_fast(model: InterventionModel, without: str) -> tuple[list[dict[str, Any]], list[np.ndarray]]:
    """The same, compiled."""
    parameters = make_parameters(model.parameters, (without,))
    lived = engine.weekly(model.workplace, parameters, model.levers, *model.draws.key, model.follow_up)
    return _records(outcome_frame(lived.facts)), list(lived.series)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _weeks(model: InterventionModel) -> list[np.ndarray]:
    """The recorded series of each unit, float64 of shape (weeks, series)."""
    return [np.array(list(unit.record.series.values()), float).T for unit in model.units]


def _parting(ours: np.ndarray, theirs: np.ndarray) -> int | None:
    """The first week in which two runs of a unit differ in anything that is recorded."""
    weeks = min(len(ours), len(theirs))
    differ = (ours[:weeks] != theirs[:weeks]).any(axis=1)
    return int(differ.argmax()) if differ.any() else weeks if len(ours) != len(theirs) else None


def _unit(i: int, pairs: list[_Paired]) -> UnitExplanation:
    """The explanation of unit ``i``; the first of the pairs is the run that is told."""
    told = pairs[0]
    hits = Counter(c.mechanism for pair in pairs for c in pair.contributions[i] if c.carried)
    counted = [replace(c, carried_share=intervals.share(hits[c.mechanism], len(pairs))) for c in told.contributions[i]]
    ranked = sorted(counted, key=lambda c: (not c.changes_outcome, -c.size))  # stable: equal ones stay in the order of the registry
    unit = told.model.units[i]
    return UnitExplanation(unit.context.name, unit.context.title, context_of(unit), told.outcomes[i], tuple(ranked), tuple(told.events[i]))
