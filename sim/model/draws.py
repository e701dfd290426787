"""Every random number: addressed by run, week, person and purpose, never consumed in sequence.

A draw is a pure function of (seed, replication) as key and (person, week, block, stream) as counter,
by Philox4x32-10 (Salmon et al. 2011). So the same person has the same luck under every lever,
parameter and engine, and nothing that is collected, drawn or switched off shifts a number.
A block gives four uniforms strictly between 0 and 1; a new purpose takes a new block.
"""

from secrets import randbits
from typing import Any

import numpy as np

from sim.errors import whole_number

UNIT_STRIDE = 65536  # a person's number is unit index * UNIT_STRIDE + 1 + place; the unit's own number is without the rest

# Streams. What happens by the calendar is addressed by the week of the run; what belongs to the design by the week of
# the unit's cycle (cycle_week), so that starting later, or putting trust first, changes nobody's luck at the meetings.
PERSON, PEOPLE, TIE, PRACTICE, UNIT, ENCOUNTER, MEETING = 1, 2, 3, 4, 5, 6, 7
SECOND_CYCLE = 1000  # added to the week of the cycle after a restart
# PERSON, week of the run: block 0 = exit (and three spare), 1 = mood (one normal)
PERSON_BLOCKS = 2
# MEETING, week of the cycle: block 0 = attendance, vote (and two spare); person = the unit's own number for: stop or push,
# whether a review is held after the project
# PEOPLE, at the week a person starts (0 for all who are there from the start), one normal a block
LASTING_TRUST, MOOD, TRUST_ORGANISATION, EXPECTATION, OWNERSHIP, NEEDS, HOURS, CORE, ASKS, ASKED = 0, 1, 2, 3, 4, 5, 8, 9, 10, 11
PEOPLE_BLOCKS = 12  # NEEDS takes three blocks, one a theme
# PRACTICE, week of the cycle: blocks 0-3 = the first sixteen sessions, 4 = adapt, theme missed (and two spare), 5 = workability (one
# normal), from 6 on = further sessions
SESSION_BLOCKS, REVIEW_BLOCK, WORKABILITY_BLOCK, PRACTICE_BLOCKS = 4, 4, 5, 6
# UNIT, week of the run: block 0 = leader exit, whether another change arrives (and two spare); at week 0 also blocks 1-2 = level of trust
# in leader, in organisation (one normal each)
UNIT_BLOCKS = 3
# TIE, one block a pair of team mates (person, person in place of the week): mutual or not, one way, other way
# ENCOUNTER, at week 0, a block an encounter: whom, mutual or not, one way, other way
ENCOUNTERS = 6
# no run, only a workplace whose entries are drawn from their ranges: number of the member as key, digest of the entry's path as person
ENTRY_STREAM = 8

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_LOW, _SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32)


def philox(counter: tuple[Any, Any, Any, Any], key: tuple[int, int]) -> tuple[Any, Any, Any, Any]:
    """Ten rounds of Philox4x32 on arrays of 32-bit words held in uint64 of any common shape.

    Returns four uint64 arrays with values below 2**32.
    """
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = ((p1 >> _SHIFT) ^ c1 ^ np.uint64(k0), p1 & _LOW,
                          (p0 >> _SHIFT) ^ c3 ^ np.uint64(k1), p0 & _LOW)
        k0, k1 = (k0 + _W0) & 0xFFFFFFFF, (k1 + _W1) & 0xFFFFFFFF
    return c0, c1, c2, c3


def fresh_seed() -> int:
    """A seed that nobody chose, from the operating system."""
    return randbits(32)


def session_block(four: int) -> int:
    """The block that holds sessions 4 * four to 4 * four + 3 of a week."""
    return four if four < SESSION_BLOCKS else four + PRACTICE_BLOCKS - SESSION_BLOCKS


class Draws:
    """All uniforms of one run."""

    def __init__(self, seed: int, replication: int = 0):
        """seed and replication: whole numbers from 0 to 2**32 - 1. Raises InputError otherwise."""
        self.key = (whole_number("seed", seed), whole_number("replication", replication))

    def uniforms(self, stream: int, persons: Any, weeks: Any, blocks: int) -> np.ndarray:
        """Uniforms for all combinations, in one vectorised call.

        persons, weeks: 1-d arrays of whole numbers; blocks: how many blocks from 0.
        Returns float64 of shape (weeks, persons, 4 * blocks), each value in (0, 1).
        """
        week, person, block = np.meshgrid(np.asarray(weeks, np.uint64), np.asarray(persons, np.uint64),
                                          np.arange(blocks, dtype=np.uint64), indexing="ij")
        return self._fill(stream, person, week, block).reshape(week.shape[0], week.shape[1], 4 * blocks)

    def pairs(self, stream: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Four uniforms for each pair of persons; first and second of shape (n,); returns (n, 4)."""
        return self._fill(stream, first.astype(np.uint64), second.astype(np.uint64), np.zeros(len(first), np.uint64))

    def _fill(self, stream: int, person: np.ndarray, week: np.ndarray, block: np.ndarray) -> np.ndarray:
        words = philox((person, week, block, np.full(person.shape, stream, np.uint64)), self.key)
        return (np.stack(words, axis=-1).astype(np.float64) + 0.5) * 2.0**-32


class WeeklyDraws:
    """The weekly draws of some persons as plain lists, filled for several weeks at a time."""

    AHEAD = 48  # weeks filled in one call; any number gives the same draws

    def __init__(self, draws: Draws, stream: int, persons: list[int], blocks: int):
        self._draws, self._stream, self._blocks = draws, stream, blocks
        self._persons = np.asarray(persons, np.uint64)
        self._first, self._filled = 0, []  # type: int, list[list[list[float]]]

    def week(self, week: int) -> list[list[float]]:
        """Draws of one week: a list a person, of 4 * blocks uniforms."""
        if not self._first <= week < self._first + len(self._filled):
            weeks = np.arange(week, week + self.AHEAD, dtype=np.uint64)
            self._first = week
            self._filled = self._draws.uniforms(self._stream, self._persons, weeks, self._blocks).tolist()
        return self._filled[week - self._first]
