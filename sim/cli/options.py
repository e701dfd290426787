"""Options that several commands share, said once."""

from pathlib import Path
from typing import Annotated

import typer

from sim.admissible import SETS
from sim.machine.cores import CORES, MOST_WORKERS

__all__ = ["CORES", "RANGES", "SETS", "Contexts", "Engine", "FollowUp", "Given", "Json", "Lever", "One", "Plot", "Runs", "Seed", "Set",
           "Sets", "Source", "To", "Where", "Whose", "Without", "Workers"]

Where = Annotated[str, typer.Argument(help="a shipped workplace, the path of a .toml file, or 'all' for the four of the study")]
One = Annotated[str, typer.Argument(help="a shipped workplace or the path of a .toml file")]
Runs = Annotated[int, typer.Option(min=1, max=1_000_000, help="how many runs")]
Seed = Annotated[int, typer.Option(help="seed; the same seed gives the same result")]
FollowUp = Annotated[str, typer.Option(metavar="WEEKS", help="weeks after launch; several with commas: 17,26,30,39")]
Engine = Annotated[str, typer.Option(help="fast, or by name native, wasm or mesa; all give the same numbers")]
Set = Annotated[list[str], typer.Option("--set", metavar="NAME=VALUE", help="change a parameter or a context entry; may be repeated")]
Lever = Annotated[list[str], typer.Option("--lever", metavar="NAME=VALUE", help="use a lever; may be repeated")]
Without = Annotated[list[str], typer.Option("--without", metavar="MECHANISM", help="switch a mechanism off; may be repeated")]
Whose = Annotated[Path | None, typer.Option("--people", metavar="FILE.py", help="people of your own: a Python file with subclasses of "
                                           "sim.Employee, sim.SteeringMember or sim.Manager, which is run")]
Workers = Annotated[int, typer.Option(min=1, max=MOST_WORKERS, help="threads or processes; the result does not depend on it")]
Sets = Annotated[int, typer.Option(min=0, max=10_000, help="sets of assumptions that the study allows, over which the result is told a "
                                                            "second time; 0 leaves that out; from 200 on with what its spread hangs on")]


def _contexts(how: str) -> str:
    """Checked when the command line is read, since not every answer asks for it."""
    from sim.model.contexts import check_contexts
    return check_contexts(how)


Contexts = Annotated[str, typer.Option(metavar="HOW", callback=_contexts,
                                       help="ranges: sets differ in what was read from words of the workplace, too; "
                                            "recorded: in behaviour alone")]
RANGES = "ranges"  # as sim.calibration.members has it, which loads slowly
Source = Annotated[Path | None, typer.Option("--from", metavar="DIR", help="another ensemble than the shipped one")]
Given = Annotated[Path | None, typer.Option("--given", metavar="DIR", help="what takehold fit made: the runs that fit what was observed "
                                                                           "go on, and what is changed here is changed after the last "
                                                                           "observation")]
Json = Annotated[bool, typer.Option("--json", help="print JSON and nothing else")]
To = Annotated[Path | None, typer.Option("--to", metavar="DIR", help="folder for what --copy writes; this one by default")]
Plot = Annotated[Path | None, typer.Option(metavar="FILE", help="write the picture (.png, .svg, .pdf)")]
