"""When a first place is decided: one rule, for every command, table, picture and record. Knows nothing of workplaces.

Sentence. A package is below another when a bet that it is not has lost so much that this is believed at most once in so many searches:
the money at stake follows how far the other was ahead in each parameter set. What is below another drops out and stays out. The
first place is decided when one package is left.

Equation. With d_m the mean lead over the runs of member m, b the most that a member may lose, and stakes f_1 ... f_J, all below 1,

    W_n = (1 / J) sum_j prod_{m <= n} (1 + f_j d_m / b)            below, if W_n >= 1 / a_k
    a_k = (A / R) 6 / (pi^2 k^2)                                   k = 1, 2, ... without end

Symbols. n: members so far, drawn from the ensemble in an order of chance. A = 0.05: the share of searches that may be wrong. R: how many
others each package is compared with. k: 1 up to 191 members, 2 from there on, and one more whenever the runs of each member double. If the
lead has a mean of 0 or less, W_n is a supermartingale that begins at 1, so by Ville's inequality it ever reaches 1 / a_k with a
chance of at most a_k: members may be looked at as often as one likes, and the a_k add up to A over all others and all stages. The
looks stand at fixed numbers of members and runs, whatever is asked for in all: more runs go on where fewer ended.

Source. Ville (1939); Waudby-Smith & Ramdas (2024), estimating means of bounded random variables by betting. Bonferroni's inequality
over the others. Grade: a theorem where b is the measure's own range, as it is for shares (of practices, sessions, employees) up to 191
members. From 192 members on, and for other measures always, b is the worst single run that was seen, an assumption: a kind of member
so rare that no run has shown it (of 192 members, fewer than some 15 in 1,000) and much worse than all others is not guarded against.
Differences between members are part of d_m.
"""

from collections.abc import Mapping
from math import inf, log, pi, sqrt
from typing import NamedTuple

import numpy as np

WRONG = 0.05  # share of searches in which a first place that is called decided may be another
FIRST_MEMBERS, MANY_MEMBERS, MOST_MEMBERS, FIRST_RUNS = 48, 192, 384, 4
RANKED_FROM = 8  # runs of each package: fewer are refused
LEAST_RUNS = FIRST_MEMBERS * FIRST_RUNS  # of each package, before anything is decided
STAKES = np.array([0.9, 0.6, 0.4, 0.25, 0.16, 0.1, 0.06, 0.03])
HANDFUL = 5  # packages that cannot be told apart; above, the model cannot say
SEEN_BY_CHANCE = 0.05  # of searches, over all parameters


class Look(NamedTuple):
    """A number of members and of runs of each after which packages may drop out; stage 0 is too early for that."""

    members: int
    runs: int
    stage: int

    @property
    def each(self) -> int:
        """Runs of each package so far."""
        return self.members * self.runs

    def may_lose(self, reach: float) -> float:
        """The least that b is at this look, where a member may lose so much by the measure's range; 0 leaves it to what was seen."""
        return reach if self.members < MANY_MEMBERS else 0.0


def looks_of(runs: int, members: int) -> tuple[Look, ...]:
    """The looks for at most so many runs of each package: members double from 48 up to 384 of those there are, then runs from 4 on.

    With fewer runs or members than the first look takes there is one look, at which nothing is decided.
    """
    if runs < LEAST_RUNS or members < FIRST_MEMBERS:
        some = min(members, runs, FIRST_MEMBERS)
        return (Look(some, runs // some, 0),)
    looks = [Look(FIRST_MEMBERS, FIRST_RUNS, 1)]
    while 2 * looks[-1].each <= runs:
        last = looks[-1]
        more = last.runs == FIRST_RUNS and 2 * last.members <= min(members, MOST_MEMBERS)
        looks.append(Look(2 * last.members, last.runs, 1 + (2 * last.members >= MANY_MEMBERS)) if more else
                     Look(last.members, 2 * last.runs, last.stage + 1))
    return tuple(looks)


def level(stage: int, others: int) -> float:
    """The chance of being wrong that one comparison has at a stage, 1, 2, ...; 0 at stage 0."""
    return WRONG * 6 / (pi * stage) ** 2 / max(1, others) if stage else 0.0


def in_common_runs(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """First minus second in the members and runs that both have, (members, runs)."""
    members, runs = (min(ours, theirs) for ours, theirs in zip(first.shape, second.shape, strict=True))
    return first[:members, :runs] - second[:members, :runs]


def is_above(first: np.ndarray, second: np.ndarray, chance: float, reach: float = 0.0) -> bool:
    """Whether the second is below the first: values of (members, runs), larger being better, wrong with at most this chance.

    reach: the most that a member may lose by the measure's range; 0 where that says nothing.
    """
    apart = in_common_runs(first, second)
    lead = apart.mean(axis=1)
    if chance <= 0 or not lead.mean() > 0:
        return False
    most = max(reach, -float(apart.min())) or float(apart.max())
    grown = np.log1p(np.outer(STAKES / most, lead)).sum(axis=1)
    best = float(grown.max())
    return best + log(float(np.exp(grown - best).mean())) >= -log(chance)


class Undecided(NamedTuple):
    """Why two packages are not told apart: luck within members, or members that disagree, and by which parameters.

    more_runs: whether more runs can decide it. parameters: names with their rank correlation with the lead of the first, strongest first.
    """

    more_runs: bool
    parameters: tuple[tuple[str, float], ...]


def would_decide(first: np.ndarray, second: np.ndarray, parameters: Mapping[str, np.ndarray], members_left: bool) -> Undecided:
    """What would tell two packages apart. parameters: the value of each in every member. members_left: whether more runs bring more."""
    apart = in_common_runs(first, second)
    members, runs = apart.shape
    luck = float(apart.var(axis=1, ddof=1).mean()) / runs if runs > 1 else inf
    between = float(apart.mean(axis=1).var(ddof=1)) - luck if members > 1 else 0.0
    return Undecided(members_left or luck > between, follows(apart.mean(axis=1), parameters))


def follows(lead: np.ndarray, parameters: Mapping[str, np.ndarray], most: int = 2) -> tuple[tuple[str, float], ...]:
    """Parameters that the lead follows, by Spearman's rank correlation, more than the strongest of so many would by chance."""
    from scipy.stats import norm, rankdata  # type: ignore[import-untyped]
    members = len(lead)
    varied = {name: values[:members] for name, values in parameters.items() if np.ptp(values[:members]) > 0}
    if members < FIRST_MEMBERS or not varied or np.ptp(lead) == 0:
        return ()
    ranks = rankdata(np.array([lead, *varied.values()]), axis=1)
    found = dict(zip(varied, np.corrcoef(ranks)[0, 1:], strict=True))
    clear = norm.ppf(1 - SEEN_BY_CHANCE / 2 / len(varied)) / sqrt(members - 1)
    return tuple((name, float(found[name])) for name in sorted(found, key=lambda one: -abs(found[one]))[:most] if abs(found[name]) > clear)


def spread_confidence(intervals: int) -> float:
    """The confidence that each of so many intervals has when all hold at once with 95 %."""
    return 1 - WRONG / max(1, intervals)
