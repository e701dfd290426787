"""Which parameters and entries the observations tell something about: where weighted members differ from all by more than chance."""

import numpy as np
import pandas as pd

from sim.fitting.particles import Ground
from sim.fitting.weights import quantiles
from sim.inputs.parameters import PARAMETERS
from sim.inputs.uncertain import entries

AGAIN = 200  # times that weights are dealt out anew, to see what chance does
SURE = 0.95
ENDS = (0.05, 0.5, 0.95)


def distances(values: np.ndarray, weights: np.ndarray, seed: int) -> tuple[np.ndarray, float]:
    """How far each column of values moves under the weights, and what chance does not exceed in 95 % over all columns together.

    values: (rows, columns); weights: (rows,), adding up to 1. A distance is the largest difference of the two distribution functions
    (Kolmogorov and Smirnov); chance is what the same weights do in another order.
    """
    order, even = np.argsort(values, axis=0, kind="stable"), np.arange(1, len(values) + 1)[:, None] / len(values)

    def apart(some: np.ndarray) -> np.ndarray:
        return np.abs(np.cumsum(some[order], axis=0) - even).max(axis=0)

    chance = np.random.default_rng(seed)
    by_chance = [float(apart(chance.permutation(weights)).max(initial=0.0)) for _ in range(AGAIN)]
    return apart(weights), float(np.quantile(by_chance, SURE))


def moved(ground: Ground, weights: np.ndarray) -> pd.DataFrame:
    """A row for each parameter and entry that differs between members: before and after, 5, 50 and 95 %, the one that moved most first.

    weights: (members, runs). Columns: name, of (behaviour or workplace), before_low, before, before_high, after_low, after, after_high,
    distance (0-1), more_than_chance.
    """
    behaviour = pd.DataFrame([one.model_dump() for one in ground.behaviour])[list(PARAMETERS)]
    rows = _table(behaviour, weights.sum(axis=1), "behaviour", ground.seed)
    names = [one.path for one in entries(ground.place)]
    if names and ground.places[0][0] is not ground.place:
        some = ground.places if ground.drawn else ground.places[:1]
        told = pd.DataFrame([[one.entry(name) for name in names] for places in some for one in places], columns=_in_words(ground, names))
        rows += _table(told, weights.T.ravel() if ground.drawn else weights.sum(axis=1), "workplace", ground.seed)
    return pd.DataFrame(rows).sort_values("distance", ascending=False, kind="stable", ignore_index=True)


def _in_words(ground: Ground, names: list[str]) -> list[str]:
    """Paths with the names of units instead of their numbers."""
    from sim.inputs.places import dotted, steps
    entered = ground.place.model_dump()
    return [dotted(steps(name), entered) for name in names]


def _table(values: pd.DataFrame, weights: np.ndarray, of: str, seed: int) -> list[dict[str, object]]:
    varied = values.loc[:, values.nunique() > 1].astype(float)
    if varied.empty:
        return []
    far, most = distances(varied.to_numpy(), weights, seed)
    even = np.full(len(weights), 1 / len(weights))
    rows: list[dict[str, object]] = []
    for name, one in zip(varied, far, strict=True):
        column = varied[name].to_numpy()
        row: dict[str, object] = {"name": str(name), "of": of}
        for when, by in (("before", even), ("after", weights)):
            low, middle, high = quantiles(column, by, ENDS)
            row.update({f"{when}_low": low, when: middle, f"{when}_high": high})
        rows.append({**row, "distance": float(one), "more_than_chance": bool(one > most)})
    return rows
