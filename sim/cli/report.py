"""takehold report. Heavy libraries are loaded inside, so that --help answers at once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import CORES, RANGES, SETS, Contexts, Given, Lever, Set, Sets, Workers
from sim.cli.priorities import OneUnit
from sim.errors import InputError, known

if TYPE_CHECKING:
    from sim.inputs.workplace import Workplace
    from sim.pages.page import Page
    from sim.priorities.wording import Priorities

What = Annotated[str, typer.Argument(metavar="WORKPLACE|STUDYFOLDER",
                                     help="a workplace, 'all', or the folder of a study that was run (or its name in results/)")]
Out = Annotated[Path | None, typer.Option(metavar="FILE.html", help="where to write it; report-NAME.html by default")]
Runs = Annotated[int, typer.Option(min=2, max=1_000_000, help="how many runs of a workplace")]
FirstRuns = Annotated[int, typer.Option(min=0, max=1_000_000, help="runs of each package of levers, to say where to begin, as takehold "
                                                                   "priorities has them; 0 leaves that out")]

Live = Annotated[bool, typer.Option("--live/--no-live", help="with the laboratory inside, to try things out; without, a smaller file")]


def report(what: What, unit: OneUnit = "", out: Out = None, runs: Runs = 200,
           seed: Annotated[int, typer.Option(help="seed of a workplace's runs")] = 0, first_runs: FirstRuns = 1536,
           follow_up: Annotated[int, typer.Option(help="weeks after launch")] = 30, settings: Set = [], levers: Lever = [],  # noqa: B006
           sets: Sets = SETS, contexts: Contexts = RANGES, workers: Workers = CORES, live: Live = True,
           given: Given = None) -> None:
    """Write one HTML page for people who do not code: what to do, what it costs, how sure that is, a live what-if, and an appendix."""
    from sim.machine.files import check_places, write_file
    from sim.priorities.decision import RANKED_FROM
    if 0 < first_runs < RANKED_FROM:
        raise InputError(f"--first-runs {first_runs} is too few for a ranking; it takes at least {RANKED_FROM} runs of each package, "
                        "or 0 to leave it out")
    folder = study_folder(what)
    path = out or Path(f"report-{unit or Path(what).resolve().name.removesuffix('.toml')}.html")
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"--out {path}: a report is written as .html")
    check_places(path, read=what)
    if folder:
        if settings or levers or unit or given:
            raise InputError(f"{what} is a study that was run; --set, --lever, --unit and --given are for workplaces")
        from sim.report.of_study import study_page
        page = study_page(folder, f"takehold report {folder}")
    elif given:
        from sim.cli.given import Asked, refuse, report_given
        refuse(sets=sets != SETS, contexts=contexts != RANGES)
        page = report_given(Asked(what, given, settings, levers, [], runs, seed), unit, first_runs, follow_up, workers, live)
    else:
        page = _workplace(what, unit, runs, first_runs, seed, follow_up, settings, levers, sets, contexts, workers, live)
    write_file(path, page.html())
    print(f"Report: {path}")


def study_folder(what: str) -> Path | None:
    """The folder of a study; a name that is a workplace's is taken as that."""
    from sim.inputs.reading import shipped_names
    from sim.study.answers.finding import find_results
    if what in ("all", *shipped_names()) or what.endswith(".toml"):
        return None
    try:
        return find_results(what)
    except InputError:
        if Path(what).is_dir():
            raise
        return None


def _workplace(what: str, unit: str, runs: int, first_runs: int, seed: int, follow_up: int, settings: list[str], levers: list[str],
               sets: int, contexts: str, workers: int, live: bool) -> "Page":
    from dataclasses import replace

    import pandas as pd

    from sim.admissible.sets import over_admissible
    from sim.cli.terminal import progress, this_command
    from sim.inputs.cases import prepare
    from sim.inputs.settings import parse_assignments
    from sim.report.of_workplace import workplace_page
    from sim.runs.simulate import simulate
    cases = prepare(what, settings, levers)
    if unit:
        known("unit", unit, [one.name for place, _, _ in cases for one in place.units])
    cases = [case for case in cases if not unit or any(one.name == unit for one in case[0].units)]
    frames, over = [], []
    for place, parameters, chosen in cases:
        with progress(place.title, quiet=False, engine="fast") as tell:
            frames.append(simulate(place, parameters, chosen, runs, seed, follow_up=follow_up, workers=workers, progress=tell))
            if sets:
                over.append(over_admissible(place, parameters, chosen, sets=sets, seed=seed, follow_up=follow_up, contexts=contexts,
                                            workers=workers, progress=tell))
    changed = any(parameters or chosen for _, parameters, chosen in cases)  # a ranking has levers and assumptions of its own
    if first_runs and changed:
        print("Where to begin is left out of the page, since assumptions or levers were changed.")
    places = [place for place, _, _ in cases]
    first = _first(places, unit, first_runs, seed, follow_up, contexts, workers) if first_runs and not changed else None
    given = parse_assignments(settings, "--set")
    page = workplace_page(cases, pd.concat(frames, ignore_index=True), seed, [this_command()], given, first, unit or None,
                          pd.concat(over, ignore_index=True) if over else None, contexts)
    if not live:
        return page
    from sim.report.live import levers_of_first
    from sim.report.live import live as live_page
    place, parameters, chosen = cases[0]
    source = place.name if what == "all" else what
    return replace(page, live=live_page(place, source, parameters, chosen or levers_of_first(first, place), given, seed, follow_up))


def _first(places: "list[Workplace]", unit: str, runs: int, seed: int, follow_up: int, contexts: str, workers: int) -> "Priorities":
    """Where to begin in each of the workplaces, or in one unit."""
    from dataclasses import replace

    from sim.cli.terminal import progress
    from sim.priorities.ranking import priorities
    with progress("Where to begin", quiet=False, engine="fast") as tell:
        found = [priorities(place, unit=unit or None, horizon=follow_up, runs=runs, seed=seed, workers=workers, contexts=contexts,
                            progress=tell)
                 for place in places]
    return replace(found[0], units=tuple(ranked for one in found for ranked in one.units))
