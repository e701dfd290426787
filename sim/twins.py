"""Twin runs: a run and, with the same draws, another without one mechanism; what differs is the mechanism's doing, in the model.

The run that is told lives on Mesa; its twins live on the compiled engine where that is ready, which gives the same numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim import intervals
from sim.kernel import engine
from sim.model import InterventionModel
from sim.outcome import outcome_frame
from sim.parameters import make_parameters
from sim.story import Event, live_through
from sim.words import WOULD_HAVE, in_words

COMPARED = ("retention", "trust_change", "use_follow_up", "benefit")
CARRIED_RETENTION, CARRIED_TRUST = 0.25, 0.05  # a mechanism carried a run when it made as much difference as this
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


class Paired(NamedTuple):
    """A run beside its twins; events, outcomes and contributions are lists, one for each unit."""

    model: InterventionModel
    events: list[list[Event]]
    outcomes: list[dict[str, Any]]
    contributions: list[list[Contribution]]


def paired(model: InterventionModel, mechanisms: Iterable[str], compiled: bool) -> Paired:
    """Live one run, and a twin without each of the mechanisms."""
    events = live_through(model)
    seen, weeks = _records(model.outcomes()), _weeks(model)
    contributions: list[list[Contribution]] = [[] for _ in seen]
    for name in mechanisms:
        outcomes, others = (_twin_on_fast if compiled else _twin_on_mesa)(model, name)
        for i, told in enumerate(outcomes):
            contributions[i].append(Contribution(name, seen[i], {**seen[i], **told}, _parting(weeks[i], others[i])))
    return Paired(model, events, seen, contributions)


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
