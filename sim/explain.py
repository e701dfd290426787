"""Context, mechanism, outcome: what carried a run, seen from twin runs with one mechanism switched off."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from sim import intervals
from sim.complaints import Complaint, no_such
from sim.draws import whole_number
from sim.kernel import engine
from sim.levers import Levers
from sim.model import InterventionModel
from sim.outcome import STOPPED
from sim.parameters import MECHANISMS, Parameters
from sim.phases import DEFAULT_FOLLOW_UP
from sim.reading import load_workplace
from sim.story import Event, in_prose
from sim.tables import sentence
from sim.twins import COMPARED, Contribution, Paired, paired
from sim.words import CHANNELS, Condition, by_level, context_of, filled, in_words, listed
from sim.workplace import Workplace

TOLD = 2  # mechanisms that the text goes into
WORTH_COMPILING = 10  # runs; fewer are told on Mesa before a compiler would be done


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
    pairs: list[Paired] = []
    for number in range(first, first + runs):
        pairs.append(paired(begin(replication=number), switched, compiled))
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


def _unit(i: int, pairs: list[Paired]) -> UnitExplanation:
    """The explanation of unit ``i``; the first of the pairs is the run that is told."""
    told = pairs[0]
    hits = Counter(c.mechanism for pair in pairs for c in pair.contributions[i] if c.carried)
    counted = [replace(c, carried_share=intervals.share(hits[c.mechanism], len(pairs))) for c in told.contributions[i]]
    ranked = sorted(counted, key=lambda c: (not c.changes_outcome, -c.size))  # stable: equal ones stay in the order of the registry
    unit = told.model.units[i]
    return UnitExplanation(unit.context.name, unit.context.title, context_of(unit), told.outcomes[i], tuple(ranked), tuple(told.events[i]))
