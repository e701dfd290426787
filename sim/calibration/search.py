"""The search: plain draws to learn from, then candidates block by block until enough are accepted.

A block is a pure function of the seed, its number and the emulator, so that a search can be stopped, resumed and shared out, and nothing
depends on the number of workers. Strips: candidates by their chance to pass, the best SHARES[0] of the prior in strip 0, what the next
wider share adds in strip 1, and so on. Strip 0 is simulated, and by lot some of all others: the audit. When the audit finds too much,
the next strip of every block is simulated, too. Every accepted candidate is a draw from the prior of its own, so members are independent.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import cache, partial
from itertools import count, islice
from time import monotonic
from typing import NamedTuple

import numpy as np

from sim.calibration.audit import Audit
from sim.calibration.cube import CANDIDATES, CUTS, TRAINING, Block
from sim.calibration.emulator import Emulator, Part, fit
from sim.calibration.kept import Arrays, Kept
from sim.calibration.screening import Problem, Screen, Sums, accepted, sums_of
from sim.errors import InputError
from sim.machine.processes import worker_processes

SHARES = (0.025, 0.05, 0.1, 0.2, 0.4, 1.0)  # of the prior that is simulated: the first, and wider ones where the audit asks for it
CHUNK = 200  # plain draws in a part
MOST = 100_000_000  # candidates, after which a search gives up
Told = Callable[[str], None]
Make = Callable[[], Problem]  # a problem holds functions and cannot be sent: each process makes its own


class Settings(NamedTuple):
    """How members are searched for.

    members: at least so many. training: plain draws that the emulator learns from, with so many runs. block: candidates in a block.
    audit: share of what is passed over that is simulated all the same. part: which of how many shares of the blocks is looked at.
    """

    seed: int = 0
    members: int = 1000
    training: int = 4000
    runs: int = 8
    block: int = 20_000
    audit: float = 0.05
    part: tuple[int, int] = (1, 1)


class Found(NamedTuple):
    """What a search found. numbers: of the accepted candidates. tried: candidates looked at. simulated: those of them that were run.
    share: of the prior that was simulated. alive: how many were left before each stage and after the last."""

    numbers: np.ndarray
    tried: int
    simulated: int
    share: float
    alive: list[int]
    audit: Audit
    emulator: Emulator


@contextmanager
def processes(workers: int) -> Iterator[Executor]:
    """Workers whose linear algebra has one thread each: more get into each other's way, and could round otherwise."""
    before = {name: os.environ.get(name) for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    os.environ.update(dict.fromkeys(before, "1"))
    try:
        with worker_processes(workers) as pool:
            yield pool
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def search(make: Make, settings: Settings, pool: Executor, workers: int, kept: Kept, tell: Told | None = None) -> Found:
    """Search until there are members enough. Raises InputError when the evidence is out of reach, or a part cannot be read."""
    emulator, cuts = _emulator(make, settings, pool, workers, kept, tell)
    for strip, share in enumerate(SHARES):
        blocks: list[list[Arrays]] = []
        begun = monotonic()
        for several in _blocks(make, settings, emulator, cuts, strip, pool, workers, kept):
            blocks.append(several)
            members = sum(len(_members(one, strip)) for one in blocks)
            if tell:
                tell(_progress(members, settings, len(blocks), share, monotonic() - begun))
            if members * settings.part[1] >= settings.members:
                break
            if len(blocks) * settings.block > MOST:
                raise InputError(f"of {len(blocks) * settings.block:,} candidates {members} show the evidence: it is out of reach")
        found = _found(blocks, strip, settings, emulator)
        if not found.audit.calls_for_more or strip == len(SHARES) - 1:
            return found
    raise AssertionError


def _members(parts: list[Arrays], strip: int) -> np.ndarray:
    """Accepted candidates of a block in the strips that are simulated whole."""
    return np.concatenate([part["accepted"][part["strips"] <= strip] for part in parts])


def _found(blocks: list[list[Arrays]], strip: int, settings: Settings, emulator: Emulator) -> Found:
    parts = [part for several in blocks for part in several]
    numbers = np.unique(np.concatenate([_members(several, strip) for several in blocks]))
    found = sum(int((several[0]["strips"] > strip).sum()) for several in blocks)
    audited = sum(int(several[0]["audited"][strip + 1:].sum()) for several in blocks)
    return Found(numbers, len(blocks) * settings.block, sum(int(part["alive"][0]) for part in parts), SHARES[strip],
                 np.sum([part["alive"] for part in parts], axis=0).tolist(), Audit(audited, settings.audit, found, len(numbers)), emulator)


def _progress(members: int, settings: Settings, blocks: int, share: float, seconds: float) -> str:
    wanted = -(-settings.members // settings.part[1])
    left = f", about {seconds / members * max(0, wanted - members) / 60:.1f} min to go" if members else ""
    return f"{members} of {wanted} members from {blocks * settings.block:,} candidates, {share:.1%} of them simulated{left}"


# ----- plain draws, and the emulator that learns from them
def plain_draws(make: Make, seed: int, stream: int, draws: int, runs: int, pool: Executor, workers: int,
                kept: Kept) -> tuple[np.ndarray, Sums]:
    """Points drawn from the prior, and what so many runs of each show of every check."""
    job = partial(_plain, make, seed, stream, runs)
    numbers = range(-(-draws // CHUNK))
    parts = list(_done(job, numbers, f"draws-{stream}-{{:04d}}", pool, workers, kept))
    together = {name: np.concatenate([part[name] for part in parts])[:draws] for name in ("points", *Sums._fields)}
    return together.pop("points"), Sums(**together)


def _plain(make: Make, seed: int, stream: int, runs: int, number: int) -> Arrays:
    problem = made(make)
    block = Block(seed, stream, number, CHUNK, problem.dimensions)
    sums = Sums(*(np.zeros((CHUNK, len(problem.bounds))) for _ in Sums._fields))
    values = problem.values(block.points)
    for group in problem.groups:
        some = sums_of(problem, group, values, block.seeds, runs * block.numbers, runs)
        for whole, part in zip(sums, some, strict=True):
            whole[:, list(group.checks)] = part
    return {"points": block.points, **sums._asdict()}


def _emulator(make: Make, settings: Settings, pool: Executor, workers: int, kept: Kept, tell: Told | None) -> tuple[Emulator, np.ndarray]:
    """The emulator, and the chances at which strips end."""
    told = kept.get("emulator")
    if told is None:
        if tell:
            tell(f"{settings.training:,} plain draws for the emulator")
        points, sums = plain_draws(make, settings.seed, TRAINING, settings.training, settings.runs, pool, workers, kept)
        told = kept.put("emulator", pool.submit(learnt, make, settings, points, sums).result())
    parts = [Part(*(told[f"{name}-{number}"] for name in Part._fields)) for number in range(len(told["order"]))]
    return Emulator(tuple(parts), Screen(tuple(told["order"].tolist()), told["spread"])), told["cuts"]


def learnt(make: Make, settings: Settings, points: np.ndarray, sums: Sums) -> Arrays:
    """The emulator that learns from plain draws, and the chances at which strips end, to be kept."""
    problem = made(make)
    emulator = fit(points, sums, problem.groups, problem.bounds, [problem.columns(group.places) for group in problem.groups])
    chances = emulator.chances(Block(settings.seed, CUTS, 0, 40_000, problem.dimensions).points, problem.bounds)
    told = {f"{name}-{number}": one for number, part in enumerate(emulator.parts) for name, one in part._asdict().items()}
    return {**told, "order": np.array(emulator.screen.order), "spread": emulator.screen.spread,
            "cuts": np.quantile(chances, [1 - share for share in SHARES[:-1]])}


# ----- blocks of candidates
def _blocks(make: Make, settings: Settings, emulator: Emulator, cuts: np.ndarray, strip: int, pool: Executor, workers: int,
            kept: Kept) -> Iterator[list[Arrays]]:
    """The parts of each block, strip by strip, block after block."""
    own, shares = settings.part
    each = [_done(partial(_block, make, settings._replace(part=(1, 1)), emulator, cuts, one), count(own - 1, shares),
                  f"block-{{:07d}}-{one}", pool, workers, kept) for one in range(strip + 1)]
    yield from map(list, zip(*each, strict=True))


def _block(make: Make, settings: Settings, emulator: Emulator, cuts: np.ndarray, strip: int, number: int) -> Arrays:
    """One strip of a block; with strip 0 goes the audit of all others, which is not run again with its own strip."""
    problem = made(make)
    block = Block(settings.seed, CANDIDATES, number, settings.block, problem.dimensions)
    chances = emulator.chances(block.points, problem.bounds, cuts[strip] if strip < len(cuts) else -np.inf)
    by_lot = (block.lots < settings.audit) & (chances < cuts[0])
    if strip == 0:
        chances[by_lot] = np.minimum(emulator.chances(block.points[by_lot], problem.bounds), np.nextafter(cuts[0], -np.inf))
    strips = (chances[:, None] < cuts).sum(axis=1)
    chosen = np.flatnonzero((strips == 0) | by_lot if strip == 0 else (strips == strip) & ~by_lot)
    right, alive = accepted(problem, emulator.screen, problem.values(block.points[chosen]), block.seeds[chosen], block.numbers[chosen])
    return {"accepted": block.numbers[chosen[right]], "strips": strips[chosen[right]], "alive": np.array(alive),
            "audited": np.bincount(strips[by_lot], minlength=len(SHARES))}


@cache
def made(make: Make) -> Problem:
    """The problem, once in a process."""
    return make()


def _done(job: Callable[[int], Arrays], numbers: Iterable[int], name: str, pool: Executor, workers: int, kept: Kept) -> Iterator[Arrays]:
    """What a job gives for each number, in order, a little ahead of what is asked for; what was kept is not done again."""
    ahead: deque[tuple[int, Arrays | None, Future[Arrays] | None]] = deque()
    coming = iter(numbers)
    while True:
        for number in islice(coming, 2 * workers - len(ahead)):
            there = kept.get(name.format(number))
            ahead.append((number, there, None if there is not None else pool.submit(job, number)))
        if not ahead:
            return
        number, there, running = ahead.popleft()
        if running is not None:
            there = kept.put(name.format(number), running.result())
        assert there is not None
        yield there
