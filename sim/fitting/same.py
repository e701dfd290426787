"""Whether a fit is of this workplace and this ensemble: told by digests, so that nothing of a workplace's people stands in its folder."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sim.calibration.ensemble import load_ensemble
from sim.calibration.members import Ensemble
from sim.errors import InputError
from sim.fitting.result import FitResult
from sim.inputs.person import digest
from sim.inputs.settings import with_context
from sim.inputs.workplace import Workplace

AGAIN = "takehold fit makes it again"


def check_given(found: object, places: Sequence[Workplace]) -> FitResult:
    """What sim.fit found, where it is of just this workplace; raises InputError otherwise."""
    if not isinstance(found, FitResult):
        raise InputError(f"given of type {type(found).__name__} is nothing that sim.fit found")
    if len(places) != 1:
        raise InputError(f"given was made for {found.ground.place.name}, not for {', '.join(one.name for one in places)}; ask for that one")
    same_place("given", found.ground.place.name, digest_of_place(found.ground.place), places[0], found.ground.context)
    return found


def same_place(what: str, name: str, kept: str, place: Workplace, context: Mapping[str, Any]) -> Workplace:
    """A workplace as a fit took it to be: as it is given here, or with those entries that the fit was given.

    what: holds the fit, in a complaint. name, kept: of the fit's workplace its name and digest. context: entries that it was given, by
    dotted name. Raises InputError where the workplace is another.
    """
    if name != place.name:
        raise InputError(f"{what} was made for {name}, not for {place.name}; {AGAIN}")
    if digest_of_place(place) == kept:
        return place
    other = InputError(f"{what} was made for {name} as it was described before, not as here; {AGAIN}")
    try:
        changed = with_context(place, context)
    except InputError:  # the entry is not there any more, or cannot have this value
        raise other from None
    if digest_of_place(changed) != kept:
        raise other
    return changed


def same_ensemble(folder: Path, kept: str, source: str, given: str | Path | None) -> tuple[Ensemble, Path | None]:
    """The ensemble that a fit was made with, and where it stands; None for the shipped one.

    folder: of the fit. kept: the ensemble's digest. source: where it stands, from the fit's folder; "" for the shipped one. given:
    another place where it stands now. Raises InputError where it is gone, or is another.
    """
    path = None if not (given or source) else Path(os.path.normpath(given if given else folder.resolve() / source)).absolute()
    if path and not given and not _is_there(path):
        raise InputError(f"{folder} was made with the ensemble in {path}, which is not there any more; put it back, or {AGAIN}")
    members = load_ensemble(path)
    if digest_of_ensemble(members) != kept:
        raise InputError(f"{folder} was made with another ensemble than {f'that in {path}' if path else 'the shipped one'} is now; {AGAIN}")
    return members, path


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # as of a name that is too long, in a folder that somebody else made
        return False


def from_folder(source: Path | None, folder: Path) -> str:
    """Where an ensemble stands, seen from a fit's folder, so that both can be moved together; "" for the shipped one."""
    return "" if source is None else os.path.relpath(source.resolve(), folder.resolve())


def digest_of_place(place: Workplace) -> str:
    """Of all that a workplace is, but for where its numbers come from."""
    hidden = {name: getattr(place, name) for name, field in Workplace.model_fields.items() if field.exclude and name != "provenance"}
    return _digest([place.model_dump(), hidden, [digest([unit.people]) for unit in place.units]])


def digest_of_ensemble(ensemble: Ensemble) -> str:
    """Of its members."""
    tables = [ensemble.values, ensemble.contexts]
    named = [[list(map(str, table)), hashlib.sha256(np.ascontiguousarray(table.to_numpy(float))).hexdigest()] for table in tables]
    return _digest([named, ensemble.held])


def _digest(what: Any) -> str:
    text = json.dumps(what, sort_keys=True, default=_dumped)
    return hashlib.sha256(text.encode()).hexdigest()


def _dumped(part: Any) -> Any:
    return part.model_dump() if hasattr(part, "model_dump") else str(part)
