"""A fingerprint of what the model gives, to the last bit: the same on every machine, Python and Mesa.

``python tests/digest.py`` prints it, ``python tests/digest.py --write`` freezes it in frozen_digest.txt.
It needs nothing but sim. Write it anew when the model is meant to give other results, and say so in the CHANGELOG.
"""

import hashlib
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from sim import simulate, workplaces

FROZEN = Path(__file__).with_name("frozen_digest.txt")
SEVERAL = {"trust_first_weeks": 3, "pre_study_quality": 0.9, "involvement": 0.7, "leader_sparring": 0.5, "protected_hours": 0.5,
           "facilitation_training": 0.3, "widen_scope": 0.5, "action_size": 0.5, "restart": 1}


def line(name: str, frame) -> str:
    """Name and SHA-256 over all values of a table of results: numbers as float64 bytes, words as text."""
    mark = hashlib.sha256()
    for column in frame.drop(columns="fingerprint"):
        mark.update(column.encode())
        for value in frame[column].tolist():
            mark.update(value.encode() if isinstance(value, str) else struct.pack("<d", value))
    return f"{name} {mark.hexdigest()}"


def lines() -> Iterator[str]:
    """A line for each shipped workplace, one with several levers, and one with turnover, over long."""
    for name in workplaces():
        yield line(name, simulate(name, runs=3, seed=2024, engine="mesa"))
    yield line("several-levers", simulate("plejecenter-2", levers=SEVERAL, seed=2024, engine="mesa", follow_up=(17, 39)))
    yield line("many-leave", simulate("bostedet", {"exit_chance": 0.0083, "leader_exit": 0.004}, seed=2024, engine="mesa", follow_up=104))


if __name__ == "__main__":
    text = "\n".join(lines()) + "\n"
    if "--write" in sys.argv:
        FROZEN.write_text(text, encoding="utf-8")
    print(text, end="")
