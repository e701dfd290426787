"""Means of units from few answers: how sure they are, and how far small units are drawn towards the mean of all.

A unit's mean is that of everybody employed there, not of those alone who happened to answer.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np

from sim.model.intervals import Z95, t_quantile

LEAST_SPREAD = 0.05  # between persons; that all answered alike is not taken for certainty
GRID = np.linspace(0.0, 0.5, 101)[1:]  # shares of variance between units that are weighed
# Beta(2, 18), mean 0.10: 3 to 13 % of variance lies between units (US Army companies, Danish eldercare, US nursing homes)
PRIOR = GRID * (1 - GRID) ** 17


class Pooled(NamedTuple):
    """Means of groups: as answered, drawn towards the mean of all, and their standard deviations as entries of a workplace need them.

    raw, mean, sd, silent, own: one a group. sd: half of a 95 % interval over 1.96. silent: how far the mean would move if those who did not
    answer lay one standard deviation between persons higher. own: share of the group's own answers in its mean. icc: ICC(1) as found (nan
    for one group). spread: standard deviation between persons of one group.
    """

    raw: np.ndarray
    mean: np.ndarray
    sd: np.ndarray
    silent: np.ndarray
    own: np.ndarray
    icc: float
    spread: float


def pooled(values: np.ndarray, group: np.ndarray, sizes: np.ndarray, alpha: float, nonresponse: float) -> Pooled:
    """Means of groups with their uncertainty.

    values: answers in 0-1, all known, (persons,). group: the group of each, 0 to len(sizes) - 1. sizes: everybody in each group.
    alpha: reliability, the share of the spread's square that is the persons' own. nonresponse: how far those who did not answer may
    differ from those who did, in standard deviations between persons. At least two persons are needed.

    Variance of a mean: s² (1 - f alpha) / n + ((1 - f) d s)²: f share that answered, n answers, s spread in groups (the same in all), d
    nonresponse. Groups come from a normal distribution of an unknown mean, and their share of variance is averaged over its posterior
    (PRIOR); chance alone adds alpha s² / N between groups of N. A group without answers gets that mean. Intervals are Student's, with
    the freedom of s.
    """
    count = np.bincount(group, minlength=len(sizes)).astype(float)
    raw = np.bincount(group, values, len(sizes)) / np.where(count, count, np.nan)
    freedom = max(1.0, float(len(values) - np.count_nonzero(count)))
    spread = max(LEAST_SPREAD, sqrt(float(((values - raw[group]) ** 2).sum()) / freedom))
    answered = np.minimum(1.0, count / sizes)
    variance = np.where(count, spread ** 2 * (1 - answered * alpha) / np.where(count, count, 1)
                        + ((1 - answered) * nonresponse * spread) ** 2, np.inf)
    mean, var, own = _drawn_together(raw, variance, spread ** 2 * (GRID / (1 - GRID))[:, None] + alpha * spread ** 2 / sizes)
    wider = t_quantile(0.975, freedom) / Z95
    return Pooled(raw, mean, np.sqrt(var) * wider, (1 - answered) * spread, own, icc1(values, group), spread)


def _drawn_together(raw: np.ndarray, variance: np.ndarray, between: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Posterior means and variances of groups, and the share of their own answers in them; between: variance of groups, (grid, groups)."""
    weight = 1 / (variance + between)  # nought without answers
    known = np.where(np.isfinite(variance), raw, 0.0)
    centre_var = 1 / weight.sum(axis=1, keepdims=True)
    centre = (weight * known).sum(axis=1, keepdims=True) * centre_var
    fit = 0.5 * (np.log(weight, where=weight > 0, out=np.zeros_like(weight)) - weight * (known - centre) ** 2).sum(axis=1)
    log_chance = np.log(PRIOR) + fit + 0.5 * np.log(centre_var[:, 0])
    if np.isfinite(variance).sum() < 2:  # of one group nothing can be learnt about several, and it is drawn nowhere
        log_chance = np.log(PRIOR)
    chance = np.exp(log_chance - log_chance.max())
    chance /= chance.sum()
    own = between * weight
    means = own * known + (1 - own) * centre
    variances = (1 - own) * between + (1 - own) ** 2 * centre_var
    mean = chance @ means
    only = 1.0 if np.isfinite(variance).sum() < 2 else chance @ own
    return mean, chance @ (variances + (means - mean) ** 2), np.where(np.isfinite(variance), only, 0.0)


def icc1(values: np.ndarray, group: np.ndarray) -> float:
    """Share of variance between groups, ICC(1) from the analysis of variance; nan for one group, or without any spread.

    Equation: (MSB - MSW) / (MSB + (n0 - 1) MSW). Source: Bliese (2000).
    """
    _, place = np.unique(group, return_inverse=True)
    count = np.bincount(place)
    groups, persons = len(count), len(values)
    if groups < 2 or persons <= groups:
        return float("nan")
    means = np.bincount(place, values) / count
    between = float((count * (means - values.mean()) ** 2).sum()) / (groups - 1)
    within = float(((values - means[place]) ** 2).sum()) / (persons - groups)
    typical = (persons - float((count ** 2).sum()) / persons) / (groups - 1)
    bottom = between + (typical - 1) * within
    return (between - within) / bottom if bottom > 0 else float("nan")
