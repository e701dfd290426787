"""Which chunks of runs a study has, and which of them are missing.

A chunk is a rectangle: some points, and the same range of runs of each. It is the unit of work, of writing and
of losing: a file holds a whole chunk or is not there. Its bounds follow from the design alone, never from timing,
workers or interruptions, so the same study makes the same files whoever runs it.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np

from sim.errors import InputError
from sim.inputs.phases import LAUNCH_WEEK
from sim.kernel.engine import FAST, NATIVE, WASM
from sim.runs.simulate import MESA
from sim.study.design import Design

PERSON_WEEKS = {FAST: 20_000_000, NATIVE: 20_000_000, WASM: 5_000_000, MESA: 80_000}  # about a second or two of work
MOST_ROWS = 20_000  # of a chunk: some ten megabytes of memory, and seldom enough to wait for the disk
FEWEST, MOST_CHUNKS = 10, 100_000  # of a large study: enough to watch it go on, and files that a folder can hold
LEAST_RUNS = 1000  # below, beginning and writing a chunk is much against running it

Shard = tuple[int, int]  # this one (from 1), of so many
WHOLE: Shard = (1, 1)


class Chunk(NamedTuple):
    """Points first_point to last_point - 1, of each the runs first_run to last_run - 1."""

    first_point: int
    last_point: int
    first_run: int
    last_run: int

    @property
    def points(self) -> range:
        """The points of the chunk."""
        return range(self.first_point, self.last_point)

    @property
    def runs(self) -> int:
        """How many runs it is."""
        return (self.last_point - self.first_point) * (self.last_run - self.first_run)

    def overlaps(self, other: "Chunk") -> bool:
        """Whether a run is in both."""
        return (self.first_point < other.last_point and other.first_point < self.last_point
                and self.first_run < other.last_run and other.first_run < self.last_run)


def chunk_runs(design: Design) -> int:
    """How many runs a chunk of this design holds, whatever engine is chosen instead of the file's: shares that run at once agree."""
    study = design.study
    weeks = LAUNCH_WEEK + study.follow_ups[-1]
    units = max(len(place.units) for place in design.points.places)
    rows = units * (weeks if study.keep else len(study.follow_ups))
    by_work = PERSON_WEEKS[study.engine] // (design.people * weeks)
    by_progress = max(LEAST_RUNS, design.most_runs // FEWEST)
    most = _round(max(1, min(by_work, by_progress, MOST_ROWS // rows)))
    return max(most, -(-design.most_runs // MOST_CHUNKS))


def _round(number: int) -> int:
    """The largest of 1, 2, 5, 10, 20, 50 ... that is not above number."""
    return max(step * 10 ** (len(str(number)) - 1) for step in (1, 2, 5) if step * 10 ** (len(str(number)) - 1) <= number)


def chunks(points: int, first_run: int, last_run: int, size: int) -> Iterator[Chunk]:
    """All chunks of these runs of all points: several points in one where they have few runs, several of a point where many."""
    runs = last_run - first_run
    together = max(1, size // runs)
    for first in range(0, points, together):
        yield from split(Chunk(first, min(first + together, points), first_run, last_run), size)


def split(chunk: Chunk, size: int) -> Iterator[Chunk]:
    """A chunk cut at whole multiples of size, if it has one point and more runs than that."""
    if chunk.runs <= size or len(chunk.points) > 1:
        yield chunk
        return
    cuts = [chunk.first_run, *range((chunk.first_run // size + 1) * size, chunk.last_run, size), chunk.last_run]
    for first, last in pairwise(cuts):
        yield chunk._replace(first_run=first, last_run=last)


class Done:
    """The chunks that are whole in the store."""

    def __init__(self, present: Iterable[Chunk]):
        self._known = set(present)
        self._table = np.array(sorted(self._known), np.int64).reshape(-1, 4)

    @property
    def runs(self) -> int:
        """How many runs they are."""
        return sum(chunk.runs for chunk in self._known)

    def of_point(self, point: int) -> list[Chunk]:
        """Those that hold a point, by their runs."""
        mine = self._table[(self._table[:, 0] <= point) & (point < self._table[:, 1])]
        return sorted((Chunk(*row) for row in mine.tolist()), key=lambda chunk: chunk.first_run)

    def missing(self, chunk: Chunk) -> list[Chunk]:
        """What of a chunk is not there; the chunk itself, nothing, or the rest that chunks of other bounds have left."""
        if chunk in self._known:
            return []
        t = self._table
        near = t[(t[:, 0] < chunk.last_point) & (t[:, 1] > chunk.first_point) & (t[:, 2] < chunk.last_run) & (t[:, 3] > chunk.first_run)]
        if not len(near):
            return [chunk]
        gaps = [(point, tuple(_gaps(chunk, near[(near[:, 0] <= point) & (point < near[:, 1])]))) for point in chunk.points]
        rest = []
        for open_runs, same in groupby(gaps, key=lambda gap: gap[1]):
            points = [point for point, _ in same]
            rest += [Chunk(points[0], points[-1] + 1, first, last) for first, last in open_runs]
        return rest


def _gaps(chunk: Chunk, spans: np.ndarray) -> Iterator[tuple[int, int]]:
    """Ranges of the chunk's runs that no span covers."""
    at = chunk.first_run
    for first, last in sorted(map(tuple, spans[:, 2:].tolist())):
        if first > at:
            yield at, min(first, chunk.last_run)
        at = max(at, last)
    if at < chunk.last_run:
        yield at, chunk.last_run


def checked_shard(shard: Shard) -> None:
    """Raises InputError unless shard is (k, n) with 1 <= k <= n."""
    fits = isinstance(shard, tuple) and len(shard) == 2 and all(type(n) is int for n in shard)
    if not fits or not 1 <= shard[0] <= shard[1] <= 100_000:
        raise InputError(f"shard = {shard!r} is not (k, n) with k from 1 to n and n up to 100,000")
