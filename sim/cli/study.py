"""takehold study, studies and results. Heavy libraries are loaded inside, so that --help answers at once."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import CORES, Json, Plot, To, Whose
from sim.errors import InputError, no_such, printable
from sim.machine.row_files import ANY_OF_THEM, check_rows

if TYPE_CHECKING:
    from sim.study.running.progress import Progress, Tell

File = Annotated[str, typer.Argument(metavar="FILE|NAME", help="a study file, or the name of a study (takehold studies)")]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="folder of the study; results/NAME by default")]
Workers = Annotated[int, typer.Option(min=1, max=4096, help="threads, processes or jobs; the result does not depend on it")]
On = Annotated[str, typer.Option(help="local, dask or slurm")]
Scheduler = Annotated[str, typer.Option(metavar="ADDRESS", help="a Dask scheduler that is running, instead of a cluster of its own")]
Resume = Annotated[bool, typer.Option("--resume", help="go on with what is missing, damaged or failed")]
Extend = Annotated[bool, typer.Option("--extend", help="go on, with the points or replications that the file asks for now")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="say how many runs, how long, how large; with --on slurm print a job array")]
Mix = Annotated[bool, typer.Option("--mix-versions", help="continue even if the existing results came from different code")]
Engine = Annotated[str, typer.Option(help="fast, native, wasm or mesa, instead of the file's; all give the same numbers")]
Share = Annotated[str, typer.Option("--shard", metavar="K/N", help="run the K-th of N shares, each in a process of its own")]
Measures = Annotated[list[str], typer.Option("--measure", metavar="MEASURE", help="a measure or outcome class, such as benefit or stopped, "
                                             "instead of the file's; may be repeated")]
Unit = Annotated[str, typer.Option(metavar="UNIT", help="one unit; without, each unit is told by itself")]


def study(file: File, out: Out = None, workers: Workers = CORES, on: On = "local", scheduler: Scheduler = "", resume: Resume = False,
          extend: Extend = False, dry_run: DryRun = False, engine: Engine = "", shard: Share = "", mix_versions: Mix = False,
          measure: Measures = [], unit: Unit = "", plot: Plot = None, as_json: Json = False,  # noqa: B006
          people: Whose = None) -> None:
    """Run a study from its file: many runs of many points, kept as they come, to be stopped and resumed at any moment."""
    from sim.cli.show_study import show
    from sim.cli.terminal import check_picture, people_from, print_json
    from sim.study.points import chosen_units
    from sim.study.running.executors import checked_place
    from sim.study.running.runner import Stopped
    from sim.study.store.results import failed_runs
    from sim.study.store.state import failures
    from sim.study.study import Study
    check_picture(plot, read=file)
    names, asked = _checked(measure), Study.read(file, out)
    if unit:
        chosen_units(asked.design.points.places, unit)
    checked_place(on, scheduler or None)
    part = shard_of(shard)
    if plot and part != (1, 1):
        raise InputError("--plot draws the whole study and not a share; leave out --plot, then: takehold results DIR --plot FILE")
    if dry_run:
        from sim.cli.dry_run import say_what_it_takes
        say_what_it_takes(file, out, workers, on, scheduler or None, engine or None, part, resume, extend, mix_versions, as_json, people)
        return
    try:
        with _progress(as_json) as tell:
            ran = asked.run(workers=workers, on=on, scheduler=scheduler or None, resume=resume, extend=extend, engine=engine or None,
                            shard=part, mix_versions=mix_versions, progress=tell, people=people_from(people))
    except Stopped as stopped:
        print(f"takehold: {stopped}", file=sys.stderr)
        sys.exit(130)
    if part != (1, 1):
        if as_json:
            print_json(ran.state())
        else:
            print(f"Share {shard} is done. What there is so far: takehold results {ran.folder}")
    else:
        show(Study.open(ran.folder, unit, names), plot, as_json)
    if failed := failed_runs(ran.job):
        raise InputError(f"{failures(failed, ran.folder)}; --resume makes them again")


def studies(copy: Annotated[str, typer.Option("--copy", metavar="NAME|all", help="write a shipped study, to be changed and run")] = "",
            to: To = None, as_json: Json = False) -> None:
    """The studies that come with Takehold and your own, and the question each asks; --copy writes a shipped one."""
    from sim.cli.terminal import show
    from sim.study.answers.finding import studies as found
    if copy:
        _copy(copy, to or Path(), as_json)
        return
    if to is not None:
        raise InputError("--to goes with --copy NAME or --copy all")
    known = found()
    show([{"study": one.name, "where": "shipped" if one.shipped else str(one.path), "question": one.question, "file": str(one.path),
           "shipped": one.shipped, "by_name": not one.hidden} for one in known], as_json, ("study", "where", "question"), widest=90)
    if as_json:
        return
    if any(one.hidden for one in known):
        print("\nWhere two have the same name, it stands for the one that is listed first; give the path of the other, or rename it.")
    print("\nWrite a shipped one here, to change it: takehold studies --copy NAME")


def results(folder: Annotated[str, typer.Argument(metavar="DIR", help="folder of a study that was run, or its name in results/")],
            sql: Annotated[str | None, typer.Option(metavar="QUERY",
                                                    help="ask by SQL; tables runs, points, failures, facts, weeks")] = None,
            csv: Annotated[Path | None, typer.Option(metavar="FILE", help=f"write all rows, or those of --sql ({ANY_OF_THEM})")] = None,
            measure: Measures = [], unit: Unit = "", as_json: Json = False, plot: Plot = None) -> None:  # noqa: B006
    """What a study gave: how far it is, what became of each point, rows, picture."""
    from sim.cli.show_study import show
    from sim.cli.terminal import check_picture, print_json
    from sim.machine.files import check_places, told_beside
    from sim.study.answers.finding import find_results
    from sim.study.store.results import write_answer
    from sim.study.store.study_folder import is_study
    from sim.study.study import Study
    from sim.text.tables import frame
    check_places(csv, plot)
    check_rows(csv)
    check_picture(plot)
    place = find_results(folder)
    asks = sql is not None  # an empty query is one too, and is refused as such
    if asks and plot:
        raise InputError("--plot draws the study and not a query; leave out --sql")
    if asks and (measure or unit):
        raise InputError("--measure and --unit are for the study's own answer and not for a query; leave out --sql")
    if csv and is_study(Path(os.path.realpath(csv)).parent):
        raise InputError(f"{csv} lies in a study's own folder; choose another place for --csv")
    if csv:
        write_answer(place, csv, sql if sql is not None else "select * from runs order by point, run, follow_up")
    elif sql is not None:
        rows = Study.open(place).sql(sql)
        print_json(rows.to_dict("records")) if as_json else print(printable(frame(rows)))
    with told_beside(csv):
        if not asks:
            show(Study.open(place, unit, measure), plot, as_json)
        if csv and not as_json:
            print(f"Rows: {csv}")


# ----- what the commands share

def _copy(name: str, folder: Path, as_json: bool) -> None:
    """Write a shipped study, or all, with the workplaces it is about; says what to run next."""
    from sim.cli.terminal import print_json
    from sim.machine.copies import copied
    from sim.study.answers.finding import named_workplaces, shipped_studies
    known = shipped_studies()
    if name not in ("all", *known):
        raise InputError(no_such("shipped study", name[:100], known))
    chosen = list(known.values()) if name == "all" else [known[name]]
    written = copied(chosen, folder, list(dict.fromkeys(place for study in chosen for place in named_workplaces(study))))
    if as_json:
        print_json({"written": written})
        return
    print(f"Wrote {', '.join(map(str, written))}. Change it, then: takehold study {written[0]} --dry-run, takehold study {written[0]}")


def shard_of(text: str) -> tuple[int, int]:
    """(k, n) from 'k/n', or the whole; raises InputError."""
    first, slash, second = text.partition("/")
    if not text:
        return 1, 1
    if not (slash and first.isdecimal() and second.isdecimal() and len(text) < 20 and 1 <= int(first) <= int(second)):
        raise InputError(f"--shard {text!r} is not K/N with K from 1 to N, such as 3/20")
    return int(first), int(second)


def _checked(measures: list[str]) -> list[str]:
    """Names of measures, each once; raises InputError with the nearest."""
    from sim.study.measures import check_measure
    return list(dict.fromkeys(check_measure(name) for name in measures))


@contextlib.contextmanager
def _progress(quiet: bool) -> Iterator["Tell | None"]:
    """A bar on a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar
    with Bar(BarColumn(24), TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("comparing a few runs with the Mesa engine (a new engine compiles first, once)")

        def tell(now: "Progress") -> None:
            bar.update(task, completed=now.done, total=now.total, description=str(now))

        yield tell
