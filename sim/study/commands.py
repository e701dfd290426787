"""takehold study, studies and results. Heavy libraries are loaded inside, so that --help answers at once."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.complaints import Complaint
from sim.options import CORES, Json, Plot

if TYPE_CHECKING:
    from sim.study.store import Job
    from sim.study.watch import Progress, Tell

File = Annotated[str, typer.Argument(metavar="FILE|NAME", help="a study file, or the name of one in experiments/ (takehold studies)")]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="folder of the study; results/NAME by default")]
Workers = Annotated[int, typer.Option(min=1, max=4096, help="threads, processes or jobs; the result does not depend on it")]
On = Annotated[str, typer.Option(help="local, dask or slurm")]
Scheduler = Annotated[str, typer.Option(metavar="ADDRESS", help="a Dask scheduler that is running, instead of a cluster of its own")]
Resume = Annotated[bool, typer.Option("--resume", help="go on with what is missing")]
Extend = Annotated[bool, typer.Option("--extend", help="go on, with the points or replications that the file asks for now")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="say how many runs, how long, how large; with --on slurm print a job array")]
Mix = Annotated[bool, typer.Option("--mix-versions", help="go on although other code made what is there")]
Engine = Annotated[str, typer.Option(help="fast or mesa, instead of the file's; both give the same numbers")]
Share = Annotated[str, typer.Option("--shard", metavar="K/N", help="run the K-th of N shares, each in a process of its own")]
SHOWN = 12  # rows of a table on the screen


def study(file: File, out: Out = None, workers: Workers = CORES, on: On = "local", scheduler: Scheduler = "", resume: Resume = False,
          extend: Extend = False, dry_run: DryRun = False, engine: Engine = "", shard: Share = "", mix_versions: Mix = False,
          plot: Plot = None, as_json: Json = False) -> None:
    """Run a study from its file: many runs of many points, kept as they come, to be stopped and resumed at any moment."""
    from sim.study.runner import Stopped, checked_place, run_study
    from sim.terminal import check_picture, print_json
    check_picture(plot, read=file)
    checked_place(on, scheduler or None)
    part = shard_of(shard)
    if plot and part != (1, 1):
        raise Complaint("--plot draws the whole study and not a share; leave out --plot, then: takehold results DIR --plot FILE")
    if dry_run:
        _say_what_it_takes(file, out, workers, on, engine or None, as_json)
        return
    try:
        with _progress(as_json) as tell:
            folder = run_study(file, out, workers=workers, on=on, scheduler=scheduler or None, resume=resume, extend=extend,
                               engine=engine or None, shard=part, mix_versions=mix_versions, progress=tell)
    except Stopped as stopped:
        print(f"takehold: {stopped}", file=sys.stderr)
        sys.exit(130)
    if part != (1, 1):
        print_json(_state(folder)) if as_json else print(f"Share {shard} is done. What there is so far: takehold results {folder}")
        return
    _show(folder, plot, as_json)


def studies(as_json: Json = False) -> None:
    """The studies in experiments/, and the question each asks."""
    from sim.study.design import read_toml
    from sim.study.finding import EXPERIMENTS
    from sim.study.finding import studies as found
    from sim.terminal import show
    known = [{"study": name, "file": str(path), "question": str(read_toml(path)[1]["question"])} for name, path in found().items()]
    if not known:
        raise Complaint(f"there are no studies in {' or '.join(str(place) for place in EXPERIMENTS)}")
    show(known, as_json, ("study", "question"), widest=100)


def results(folder: Annotated[str, typer.Argument(metavar="DIR", help="folder of a study that was run, or its name in results/")],
            sql: Annotated[str, typer.Option(metavar="QUERY", help="ask by SQL; tables runs, points, failures, facts, weeks")] = "",
            csv: Annotated[Path | None, typer.Option(metavar="FILE", help="write all rows, or those of --sql")] = None,
            as_json: Json = False, plot: Plot = None) -> None:
    """What a study gave: how far it is, what became of each point, rows, picture."""
    from sim.study.finding import find_results
    from sim.study.results import study_sql, write_csv
    from sim.study.store import is_study
    from sim.terminal import check_picture, check_places, print_json
    check_places(csv)
    check_picture(plot)
    place = find_results(folder)
    if sql and plot:
        raise Complaint("--plot draws the study and not a query; leave out --sql")
    if csv and is_study(csv.resolve().parent):
        raise Complaint(f"{csv} lies in a study's own folder; choose another place for --csv")
    if csv:
        write_csv(place, csv, sql or "select * from runs order by point, run, follow_up")
    elif sql:
        rows = study_sql(place, sql)
        print_json(rows.to_dict("records")) if as_json else print(rows.to_string(index=False))
    if not sql:
        _show(place, plot, as_json)
    if csv and not as_json:
        print(f"Rows: {csv}")


# ----- what the commands share

def shard_of(text: str) -> tuple[int, int]:
    """(k, n) from 'k/n', or the whole; raises Complaint."""
    first, slash, second = text.partition("/")
    if not text:
        return 1, 1
    if not (slash and first.isdecimal() and second.isdecimal() and len(text) < 20 and 1 <= int(first) <= int(second)):
        raise Complaint(f"--shard {text!r} is not K/N with K from 1 to N, such as 3/20")
    return int(first), int(second)


def _say_what_it_takes(file: str, out: Path | None, workers: int, on: str, engine: str | None, as_json: bool) -> None:
    from sim.study import parts
    from sim.study.design import read_design
    from sim.study.finding import RESULTS, find_study
    from sim.study.forecast import forecast
    from sim.study.plan import Done
    from sim.terminal import print_json
    design = read_design(find_study(file))
    folder = out or RESULTS / design.study.name
    if on == "slurm":
        from sim.study.cluster import job_array
        script = job_array(file, folder, workers)
        print_json({"job_array": script}) if as_json else print(script)
        return
    told, there = forecast(design, engine or design.study.engine, workers), Done(parts.present(folder)).runs
    if as_json:
        print_json({**told._asdict(), "there": there})
        return
    print(f"{design.study.question}\n{told}.{f' {there:,} runs are in {folder} already.' if there else ''} Nothing was run.")


def _show(folder: Path, plot: Path | None, as_json: bool) -> None:
    """State, answer, table and picture of a study."""
    from sim.study.answers import answer, figure
    from sim.study.store import load_job
    from sim.study.summary import summary, table
    from sim.tables import LIMITS, columns, paragraph
    from sim.terminal import print_json, this_command
    job, state = load_job(folder), _state(folder)
    rows = summary(folder)
    if plot:
        from sim.drawing import save
        save(figure(job, rows, this_command()), plot)
    if as_json:
        print_json({**state, "answer": answer(job, rows), "points": rows.to_dict("records")})
        return
    cells, header = table(rows)
    print(f"{job.manifest['question']}\n\n{paragraph(answer(job, rows))}\n\n{columns(cells[:SHOWN], header, 40)}\n")
    if len(cells) > SHOWN:
        print(f"... and {len(cells) - SHOWN:,} more rows: takehold results {folder} --csv FILE, or --sql QUERY\n")
    print(paragraph(f"{_state_in_words(job, state)} {LIMITS}"))
    if plot:
        print(f"Picture: {plot}")


def _state(folder: Path) -> dict[str, Any]:
    """How far a study is."""
    from sim.study import parts, store
    from sim.study.lock import holder_of
    from sim.study.plan import Done
    job, events = store.load_job(folder), store.notes(folder, store.STATUS)
    failed = {(entry.get("point"), entry.get("run")) for entry in store.notes(folder, store.FAILURES)}
    rule = job.manifest["replications"]
    fixed = rule["at_least"] == rule["at_most"]
    return {"study": job.manifest["study"], "folder": str(folder), "number_of_points": len(job.points),
            "runs": Done(parts.present(folder)).runs,
            "asked": rule["at_most"] * len(job.points) if fixed else None, "failed": len(failed), "written_by": holder_of(folder),
            "last": events[-1]["event"] if events else None, "code": job.manifest["code"]}


def _state_in_words(job: "Job", state: dict[str, Any]) -> str:
    asked = f" of {state['asked']:,}" if state["asked"] else ""
    told = f"{state['runs']:,}{asked} runs of {state['number_of_points']:,} points in {state['folder']}, seed {job.manifest['seed']}"
    if (state["asked"] and state["runs"] < state["asked"]) or state["last"] in ("stopped", "broken"):
        told += f" (being written by {state['written_by']})" if state["written_by"] else "; not finished, go on with --resume"
    if state["failed"]:
        told += f"; {state['failed']} failed, see failures.jsonl there"
    if len(state["code"]) > 1:
        told += f"; mixed from {len(state['code'])} versions of the code"
    return told + "."


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
