"""Whether what a workplace costs grows with its people: 2,000 of them in 100 units against 200 in 10 units, for each person and week.

    python tests/benchmarks/many_units.py [runs] [rounds] [engine ...]

The two are timed in turn in one process, and the least of several rounds counts, since other work on the machine only adds. Prints the
nanoseconds a person-week of each, and their ratio, which should stay below 1.10.
"""

import sys
from time import process_time

from sim import load_workplace
from sim.inputs.levers import make_levers
from sim.inputs.parameters import make_parameters
from sim.inputs.workplace import Workplace
from sim.kernel import engine

FOLLOW_UP, EMPLOYEES, MOST = 30, 20, 1.10


def workplace(units: int) -> Workplace:
    """So many units like department A of Bostedet, of twenty people each, in which each sees two others."""
    unit = load_workplace("bostedet").units[0].model_dump()
    names = [f"unit-{k}" for k in range(units)]
    return Workplace(name="many", title="Many units", units=[
        {**unit, "name": name, "employees": EMPLOYEES, "sees": [names[k - 1], names[k - 2]]} for k, name in enumerate(names)])


def seconds(place: Workplace, runs: int, name: str, times: int = 1) -> float:
    """CPU time of so many runs, so many times over."""
    began = process_time()
    for seed in range(times):
        engine.facts(place, make_parameters(), make_levers(), seed, [FOLLOW_UP], 0, runs, engine=name)
    return process_time() - began


def ratio(runs: int = 20, rounds: int = 7, name: str = "native") -> tuple[float, float, float]:
    """Nanoseconds a person-week in 10 units and in 100, and how many times as much the second is."""
    few, many = workplace(10), workplace(100)
    seconds(few, 1, name), seconds(many, 1, name)  # loaded, or compiled
    times = [(seconds(few, runs, name, times=10), seconds(many, runs, name)) for _ in range(rounds)]
    work = runs * engine.person_weeks(many, FOLLOW_UP)
    a, b = (1e9 * min(some) / work for some in zip(*times, strict=True))
    return a, b, b / a


def main(runs: int = 20, rounds: int = 7, *names: str) -> None:
    """Print a line an engine."""
    for name in names or ("native", "wasm"):
        few, many, times = ratio(runs, rounds, name)
        print(f"{name}: {few:.1f} ns a person-week in 10 units, {many:.1f} in 100 units: {times:.3f} times, {MOST:.2f} at most")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), *sys.argv[3:])
