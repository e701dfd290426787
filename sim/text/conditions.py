"""The context of a unit in ordinal words, for prose about a run."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sim.rules.time_budget import slack_hours
from sim.text.sentences import listed

if TYPE_CHECKING:
    from sim.model.unit import UnitRun

# Cut points of the ordinal words: below the first low, from the second on high. No rule of the model reads them.
TRUST_CUTS, COHERENCE_CUTS, SCOPE_CUTS = (0.40, 0.70), (0.35, 0.65), (0.50, 0.75)
VALUE_CUTS, SKILL_CUTS, FREE_HOURS_CUTS = (0.40, 0.70), (0.25, 0.60), (1.5, 3.0)

LEVELS = ("low", "middling", "high")


class Condition(NamedTuple):
    """One entry of the context in an ordinal word: low, middling or high; a share 0-1 unless ``unit`` says more."""

    what: str
    level: str
    value: float
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.what} ({self.value:.2f}{self.unit})"


def context_of(unit: "UnitRun") -> tuple[Condition, ...]:
    """The context of a unit, levers included, in ordinal words."""
    told, p = unit.context, unit.p
    let_in = (told.scope.planning, told.scope.coordination, told.scope.wellbeing)
    inside = sum(need * share for need, share in zip(told.needs.shares(), let_in, strict=True))
    free = slack_hours(told.contract_hours, told.utilisation, told.competing_change.load, p.load_weight, 0.0)
    shares = (("trust in the leader", told.trust_in_leader, TRUST_CUTS),
              ("trust in the organisation", told.trust_in_organisation, TRUST_CUTS),
              ("coherence of the problem", told.coherence, COHERENCE_CUTS),
              ("share of needs inside the project's scope", inside, SCOPE_CUTS),
              ("value seen by the leader", told.leader.value, VALUE_CUTS),
              ("staff skill in running meetings", told.facilitation_skill, SKILL_CUTS))
    return (*(Condition(what, level(value, cuts), value) for what, value, cuts in shares),
            Condition("free time", level(free, FREE_HOURS_CUTS), free, " h a week"))


def by_level(context: Sequence[Condition]) -> str:
    """The context in sentences, what is low first."""
    groups = {word: [str(condition) for condition in context if condition.level == word] for word in LEVELS}
    return " ".join(f"{word.capitalize()}: {listed(names)}." for word, names in groups.items() if names)


def level(value: float, cuts: tuple[float, float]) -> str:
    """The ordinal word for a value."""
    return LEVELS[sum(value >= cut for cut in cuts)]
