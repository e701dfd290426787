"""The command takehold. Heavy libraries are loaded inside the commands, so that --help answers at once."""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from sim.complaints import Complaint
from sim.version import VERSION

app = typer.Typer(name="takehold", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
                  help="Why do new practices at work take hold, or not? An agent-based laboratory: it illustrates and explores, "
                       "and never forecasts one workplace.")

Where = Annotated[str, typer.Argument(help="a shipped workplace, the path of a .toml file, or 'all' for the four of the study")]
One = Annotated[str, typer.Argument(help="a shipped workplace or the path of a .toml file")]
Runs = Annotated[int, typer.Option(min=1, max=1_000_000, help="how many runs")]
Seed = Annotated[int, typer.Option(help="seed; the same seed gives the same result")]
Set = Annotated[list[str], typer.Option("--set", metavar="NAME=VALUE", help="change a parameter or a context entry; may be repeated")]
Lever = Annotated[list[str], typer.Option("--lever", metavar="NAME=VALUE", help="use a lever; may be repeated")]
Without = Annotated[list[str], typer.Option("--without", metavar="MECHANISM", help="switch a mechanism off; may be repeated")]
FollowUp = Annotated[str, typer.Option(metavar="WEEKS", help="weeks after launch; several with commas: 17,26,30,39")]
Json = Annotated[bool, typer.Option("--json", help="print a list of records and nothing else")]
Workers = Annotated[int, typer.Option(min=1, max=256, help="processes; the result does not depend on it")]
Plot = Annotated[Path | None, typer.Option(metavar="FILE", help="write the picture (.png, .svg, .pdf)")]
CORES = os.cpu_count() or 1


@app.command()
def run(name: Where = "all", runs: Runs = 100, seed: Seed = 0, follow_up: FollowUp = "30", settings: Set = [], levers: Lever = [],  # noqa: B006
        without: Without = [], engine: Annotated[str, typer.Option(help="mesa")] = "mesa", workers: Workers = CORES, as_json: Json = False,  # noqa: B006
        csv: Annotated[Path | None, typer.Option(metavar="FILE", help="write a row per run and unit")] = None,
        weeks: Annotated[Path | None, typer.Option(metavar="FILE", help="write the weekly trajectories of the first run")] = None,
        plot: Plot = None) -> None:
    """Run workplaces from start to follow-up and show the study beside the model."""
    import pandas as pd

    from sim import tables
    from sim.runs import simulate
    cases = prepare(name, settings, levers)
    check_places(csv, weeks, plot)
    frames = []
    for place, parameters, chosen in cases:
        with progress(f"{place.title}", quiet=as_json) as tell:
            frames.append(simulate(place, parameters, chosen, runs, seed, engine, follow_up=whole_list(follow_up), without=without,
                                   workers=workers if runs > 5 else 1, progress=tell))
    outcomes = pd.concat(frames, ignore_index=True)
    if csv:
        write_text(csv, outcomes.to_csv(index=False))
    if weeks:
        write_text(weeks, first_weeks(cases, seed, whole_list(follow_up)[-1], without).to_csv(index=False))
    if plot:
        from sim.plots import plot_units, save
        save(plot_units(last_window(outcomes), command=this_command()), plot)
    if as_json:
        print_json(outcomes.to_dict("records"))
        return
    for week, some in outcomes.groupby("follow_up"):
        rows = [row for place, _, _ in cases for row in tables.study_and_model(place, some[some["workplace"] == place.name])]
        print(f"{runs} run{'s' if runs > 1 else ''} each, seed {seed}, {week} weeks after launch\n")
        print(tables.columns(rows, tables.HEADER, 30), "\n")
    if runs == 1:
        for place, _, _ in cases:
            print(tables.in_sentences(place, outcomes[outcomes["workplace"] == place.name]), "\n")
    print(tables.LIMITS)
    print(f"Why, in the model: takehold explain {name if name != 'all' else 'plejecenter-2'}")
    for label, path in (("Rows", csv), ("Weeks", weeks), ("Picture", plot)):
        if path:
            print(f"{label}: {path}")


@app.command()
def workplaces(as_json: Json = False) -> None:
    """The workplaces of the study that come with Takehold."""
    from sim import tables
    from sim.reading import load_workplace
    from sim.reading import workplaces as names
    places = [load_workplace(name) for name in names()]
    records = [{"workplace": p.name, "unit": u.name, "title": u.title, "employees": u.employees, "reported": tables.reported(u.reported)}
               for p in places for u in p.units]
    show(records, as_json)


@app.command()
def parameters(as_json: Json = False) -> None:
    """The behavioural parameters: defaults, ranges, meaning, source and evidence grade."""
    from sim.parameters import PARAMETERS
    show([dict(p._asdict()) for p in PARAMETERS.values()], as_json,
         ("name", "default", "low", "high", "unit", "meaning", "grade", "mechanism"))


@app.command()
def levers(as_json: Json = False) -> None:
    """The levers: what one can do about it, and what it costs in person-hours."""
    from sim.levers import LEVERS
    records = [{**lever._asdict(), "cost": lever.cost._asdict()} for lever in LEVERS.values()]
    show(records, as_json, ("name", "default", "low", "high", "unit", "meaning", "cost_in_words"))


@app.command()
def check(file: One) -> None:
    """Check a workplace file and say what is in it."""
    from sim.reading import load_workplace
    place = load_workplace(file)
    units = ", ".join(f"{u.name} ({u.employees} employees, {len(u.practices)} practices)" for u in place.units)
    print(f"{file} is fine: {place.title}; units: {units}; {len(place.provenance)} entries carry a source.")


@app.command()
def new(file: Annotated[Path, typer.Argument(help="where to write it")]) -> None:
    """Write a commented workplace file to start from."""
    from sim.reading import TEMPLATE
    if file.suffix != ".toml":
        raise Complaint(f"{file} does not end in .toml")
    if file.exists():
        raise Complaint(f"{file} exists already and is left as it is; choose another name")
    write_text(file, TEMPLATE.read_text(encoding="utf-8"))
    print(f"Wrote {file}. Change it, then: takehold check {file}, takehold run {file}")


@app.command()
def explain(name: One, unit: Annotated[str, typer.Option(help="one unit of it")] = "", seed: Seed = 0,
            run: Annotated[int, typer.Option(min=0, help="which run of that seed")] = 0, runs: Runs = 1, settings: Set = [],  # noqa: B006
            levers: Lever = [], follow_up: FollowUp = "30", as_json: Json = False, plot: Plot = None) -> None:  # noqa: B006
    """Why a run went as it did, in the model: twin runs with one mechanism switched off under the same draws."""
    from sim.explain import explain as explained
    if name == "all":
        raise Complaint("explain takes one workplace, not all")
    (place, values, chosen), = prepare(name, settings, levers)
    check_places(plot)
    weeks = whole_list(follow_up)
    if len(weeks) > 1:
        raise Complaint("explain takes one follow-up")
    with progress("Twin runs", quiet=as_json) as tell:
        story = explained(place, unit=unit or None, parameters=values, levers=chosen, seed=seed, run=run, runs=runs,
                          follow_up=weeks[0], progress=tell)
    if plot:
        from sim.plots import plot_weeks, save
        save(plot_weeks(story.model, unit or None, command=this_command()), plot)
    if as_json:
        print_json(story.as_record())
        return
    print(story.text())
    if plot:
        print(f"Picture: {plot}")


@app.command()
def patterns(ids: Annotated[list[str] | None, typer.Argument(help="only these, for example S1 S4")] = None,
             runs: Runs = 200, seed: Seed = 0, settings: Set = [], without: Without = [], workers: Workers = CORES, as_json: Json = False,  # noqa: B006
             markdown: Annotated[bool, typer.Option(help="print the table in Markdown")] = False) -> None:
    """Hold the model against the patterns of the study; failures are printed as failures."""
    from sim.patterns import check_patterns, pattern_markdown, pattern_table
    from sim.settings import parse_assignments
    with progress("Patterns", quiet=as_json) as tell:
        results = check_patterns(runs=runs, seed=seed, parameters=parse_assignments(settings, "--set"), without=tuple(without),
                                 workers=workers, progress=tell, only=ids or None)
    if as_json:
        print_json([result.as_record() for result in results])
    else:
        print(pattern_markdown(results) if markdown else pattern_table(results))


# ----- what the commands share

def prepare(name: str, settings: list[str], levers: list[str]) -> list[tuple[Any, dict[str, Any], dict[str, Any]]]:
    """Workplaces with settings and levers; everything is checked before the first run."""
    from sim.levers import make_levers
    from sim.parameters import make_parameters
    from sim.reading import load_workplace
    from sim.reading import workplaces as names
    from sim.settings import parse_assignments, sort_settings, with_context
    values, more, context = sort_settings(parse_assignments(settings, "--set"))
    chosen = {**parse_assignments(levers, "--lever"), **more}
    make_parameters(values), make_levers(chosen)
    places = [load_workplace(n) for n in (names() if name == "all" else [name])]
    return [(with_context(place, context), values, chosen) for place in places]


def whole_list(text: str) -> list[int]:
    """Follow-ups from a text with commas."""
    from sim.model import checked_follow_up
    return sorted({checked_follow_up(part) for part in text.split(",")})


def last_window(outcomes: Any) -> Any:
    """The rows of the latest follow-up."""
    return outcomes[outcomes["follow_up"] == outcomes["follow_up"].max()]


def first_weeks(cases: list[Any], seed: int, follow_up: int, without: list[str]) -> Any:
    """Weekly trajectories of the first run of each workplace."""
    import pandas as pd

    from sim.model import InterventionModel
    models = [InterventionModel(place, values, chosen, seed, follow_up=follow_up, without=without, collect=False)
              for place, values, chosen in cases]
    return pd.concat([model.run().trajectories() for model in models], ignore_index=True)


def show(records: list[dict[str, Any]], as_json: bool, names: tuple[str, ...] | None = None) -> None:
    """Print records as JSON or as an aligned table of some of their columns."""
    if as_json:
        print_json(records)
        return
    from sim.tables import columns
    header = names or tuple(records[0])
    print(columns([[in_cell(record[name]) for name in header] for record in records], header, 44))


def in_cell(value: Any) -> str:
    """A value as a table shows it; a lever without a number is as recorded."""
    return "as recorded" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def print_json(value: Any) -> None:
    """Print JSON and nothing else."""
    print(json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False, default=lambda x: x.item()))


def check_places(*paths: Path | None) -> None:
    """Refuse to start when a result could not be written in the end."""
    for path in paths:
        if path is None:
            continue
        try:
            folder, is_folder = path.resolve().parent, path.is_dir()
        except OSError as error:
            raise Complaint(f"{str(path)[:60]}... cannot be written: {error.strerror or error}") from None
        if not folder.is_dir():
            raise Complaint(f"{path}: there is no folder {folder}")
        if is_folder:
            raise Complaint(f"{path} is a folder, not a file")


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise Complaint(f"{path} cannot be written: {error.strerror or error}") from None


def this_command() -> str:
    """The command line that is being run, to be printed with a picture."""
    import shlex
    return shlex.join(["takehold", *sys.argv[1:]])


@contextlib.contextmanager
def progress(what: str, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar with runs done and time left on a terminal; nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                  console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _version(asked: bool) -> None:
    if asked:
        print(f"takehold {VERSION}")
        raise typer.Exit


@app.callback()
def _options(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                                   help="print the version")] = False) -> None:
    pass


def main() -> None:
    """Entry point: complaints become one sentence on standard error and exit status 2."""
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except Complaint as complaint:
        _stop(str(complaint), 2)
    except typer.Abort:
        _stop("stopped", 130)
    except KeyboardInterrupt:
        _stop("stopped; nothing is half-written", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        message = getattr(error, "format_message", None)
        if message is None:
            raise
        if type(error).__name__.startswith("NoArgsIsHelp"):
            print(message())
            sys.exit(0)
        _stop(" ".join(message().split()) or "see takehold --help", 2)
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _stop(text: str, status: int) -> None:
    print(f"takehold: {text}", file=sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    main()
