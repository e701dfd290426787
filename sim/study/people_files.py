"""People files of the workplaces of a study: a study writes where each is and a digest of the people in it, never a row.

Whoever runs something of a study reads the file and holds the people in it against the digest; whoever reads results needs neither.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field

from sim.errors import InputError, check_printable
from sim.inputs.part import Part
from sim.inputs.people import with_people
from sim.inputs.person import digest
from sim.inputs.reading import read_with_people, workplace_file
from sim.inputs.workplace import Shown, Workplace


class PeopleFile(Part):
    """What a study keeps of a people file. file: as it was named, from the study file on; digest: of the people as they were read."""

    file: Shown
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]


class Place(NamedTuple):
    """A workplace as a study read it. people, path: what is kept of its people file, and where that is now; None without one."""

    place: Workplace
    people: PeopleFile | None = None
    path: Path | None = None


def read_place(name: str, beside: str | Path) -> Place:
    """A workplace that a study file names, with its people. beside: the same name, or the path of the file that it stands for.

    Raises InputError.
    """
    file = workplace_file(beside)
    place, people = read_with_people(file)
    if not place.known_people:
        return Place(place)
    return Place(place, PeopleFile(file=_shown(file, Path(name).parent / people), digest=_digest(place)), (file.parent / people).absolute())


def _shown(file: Path, people: Path) -> str:
    try:
        return check_printable(str(people))
    except ValueError as error:
        raise InputError(f"{file}: the name of its people file {error}; a study writes it down, so give the file another name") from None


def _digest(place: Workplace) -> str:
    return digest([unit.people for unit in place.units])


def notes_on(places: Sequence[Workplace]) -> list[str]:
    """What is to be said of points at workplaces with a people file, a note each."""
    return [f"something is known of {place.known_people} of the {sum(unit.employees for unit in place.units)} employees of {place.name} "
            "from a people file, which holds at every point; what is set of people there goes for the others, and for what the file leaves "
            "open"
            for place in places if place.known_people]


def with_their_people(folder: Path, places: Sequence[Workplace], kept: Sequence[PeopleFile | None],
                      paths: Sequence[Path | None]) -> tuple[Workplace, ...]:
    """The workplaces of a folder with the people of their files, to be run.

    kept, paths: what the study keeps of each file, and where it is. Raises InputError for a file that is gone, or holds others.
    """
    found = []
    for place, one, path in zip(places, kept, paths or [None] * len(places), strict=True):
        if one is None:
            found.append(place)
            continue
        if path is None or not os.path.lexists(path):
            raise InputError(f"{folder}: {path or one.file} is not there, and the runs of {place.name} need the people in it; put it back")
        try:
            known = with_people(place, path)
        except InputError:  # whose sentence may show a value of a row, and is kept where it ends a study
            raise InputError(_others(folder, path)) from None
        if _digest(known) != one.digest:
            raise InputError(_others(folder, path))
        found.append(known)
    return tuple(found)


def check_same_people(folder: Path, there: dict[str, PeopleFile | None], file: Path, asked: dict[str, PeopleFile | None]) -> None:
    """Raises InputError where a workplace, by its name, has other people in a study file than it has in the folder."""
    for name in there.keys() & asked.keys():
        before, now = there[name], asked[name]
        if before and not now:
            raise InputError(f"{folder}: {name} was run with the people of {before.file}, and in {file} it has none now; name that file "
                             "in its workplace file again, or choose another --out")
        if now and not before:
            raise InputError(f"{folder}: {name} was run without a people file, and in {file} it has {now.file} now; choose another --out")
        if before and now and before.digest != now.digest:
            raise InputError(_others(folder, now.file))


def _others(folder: Path, file: str | Path) -> str:
    return (f"{folder}: {file} no longer holds the people with whom the study was begun; put it back as it was, or run the study anew, "
            "with another --out")
