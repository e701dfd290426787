"""How much common draws lessen the variance of what a lever changes, against independent draws; for each lever.

    python tests/benchmarks/pairing.py [runs]

Each lever acts on a middling unit at its highest value, held against the unit as recorded: once with the same seed, so that
the same people have the same luck, and once with another. Printed is the variance of the difference under independent draws
divided by that under common draws: how many more runs independent draws would need for the same interval.
"""

import sys
from pathlib import Path

import numpy as np

import sim
from sim.inputs.levers import LEVERS

GENERIC = Path(__file__).parents[2] / "experiments" / "generic-unit.toml"
MEASURES = {"retention": "retention", "trust_change": "change of trust"}


def main(runs: int = 4000) -> None:
    """Measure every lever and print the table."""
    base = sim.simulate(str(GENERIC), runs=runs, seed=0)
    print(f"| lever, at | {' | '.join(f'{words}: fewer runs, times' for words in MEASURES.values())} |")
    print("|---|---|---|")
    for name, lever in LEVERS.items():
        value = lever.high
        common, independent = (sim.simulate(str(GENERIC), levers={name: value}, runs=runs, seed=seed) for seed in (0, 1))
        cells = []
        for measure in MEASURES:
            before = base[measure].to_numpy(float)
            paired, other = (np.var(told[measure].to_numpy(float) - before, ddof=1) for told in (common, independent))
            cells.append("the same in every run" if paired == 0 else f"{other / paired:.1f}")
        print(f"| {name} = {value:g} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
