"""What the spread of a number over runs goes back to: components of variance. Knows nothing of workplaces.

Sentence. Of the variance of a number over all runs, so much is chance between runs, so much the context that is not known, so much how
people behave, and so much the two together.

Equation. With y = m + B_b + C_c + D_bc + E_bcr, all independent with mean 0, in blocks of 2 sets b x 2 contexts c x r runs,

    E = mean within a cell      E + r D = MS_bc      E + r D + 2 r B = MS_b      E + r D + 2 r C = MS_c

are expected of the mean squares of analysis of variance; each component is a mean over blocks. Where sets have one context each, and
contexts cannot be told from sets: E = mean within a set, E + r B = r x the variance of the means of sets.

Symbols. E chance between runs, B behaviour, C context, D both together. A component that comes out below 0 is told as 0, and shares are of
the sum of all. Intervals resample blocks, with percentiles wide enough for few of them (Hesterberg 2015); of sets they are
the jackknife's for log (E + r B) / E (Arvesen & Schmitz 1970), since sets are few and resampling them makes intervals too narrow.

Source. Searle, Casella & McCulloch (1992), Variance Components. Grade: standard.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.model.intervals import Estimate, share, t_quantile

RESAMPLES = 2000
TINY = 1e-12  # of the variance, where a part of it is nothing at all
LEAST = 10  # blocks or sets, below which an interval says nothing


class Components(NamedTuple):
    """Shares of a variance. unknown: of all that is not chance; context, behaviour, both: of it, where they can be told apart.

    total: the variance. runs of each share: how many runs there were in all.
    """

    chance: Estimate
    unknown: Estimate
    context: Estimate | None
    behaviour: Estimate | None
    both: Estimate | None
    total: float

    def as_record(self) -> dict[str, object]:
        """Plain values: the share of each part, and the standard deviation over all runs."""
        shares = {name: one.as_record() if (one := getattr(self, name)) else None for name in self._fields if name != "total"}
        return {**shares, "sd": float(np.sqrt(self.total))}


def crossed(values: np.ndarray) -> Components | None:
    """Components from blocks of 2 sets x 2 contexts x runs: (blocks, 2, 2, runs). None where all are alike, or blocks too few."""
    blocks, _, _, runs = values.shape
    if blocks < LEAST or runs < 2 or not np.ptp(values):
        return None
    within, cells = values.var(axis=3, ddof=1).mean(axis=(1, 2)), values.mean(axis=3)
    sets = runs * (cells[:, 0].mean(axis=1) - cells[:, 1].mean(axis=1)) ** 2
    contexts = runs * (cells[:, :, 0].mean(axis=1) - cells[:, :, 1].mean(axis=1)) ** 2
    both = runs * (cells[:, 0, 0] - cells[:, 0, 1] - cells[:, 1, 0] + cells[:, 1, 1]) ** 2 / 4
    told = np.column_stack([within, (contexts - both) / (2 * runs), (sets - both) / (2 * runs), (both - within) / runs])
    value, again = told.mean(axis=0), _resampled(blocks) @ told
    parts = np.maximum(value, 0.0)
    beyond = float(_below(-np.sqrt(blocks / (blocks - 1)) * t_quantile(0.975, blocks - 1)))
    lows, highs = np.quantile(again / np.maximum(again.sum(axis=1, keepdims=True), TINY * parts.sum()), [beyond, 1 - beyond], axis=0)
    chance, context, behaviour, together = (_share(one, low, high, values.size) for one, low, high in
                                            zip(parts / parts.sum(), lows, highs, strict=True))
    return Components(chance, _rest(chance), context, behaviour, together, float(parts.sum()))


def _below(normal: float) -> float:
    """The share of a normal distribution below a value."""
    from scipy.special import ndtr  # type: ignore[import-untyped]
    return float(ndtr(normal))


def _share(value: float, low: float, high: float, runs: int) -> Estimate:
    """A share with its interval, inside 0 to 1 and around the share."""
    value, low, high = (float(min(1.0, max(0.0, one))) for one in (value, low, high))
    return Estimate(value, min(value, low), max(value, high), runs)


def _rest(share: Estimate) -> Estimate:
    """All but this share."""
    return Estimate(1 - share.value, 1 - share.high, 1 - share.low, share.runs)


def of_sets(values: np.ndarray) -> Components | None:
    """Components from runs of sets that have a context each: (sets, runs). None where all are alike, or sets too few."""
    sets, runs = values.shape
    if sets < LEAST or runs < 2 or not np.ptp(values):
        return None
    within, means = values.var(axis=1, ddof=1), values.mean(axis=1)
    least = TINY * float(values.var())
    one_left_out = (means @ means - means**2 - (means.sum() - means) ** 2 / (sets - 1)) / (sets - 2)
    ratios = np.log((runs * np.maximum(one_left_out, 0.0) + least) / ((within.sum() - within) / (sets - 1) + least))
    ratio = float(np.log((runs * means.var(ddof=1) + least) / (within.mean() + least)))
    pseudo = sets * ratio - (sets - 1) * ratios
    half = t_quantile(0.975, sets - 1) * float(pseudo.std(ddof=1)) / np.sqrt(sets)
    middle = max(0.0, float(pseudo.mean()))  # (E + r B) / E is at least 1, so nothing of B is no reason to leave no room for it
    value, low, high = (_unknown(at, runs) for at in (ratio, middle - half, middle + half))
    if not within.any():
        low = 1 - share(0, sets).high  # what was seen in no set may still be in some
    unknown = _share(value, low, high, values.size)
    between = max(0.0, float(means.var(ddof=1) - within.mean() / runs))
    return Components(_rest(unknown), unknown, None, None, None, between + float(within.mean()))


def _unknown(ratio: float, runs: int) -> float:
    """B / (B + E) from log (E + r B) / E."""
    between = np.expm1(ratio) / runs
    return max(0.0, float(between / (1 + between)))


@lru_cache(maxsize=2)
def _resampled(count: int) -> np.ndarray:
    """Weights of blocks in each resample, adding up to 1."""
    return np.random.default_rng(0).multinomial(count, np.full(count, 1 / count), RESAMPLES) / count
