"""What an observation is worth before a choice, and how far it narrows a number: from draws of both. Knows nothing of workplaces.

Sentence. Choose in each draw what is expected to pay most there, given what is seen; what that pays beyond the best choice made blindly is
the worth of seeing it.

Equation. With X_d the payoff of choice d in a run, y what is seen, and e(d | y) the cross-fitted smoother,

    worth = mean X_{d(y)} - mean X_{d0}     d(y) = argmax_d e(d | y),  d0 = argmax_d e(d)      expected value of sample information
    regret now = mean (max_d X_d - X_{d0})                          regret after = regret now - worth

Symbols. Rows are members (what is not known, such as parameter sets) and runs (luck). Both choices are learned from other members, and
what they pay is counted, not predicted. So the worth is that of a rule that can be followed, a little below that of the best one; it
may come out below 0, by luck or because waiting closes what would pay more, and is told so. Regret is what falls short of the
best choice in the same run, so regret now is the worth of knowing everything, luck included. How much of it even somebody has who
knows the member is left_to_luck: E(X_d | member) is drawn from a normal distribution whose spread between members is what remains
when luck is taken off (analysis of variance). Intervals resample members; the rules are not learned anew.

Source. Strong, Oakley & Brennan (2014), regression for the value of partial and sample information; cross-fitting after
Chernozhukov et al. (2018). Grade: standard, with the assumption above.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sim.errors import InputError
from sim.model.intervals import Estimate, normal_quantile
from sim.observations.smoother import curve, expected

RESAMPLES, KNOWN_DRAWS = 500, 50
LEAST_MEMBERS, LEAST_RUNS = 16, 2  # fewer say nothing of luck and of differences between members
DIGITS = 12  # after which two expected payoffs count as the same
WRONG = 0.05  # chance that any of the observations is said to help though none does


class Worth(NamedTuple):
    """What an observation is worth. gain: in units of the payoff; clear: whether it is above 0 by more than chance.

    wrong: chance that another choice would have paid more in the same run, by more than matters. changes: share of draws in which it
    leads to another choice than would be made blindly.
    """

    gain: Estimate
    regret_now: Estimate
    regret_after: Estimate
    wrong_now: Estimate
    wrong_after: Estimate
    changes: float
    clear: bool


class Narrowing(NamedTuple):
    """How far an observation narrows a number: the share of its variance that is left, and the width in which 90 % of runs
    lie about what is expected of them."""

    left: Estimate
    width_now: Estimate
    width_after: Estimate
    clear: bool


def left_to_luck(payoffs: np.ndarray) -> Estimate:
    """The regret of somebody who knows how each member is, and not its luck. payoffs: (members, runs, choices)."""
    apart = payoffs - payoffs.mean(axis=2, keepdims=True)
    members, runs, choices = apart.shape
    means = apart.mean(axis=1)
    level, within = means.mean(axis=0), (apart - means[:, None]).reshape(-1, choices)
    luck = within.T @ within / (members * (runs - 1)) / runs
    between = _positive(np.cov(means, rowvar=False).reshape(choices, choices) - luck)
    towards = between @ np.linalg.pinv(between + luck, hermitian=True)
    values, vectors = np.linalg.eigh(_positive(between - towards @ between))
    normal = np.random.default_rng(0).standard_normal((KNOWN_DRAWS, members, choices))
    known = level + (means - level) @ towards.T + (normal * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    return _over(apart.max(axis=2).mean(axis=1) - known.max(axis=2).mean(axis=0))


def _positive(covariance: np.ndarray) -> np.ndarray:
    """The nearest covariance that can be: no variance below 0."""
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    return (vectors * np.maximum(values, 0.0)) @ vectors.T


def worth(payoffs: np.ndarray, seen: np.ndarray, still: np.ndarray | None = None, matters: float = 0.0, among: int = 1,
          again: bool = False, whose: np.ndarray | None = None) -> Worth:
    """What an observation is worth before a choice.

    payoffs: of each choice, (members, runs, choices), larger being better. seen: (members, runs, numbers). still: which choices can
    still be made once it is seen, (choices,), all by default. matters: a smaller difference makes no choice wrong. among: how many
    observations are looked at, so that none of them seems to help by chance. again: whether the choice is one for a next round, whose
    luck is new; then each run is told by the other runs of its member. whose: which member each of them is, where some stand there more
    than once, (members,); what is expected in a member is never learned from itself.
    """
    check_draws(payoffs, seen)
    members, runs, choices = payoffs.shape
    apart = payoffs - payoffs.mean(axis=2, keepdims=True)  # what all choices share decides nothing
    short = payoffs.max(axis=2, keepdims=True) - payoffs
    wrong = (short > max(matters, 10.0 ** -DIGITS)).astype(float)
    apart, short, wrong = ((_of_others(one) if again else one).reshape(-1, choices) for one in (apart, short, wrong))
    groups, at = np.repeat(np.arange(members) if whose is None else whose, runs), np.arange(members * runs)
    blindly = np.round(expected(np.empty((len(at), 0)), apart, groups), DIGITS)
    told = np.round(expected(curve(seen.reshape(len(at), -1)), apart, groups), DIGITS)
    now, after = blindly.argmax(axis=1), (told if still is None else np.where(still, told, -np.inf)).argmax(axis=1)
    (regret_now, wrong_now), (regret, left_wrong) = (
        [one[at, chosen].reshape(members, runs).mean(axis=1) for one in (short, wrong)] for chosen in (now, after))
    gain = regret_now - regret
    return Worth(_over(gain), _over(regret_now), _over(regret), _over(wrong_now), _over(left_wrong), float((after != now).mean()),
                 _clear(gain, among))


def _of_others(values: np.ndarray) -> np.ndarray:
    """In place of each run the mean of the other runs of its member: what is so at a next round, whose luck is new."""
    return (values.sum(axis=1, keepdims=True) - values) / (values.shape[1] - 1)


def narrowing(number: np.ndarray, seen: np.ndarray, among: int = 1, whose: np.ndarray | None = None) -> Narrowing:
    """How far an observation narrows a number. number: (members, runs); seen, among, whose: as for worth."""
    check_draws(number[:, :, None], seen)
    members, runs = number.shape
    flat, groups = number.reshape(-1, 1), np.repeat(np.arange(members) if whose is None else whose, runs)
    shown, flatly = curve(seen.reshape(len(flat), -1)), np.empty((len(flat), 0))
    off, off_before = ((flat - expected(one, flat, groups)).reshape(number.shape) for one in (shown, flatly))
    errors, before = (off ** 2).mean(axis=1), (off_before ** 2).mean(axis=1)
    again = _resampled(members)
    if not np.ptp(number):
        nothing = Estimate(0.0, 0.0, 0.0, flat.size)
        return Narrowing(nothing, nothing, nothing, False)
    ratios = (again @ errors) / np.maximum(again @ before, np.finfo(float).tiny)
    left = _between(float(errors.mean() / before.mean()), ratios, flat.size)
    return Narrowing(left, _width(off_before), _width(off), _clear(before - errors, among))


def _width(errors: np.ndarray) -> Estimate:
    """The width in which 90 % of errors lie, (members, runs), resampling members."""
    rng = np.random.default_rng(0)
    again = [np.ptp(np.quantile(errors[rng.integers(len(errors), size=len(errors))], [0.05, 0.95])) for _ in range(RESAMPLES // 5)]
    return _between(float(np.ptp(np.quantile(errors, [0.05, 0.95]))), again, errors.size)


@cache
def _resampled(members: int) -> np.ndarray:
    """Weights of members in each resample, adding up to 1."""
    return np.random.default_rng(0).multinomial(members, np.full(members, 1 / members), RESAMPLES) / members


def _over(values: np.ndarray) -> Estimate:
    """A mean over members with the middle 95 % of its resamples."""
    return _between(float(values.mean()), _resampled(len(values)) @ values, len(values))


def _between(value: float, again: ArrayLike, runs: int) -> Estimate:
    low, high = np.quantile(np.asarray(again), [0.025, 0.975])
    return Estimate(value, float(low), float(high), runs)


def _clear(values: np.ndarray, among: int) -> bool:
    """Whether a mean over members is above 0 by more than the largest of so many would be by chance."""
    error = float(values.std(ddof=1)) / np.sqrt(len(values))
    return bool(values.mean() > normal_quantile(1 - WRONG / max(1, among)) * error > 0)


def check_draws(payoffs: np.ndarray, seen: np.ndarray) -> None:
    """Raises InputError for draws that do not belong together, are too few, or are no numbers."""
    if payoffs.ndim != 3 or seen.ndim != 3 or payoffs.shape[:2] != seen.shape[:2]:
        raise InputError(f"payoffs {payoffs.shape} and what is seen {seen.shape} are not of the same members and runs")
    if len(payoffs) < LEAST_MEMBERS or payoffs.shape[1] < LEAST_RUNS:
        raise InputError(f"{len(payoffs)} members with {payoffs.shape[1]} runs each are too few to say what an observation is worth: "
                        f"it takes at least {LEAST_MEMBERS} with {LEAST_RUNS}")
    if not (np.isfinite(payoffs).all() and np.isfinite(seen).all()):
        raise InputError("payoffs and what is seen are not all finite numbers")
