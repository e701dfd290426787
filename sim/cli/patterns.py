"""takehold patterns and takehold evidence: the model held against the study, and against all that is known."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import CORES, Json, Plot, Runs, Seed, Set, Whose, Without, Workers
from sim.cli.terminal import check_picture, people_from, print_json, progress, tell_answer, this_command


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
             people: Whose = None) -> None:
    """Hold the model against all evidence: the study, the literature, numbers from elsewhere, and findings of your own."""
    from sim.inputs.settings import parse_assignments
    if only_listed:
        _list(file, ids or None, as_json)
        return
    from sim.patterns import check_evidence
    check_picture(plot, read=str(file or ""))
    cast = people_from(people)
    with progress("Evidence", quiet=as_json, engine="fast") as tell:
        found = check_evidence(file, ids or None, runs, seed, parse_assignments(settings, "--set"), tuple(without), workers, tell,
                               people=cast)
    if plot:
        from sim.plot import evidence as picture
        from sim.plot import save
        save(picture(found, this_command()), plot)
    if markdown and not as_json:
        print(found.markdown())
    else:
        tell_answer(found, as_json, cast, plot)


def _list(file: Path | None, ids: list[str] | None, as_json: bool) -> None:
    """The entries as they stand in the files."""
    from sim.evidence.reading import chosen, findings
    from sim.patterns.evidence import check_record, listed, record
    found = chosen(findings(file), ids)
    if as_json:
        print_json([{**record(one), "checks": [check_record(check) for check in one.checks]} for one in found])
    else:
        print(listed(found))
