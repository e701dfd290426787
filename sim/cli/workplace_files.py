"""takehold new, check: a workplace file to start from, and what is in one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import One
from sim.errors import InputError
from sim.machine import streams
from sim.machine.files import write_file

if TYPE_CHECKING:
    from sim.inputs.workplace import Workplace


def check(file: One) -> None:
    """Check a workplace file and say what is in it."""
    from sim.inputs.reading import load_workplace
    place = load_workplace(file)
    units = ", ".join(f"{u.name} ({u.employees} employees, {len(u.practices)} practices)" for u in place.units)
    about = sum(one.sd is not None for one in place.ranges.values())
    counts = ((len(place.ranges) - about, "have a range"), (about, "have an sd"), (len(place.correlations), "correlations"))
    ranges = "".join(f"; {count}{'' if what == 'correlations' else ' numbers'} {what}" for count, what in counts if count)
    people = f" {_people(place)}" if place.known_people else ""
    print(streams.fitted(f"{file} is fine: {place.title}; units: {units}; {len(place.provenance)} entries carry a source{ranges}.{people}"))


def _people(place: "Workplace") -> str:
    """What is said of a people file: how many rows, and that none is shown."""
    from sim.inputs.person import FEWEST
    everybody = sum(unit.employees for unit in place.units)
    return (f"Its people file tells something of {place.known_people} of {everybody} employees; what it does not tell is drawn given the "
            f"rest. Nothing of a single row is shown or written, nor of fewer than {FEWEST} people together.")


def new(file: Annotated[Path, typer.Argument(help="where to write it")]) -> None:
    """Write a commented workplace file to start from."""
    from sim.inputs.reading import TEMPLATE
    if file.suffix != ".toml":
        raise InputError(f"{file} does not end in .toml")
    if file.exists():
        raise InputError(f"{file} exists already and is left as it is; choose another name")
    write_file(file, TEMPLATE.read_text(encoding="utf-8"))
    print(f"Wrote {file}. Change it, then: takehold check {file}, takehold run {file}")
