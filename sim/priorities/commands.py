"""takehold priorities and map. Heavy libraries are loaded inside, so that --help answers at once."""

import os
from pathlib import Path
from typing import Annotated

import typer

Where = Annotated[str, typer.Argument(help="a shipped workplace, the path of a .toml file, or 'all' for the four of the study")]
OneUnit = Annotated[str, typer.Option("--unit", help="one unit of it")]
Budget = Annotated[float | None, typer.Option(metavar="HOURS", help="person-hours of employees and leader that may be spent")]
Measure = Annotated[str, typer.Option(help="retention, trust, or another measure with a better and worse")]
Horizon = Annotated[int, typer.Option(metavar="WEEKS", help="weeks after launch")]
Runs = Annotated[int, typer.Option(min=2, max=1_000_000, help="most runs of each package")]
Seed = Annotated[int, typer.Option(help="seed; the same seed gives the same result")]
Workers = Annotated[int, typer.Option(min=1, max=256, help="threads; the result does not depend on it")]
Doses = Annotated[list[str], typer.Option("--lever", metavar="NAME=VALUE", help="another dose of a lever; may be repeated")]
Json = Annotated[bool, typer.Option("--json", help="print JSON and nothing else")]
Plot = Annotated[Path | None, typer.Option(metavar="FILE", help="write the picture (.png, .svg, .pdf)")]
CORES = os.cpu_count() or 1


def priorities(workplace: Where, unit: OneUnit = "", budget: Budget = None, measure: Measure = "retention", horizon: Horizon = 30,
               runs: Runs = 768, seed: Seed = 0, workers: Workers = CORES, levers: Doses = [], as_json: Json = False,  # noqa: B006
               plot: Plot = None) -> None:
    """What to do first: every lever and every pair ranked by what it gains, what it costs, and how sure that is."""
    from sim.priorities.ranking import priorities as search
    from sim.settings import parse_assignments
    from sim.terminal import check_picture, print_json, progress, this_command
    check_picture(plot, read=workplace)
    doses = {name: float(value) for name, value in parse_assignments(levers, "--lever").items()}
    with progress("Priorities", quiet=as_json, engine="fast") as tell:
        found = search(workplace, unit=unit or None, budget=budget, measure=measure, horizon=horizon, runs=runs, seed=seed,
                       workers=workers, doses=doses, progress=tell)
    if plot:
        from sim.drawing import save
        from sim.priorities.figure import figure
        save(figure(found, this_command()), plot)
    if as_json:
        print_json(found.as_record())
        return
    print(found.text())
    if plot:
        print(f"Picture: {plot}")
