"""How sure a first place is, in the same words for priorities, map and report: decided, not decided, or the model cannot say."""

from collections.abc import Sequence
from itertools import combinations
from statistics import median

from sim.priorities.decision import HANDFUL, LEAST_RUNS, WRONG, Undecided
from sim.priorities.packages import Package

DECIDED = f"That it comes first is decided: by the rule used here, at most {WRONG:.0%} of such answers are wrong."
CANNOT_SAY = "The model cannot say what comes first"
TOO_FEW = f"Nothing is called decided with fewer than {LEAST_RUNS} runs of each."


def cannot_say(rivals: int) -> bool:
    """Whether so many others that cannot be told apart from the first are more than a handful."""
    return 1 + rivals > HANDFUL


def not_told_apart(names: Sequence[str], of: int, runs: int, what: str = "packages") -> str:
    """That some, the first and its rivals, cannot be told apart."""
    if cannot_say(len(names) - 1):
        return f"{CANNOT_SAY}: {count_not_apart(len(names), of, what)} after {runs:,} runs of each."
    return f"What comes first is not decided: {', '.join(names[:-1])} and {names[-1]} cannot be told apart after {runs:,} runs of each."


def count_not_apart(some: int, of: int, what: str) -> str:
    """How many cannot be told apart."""
    return f"{some} of {of} {what} cannot be told apart"


def in_common(some: Sequence[Package], hours: Sequence[float], everything: Sequence[float]) -> list[str]:
    """What all of these packages have in common: levers, one of two levers, or few hours; hours: theirs, and those of everything tried."""
    held = [{name for name, _ in one} for one in some]
    levers = [name for name, _ in some[0] if all(name in one for one in held)]
    if levers:
        return [f"contain {name}" for name in levers]
    names = sorted(set().union(*held))
    either = next((pair for pair in combinations(names, 2) if all(one & set(pair) for one in held)), None)
    if either and len(some) > 2:
        return [f"contain {either[0]} or {either[1]}"]
    most = max(hours)
    return [f"take under {most + 1:.0f} person-hours more"] if most < median(everything) else []


def common_in_words(some: int, common: Sequence[str]) -> str:
    """The same as a sentence."""
    return f"All {some} {' and '.join(common)}." if common else f"These {some} have no lever and no price in common."


def deciding(one: Undecided | None, enough: bool, members: int, in_full: bool = True) -> str:
    """What would decide it. enough: whether there were runs enough to decide anything; in_full: with the correlations and the option."""
    if not enough:
        return TOO_FEW
    if one is None:
        return ""
    named = " and ".join(f"{name} (rank correlation {rank:+.2f})" if in_full else name for name, rank in one.parameters)
    if one.more_runs:
        return f"More runs{' (--runs)' if in_full else ''} could decide it."
    cause = f"the {members} parameter sets disagree"
    if not named:
        return f"More runs alone will hardly decide it, since {cause}, and no single parameter explains how."
    return f"More runs alone will hardly decide it, since {cause}. Narrower sets would: the order depends most on {named}."
