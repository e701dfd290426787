"""takehold patterns: the model held against the study."""

from typing import Annotated

import typer

from sim.cli.options import CORES, Json, Runs, Seed, Set, Whose, Without, Workers
from sim.cli.terminal import people_from, print_json, progress


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
