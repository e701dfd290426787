"""What an observation lets one expect of anything: a regression that no draw takes part in of itself. Knows nothing of workplaces.

Draws come in groups, such as the runs of one parameter set. What is expected in a draw is learned from other groups alone, so
a fit that follows luck is punished and not rewarded. The curve is broken-line in each number that is seen, with products of two,
shrunk by ridge regression; how much it is shrunk is chosen on the other groups too, up to a flat line: what tells nothing is not used.
"""

from collections.abc import Callable, Sequence

import numpy as np

FOLDS = 6
KNOTS = (0.2, 0.4, 0.6, 0.8)  # quantiles of a number at which its line may bend
SHRINKAGE = np.array([1e-4, 1e-3, 1e-2, 0.03, 0.1, 0.3, 1.0, 10.0, np.inf])  # penalties, for each draw; the last leaves a flat line

Fits = Callable[[np.ndarray], np.ndarray]  # columns -> what is expected under each shrinkage, (draws, shrinkages, targets)


def curve(seen: np.ndarray) -> np.ndarray:
    """What a broken line in each number and products of two are made of: (draws, columns), of mean 0 and variance 1.

    seen: (draws, numbers). Numbers that never differ leave no column.
    """
    kept = [column for column in np.asarray(seen, float).T if np.ptp(column) > 0]
    columns = []
    for column in kept:
        bends = np.unique(np.quantile(column, KNOTS)) if len(np.unique(column)) > 2 else np.empty(0)
        columns += [column, *(np.maximum(column - bend, 0.0) for bend in bends)]
    columns += [_standard(one) * _standard(other) for at, one in enumerate(kept) for other in kept[:at]]
    some = [_standard(column) for column in columns if np.ptp(column) > 0]
    return np.stack(some, axis=1) if some else np.empty((len(seen), 0))


def _standard(column: np.ndarray) -> np.ndarray:
    return (column - column.mean()) / column.std()


def folds(groups: np.ndarray) -> np.ndarray:
    """The fold of each draw, 0 to FOLDS - 1 or fewer: all draws of a group are in the same one."""
    _, number = np.unique(groups, return_inverse=True)
    return number % FOLDS


def expected(columns: np.ndarray, targets: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """What is expected of the targets in each draw, learned from draws of other groups: (draws, targets).

    columns: as curve gives them. targets: (draws, targets). groups: whose each draw is, (draws,); at least two.
    """
    fold = folds(groups)
    inside = [np.flatnonzero(fold == one) for one in range(fold.max() + 1)]
    sums = _sums([columns[some] for some in inside], [targets[some] for some in inside])
    told = np.empty(targets.shape)
    for one, some in enumerate(inside):
        told[some] = _fits(sums, [one])(columns[some])[:, _shrunk(sums, one, inside, columns, targets)]
    return told


def _sums(columns: Sequence[np.ndarray], targets: Sequence[np.ndarray]) -> list[np.ndarray]:
    """What a regression needs of the draws of each fold, so that leaving a fold out is a subtraction."""
    return [np.array([float(len(x)) for x in columns]), np.array([x.sum(axis=0) for x in columns]),
            np.array([y.sum(axis=0) for y in targets]), np.array([x.T @ x for x in columns]),
            np.array([x.T @ y for x, y in zip(columns, targets, strict=True)])]


def _fits(sums: list[np.ndarray], without: list[int]) -> Fits:
    """The fits to all folds without some."""
    n, x, y, xx, xy = (part.sum(axis=0) - part[without].sum(axis=0) for part in sums)
    mean, level = x / n, y / n
    values, vectors = np.linalg.eigh(xx / n - np.outer(mean, mean))
    turned = vectors.T @ (xy / n - np.outer(mean, level))
    slopes = turned[:, None] / (np.maximum(values, 0.0)[:, None] + SHRINKAGE)[:, :, None]
    return lambda columns: level + np.tensordot((columns - mean) @ vectors, slopes, 1)


def _shrunk(sums: list[np.ndarray], one: int, inside: list[np.ndarray], columns: np.ndarray, targets: np.ndarray) -> int:
    """Which shrinkage errs least when each fold but one is told from those that are left; of equals the strongest."""
    errors = np.zeros(len(SHRINKAGE))
    for other, some in enumerate(inside):
        if other != one and len(inside) > 2:
            errors += ((targets[some][:, None] - _fits(sums, [one, other])(columns[some])) ** 2).sum(axis=(0, 2))
    return int(len(errors) - 1 - np.argmin(errors[::-1]))
