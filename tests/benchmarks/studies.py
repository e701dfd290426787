"""What a study costs: cores, writing, memory, and how a run grows with weeks and practices. Ratios in one run.

    python tests/benchmarks/studies.py [repetitions]

Wall time where several cores work, CPU time elsewhere; medians over interleaved repetitions. Only ratios mean anything elsewhere.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import process_time

import sim
from sim.inputs.levers import make_levers
from sim.inputs.parameters import make_parameters
from sim.inputs.workplace import Workplace
from sim.kernel import engine

# the generic unit of the shipped studies, with as many runs as a benchmark asks for
STUDY = """question = "What does it cost?"
workplaces = ["{place}"]
replications = {replications}
[vary.grid]
trust_in_leader = [0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85]
needs_inside_scope = [0.35, 0.65, 0.95]
"""
POINTS = 24
GENERIC = Path(__file__).parents[2] / "experiments" / "generic-unit.toml"
CHILD = """import json, resource, sys, time
from sim.study import run_study
begun = time.perf_counter()
folder = run_study(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]))
seconds = time.perf_counter() - begun
told = json.loads((folder / "status.jsonl").read_text().splitlines()[-1])
print(json.dumps({**told, "wall": seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""


def main(repetitions: int = 5) -> None:
    """Measure and print the table."""
    growth("weeks", [(weeks, cost_of_weeks(weeks)) for weeks in (30, 60, 120)], repetitions)
    growth("practices", [(count, cost_of_practices(count)) for count in (3, 6, 12)], repetitions)
    studied(24_000, 2)  # fills the compile cache and the disk's
    one, two = [], []
    for _ in range(repetitions):
        one.append(studied(96_000, 1))
        two.append(studied(96_000, 2))
    rate = {name: median(some["runs"] / some["seconds"] for some in told) for name, told in (("one", one), ("two", two))}
    large = studied(960_000, 2)
    memory = {runs: studied(runs, 2)["memory"] for runs in (9_600, 96_000)} | {960_000: large["memory"]}
    print(f"Two cores run a study {rate['two'] / rate['one']:.2f} times as fast as one.")
    print(f"Writing takes {large['writing'] / large['simulating']:.1%} of simulating in a study of 960,000 runs.")
    print(f"Peak memory of 960,000 runs is {memory[960_000] / memory[96_000]:.2f} times that of 96,000, "
          f"and that of 96,000 is {memory[96_000] / memory[9_600]:.2f} times that of 9,600.")


def studied(runs: int, workers: int) -> dict[str, float]:
    """A study of so many runs in a process of its own, and what its last line of status says."""
    with tempfile.TemporaryDirectory() as spare:
        study = Path(spare) / "cost.toml"
        study.write_text(STUDY.format(place=GENERIC, replications=runs // POINTS), encoding="utf-8")
        told = subprocess.run([sys.executable, "-W", "ignore", "-c", CHILD, study, Path(spare) / "out", str(workers)],
                              check=True, capture_output=True, text=True)
        return dict(json.loads(told.stdout))


def growth(what: str, works: list[tuple[int, tuple[Workplace, int]]], repetitions: int) -> None:
    """How the cost of a run grows, against the first of them."""
    times: dict[int, list[float]] = {size: [] for size, _ in works}
    for repetition in range(repetitions + 1):
        for size, (place, follow_up) in works:
            begun = process_time()
            engine.facts(place, make_parameters(), make_levers(), 0, [follow_up], 0, 500, engine="native")
            if repetition:
                times[size].append(process_time() - begun)
    cost = {size: median(some) for size, some in times.items()}
    first = works[0][0]
    told = ", ".join(f"{cost[size] / cost[first]:.2f} with {size}" for size in cost if size != first)
    print(f"A run with {first} {what} costs 1, {told}.")


def cost_of_weeks(weeks: int) -> tuple[Workplace, int]:
    """The generic unit, followed so long after launch."""
    return sim.load_workplace(str(GENERIC)), weeks


def cost_of_practices(count: int) -> tuple[Workplace, int]:
    """The generic unit with so many small practices."""
    place = sim.load_workplace(str(GENERIC))
    unit = place.units[0]
    practices = [unit.practices[0].model_copy(update={"name": f"practice-{i}", "hours_per_week": 0.1}) for i in range(count)]
    return place.model_copy(update={"units": [unit.model_copy(update={"practices": practices})]}), 30


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
