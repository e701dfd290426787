"""How many runs a study is, how long they take and how large they become, before anything starts."""

import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.kernel.engine import FORMS
from sim.runs.engines import check_engines_agree
from sim.study.design import Design
from sim.study.running.chunks import Chunk, chunk_runs
from sim.study.running.progress import words
from sim.study.running.work import work
from sim.study.store import study_folder
from sim.study.store.parts import part_path

TIMED = 3  # chunks that are timed
SAMPLE = dict.fromkeys(FORMS, 200)  # runs in each, on an engine; a few on any other
FEW = 2


class Forecast(NamedTuple):
    """What a study will take."""

    points: int
    units: int  # of the workplaces together
    least: int  # runs
    most: int
    seconds_each: float  # for a run on one core, writing included
    bytes_each: float
    workers: int
    chunk: int  # runs in a file

    def __str__(self) -> str:
        runs = f"{self.most:,}" if self.least == self.most else f"{self.least:,} to {self.most:,}"
        seconds = self.time_for(self.most)
        limit = "" if self.least == self.most else "at most "
        return (f"{_some(self.points, 'point')}, {runs} runs, {limit}about {seconds} on {_some(self.workers, 'worker')} "
                f"({1 / self.seconds_each:,.0f} runs a second on each), about {_size(self.most * self.bytes_each)} "
                f"in chunks of {_some(self.chunk, 'run')}")

    def time_for(self, runs: int) -> str:
        """How long so many runs take, in words."""
        return words(runs * self.seconds_each / self.workers)


def forecast(design: Design, engine: str, workers: int) -> Forecast:
    """Time a few runs of some points, in a folder that is thrown away; raises InputError as a study would."""
    least = SAMPLE.get(engine, FEW)
    runs = min(least, design.study.replications.at_most)
    together = min(least // runs, len(design.points))  # as in a study, points with few runs share a file
    chosen = sorted(set(np.linspace(0, len(design.points) - together, TIMED).astype(int).tolist()))
    # one run before the clock starts, so that compiling is not timed
    check_engines_agree(engine, [(chosen[0], design.points.inputs(chosen[0]))], design.study.seed, design.study.follow_ups)
    with tempfile.TemporaryDirectory(prefix="takehold-") as spare:
        folder = Path(spare)
        (folder / "parts").mkdir()
        study_folder.begin(folder, design)
        sample = [Chunk(point, point + together, 0, runs) for point in chosen]
        begun = time.perf_counter()
        for chunk in sample:
            work(spare, engine, chunk, people_files=design.people_files)
        seconds = time.perf_counter() - begun
        empty = Chunk(chosen[0], chosen[0] + 1, 0, 0)
        work(spare, engine, empty, people_files=design.people_files)
        footer = part_path(folder, empty).stat().st_size
        size = sum(part_path(folder, chunk).stat().st_size - footer for chunk in sample)
    rule, count = design.study.replications, sum(chunk.runs for chunk in sample)
    return Forecast(len(design.points), sum(len(place.units) for place in design.points.places), rule.at_least * len(design.points),
                    design.most_runs, seconds / count, size / count, workers, chunk_runs(design))


def _some(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _size(count: float) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{count:.0f} bytes"
