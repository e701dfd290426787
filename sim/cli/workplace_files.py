"""takehold new, check: a workplace file to start from, and what is in one."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import One
from sim.errors import InputError
from sim.machine import streams
from sim.machine.files import check_new, write_file

if TYPE_CHECKING:
    from sim.inputs.questions import Answer, Question
    from sim.inputs.workplace import Workplace

Template = Annotated[bool, typer.Option("--template", help="write the commented file without asking anything")]
OPENING = """Ten questions about your unit. Answer with one of the words, a number, or a range such as 10-14; Enter leaves open what you do
not know, and the model then tries everything it could be. Nothing is written before the last answer."""


def check(file: One) -> None:
    """Check a workplace file and say what is in it."""
    from sim.inputs.reading import load_workplace
    place = load_workplace(file)
    units = ", ".join(f"{u.name} ({u.employees} employees, {len(u.practices)} practices)" for u in place.units)
    about = sum(one.sd is not None for one in place.ranges.values())
    counts = ((len(place.ranges) - about, "number has a range", "numbers have a range"), (about, "number has an sd", "numbers have an sd"),
              (len(place.correlations), "correlation", "correlations"))
    ranges = "".join(f"; {count} {one if count == 1 else several}" for count, one, several in counts if count)
    people = f" {_people(place)}" if place.known_people else ""
    print(streams.fitted(f"{file} is fine: {place.title}; units: {units}; {len(place.provenance)} entries carry a source{ranges}.{people}"))


def _people(place: "Workplace") -> str:
    """What is said of a people file: how many rows, and that none is shown."""
    from sim.inputs.person import FEWEST
    everybody = sum(unit.employees for unit in place.units)
    return (f"Its people file tells something of {place.known_people} of {everybody} employees; what it does not tell is drawn given the "
            f"rest. Nothing of a single row is shown or written, nor of fewer than {FEWEST} people together.")


def check_new_toml(file: Path) -> None:
    """Raises InputError for what is no TOML file, is there already, or cannot be written."""
    if file.suffix != ".toml":
        raise InputError(f"{file} does not end in .toml")
    check_new(file)


def new(file: Annotated[Path, typer.Argument(help="where to write it")], template: Template = False) -> None:
    """Write a workplace file to start from: from ten plain questions at a terminal, else a commented one."""
    from sim.inputs.reading import TEMPLATE
    check_new_toml(file)
    asks = not template and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    write_file(file, _from_answers(file) if asks else TEMPLATE.read_text(encoding="utf-8"))
    print(f"Wrote {file}. Change it, then: takehold check {file}, takehold run {file}")


def _from_answers(file: Path) -> str:
    """The text of a workplace file from answers at the terminal."""
    import re

    from sim.inputs.questions import QUESTIONS, workplace_text
    from sim.inputs.workplace import NAME
    print(f"{OPENING}\n")
    answers = {one.name: _asked(f"{number}. {one.ask}" if one is some[0] else f"   {one.ask}", one)
               for number, some in enumerate(QUESTIONS, 1) for one in some}
    print()
    return workplace_text(file.stem if re.fullmatch(NAME, file.stem) else "my-workplace", answers)


def _asked(ask: str, question: "Question") -> "Answer":
    """The answer to a question; one that cannot be used is asked for again."""
    from sim.inputs.questions import UNKNOWN, answered, options

    def read(text: str) -> "Answer":
        try:
            return answered(question, text)
        except InputError as complaint:
            raise typer.BadParameter(str(complaint)) from None
    unit = f" ({question.unit})" if question.unit else ""
    told: Answer = typer.prompt(f"{ask}{unit}\n   {options(question)}", default=UNKNOWN, value_proc=read, prompt_suffix="\n   > ",
                                show_default=False)
    return told
