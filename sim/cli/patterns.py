"""takehold patterns and takehold evidence: the model held against the study, and against all that is known."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.options import CORES, Json, Plot, Runs, Seed, Set, Source, Whose, Without, Workers
from sim.cli.terminal import check_picture, people_from, print_json, progress, tell_answer, this_command
from sim.errors import InputError

if TYPE_CHECKING:
    from sim.patterns.evidence import Evidence

OverSets = Annotated[int, typer.Option(min=0, max=10_000, help="members of the ensemble that are run as well; 0 leaves that out")]


def patterns(ids: Annotated[list[str] | None, typer.Argument(help="only these, for example S1 S4")] = None,
             runs: Runs = 200, seed: Seed = 0, settings: Set = [], without: Without = [], workers: Workers = CORES, as_json: Json = False,  # noqa: B006
             markdown: Annotated[bool, typer.Option(help="print the table in Markdown")] = False, people: Whose = None) -> None:
    """Hold the model against the patterns of the study; failures are printed as failures."""
    from sim.inputs.settings import parse_assignments
    from sim.patterns import check_patterns, pattern_markdown, pattern_table
    with progress("Patterns", quiet=as_json, engine="fast") as tell:
        results = check_patterns(runs=runs, seed=seed, parameters=parse_assignments(settings, "--set"), without=tuple(without),
                                 workers=workers, progress=tell, only=ids or None, people=people_from(people))
    if as_json:
        print_json([result.as_record() for result in results])
    else:
        print(pattern_markdown(results) if markdown else pattern_table(results))


def evidence(ids: Annotated[list[str] | None, typer.Argument(help="only these findings, for example S4 Q1")] = None,
             file: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="findings of your own, beside those that come with "
                                                                                 "Takehold")] = None,
             only_listed: Annotated[bool, typer.Option("--list", help="show the entries and run nothing")] = False,
             runs: Runs = 200, seed: Seed = 0, settings: Set = [], without: Without = [], workers: Workers = CORES, as_json: Json = False,  # noqa: B006
             markdown: Annotated[bool, typer.Option(help="print the table in Markdown")] = False, plot: Plot = None,
             people: Whose = None, sets: OverSets = 0, source: Source = None) -> None:
    """Hold the model against all evidence: the study, the literature, numbers from elsewhere, and findings of your own."""
    if as_json and markdown:
        raise InputError("--json and --markdown cannot be given together")
    if only_listed:
        if plot or sets or source or markdown:
            raise InputError("--list runs nothing, so it takes no --plot, --sets, --from or --markdown")
        _list(file, ids or None, as_json)
        return
    check_picture(plot, read=str(file or ""))
    if sets:
        _only_as_they_are(settings, without, people)
    cast = people_from(people)
    if sets:
        found = _over_sets(file, ids or None, sets, runs, seed, workers, source, as_json)
    elif source:
        raise InputError("--from names an ensemble, over which --sets N says how many of its parameter sets to run")
    else:
        found = _of_one(file, ids or None, runs, seed, settings, without, workers, as_json, cast)
    if plot:
        from sim.plot import evidence as picture
        from sim.plot import save
        save(picture(found, this_command()), plot)
    if markdown and not as_json:
        print(found.markdown())
        if plot:
            print(f"\nPicture: {plot}")
    else:
        tell_answer(found, as_json, cast, plot)


def _of_one(file: Path | None, ids: list[str] | None, runs: int, seed: int, settings: list[str], without: list[str], workers: int,
            as_json: bool, cast: Any) -> "Evidence":
    """The model with one parameter set."""
    from sim.inputs.settings import parse_assignments
    from sim.patterns import check_evidence
    with progress("Evidence", quiet=as_json, engine="fast") as tell:
        return check_evidence(file, ids, runs, seed, parse_assignments(settings, "--set"), tuple(without), workers, tell, people=cast)


def _over_sets(file: Path | None, ids: list[str] | None, sets: int, runs: int, seed: int, workers: int, source: Path | None,
               as_json: bool) -> "Evidence":
    """The model with members of an ensemble, too."""
    from sim.calibration.findings import evidence_over_sets
    with progress("Evidence over the ensemble", quiet=as_json, engine="fast") as tell:
        return evidence_over_sets(file, ids, sets, runs, seed, workers, tell, source)


def _only_as_they_are(settings: list[str], without: list[str], people: Path | None) -> None:
    """Sets that fit the study were found with every mechanism and the shipped people."""
    given = [name for name, one in (("--set", settings), ("--without", without), ("--people", people)) if one]
    if given:
        raise InputError(f"--sets runs parameter sets as they were found, so {' and '.join(given)} cannot go with it")


def _list(file: Path | None, ids: list[str] | None, as_json: bool) -> None:
    """The entries as they stand in the files."""
    from sim.evidence.reading import chosen, findings
    from sim.patterns.evidence import check_record, listed, record
    found = chosen(findings(file), ids)
    if as_json:
        print_json([{**record(one), "checks": [check_record(check) for check in one.checks]} for one in found])
    else:
        print(listed(found))
