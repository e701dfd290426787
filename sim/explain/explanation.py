"""Context, mechanism, outcome: what carried a run, seen from twin runs with one mechanism switched off."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.errors import check_progress, known, names_of, whole_number
from sim.explain.events import Event, in_prose, live_through
from sim.explain.twins import COMPARED, NO_RUNS, Contribution, contributions, live_on, lived_by
from sim.inputs.levers import Levers, make_levers
from sim.inputs.parameters import MECHANISMS, Parameters, make_parameters
from sim.inputs.phases import DEFAULT_FOLLOW_UP
from sim.inputs.reading import load_workplace
from sim.inputs.workplace import Workplace
from sim.kernel import engine as kernel
from sim.kernel.engine import Setting
from sim.model import intervals
from sim.model.cast import Cast, People, cast_of
from sim.model.measures import STOPPED
from sim.runs.own_people import told_by_line
from sim.runs.simulate import MESA, check_engine, engine_for
from sim.text.conditions import Condition, by_level, context_of
from sim.text.mechanisms import CHANNELS, in_words
from sim.text.sentences import filled, listed
from sim.text.tables import sentence

if TYPE_CHECKING:
    from sim.model.model import InterventionModel

TOLD, SAID_OF_SETS = 2, 3  # mechanisms that the text goes into, and of which it says in how many parameter sets they carry
CLEARLY = 0.8  # share of parameter sets from which on what is told first is told without "depends on"
WORTH_COMPILING = 10  # runs; fewer are told on Mesa before a compiler would be done


@dataclass(frozen=True)
class Carried:
    """What carried the run of one unit; contributions stand in the order of their size."""

    unit: str
    title: str
    outcome: dict[str, Any]
    contributions: tuple[Contribution, ...]

    @property
    def carrying(self) -> tuple[Contribution, ...]:
        """The mechanisms that carried the run; those through which the others work stand last."""
        return tuple(sorted((c for c in self.contributions if c.carried), key=lambda c: c.mechanism in CHANNELS))

    def in_short(self) -> str:
        """What carried the run, in one sentence."""
        other = [in_words(c.mechanism).called for c in self.carrying if c.changes_outcome][:3]
        moved = [in_words(c.mechanism).called for c in self.carrying if not c.changes_outcome][:3]
        parts = [f"it would have ended differently without {listed(other).replace(' and ', ' or ')}" if other else "",
                 f"trust or retention would have been different without {listed(moved).replace(' and ', ' or ')}" if moved else ""]
        why = "; ".join(part for part in parts if part) or "no single mechanism made the difference"
        return f"{self.title}, {self.outcome['outcome']}: in the model, {why}."


@dataclass(frozen=True)
class UnitExplanation(Carried):
    """The same with the context of the run, and what happened in it.

    in_contexts: the share of contexts that the workplace may have, where they were drawn, in which the same run ends in the same class.
    """

    context: tuple[Condition, ...]
    events: tuple[Event, ...]
    in_contexts: intervals.Estimate = NO_RUNS

    @property
    def rivals(self) -> str:
        """Which other mechanisms, switched off alone, would have led to another outcome, in one sentence."""
        others = [c for c in self.carrying[1:] if c.changes_outcome]
        if not others:
            return "In the model, no other single mechanism, switched off alone, would have led to another outcome class."
        named = [f"{in_words(c.mechanism).called} (to '{c.without_it['outcome']}')" for c in others]
        return f"In the model, switching off any one of these alone would also have led to another outcome: {listed(named)}."

    @property
    def over_sets(self) -> str:
        """In how many other parameter sets the mechanisms that carried carry most runs, in one sentence; nothing unless they were asked."""
        asked = [c for c in self.carrying if c.over_sets.runs][:SAID_OF_SETS]
        if not asked:
            return ""
        parts = [f"{in_words(c.mechanism).called}{' carries most runs' if c is asked[0] else ''} in {100 * c.over_sets.value:.0f} %"
                 for c in asked]
        opening = "In the model, what carries depends on assumptions the study leaves open: of" if self.depends else "In the model, of"
        return f"{opening} {asked[0].over_sets.runs} sets that fit the study, {listed(parts)}."

    @property
    def depends(self) -> bool:
        """Whether the mechanism that is told first carries most runs only under some of the sets."""
        first = self.carrying[0].over_sets if self.carrying else NO_RUNS
        return bool(first.runs) and first.value < CLEARLY

    @property
    def stands(self) -> str:
        """That the story is of what is recorded, and in how many contexts it ends alike; nothing unless contexts were drawn."""
        told = self.in_contexts
        return "" if not told.runs else (
            "This is told of the workplace as recorded, though not all of it is known for sure. With the same luck, the run ends "
            f"'{self.outcome['outcome']}' in {round(told.value * told.runs)} of {told.runs} contexts drawn from what may be.")

    def text(self) -> str:
        """The story of the run in English prose; what depends on assumptions is said first."""
        further = [in_words(c.mechanism).called for c in self.carrying[TOLD:]]
        mechanism = " ".join(c.text() for c in self.carrying[:TOLD]) or (
            "In the model, no single mechanism carried this run: whichever one is switched off, it ends much the same.")
        if further:
            mechanism += f" In the model, {listed(further)} also made a difference."
        mechanism = " ".join(filter(None, [self.over_sets, mechanism] if self.depends else [mechanism, self.over_sets]))
        outcome = sentence(pd.Series(self.outcome))
        if self.outcome["outcome"] == STOPPED:
            outcome += " In the study, stopping was a good decision."
        outcome = " ".join(filter(None, [outcome, self.stands]))
        parts = {"Context": by_level(self.context), "What happened": in_prose(self.events),
                 "Mechanism": mechanism, "Outcome": outcome[:1].upper() + outcome[1:], "Rivals": self.rivals}
        return "\n".join([self.title, *(filled(f"{name}. {part[:1].upper()}{part[1:]}") for name, part in parts.items())])

    def as_record(self) -> dict[str, Any]:
        """Everything as plain values, for JSON."""
        return {"unit": self.unit, "title": self.title, "context": [c._asdict() for c in self.context], "outcome": self.outcome,
                "events": [event._asdict() for event in self.events], "rivals": self.rivals,
                "in_contexts": self.in_contexts.as_record() if self.in_contexts.runs else None,
                "contributions": [{"mechanism": c.mechanism, "does": c.does, "carried": c.carried, "size": c.size,
                                   "first_week": c.first_week, "carried_share": c.carried_share.as_record(),
                                   "over_sets": c.over_sets.as_record() if c.over_sets.runs else None, "effect": c.effect,
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
    model: "InterventionModel" = field(repr=False, compare=False)

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
            mechanisms: Iterable[str] | None = None, progress: Callable[[int, int], None] | None = None, *, runs: int = 1,
            engine: str = "fast", people: People | Cast | None = None) -> Explanation:
    """Tell why a run went as it did, in the model.

    unit: one unit of the workplace, or None for all. run: which run of the seed; the story is about this one.
    runs: how many runs from that one on are paired with their twins, to see how often a mechanism carries.
    mechanisms: names to switch off one by one; all of MECHANISMS by default. follow_up: weeks after launch.
    progress: called with paired runs done and paired runs in all.
    engine: "fast", on which all but the run that is told live where it is ready, or "mesa": the same numbers.
    people: classes of one's own, as for sim.simulate.
    Raises InputError for what cannot be used, before the first run.
    """
    place = workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
    names = [u.name for u in place.units]
    if unit is not None:
        known("unit", unit, names)
    switched = [known("mechanism", name, MECHANISMS) for name in names_of("mechanisms", MECHANISMS if mechanisms is None else mechanisms)]
    first, runs = whole_number("run", run), whole_number("runs", runs, least=1)
    check_progress(progress)
    cast = cast_of(people)
    from sim.model.model import InterventionModel  # Mesa is loaded for runs on Mesa only
    model = InterventionModel(place, parameters, levers, seed, replication=first, follow_up=follow_up, collect=False, **cast.by_kind)
    live = live_on(_form(engine, cast, few=runs <= WORTH_COMPILING), place, model.levers, model.draws.key[0], model.follow_up, cast)
    with told_by_line(cast, Setting(place, model.parameters, model.levers, *model.draws.key), model.follow_up):
        events, told = live_through(model), lived_by(model)
    pairs: list[list[list[Contribution]]] = []
    for number in range(first, first + runs):
        seen = told if number == first else live(model.parameters, number)
        pairs.append(contributions(seen, live, model.parameters, number, switched))
        if progress:
            progress(len(pairs), runs)
    chosen = [UnitExplanation(one.context.name, one.context.title, told.outcomes[i], _ranked([pair[i] for pair in pairs]), context_of(one),
                              tuple(events[i])) for i, one in enumerate(model.units) if unit in (None, one.context.name)]
    return Explanation(place.name, model.draws.key[0], first, runs, model.follow_up, tuple(chosen), model)


def typical_explanations(place: Workplace, outcomes: pd.DataFrame, parameters: Mapping[str, float] | None,
                         levers: Mapping[str, float] | None, seed: int) -> list[tuple[int, UnitExplanation]]:
    """For each unit the first run of its most frequent outcome class, explained: run number and explanation.

    outcomes: rows of simulate for this workplace and seed, one follow-up, no mechanism switched off.
    """
    weeks = int(outcomes["follow_up"].iloc[0])
    return [(run, explain(place, unit, parameters, levers, seed, run, weeks).units[0]) for unit, run in _typical_runs(place, outcomes)]


def what_carried(place: Workplace, outcomes: pd.DataFrame, parameters: Mapping[str, float] | None, levers: Mapping[str, float] | None,
                 seed: int, engine: str = "fast", people: People | Cast | None = None) -> list[tuple[int, Carried]]:
    """The same without the story, which nothing has to live on Mesa for."""
    cast, weeks, full = cast_of(people), int(outcomes["follow_up"].iloc[0]), make_parameters(parameters)
    live, told = live_on(_form(engine, cast), place, make_levers(levers), seed, weeks, cast), []
    for (name, run), (i, unit) in zip(_typical_runs(place, outcomes), enumerate(place.units), strict=True):
        seen = live(full, run)
        some = contributions(seen, live, full, run, MECHANISMS)[i]
        told.append((run, Carried(name, unit.title, seen.outcomes[i], _ranked([some]))))
    return told


def _form(engine: str, cast: Cast, few: bool = False) -> str | None:
    """The compiled engine that runs and their twins live on; None where that is Mesa, as for a few before a compiler would be done."""
    there = check_engine(engine) != MESA and kernel.is_available() and not (few and kernel.has_to_compile())
    return chosen if there and (chosen := engine_for(engine, cast)) != MESA else None


def _typical_runs(place: Workplace, outcomes: pd.DataFrame) -> list[tuple[str, int]]:
    """For each unit its name and the first run of its most frequent outcome class."""
    told = []
    for unit in place.units:
        mine = outcomes[outcomes["unit"] == unit.name]
        told.append((unit.name, int(mine[mine["outcome"] == mine["outcome"].mode()[0]]["run"].iloc[0])))
    return told


def _ranked(pairs: list[list[Contribution]]) -> tuple[Contribution, ...]:
    """The contributions to the first of some paired runs by size, and how often each carried."""
    hits = Counter(c.mechanism for pair in pairs for c in pair if c.carried)
    counted = [replace(c, carried_share=intervals.share(hits[c.mechanism], len(pairs))) for c in pairs[0]]
    return tuple(sorted(counted, key=lambda c: (not c.changes_outcome, -c.size)))  # stable: equal ones stay in the order of the registry
