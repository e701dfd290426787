"""The compiled engine, native and as WebAssembly, against Mesa: ratios in one run, per core.

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
from sim.inputs.levers import make_levers
from sim.inputs.parameters import make_parameters
from sim.inputs.workplace import Workplace
from sim.kernel import engine
from sim.machine.shipped import LESSONS
from sim.model.people_file import load_people
from sim.runs.simulate import run_facts

INPUT = (make_parameters(), make_levers(), 0, [30])
FEW, MANY = 4, 400


def main(repetitions: int = 7) -> None:
    """Measure and print the tables."""
    for name in ("native", "wasm"):  # loaded, and compiled where that is needed
        live(of_size(14), 1, name)
    print("| employees | native code against Mesa's batch_run | against the Mesa engine | kernel.wasm against native | us per run here "
          "| growth per employee |\n|---|---|---|---|---|---|")
    per_employee = {}
    for employees in (14, 40, 60, 150, 400, 600):
        place = of_size(employees)
        works = {"native": (lambda p=place: live(p, MANY), MANY)}
        if employees in (14, 60, 400):
            works |= {"wasm": (lambda p=place: live(p, MANY, "wasm"), MANY), "batch": (lambda p=place: batch(p), FEW),
                      "mesa": (lambda p=place: run_facts(p, *INPUT, 0, FEW), FEW)}
        cost = costs(works, repetitions)
        per_employee[employees] = cost["native"] / employees
        ratios = [f"{cost[name] / cost['native']:.{digits}f}" if name in cost else ""
                  for name, digits in (("batch", 0), ("mesa", 0), ("wasm", 1))]
        growth = f"{per_employee[employees] / per_employee[40]:.2f}" if 40 in per_employee else ""
        print(f"| {employees} | {' | '.join(ratios)} | {1e6 * cost['native']:.0f} | {growth} |")
    own = load_people(LESSONS / "example_subclass.py")
    engine.facts(of_size(14), *INPUT, 0, 1, own)
    cost = costs({"native": (lambda: engine.facts(of_size(14), *INPUT, 0, MANY, own), MANY),
                  "mesa": (lambda: run_facts(of_size(14), *INPUT, 0, FEW, own), FEW)}, repetitions)
    print(f"\nPeople of one's own (notebooks/example_subclass.py), 14 employees: {cost['mesa'] / cost['native']:.0f} times Mesa.")
    place = of_size(60)
    one, two = (median(wall(place, threads) for _ in range(repetitions)) for threads in (1, 2))
    print(f"\nTwo threads do {one / two:.2f} times the work of one.")
    with tempfile.TemporaryDirectory() as folder:
        first = [median(first_result(folder, name) for _ in range(3)) for name in ("wasm", "mesa")]
        cold, warm = first_result(folder, "native"), median(first_result(folder, "native") for _ in range(3))
    print(f"First result of a new process, here: {first[0]:.1f} s on kernel.wasm, with nothing compiled; {first[1]:.1f} s on Mesa; "
          f"{cold:.0f} s on native code that has to be compiled, {warm:.1f} s on native code that is there.")


def of_size(employees: int) -> Workplace:
    """Plejecenter 1 with another number of employees, and leader hours to match."""
    place = sim.load_workplace("plejecenter-1")
    return place.model_copy(update={"units": [place.units[0].model_copy(update={"employees": employees})]})


def live(place: Workplace, runs: int, name: str = "native") -> None:
    """Some runs of a form of the kernel."""
    engine.facts(place, *INPUT, 0, runs, engine=name)


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
        list(pool.map(lambda chunk: engine.facts(place, *INPUT, chunk * MANY, (chunk + 1) * MANY, engine="native"), range(20)))
    return perf_counter() - start


def first_result(cache: str, name: str) -> float:
    """Wall seconds of a new process from start to its first result."""
    script = f"import sim; sim.simulate('plejecenter-1', runs=1, engine={name!r})"
    start = perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True, env={**environ, "TAKEHOLD_CACHE": str(Path(cache))})
    return perf_counter() - start


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
