"""The compiled engine against Mesa: ratios in one run, per core.

    python tests/benchmarks/engines.py [repetitions]

CPU time of this process, medians over interleaved repetitions; threads by wall time. Only ratios mean anything elsewhere.
"""

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from os import environ
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import mesa.batchrunner

import sim
from sim.kernel import engine
from sim.levers import make_levers
from sim.parameters import make_parameters
from sim.runs import run_facts
from sim.workplace import Workplace

INPUT = (make_parameters(), make_levers(), 0, [30])
FEW, MANY = 4, 400


def main(repetitions: int = 7) -> None:
    """Measure and print the tables."""
    fast(of_size(14), 1)
    print("| employees | fast engine against Mesa's batch_run | against the Mesa engine | us per run here | growth per employee |")
    print("|---|---|---|---|---|")
    per_employee = {}
    for employees in (14, 40, 60, 150, 400, 600):
        place = of_size(employees)
        works = {"fast": (lambda p=place: fast(p, MANY), MANY)}
        if employees in (14, 60, 400):
            works |= {"batch": (lambda p=place: batch(p), FEW), "mesa": (lambda p=place: run_facts(p, *INPUT, 0, FEW), FEW)}
        cost = costs(works, repetitions)
        per_employee[employees] = cost["fast"] / employees
        ratios = [f"{cost[name] / cost['fast']:.0f}" if name in cost else "" for name in ("batch", "mesa")]
        growth = f"{per_employee[employees] / per_employee[40]:.2f}" if 40 in per_employee else ""
        print(f"| {employees} | {ratios[0]} | {ratios[1]} | {1e6 * cost['fast']:.0f} | {growth} |")
    place = of_size(60)
    one, two = (median(wall(place, threads) for _ in range(repetitions)) for threads in (1, 2))
    print(f"\nTwo threads do {one / two:.2f} times the work of one.")
    with tempfile.TemporaryDirectory() as folder:
        cold, warm = first_result(folder), first_result(folder)
    print(f"First result of a new process: {cold:.0f} s when it has to compile, {warm:.1f} s after that, here.")


def of_size(employees: int) -> Workplace:
    """Plejecenter 1 with another number of employees, and leader hours to match."""
    place = sim.load_workplace("plejecenter-1")
    return place.model_copy(update={"units": [place.units[0].model_copy(update={"employees": employees})]})


def fast(place: Workplace, runs: int) -> None:
    """Some runs of the compiled engine."""
    engine.facts(place, *INPUT, 0, runs)


def batch(place: Workplace) -> None:
    """Some runs by Mesa's own batch runner."""
    mesa.batchrunner.batch_run(sim.InterventionModel, {"workplace": [place]}, rng=list(range(FEW)), display_progress=False)


def costs(works, repetitions: int) -> dict[str, float]:
    """Median CPU seconds per run of each work, interleaved."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repetitions):
        for name, (work, runs) in works.items():
            start = process_time()
            work()
            times[name].append((process_time() - start) / runs)
    return {name: median(values) for name, values in times.items()}


def wall(place: Workplace, threads: int) -> float:
    """Wall seconds of twenty chunks on some threads."""
    start = perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda chunk: engine.facts(place, *INPUT, chunk * MANY, (chunk + 1) * MANY), range(20)))
    return perf_counter() - start


def first_result(cache: str) -> float:
    """Wall seconds of a new process from start to its first result."""
    script = "import sim; sim.simulate('plejecenter-1', runs=1, engine='fast')"
    start = perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True, env={**environ, "TAKEHOLD_CACHE": str(Path(cache))})
    return perf_counter() - start


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
