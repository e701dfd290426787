"""takehold calibrate. Heavy libraries are loaded inside, so that --help answers at once."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import CORES, Json, Workers
from sim.errors import InputError


def calibrate(out: Annotated[Path, typer.Option(metavar="DIR", help="where the search is kept; go on there after a stop")] =
              Path("results/calibration"),
              members: Annotated[int, typer.Option(min=10, max=100_000, help="at least so many members")] = 1000,
              seed: Annotated[int, typer.Option(min=0, max=2**31, help="seed; the same seed gives the same ensemble")] = 0,
              contexts: Annotated[str, typer.Option(metavar="HOW", help="ranges: vary what was read from words; recorded")] = "ranges",
              evidence: Annotated[Path | None, typer.Option(metavar="FILE", help="findings of one's own, beside the study's")] = None,
              workplace: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="a workplace of one's own; repeatable")] = None,
              part: Annotated[str, typer.Option(metavar="K/N", help="one of N parts, for a cluster; without, join them")] = "1/1",
              workers: Workers = CORES, as_json: Json = False) -> None:
    """Find parameter sets and contexts that show every calibration pattern, over the whole ranges of all of them."""
    from sim.calibration.calibrate import calibrate as calibrated
    from sim.calibration.members import check_contexts
    from sim.calibration.recipe import Recipe
    from sim.calibration.search import Settings
    from sim.cli.ensemble import show
    from sim.cli.terminal import print_json, telling
    from sim.study.store.lock import check_system
    check_system()
    recipe = Recipe(check_contexts(contexts), tuple(str(file.resolve()) for file in workplace or []),
                    None if evidence is None else str(evidence.resolve()))
    settings = Settings(seed=seed, members=members, part=_part(part))
    recipe()  # what cannot be used is said before there is a folder
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"--out {out} cannot be made: {error.strerror or error}") from None
    with telling(quiet=as_json) as tell:
        found = calibrated(out, settings, recipe, workers, tell)
    if found is None:
        if as_json:
            print_json({"part": part, "kept": str(out)})
        else:
            print(f"Part {part} is kept in {out}. When all parts are there, the same command without --part joins them.")
        return
    show(found, as_json)
    if not as_json:
        print(f"Kept in {out}. What follows from it: takehold ensemble --from {out} --predictions")


def _part(text: str) -> tuple[int, int]:
    """Which part of how many."""
    one, _, several = text.partition("/")
    if not (one.isdecimal() and several.isdecimal() and len(text) < 12 and 1 <= int(one) <= int(several)):
        raise InputError(f"--part {text} is not a part such as 1/4")
    return int(one), int(several)
