"""Options that several commands share, said once."""

import os
from pathlib import Path
from typing import Annotated

import typer

CORES = os.cpu_count() or 1

Where = Annotated[str, typer.Argument(help="a shipped workplace, the path of a .toml file, or 'all' for the four of the study")]
One = Annotated[str, typer.Argument(help="a shipped workplace or the path of a .toml file")]
Seed = Annotated[int, typer.Option(help="seed; the same seed gives the same result")]
Set = Annotated[list[str], typer.Option("--set", metavar="NAME=VALUE", help="change a parameter or a context entry; may be repeated")]
Lever = Annotated[list[str], typer.Option("--lever", metavar="NAME=VALUE", help="use a lever; may be repeated")]
Without = Annotated[list[str], typer.Option("--without", metavar="MECHANISM", help="switch a mechanism off; may be repeated")]
Workers = Annotated[int, typer.Option(min=1, max=256, help="threads or processes; the result does not depend on it")]
Json = Annotated[bool, typer.Option("--json", help="print JSON and nothing else")]
Plot = Annotated[Path | None, typer.Option(metavar="FILE", help="write the picture (.png, .svg, .pdf)")]
