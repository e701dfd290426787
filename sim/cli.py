"""The command takehold. Heavy libraries are loaded inside the commands, so that --help answers at once."""

import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.calibration.commands import calibrate, ensemble
from sim.complaints import Complaint
from sim.lab.commands import lab
from sim.options import CORES, Json, Lever, One, Plot, Seed, Set, Where, Without, Workers
from sim.priorities.commands import priorities, priority_map
from sim.report.commands import report
from sim.sensitivity.commands import sensitivity
from sim.study.commands import results, studies, study
from sim.terminal import (
    Cases,
    check_picture,
    check_places,
    first_weeks,
    last_window,
    prepare,
    print_json,
    progress,
    show,
    this_command,
    whole_list,
    write_text,
)
from sim.version import VERSION
from sim.what_if import what_if

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer(name="takehold", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
                  help="Why do new practices at work take hold, or not? An agent-based laboratory: it illustrates and explores, "
                       "and never forecasts one workplace.")

Runs = Annotated[int, typer.Option(min=1, max=1_000_000, help="how many runs")]
FollowUp = Annotated[str, typer.Option(metavar="WEEKS", help="weeks after launch; several with commas: 17,26,30,39")]
Engine = Annotated[str, typer.Option(help="fast (compiled) or mesa; both give the same numbers")]
INTERRUPTED = 130  # exit status after Ctrl-C


@app.command()
def run(name: Where = "all", runs: Runs = 100, seed: Seed = 0, follow_up: FollowUp = "30", settings: Set = [], levers: Lever = [],  # noqa: B006
        without: Without = [], engine: Engine = "fast", workers: Workers = CORES, as_json: Json = False,  # noqa: B006
        csv: Annotated[Path | None, typer.Option(metavar="FILE", help="write a row per run and unit")] = None,
        weeks: Annotated[Path | None, typer.Option(metavar="FILE", help="write the weekly trajectories of the first run")] = None,
        plot: Plot = None) -> None:
    """Run workplaces from start to follow-up and show the study beside the model."""
    import pandas as pd

    from sim.runs import simulate
    cases = prepare(name, settings, levers)
    check_places(csv, weeks, plot, read=name)
    check_picture(plot)
    frames = []
    for place, parameters, chosen in cases:
        with progress(f"{place.title}", quiet=as_json, engine=engine) as tell:
            frames.append(simulate(place, parameters, chosen, runs, seed, engine, follow_up=whole_list(follow_up), without=without,
                                   workers=workers if runs > 5 else 1, progress=tell))
    outcomes = pd.concat(frames, ignore_index=True)
    if csv:
        write_text(csv, outcomes.to_csv(index=False))
    if weeks:
        write_text(weeks, first_weeks(cases, seed, engine, whole_list(follow_up)[-1], without).to_csv(index=False))
    if plot:
        from sim.plot import outcomes as picture
        from sim.plot import save
        save(picture(last_window(outcomes), command=this_command()), plot)
    if as_json:
        print_json(outcomes.to_dict("records"))
        return
    tell_runs(cases, outcomes, runs, seed, why=not without)
    for label, path in (("Rows", csv), ("Weeks", weeks), ("Picture", plot)):
        if path:
            print(f"{label}: {path}")


def tell_runs(cases: Cases, outcomes: "pd.DataFrame", runs: int, seed: int, why: bool) -> None:
    """The study beside the model, a table for each follow-up; what became of it, and why."""
    from sim import tables
    from sim.explain import typical_explanations
    for week, some in outcomes.groupby("follow_up"):
        rows = [row for place, _, _ in cases for row in tables.study_and_model(place, some[some["workplace"] == place.name])]
        print(f"{runs} run{'s' if runs > 1 else ''} each, seed {seed}, {week} weeks after launch\n")
        print(tables.columns(rows, tables.HEADER, 30), "\n")
    if runs == 1:
        for place, _, _ in cases:
            print(tables.in_sentences(place, outcomes[outcomes["workplace"] == place.name]), "\n")
    if why:
        print(tables.paragraph("Why, in the model, in one run of the most frequent outcome, told again with one mechanism after another "
                               "switched off (takehold explain NAME --runs 20 says how often it is so):"))
        for place, values, chosen in cases:
            mine = last_window(outcomes[outcomes["workplace"] == place.name])
            for number, unit in typical_explanations(place, mine, values, chosen, seed):
                print(tables.paragraph(f"- {unit.in_short()} (run {number})"))
        print()
    print(tables.paragraph(tables.limits([place for place, _, _ in cases])))


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
def mechanisms(as_json: Json = False) -> None:
    """The mechanisms, which --without switches off, and what each does."""
    from sim.parameters import MECHANISMS
    from sim.words import in_words
    show([{"mechanism": name, "in words": in_words(name).called, "what it does": in_words(name).does} for name in MECHANISMS], as_json,
         widest=100)


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
    from sim.explain import WORTH_COMPILING
    from sim.explain import explain as explained
    if name == "all":
        raise Complaint("explain takes one workplace, not all")
    (place, values, chosen), = prepare(name, settings, levers)
    check_picture(plot, read=name)
    weeks = whole_list(follow_up)
    if len(weeks) > 1:
        raise Complaint("explain takes one follow-up")
    with progress("Twin runs", quiet=as_json, engine="fast" if runs > WORTH_COMPILING else "mesa") as tell:
        story = explained(place, unit=unit or None, parameters=values, levers=chosen, seed=seed, run=run, runs=runs,
                          follow_up=weeks[0], progress=tell)
    if plot:
        from sim.plot import save
        from sim.plot import weeks as picture
        save(picture(story.model, unit or None, command=this_command()), plot)
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
    with progress("Patterns", quiet=as_json, engine="fast") as tell:
        results = check_patterns(runs=runs, seed=seed, parameters=parse_assignments(settings, "--set"), without=tuple(without),
                                 workers=workers, progress=tell, only=ids or None)
    if as_json:
        print_json([result.as_record() for result in results])
    else:
        print(pattern_markdown(results) if markdown else pattern_table(results))


app.command("map")(priority_map)
app.command("what-if")(what_if)
for command in (study, studies, results, sensitivity, calibrate, ensemble, priorities, report, lab):
    app.command()(command)


def _version(asked: bool) -> None:
    if asked:
        print(f"takehold {VERSION}")
        raise typer.Exit


@app.callback()
def _options(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                                   help="print the version")] = False) -> None:
    pass


def main() -> None:
    """Entry point: complaints become one sentence on standard error and exit status 2, and warnings a sentence, too."""
    warnings.formatwarning = lambda message, *_, **__: f"takehold: {message}\n"
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:
            _stop("stopped; nothing is half-written", INTERRUPTED)
    except Complaint as complaint:
        _stop(str(complaint), 2)
    except typer.Abort:
        _stop("stopped; nothing is half-written", INTERRUPTED)
    except KeyboardInterrupt:
        _stop("stopped; nothing is half-written", INTERRUPTED)
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
