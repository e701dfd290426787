"""What a workplace with other values inside its ranges costs, which a search makes hundreds of thousands of times.

    python tests/benchmarks/contexts.py [repetitions]

CPU time of this process in microseconds, the least of several rounds, for each shipped workplace of the study.
"""

import sys
from time import process_time
from timeit import repeat

import numpy as np

from sim import load_workplace, workplaces
from sim.inputs.uncertain import at_place, with_entries


def main(repetitions: int = 2000) -> None:
    """Print one line a workplace."""
    for name in workplaces():
        place = load_workplace(name)
        values = at_place(place, np.random.default_rng(1).random(len(place.ranges)))
        seconds = min(repeat("make(place, values)", globals={"make": with_entries, "place": place, "values": values}, timer=process_time,
                             number=repetitions, repeat=7))
        print(f"{name}: {len(place.ranges)} entries, {1e6 * seconds / repetitions:.0f} microseconds")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
