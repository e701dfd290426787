"""takehold survey: from a survey to a workplace file and a people file."""

from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from sim.cli.options import Json, Plot
from sim.cli.terminal import check_picture, print_json, this_command
from sim.cli.workplace_files import check_new_toml
from sim.errors import InputError
from sim.machine.files import check_new, write_file

Survey = Annotated[str, typer.Argument(metavar="FILE", help="answers, a row for each person (.csv, .xlsx, .parquet); or an example: ward, "
                                                            "home-care")]
Roster = Annotated[Path | None, typer.Option(metavar="FILE", help="who was asked, a row for each person or team")]
Book = Annotated[Path | None, typer.Option("--codebook", metavar="FILE.toml", help="what the columns mean; else the codes of COPSOQ III")]
Out = Annotated[Path | None, typer.Option(metavar="FILE.toml", help="write the workplace file, and the people file beside it")]
Guess = Annotated[bool, typer.Option("--guess", help="write a codebook that proposes what the columns mean, to be corrected and confirmed")]
Copy = Annotated[bool, typer.Option("--copy", help="write the files of an example into this folder")]


def survey(file: Survey, roster: Roster = None, codebook: Book = None, guess: Guess = False, out: Out = None, copy: Copy = False,
           plot: Plot = None, as_json: Json = False) -> None:
    """Read a survey as a workplace: scales, means with their uncertainty, and what silence may hide. Nothing personal is written."""
    from sim.survey.reading import from_survey
    from sim.survey.result import people_beside
    from sim.survey.shipped import copied, shipped
    of_answers = {"--out": out, "--plot": plot, "--json": as_json}
    if copy:
        _alone("--copy", {"--guess": guess, "--roster": roster, "--codebook": codebook, **of_answers})
    if guess:
        _alone("--guess", of_answers)
    if copy:
        print(f"Wrote {', '.join(map(str, copied(file)))}")
        return
    if guess:
        from sim.survey.guess import guessed
        target = codebook or Path("codebook.toml")
        check_new_toml(target)
        answers, asked, _ = shipped(file, roster, codebook)
        write_file(target, guessed(answers, asked))
        beside = "" if roster is None else f" --roster {quote(str(roster))}"
        print(f"Wrote {target}. Read it, correct it, and write 'confirmed = true' in it; then: "
              f"takehold survey {quote(str(file))}{beside} --codebook {quote(str(target))}")
        return
    if out is not None:
        check_new_toml(out)
        check_new(people_beside(out))
    check_picture(plot, read=file)
    found = from_survey(file, codebook, roster)
    written = found.write_as(out) if out else ()
    if plot:
        from sim.figures.style import save
        from sim.survey.figure import figure
        save(figure(found, this_command()), plot)
    if as_json:
        print_json(found.as_record())
        return
    print(found.text())
    if written:
        print(f"\nWrote {' and '.join(map(str, written))}. Put in what was not asked, "
              f"then: takehold check {quote(str(out))}, takehold report {quote(str(out))}")
    if plot:
        print(f"Picture: {plot}")


def _alone(name: str, others: Mapping[str, object]) -> None:
    """Raises InputError for an option beside one that writes files for what comes next, and reads no answers yet."""
    for other, asked in others.items():
        if asked:
            raise InputError(f"{name} and {other} do not go together; {name} writes files, from which the next command reads")
