"""How much of the time of each command is simulating, and what writing a study takes against it. Ratios in one run.

    python tests/benchmarks/shares.py [WORD]

CPU time of a process of its own, once the engine is compiled; simulating is what passes inside the compiled kernel. Each command runs
twice in its process: from its start, loading included, and again. With a WORD, only the commands that hold it.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from studies import GENERIC, POINTS, STUDY

import sim

CHILD = """import sys, time
from sim.kernel import engine
simulating, begun, kernel_for = [], 0.0, engine.kernel_for
def timed(*whose):
    kernel = kernel_for(*whose)
    def live(*given):
        before = time.thread_time()
        try:
            return kernel(*given)
        finally:
            simulating.append(time.thread_time() - before)
    return live
engine.kernel_for = timed
for time_and_again in range(2):
    try:
        work(time_and_again)
    except SystemExit as ended:
        assert not ended.code, ended
    print(sum(simulating) / (time.process_time() - begun), file=sys.stderr)
    simulating, begun = [], time.process_time()
"""
COMMAND = """def work(number):
    from sim.cli.main import main
    sys.argv = ['takehold', *(one.format(number) for one in {arguments!r})]
    main()
"""
# What calibrate does all the time: candidates are screened, most of them stopped early.
CANDIDATES = """def work(number):
    import numpy
    from sim.calibration.recipe import Recipe
    from sim.calibration.cube import CANDIDATES, Block
    from sim.calibration.screening import Screen, accepted
    evidence = Recipe()()
    block = Block(number, CANDIDATES, 0, 1000, evidence.dimensions)
    screen = Screen((1, 2, 0, 3), numpy.full(len(evidence.targets), 0.1))
    accepted(evidence, screen, evidence.values(block.points), block.seeds, block.numbers)
"""
COMMANDS = ("run plejecenter-2", "patterns", "priorities plejecenter-2", "map --steps 3", "sensitivity sensitivity")


def main(word: str = "") -> None:
    """Measure and print the table."""
    sim.simulate("plejecenter-2")  # compiles, if that has not been done, and is held against Mesa
    print("| command | of its time, simulating | again, all loaded | writing, against simulating |\n|---|---|---|---|")
    for command in COMMANDS:
        tell(f"`takehold {command}`", word, COMMAND.format(arguments=command.split()))
    tell("candidates of `takehold calibrate`", word, CANDIDATES)
    for runs in (9_600, 96_000):
        with tempfile.TemporaryDirectory() as spare:
            file, out = Path(spare) / "cost.toml", f"{spare}/out-{{}}"
            file.write_text(STUDY.format(place=GENERIC, replications=runs // POINTS), encoding="utf-8")
            tell(f"`takehold study` of {runs:,} runs", word, COMMAND.format(arguments=["study", str(file), "--out", out, "--workers", "1"]),
                 Path(out.format(1)))


def tell(name: str, word: str, work: str, out: Path | None = None) -> None:
    """Measure and print one row."""
    if word not in name:
        return
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", work + CHILD], check=True, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    shares = [f"{float(line):.0%}" for line in done.stderr.splitlines() if line.startswith("0.")]
    writing = ""
    if out:
        last = json.loads((out / "status.jsonl").read_text(encoding="utf-8").splitlines()[-1])
        writing = f"{last['writing'] / last['simulating']:.1%}"
    print(f"| {name} | {' | '.join(shares)} | {writing} |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:2])
