"""takehold report. Heavy libraries are loaded inside, so that --help answers at once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.complaints import Complaint, no_such
from sim.options import CORES, Lever, Set, Workers
from sim.priorities.commands import OneUnit

if TYPE_CHECKING:
    from sim.priorities.answer import Priorities
    from sim.report.page import Page
    from sim.workplace import Workplace

What = Annotated[str, typer.Argument(metavar="WORKPLACE|STUDYFOLDER",
                                     help="a workplace, 'all', or the folder of a study that was run (or its name in results/)")]
Out = Annotated[Path | None, typer.Option(metavar="FILE.html", help="where to write it; report-NAME.html by default")]
Runs = Annotated[int, typer.Option(min=2, max=1_000_000, help="how many runs of a workplace")]
FirstRuns = Annotated[int, typer.Option(min=0, max=1_000_000, help="runs of each package of levers, to say where to begin, as takehold "
                                                                   "priorities has them; 0 leaves that out")]


def report(what: What, unit: OneUnit = "", out: Out = None, runs: Runs = 200,
           seed: Annotated[int, typer.Option(help="seed of a workplace's runs")] = 0, first_runs: FirstRuns = 1536,
           follow_up: Annotated[int, typer.Option(help="weeks after launch")] = 30, settings: Set = [], levers: Lever = [],  # noqa: B006
           workers: Workers = CORES) -> None:
    """Write one HTML page for people who do not code: the answer, the pictures, how sure it is, and what was assumed."""
    from sim.terminal import check_places, write_text
    if first_runs == 1:
        raise Complaint("--first-runs 1: one run of each package cannot say how sure the order is; give 0 or a whole number from 2 on")
    folder = study_folder(what)
    path = out or Path(f"report-{unit or Path(what).resolve().name.removesuffix('.toml')}.html")
    if path.suffix.lower() not in (".html", ".htm"):
        raise Complaint(f"--out {path}: a report is written as .html")
    check_places(path, read=what)
    if folder:
        if settings or levers or unit:
            raise Complaint(f"{what} is a study that was run; --set, --lever and --unit are for workplaces")
        from sim.report.of_study import study_page
        page = study_page(folder, f"takehold report {folder}")
    else:
        page = _workplace(what, unit, runs, first_runs, seed, follow_up, settings, levers, workers)
    write_text(path, page.html())
    print(f"Report: {path}")


def study_folder(what: str) -> Path | None:
    """The folder of a study; a name that is a workplace's is taken as that."""
    from sim.reading import workplaces
    from sim.study.finding import find_results
    if what in ("all", *workplaces()) or what.endswith(".toml"):
        return None
    try:
        return find_results(what)
    except Complaint:
        if Path(what).is_dir():
            raise
        return None


def _workplace(what: str, unit: str, runs: int, first_runs: int, seed: int, follow_up: int, settings: list[str], levers: list[str],
               workers: int) -> "Page":
    import pandas as pd

    from sim.report.of_workplace import workplace_page
    from sim.runs import simulate
    from sim.settings import parse_assignments
    from sim.terminal import prepare, progress, this_command
    cases = prepare(what, settings, levers)
    if unit and unit not in (names := [one.name for place, _, _ in cases for one in place.units]):
        raise Complaint(no_such("unit", unit, names))
    cases = [case for case in cases if not unit or any(one.name == unit for one in case[0].units)]
    frames = []
    for place, parameters, chosen in cases:
        with progress(place.title, quiet=False, engine="fast") as tell:
            frames.append(simulate(place, parameters, chosen, runs, seed, follow_up=follow_up, workers=workers, progress=tell))
    changed = any(parameters or chosen for _, parameters, chosen in cases)  # a ranking has levers and assumptions of its own
    if first_runs and changed:
        print("Where to begin is left out of the page, since assumptions or levers were changed.")
    first = _first([place for place, _, _ in cases], unit, first_runs, seed, follow_up, workers) if first_runs and not changed else None
    return workplace_page(cases, pd.concat(frames, ignore_index=True), seed, [this_command()], parse_assignments(settings, "--set"), first,
                          unit or None)


def _first(places: "list[Workplace]", unit: str, runs: int, seed: int, follow_up: int, workers: int) -> "Priorities":
    """Where to begin in each of the workplaces, or in one unit."""
    from dataclasses import replace

    from sim.priorities.ranking import priorities
    from sim.terminal import progress
    with progress("Where to begin", quiet=False, engine="fast") as tell:
        found = [priorities(place, unit=unit or None, horizon=follow_up, runs=runs, seed=seed, workers=workers, progress=tell)
                 for place in places]
    return replace(found[0], units=tuple(ranked for one in found for ranked in one.units))
