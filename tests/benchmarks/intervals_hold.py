"""How often a nominal 95 % interval holds the truth: every measure, every unit of the study, few and many runs.

The truth is the mean of 10^5 runs; intervals are made from runs of its own that follow one another, so that each set of runs is
used once. Levels are held against the nominal .95. Beside single settings, the differences that takehold what-if prints. Measures
that never vary over all runs are left out: nothing can be wrong about them.
"""

import sys

import numpy as np
import pandas as pd

from sim import load_workplace, simulate, workplaces
from sim.model.measures import HOURS, MEASURES, NUMBERS, OUTCOMES, Measure

TRUTH, SETS = 100_000, 500  # runs of the truth; sets of runs of each size, at most
SIZES = (2, 5, 20, 100)
LEVERS = {"plejecenter-2": {"push_through": 1.0}}
ANYWHERE = {"involvement": 0.8}


def main(truth: int = TRUTH) -> None:
    """Print the mean coverage by number of runs, and the worst measure of each."""
    rows = []
    for name in workplaces():
        place = load_workplace(name)
        both = [simulate(place, levers=levers, runs=truth, seed=7, workers=2) for levers in ({}, LEVERS.get(name, ANYWHERE))]
        for unit in place.units:
            first, second = (frame[frame["unit"] == unit.name] for frame in both)
            for measure in NUMBERS.values():
                ours, theirs = column(first, measure), column(second, measure)
                rows += covered(unit.name, measure, "single", measure.estimate, ours)
                rows += covered(unit.name, measure, "difference", measure.change, ours, theirs)
    table = pd.DataFrame(rows)
    print(f"Coverage of nominal 95 % intervals, truth from {truth:,} runs, {len(MEASURES) + len(HOURS) + len(OUTCOMES) - 2} measures, "
          f"{table['unit'].nunique()} units; single settings and paired differences\n")
    print("| kind | runs | mean coverage | lowest | of | lowest 5 % of cells |\n|---|---|---|---|---|---|")
    for (kind, runs), some in table.groupby(["kind", "runs"], sort=False):
        worst = some.loc[some["coverage"].idxmin()]
        print(f"| {kind} | {runs} | {some['coverage'].mean():.3f} | {worst['coverage']:.2f} | {worst['measure']}, {worst['unit']} "
              f"| {some['coverage'].quantile(0.05):.2f} |")
    many = table[table["runs"] >= 5]
    by_measure = many.groupby("measure")["coverage"].mean()
    print(f"\nFrom 5 runs on: {many['coverage'].mean():.3f} on average; worst measure over units and sizes: {by_measure.idxmin()} "
          f"({by_measure.min():.3f}).")
    if "--all" in sys.argv:
        print(table.pivot_table(index=["kind", "unit", "measure"], columns="runs", values="coverage").round(3).to_string())


def column(rows: pd.DataFrame, measure: Measure) -> np.ndarray:
    """A measure of every run as a number."""
    return (rows["outcome"] == measure.short if measure.name in OUTCOMES else rows[measure.name]).to_numpy(float)


def covered(unit, measure, kind, interval, *columns):
    """The share of sets of each size whose interval holds the truth, as rows of a table."""
    difference = columns[-1] - (columns[0] if len(columns) > 1 else 0)
    if np.ptp(difference) == 0:
        return []
    truth, rows = difference.mean(), []
    for runs in SIZES:
        sets = [tuple(one[start:start + runs] for one in columns) for start in range(0, min(len(difference), runs * SETS), runs)]
        told = [interval(*some) for some in sets]
        rows.append({"unit": unit, "measure": measure.name, "kind": kind, "runs": runs,
                     "coverage": np.mean([one.low - 1e-12 <= truth <= one.high + 1e-12 for one in told])})
    return rows


if __name__ == "__main__":
    main()
