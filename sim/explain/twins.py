"""Twin runs: a run and, with the same draws, another without one mechanism; the difference is that mechanism's effect, in the model.

A run whose events are told lives on Mesa; all others live on the compiled engine where that is ready, which gives the same numbers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from sim.inputs.levers import Levers
from sim.inputs.parameters import Parameters, make_parameters
from sim.inputs.workplace import Workplace
from sim.kernel import engine
from sim.model import intervals
from sim.model.cast import SHIPPED, Cast
from sim.model.outcome import outcome_frame
from sim.runs.own_people import finite, told_by_line
from sim.text.mechanisms import WOULD_HAVE, in_words

if TYPE_CHECKING:
    from sim.model.model import InterventionModel

COMPARED = ("retention", "trust_change", "use_follow_up", "benefit")
CARRIED_RETENTION, CARRIED_TRUST = 0.25, 0.05  # a mechanism carried a run when it made as much difference as this
NO_RUNS = intervals.NOTHING


@dataclass(frozen=True)
class Contribution:
    """What one mechanism did in a unit's run: the measures of the run beside those of its twin without the mechanism.

    ``first_week`` is the week of the run in which the twin first differs, None where it never does;
    ``carried_share`` is the share of the paired runs that the mechanism carried; ``over_sets`` the share of other parameter sets that
    the study allows in which it carries most runs, if they were asked (sim.admissible.mechanisms).
    """

    mechanism: str
    with_it: dict[str, Any]
    without_it: dict[str, Any]
    first_week: int | None
    carried_share: intervals.Estimate = NO_RUNS
    over_sets: intervals.Estimate = NO_RUNS

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


class Lived(NamedTuple):
    """A run: the outcome of each unit, and its recorded series, float64 of shape (weeks, series)."""

    outcomes: list[dict[str, Any]]
    weeks: list[np.ndarray]


Live = Callable[[Parameters, int], Lived]  # parameters, number of the run


def live_on(form: str | None, place: Workplace, levers: Levers, seed: int, follow_up: int, cast: Cast) -> Live:
    """What lives runs of a workplace, on a compiled engine or, without one, on Mesa; raises InputError where own people fail in one."""
    def compiled(parameters: Parameters, run: int) -> Lived:
        lived = engine.weekly(place, parameters, levers, seed, run, follow_up, cast, form or engine.FAST)
        if cast != SHIPPED:
            finite(lived.series)
        return Lived(_records(outcome_frame(lived.facts)), list(lived.series))

    def on_mesa(parameters: Parameters, run: int) -> Lived:
        from sim.model.model import InterventionModel  # Mesa is loaded for runs on Mesa only
        return lived_by(InterventionModel(place, parameters, levers, seed, replication=run, follow_up=follow_up, collect=False,
                                          **cast.by_kind))

    def live(parameters: Parameters, run: int) -> Lived:
        with told_by_line(cast, engine.Setting(place, parameters, levers, seed, run), follow_up):
            return compiled(parameters, run) if form else on_mesa(parameters, run)

    return live


def lived_by(model: "InterventionModel") -> Lived:
    """What a model lives, or has lived."""
    return Lived(_records(model.outcomes()), [np.array(list(unit.record.series.values()), float).T for unit in model.units])


def contributions(seen: Lived, live: Live, parameters: Parameters, run: int, mechanisms: Iterable[str]) -> list[list[Contribution]]:
    """For each unit what each of the mechanisms did in a run, from a twin without it."""
    told: list[list[Contribution]] = [[] for _ in seen.outcomes]
    for name in mechanisms:
        twin = live(make_parameters(parameters, (name,)), run)
        for some, with_it, without_it, ours, theirs in zip(told, seen.outcomes, twin.outcomes, seen.weeks, twin.weeks, strict=True):
            some.append(Contribution(name, with_it, {**with_it, **without_it}, _parting(ours, theirs)))
    return told


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _parting(ours: np.ndarray, theirs: np.ndarray) -> int | None:
    """The first week in which two runs of a unit differ in anything that is recorded."""
    weeks = min(len(ours), len(theirs))
    differ = (ours[:weeks] != theirs[:weeks]).any(axis=1)
    return int(differ.argmax()) if differ.any() else weeks if len(ours) != len(theirs) else None
