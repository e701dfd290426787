"""How likely an observation is where a run shows something, and what else one might have seen there.

A survey's mean is normal about the mean of all employees. Counted sessions, people or practices are taken as a sample, also where all
were counted: no run meets a count exactly, and the sample's error stands for how far runs may miss it. What everybody knows is so or not.
"""

from typing import NamedTuple

import numpy as np
from scipy import stats  # type: ignore[import-untyped]

from sim.fitting.measures import COUNT, FACT, SURVEY
from sim.fitting.observed import Observed
from sim.observations.costs import SURVEY as BY_SURVEY

MISTAKEN = 0.02  # assumption: of a hundred sessions, people or practices two are told otherwise than the model counts them


class Chance(NamedTuple):
    """The distribution of what may be seen in each run: normal about ``middle`` with ``sd``, or so many of ``of`` with a chance."""

    kind: str
    middle: np.ndarray
    sd: np.ndarray
    of: int

    def log_likelihood(self, seen: float) -> np.ndarray:
        """Of what was seen, in each run; minus infinity where it cannot be."""
        if self.kind == FACT:
            return np.where(self.middle == seen, 0.0, -np.inf)
        if self.of:
            return np.asarray(stats.binom.logpmf(round(seen * self.of), self.of, self.middle))
        return np.asarray(-0.5 * ((seen - self.middle) / self.sd) ** 2 - np.log(self.sd))

    def below(self, seen: float) -> np.ndarray:
        """The chance of less than what was seen, and of half of just that, in each run."""
        if self.kind == FACT:
            return (self.middle < seen) + 0.5 * (self.middle == seen)
        if self.of:
            count = round(seen * self.of)
            return np.asarray(stats.binom.cdf(count - 1, self.of, self.middle) + 0.5 * stats.binom.pmf(count, self.of, self.middle))
        return np.asarray(stats.norm.cdf(seen, self.middle, self.sd))

    def drawn(self, chance: np.random.Generator) -> np.ndarray:
        """One observation for each run."""
        if self.kind == FACT:
            return self.middle
        if self.of:
            return chance.binomial(self.of, self.middle) / self.of
        return np.clip(self.middle + self.sd * chance.standard_normal(self.middle.shape), 0.0, 1.0)


def chance_of(one: Observed, true: np.ndarray, spread: np.ndarray, employees: int) -> Chance:
    """What may be seen of an observation. true, spread: what each run shows, and how far people differ there (nan: not known)."""
    middle, of = np.asarray(true, float), 0
    sd = np.full(middle.shape, one.sd if one.sd is not None else np.nan)
    if one.kind == COUNT and one.of:
        middle, of = MISTAKEN + (1 - 2 * MISTAKEN) * middle, one.of
    if one.kind == SURVEY and one.respondents:
        sd = BY_SURVEY.deviation(one.respondents, employees, np.where(np.isnan(spread), BY_SURVEY.spread, spread))
    return Chance(one.kind, middle, sd, of)
