"""What is run next: everything once, or more of a point until its interval is narrow enough."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import numpy as np

from sim.study.replications import Replications
from sim.study.running.chunks import WHOLE, Chunk, Done, Shard, chunks, split

Values = np.ndarray  # of a measure: shape (runs, follow-ups x units), nan for a run that failed


class Plan(Protocol):
    """What a runner asks for its work."""

    total: int  # runs, as far as known
    done: int  # runs that are in the store

    def start(self) -> Iterable[Chunk]:
        """What is to be run, before anything is known."""

    def after(self, chunk: Chunk, values: Values) -> Iterable[Chunk]:
        """What is to be run because this chunk is done."""

    def covers(self, chunk: Chunk) -> bool:
        """Whether runs of a chunk that is not among those done are to be run."""


class FixedPlan:
    """Every point equally often."""

    def __init__(self, points: int, runs: int, size: int, done: Done, shard: Shard = WHOLE):
        mine = [c for i, c in enumerate(chunks(points, 0, runs, size)) if i % shard[1] == shard[0] - 1]
        self._missing = [rest for chunk in mine for rest in done.missing(chunk)]
        self.total = sum(chunk.runs for chunk in mine)
        self.done = self.total - sum(chunk.runs for chunk in self._missing)

    def start(self) -> Iterable[Chunk]:
        """What is missing."""
        return self._missing

    def covers(self, chunk: Chunk) -> bool:
        """Whether something missing overlaps with the chunk."""
        return any(chunk.overlaps(one) for one in self._missing)

    def after(self, chunk: Chunk, values: Values) -> Iterable[Chunk]:
        """Nothing follows from a chunk."""
        self.done += chunk.runs
        return ()


class NarrowingPlan:
    """Every point until its interval is narrow enough; a point decides from its own rows alone."""

    def __init__(self, points: int, rule: Replications, size: int, done: Done, read: Callable[[Chunk, int], Values], shard: Shard = WHOLE):
        """read: the values of a point in a chunk that is in the store already."""
        self._rule, self._size, self._known, self._read = rule, size, done, read
        self._points = [point for point in range(points) if point % shard[1] == shard[0] - 1]
        self._step = dict.fromkeys(self._points, 0)
        self._open: dict[int, int] = {}  # point -> chunks still to come before it can decide
        self._values: dict[int, dict[int, Values]] = {}  # point -> first run -> values
        self.total, self.done, self.settled = rule.target(0) * len(self._points), 0, 0

    def covers(self, chunk: Chunk) -> bool:
        """Whether a point of the chunk is one of these."""
        return any(point in self._step for point in chunk.points)

    def start(self) -> Iterator[Chunk]:
        """The first step of every point, or what is missing of a later one."""
        for point in self._points:
            there = self._known.of_point(point)
            self.done += sum(chunk.last_run - chunk.first_run for chunk in there)
            self._values[point] = {chunk.first_run: self._read(chunk, point) for chunk in there}
            yield from self._wanted(point) or self._decide(point)

    def after(self, chunk: Chunk, values: Values) -> Iterable[Chunk]:
        """The next step of its point, when this was the last chunk of a step."""
        point = chunk.first_point
        self.done += chunk.runs
        self._values[point][chunk.first_run] = values
        self._open[point] -= 1
        return () if self._open[point] else self._decide(point)

    def _decide(self, point: int) -> list[Chunk]:
        """The chunks of the next step that has any; none when the interval is narrow enough, or the most runs are reached."""
        while True:
            target = self._rule.target(self._step[point])
            values = np.concatenate([self._values[point][first] for first in sorted(self._values[point])])
            if target == self._rule.at_most or self._rule.narrow(values[:target]):
                del self._values[point]
                self.settled += 1
                return []
            self._step[point] += 1
            self.total += self._rule.target(self._step[point]) - target
            wanted = self._wanted(point)
            if wanted:
                return wanted

    def _wanted(self, point: int) -> list[Chunk]:
        """What is missing of the step that a point is at."""
        step = self._step[point]
        whole = Chunk(point, point + 1, self._rule.target(step - 1) if step else 0, self._rule.target(step))
        wanted = [rest for chunk in split(whole, self._size) for rest in self._known.missing(chunk)]
        self._open[point] = len(wanted)
        return wanted
