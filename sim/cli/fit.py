"""takehold fit: what was observed at a workplace, and what it makes of the ensemble."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import CORES, RANGES, Contexts, Json, Lever, One, Seed, Set, Source, Workers

Seen = Annotated[str, typer.Argument(metavar="OBSERVED.toml", help="what was observed: tables [[observed]] with measure, week or "
                                                                   "after_launch, value and its error; or 'example'")]
Out = Annotated[Path, typer.Option(metavar="DIR", help="folder for what --given takes, a page and a picture")]
Runs = Annotated[int, typer.Option(min=2, max=100_000, help="runs of each member")]
Members = Annotated[int, typer.Option(min=2, max=100_000, help="members of the ensemble; all where there are fewer")]


def fit(workplace: One, observed: Seen, out: Out = Path("fit"), runs: Runs = 20, members: Members = 2000, seed: Seed = 0,
        levers: Lever = [], settings: Set = [], source: Source = None, contexts: Contexts = RANGES, workers: Workers = CORES,  # noqa: B006
        as_json: Json = False) -> None:
    """Weight what the study allows by what was observed at a workplace; --given DIR then asks what now.

    --lever says what was done there from the start, --set what holds there.
    """
    from sim.cli.terminal import print_json, progress
    from sim.errors import InputError
    from sim.fitting.fit import fit as weigh
    from sim.fitting.kept import PAGE, check_folder
    from sim.inputs.cases import prepare
    from sim.inputs.settings import parse_assignments, sort_settings
    if workplace == "all":
        raise InputError("fit takes one workplace, not all")
    check_folder(out)
    (_, parameters, chosen), = prepare(workplace, settings, levers)
    context = sort_settings(parse_assignments(settings, "--set"))[2]
    with progress("Fit", quiet=as_json, engine="fast") as tell:
        found = weigh(workplace, observed, levers=chosen, parameters=parameters, context=context, members=members, runs=runs, seed=seed,
                      ensemble=source, contexts=contexts, workers=workers, progress=tell)
    found.write(out)
    if as_json:
        print_json(found.as_record())
        return
    print(f"{found.text()}\n\nFit: {out}, to be given to other commands with --given {out}\nPage: {out / PAGE}")
