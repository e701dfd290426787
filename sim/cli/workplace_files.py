"""takehold new, check: a workplace file to start from, and what is in one."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import One
from sim.errors import InputError
from sim.machine import streams
from sim.machine.files import write_file


def check(file: One) -> None:
    """Check a workplace file and say what is in it."""
    from sim.inputs.reading import load_workplace
    place = load_workplace(file)
    units = ", ".join(f"{u.name} ({u.employees} employees, {len(u.practices)} practices)" for u in place.units)
    about = sum(one.sd is not None for one in place.ranges.values())
    counts = ((len(place.ranges) - about, "have a range"), (about, "have an sd"), (len(place.correlations), "correlations"))
    ranges = "".join(f"; {count}{'' if what == 'correlations' else ' numbers'} {what}" for count, what in counts if count)
    print(streams.fitted(f"{file} is fine: {place.title}; units: {units}; {len(place.provenance)} entries carry a source{ranges}."))


def new(file: Annotated[Path, typer.Argument(help="where to write it")]) -> None:
    """Write a commented workplace file to start from."""
    from sim.inputs.reading import TEMPLATE
    if file.suffix != ".toml":
        raise InputError(f"{file} does not end in .toml")
    if file.exists():
        raise InputError(f"{file} exists already and is left as it is; choose another name")
    write_file(file, TEMPLATE.read_text(encoding="utf-8"))
    print(f"Wrote {file}. Change it, then: takehold check {file}, takehold run {file}")
