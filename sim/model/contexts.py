"""What a workplace may be like where not all of it is known: contexts drawn by address, the same for every lever, parameter and engine."""

from collections.abc import Sequence
from zlib import crc32

from sim.errors import InputError
from sim.inputs.uncertain import at_place, entries, paths, together, with_entries
from sim.inputs.workplace import Workplace
from sim.model.draws import ENTRY_STREAM, Draws

RANGES, RECORDED = CONTEXTS = ("ranges", "recorded")  # how entries that are not known for sure are treated


def check_contexts(name: object) -> str:
    """The name of a way to treat contexts; raises InputError for another."""
    if not isinstance(name, str) or name not in CONTEXTS:
        raise InputError(f"contexts = {name} is not one of {', '.join(CONTEXTS)}")
    return name


def contexts(place: Workplace, seed: int, numbers: Sequence[int]) -> list[Workplace]:
    """The contexts of these numbers that a seed draws of a workplace: each entry by its path, so that no other shifts it.

    What was set has lost its range, and stays. A workplace that is known for sure is itself in all of them.
    """
    count, asked = len(entries(place)), paths(place)
    if not count:
        return [place] * len(numbers)
    persons = [crc32(path.encode()) for path in asked]
    drawn = (Draws(seed, number).uniforms(ENTRY_STREAM, persons, [0], 1)[0, :, 0] for number in numbers)
    return [with_entries(place, at_place(place, together(place, one)[:count])) for one in drawn]
