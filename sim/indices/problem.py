"""Inputs with their ranges, and outcomes that can be analysed."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.errors import InputError


@dataclass(frozen=True)
class Problem:
    """Inputs by name, each uniform and independent from low to high."""

    names: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.names)

    def salib(self) -> dict[str, Any]:
        """The same as SALib takes it."""
        return {"num_vars": len(self), "names": list(self.names), "bounds": [list(pair) for pair in zip(self.low, self.high, strict=True)]}

    def unit(self, points: np.ndarray) -> np.ndarray:
        """Points on the scale 0 to 1 of every range; shape (points, inputs)."""
        low, high = np.array(self.low), np.array(self.high)
        return (points - low) / (high - low)

    def scaled(self, unit: np.ndarray) -> np.ndarray:
        """Points from the scale 0 to 1."""
        low, high = np.array(self.low), np.array(self.high)
        return low + (high - low) * unit


def whole_blocks(outcomes: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes of a design in blocks of ``size`` points: shape (blocks, size, replications), and which blocks were kept.

    A block in which a run failed (nan) is left out whole, since its differences are not to be had; the caller says how many.
    Raises InputError where more than half are lost, or what is left is infinite or constant: an index would come out as 0
    without a word.
    """
    table = np.asarray(outcomes, float)
    table = table.reshape(-1, size, table.size // len(table))
    if np.isinf(table).any():
        raise InputError("an outcome is infinite; no share of its variance can be worked out")
    whole = ~np.isnan(table).any(axis=(1, 2))
    lost = len(table) - int(whole.sum())
    if 2 * lost > len(table):
        raise InputError(f"runs failed in {lost} of {len(table)} blocks of the design; too little is left to analyse")
    kept = table[whole]
    if np.ptp(kept.mean(axis=2)) <= 1e-12 * max(1.0, float(np.abs(kept).max())):
        raise InputError(f"the outcome is the same, {kept.mean():.6g}, at every point, so nothing can be traced back to an input")
    return kept, whole
