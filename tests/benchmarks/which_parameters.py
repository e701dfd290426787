"""Which parameters matter most: each moved from its low to its high end alone, on the five units of the study.

Differences are means over units of the change in mean retention and in mean trust, and are added in multiples of what counts as carrying
a run (sim/explain/explanation.py). One at a time: no interactions.
"""

import numpy as np

from sim import simulate, workplaces
from sim.explain.twins import CARRIED_RETENTION, CARRIED_TRUST
from sim.inputs.parameters import PARAMETERS

RUNS, SHOWN = 100, 20


def means(values: dict[str, float]) -> np.ndarray:
    """Mean retention and trust change of each unit: shape (units, 2)."""
    frames = [simulate(place, values, runs=RUNS) for place in workplaces()]
    return np.concatenate([frame.groupby("unit", sort=False)[["retention", "trust_change"]].mean().to_numpy() for frame in frames])


if __name__ == "__main__":
    rows = []
    for name, p in PARAMETERS.items():
        retention, trust = np.abs(means({name: p.high}) - means({name: p.low})).mean(axis=0)
        rows.append((retention / CARRIED_RETENTION + trust / CARRIED_TRUST, retention, trust, name))
    for size, retention, trust, name in sorted(rows, reverse=True)[:SHOWN]:
        print(f"{size:5.2f}  retention {retention:.3f}  trust {trust:.3f}  {name}")
