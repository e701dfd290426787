"""Observations in sentences, the same for every answer that names them."""

from collections.abc import Sequence

from sim.observations.answers import NOTHING_HELPS, Answer
from sim.text.sentences import listed


def named(one: Answer) -> str:
    """An observation with who is asked, when, and what it takes."""
    asked = one.observation
    whom = f" of {asked.whom}" if one.answers else ""
    hours = f"{one.hours:.0f} h" if one.hours >= 0.5 else "under half an hour"
    return f"{asked.what} ({asked.way.name}{whom}, {asked.when}, {hours})"


def would_help(some: Sequence[Answer]) -> str:
    """What to ask, and the command that says more. some: of most_helpful."""
    if not some:
        return f"In the model, {NOTHING_HELPS} here (takehold ask)."
    return f"In the model, it would help most to see {listed([named(one) for one in some])}; takehold ask says how much."
