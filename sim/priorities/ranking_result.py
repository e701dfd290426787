"""What a search for priorities found: data, and the record that --json prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from sim.calibration.spread import Spread
from sim.inputs.workplace import Unit
from sim.model.intervals import Estimate
from sim.model.measures import HOURS, HOURS_UNIT, Measure
from sim.observations.answers import Answer
from sim.observations.sentences import would_help
from sim.priorities.decision import Undecided
from sim.priorities.given import Given
from sim.priorities.measures import Aim
from sim.priorities.packages import Package, in_words, order_in_time
from sim.priorities.robustness import WithoutMechanism, carrying, worst
from sim.priorities.verdict import cannot_say, deciding, in_common


@dataclass(frozen=True)
class Entry:
    """One package in one unit; every number is a paired difference from doing nothing, with the sign of what it is a difference of.

    gain: change of the measure, mean over members and runs, with an interval that holds for all packages at once, 95 %.
    across_members: median, 5 % and 95 % quantile of the change between parameter sets. trust: of the change of trust in the
    leader. helps_in: in how many parameter sets it is better on average. lowers_trust: share of runs in which it leaves trust
    lower than without it, 0-1. hours: of employees and leader; leader: those of the leader alone; consultant: of the consultant.
    places: first and last place that it can have, all pairs compared at once. separated: whether it is below another, so that it
    cannot be first.
    """

    unit: str
    measure: Measure
    package: Package
    gain: Estimate
    across_members: Estimate
    helps_in: int
    trust: Estimate
    lowers_trust: float
    hours: Estimate
    leader: Estimate
    consultant: Estimate
    hours_by_phase: tuple[float, ...]
    probability_best: float
    places: tuple[int, int]
    separated: bool

    @property
    def gain_per_100_hours(self) -> float | None:
        """Change for every 100 person-hours more of employees and leader; None where there are no more to pay, or hours are asked for."""
        return 100 * self.gain.value / self.hours.value if self.hours.value >= 0.5 and self.measure.unit != HOURS_UNIT else None

    def as_record(self) -> dict[str, Any]:
        """Plain numbers; intervals are pairs."""
        return {"unit": self.unit, "package": dict(self.package), "words": in_words(self.package), "gain": self.gain.value,
                "interval": bounds(self.gain), "moves": self.measure.moves(self.gain.value),
                "judged": self.measure.judged(self.gain.value) or None, "hours": self.hours.value,
                "gain_per_100_hours": self.gain_per_100_hours,
                "probability_best": self.probability_best, "probability_harm": self.lowers_trust,
                "places": list(self.places), "separated_from_best": self.separated,
                "across_members": bounds(self.across_members), "trust": self.trust.value, "trust_interval": bounds(self.trust),
                "hours_interval": bounds(self.hours), "hours_leader": self.leader.value, "hours_consultant": self.consultant.value,
                "hours_by_phase": dict(zip(HOURS, self.hours_by_phase, strict=True)), "runs": self.gain.runs}


@dataclass(frozen=True)
class Timing:
    """The best package after different numbers of weeks of trust first.

    best: the package as it is ranked, or with other weeks where those are decided to be better. gains: change of the measure by weeks.
    rivals: weeks not told apart from those of the best. dear: weeks that the budget does not allow.
    """

    best: Package
    gains: dict[float, Estimate]
    rivals: tuple[float, ...]
    dear: tuple[float, ...]
    decided: bool

    def as_record(self) -> dict[str, Any]:
        """The steps in time, and the gain by weeks of trust first."""
        return {"order": order_in_time(self.best), "decided": self.decided, "not_separated_weeks": list(self.rivals),
                "beyond_budget_weeks": list(self.dear),
                "gain_by_trust_first_weeks": [{"weeks": weeks, "gain": one.value, "interval": bounds(one)}
                                              for weeks, one in self.gains.items()]}


@dataclass(frozen=True)
class UnitRanking:
    """The ranking of one unit, best first, with how sure the first place is, timing, and what each mechanism is worth for it.

    rivals: packages that cannot be told apart from the best. undecided: what would tell them apart. helpful: the observations that would
    help most to choose among them, none where none does; None where that was not looked at. enough: whether there were runs
    enough to decide anything. spared: a larger package that stood higher, of which the best leaves out what adds nothing clearly.
    affordable: whether any package within the budget changes the measure at all. spread: what the spread of what the best changes goes
    back to; None where it changes nothing.
    """

    workplace: str
    unit: Unit
    entries: tuple[Entry, ...]
    decided: bool
    rivals: tuple[Package, ...]
    undecided: Undecided | None
    helpful: tuple[Answer, ...] | None
    enough: bool
    members: int
    spared: Package | None
    affordable: bool
    timing: Timing | None
    without: tuple[WithoutMechanism, ...]
    runs: int
    spread: Spread | None = None

    @property
    def best(self) -> Entry:
        """The package that comes first."""
        return self.entries[0]

    @property
    def able(self) -> list[Entry]:
        """The best and its rivals: all that can be first, without those that give just what the best gives."""
        return [one for one in self.entries if one is self.best or one.package in self.rivals]

    @property
    def cannot_say(self) -> bool:
        """Whether more than a handful cannot be told apart, so that nothing is advised."""
        return not self.decided and self.affordable and cannot_say(len(self.rivals))

    @property
    def in_common(self) -> list[str]:
        """What all that can be first have in common; nothing where the first place is decided."""
        some = self.able
        if self.decided or not self.rivals:
            return []
        return in_common([one.package for one in some], [one.hours.value for one in some], [one.hours.value for one in self.entries])

    @property
    def would_decide(self) -> str:
        """What would decide the first place, in a sentence; empty where it is decided."""
        if self.decided or not self.rivals:
            return ""
        return " ".join(filter(None, [deciding(self.undecided, self.enough, self.members), self.worth_asking]))

    @property
    def worth_asking(self) -> str:
        """Which observations would help most, in a sentence; empty where that was not looked at."""
        return "" if self.helpful is None else would_help(self.helpful)

    @property
    def best_single(self) -> Entry:
        """The single lever, or nothing, that stands highest."""
        return next(one for one in self.entries if len(one.package) <= 1)

    @property
    def cheapest(self) -> Entry:
        """Of the best and all that cannot be told apart from it, the package that takes the fewest hours of employees and leader."""
        return min((one for one in self.entries if not one.separated), key=lambda one: one.hours.value)

    def as_record(self) -> dict[str, Any]:
        """Plain numbers."""
        wrong, why = worst(self.without), self.undecided
        return {"workplace": self.workplace, "unit": self.unit.name, "best": dict(self.best.package), "decided": self.decided,
                "cannot_say": self.cannot_say, "not_separated": [dict(one) for one in self.rivals], "in_common": self.in_common,
                "would_decide": self.would_decide or None,
                "order_depends_on": [{"parameter": name, "rank_correlation": rank} for name, rank in (why.parameters if why else ())],
                "worth_asking": None if self.helpful is None else to_see(self.helpful),
                "more_runs_could_decide": bool(why and why.more_runs) or not (self.enough or self.decided),
                "spared": self.spared and dict(self.spared), "affordable": self.affordable,
                "cheapest_not_separated": dict(self.cheapest.package), "timing": self.timing and self.timing.as_record(),
                "carried_by": [{"mechanism": one.mechanism, "lost": one.lost.value, "interval": bounds(one.lost)}
                               for one in carrying(self.without)],
                "worst_regret": wrong and {"mechanism": wrong.mechanism, "regret": wrong.regret.value, "interval": bounds(wrong.regret),
                                           "clear": wrong.regretted, "instead": dict(wrong.instead)},
                "spread": self.spread and self.spread.as_record(), "runs": self.runs}


def to_see(some: Sequence[Answer]) -> list[dict[str, Any]]:
    """Observations as plain values."""
    return [{"observation": one.observation.name, "whom": one.observation.whom, "week": one.observation.week, "hours": one.hours}
            for one in some]


@dataclass(frozen=True)
class RankingResult:
    """Rankings of one unit or several, for one measure at one horizon."""

    units: tuple[UnitRanking, ...]
    aim: Aim
    horizon: int
    budget: float | None
    seed: int
    members: int
    given: Given | None = None  # where it is asked from here on

    @property
    def ranking(self) -> list[Entry]:
        """All entries, unit by unit, best first."""
        return [entry for unit in self.units for entry in unit.entries]

    @property
    def decided(self) -> bool:
        """Whether the first place is decided in every unit."""
        return all(unit.decided for unit in self.units)

    @property
    def runs(self) -> int:
        """Runs in all."""
        return sum(unit.runs for unit in self.units)

    def as_record(self) -> dict[str, Any]:
        """One object: ranking, decided, runs, and what was asked."""
        return {"measure": self.aim.name, "meaning": self.aim.meaning,
                "preference": self.aim.measure.preference, "horizon": self.horizon, "budget": self.budget, "seed": self.seed,
                "members": self.members, "runs": self.runs, "decided": self.decided,
                "cannot_say": any(unit.cannot_say for unit in self.units),
                "given": self.given and {"last_week": self.given.week, "effective": self.given.effective, "over": list(self.given.over)},
                "ranking": [entry.as_record() for entry in self.ranking], "units": [unit.as_record() for unit in self.units]}


def bounds(one: Estimate) -> list[float | None]:
    """An interval as a pair; None where there are too few members for one."""
    return [None if isnan(bound) else float(bound) for bound in (one.low, one.high)]

