"""Ensembles made before a parameter existed: what they hold it at, and what cannot be held."""

import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from sim.errors import InputError
from sim.inputs.parameters import MECHANISMS, PARAMETERS

# The emulator learns for a minute; then a member costs some a second of a core with contexts as recorded, and three where they vary.
COST = "about half an hour on two cores"


def held_since(file: Path, names: Sequence[str]) -> dict[str, float]:
    """What an ensemble's members have of those parameters that it does not name: the neutral value.

    One without a neutral value stands at its default if its mechanism is as new and is off, so that it acts on nothing.
    Raises InputError for a parameter that the model does not have, and for a new one that cannot be left alone.
    """
    found = set(names)
    if gone := [name for name in names if name not in PARAMETERS]:
        raise InputError(f"{file} names {_listed(gone)}, which the model does not have: it was made by another version; "
                         "takehold calibrate --out DIR makes a new one")
    new = [parameter for parameter in PARAMETERS.values() if parameter.name not in found]
    known = {PARAMETERS[name].mechanism for name in found}
    stuck = [one.name for one in new if one.neutral is None and (one.mechanism in known or one.mechanism not in MECHANISMS)]
    if stuck:
        raise InputError(f"{file} was made before {_listed(stuck)} existed, without a neutral value to be held at: takehold calibrate "
                         f"--out DIR makes a new one in {COST}; --from DIR then takes it, and run, what-if, explain, report go on without "
                         "one by --sets 0")
    return {one.name: one.default if one.neutral is None else one.neutral for one in new}


def told(held: Mapping[str, float]) -> str:
    """What is held, in a sentence."""
    at = ", ".join(f"{name} at {value:g}" for name, value in held.items())
    off = ", ".join(dict.fromkeys(PARAMETERS[name].mechanism for name in held))
    return (f"the ensemble was made before the model had {_listed(list(held))}: its parameter sets leave {off} off ({at}); "
            f"takehold calibrate makes one that varies it, too, in {COST}")


@cache  # once, however often an ensemble is read
def say(sentence: str) -> None:
    """Warn."""
    warnings.warn(sentence, stacklevel=3)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
