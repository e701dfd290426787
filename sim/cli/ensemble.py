"""takehold ensemble. Heavy libraries are loaded inside, so that --help answers at once."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.options import CORES, Json, Plot, Workers
from sim.errors import InputError

if TYPE_CHECKING:
    from sim.calibration.members import Ensemble

SHOWN = 15  # parameters on the screen


def ensemble(source: Annotated[Path | None, typer.Option("--from", metavar="DIR", help="an ensemble; the shipped one by default")] = None,
             against: Annotated[Path | None, typer.Option(metavar="DIR", help="another ensemble: do they agree?")] = None,
             check: Annotated[bool, typer.Option("--check", help="does this code still accept the members?")] = False,
             pairs: Annotated[bool, typer.Option("--pairs", help="what goes together among the members")] = False,
             rules_out: Annotated[bool, typer.Option("--rules-out", help="what each finding rules out, alone and together")] = False,
             left: Annotated[bool, typer.Option("--left", help="what each finding leaves of a parameter; with --plot, the picture of "
                                                               "it")] = False,
             hangs_on: Annotated[str | None, typer.Option(metavar="MEASURE", help="behaviour or contexts: which moves a measure?")] = None,
             predictions: Annotated[bool, typer.Option("--predictions", help="the share of members that show each pattern")] = False,
             mechanisms: Annotated[bool, typer.Option("--mechanisms", help="which pattern fails without which mechanism")] = False,
             held_out: Annotated[bool, typer.Option("--held-out", help="each unit and finding predicted from the others (long)")] = False,
             members: Annotated[int, typer.Option(min=1, max=100_000, help="how many members are run")] = 60,
             runs: Annotated[int, typer.Option(min=2, max=100_000, help="runs of each")] = 100,
             draws: Annotated[int, typer.Option(min=10, max=100_000, help="plain draws from the prior that --left runs")] = 600,
             workers: Workers = CORES, as_json: Json = False, plot: Plot = None) -> None:
    """What the study says about the parameters, and what follows over all that it allows."""
    from sim.calibration.ensemble import load_ensemble
    from sim.cli import over_ensemble
    from sim.cli.terminal import check_picture
    check_picture(plot)
    asked: dict[str, tuple[bool, Callable[[], None]]] = {
        "--against": (against is not None, lambda: _agree(found, load_ensemble(against), as_json)),
        "--check": (check, lambda: over_ensemble.check(found, members, workers, as_json)),
        "--pairs": (pairs, lambda: _pairs(found, as_json)),
        "--rules-out": (rules_out, lambda: _rules_out(found, as_json)),
        "--left": (left, lambda: over_ensemble.left(found, draws, workers, as_json, plot)),
        "--hangs-on": (hangs_on is not None, lambda: over_ensemble.hangs_on(found, str(hangs_on), members, runs, as_json)),
        "--predictions": (predictions, lambda: over_ensemble.patterns(found, members, runs, workers, as_json)),
        "--mechanisms": (mechanisms, lambda: over_ensemble.mechanisms(found, members, runs, workers, as_json)),
        "--held-out": (held_out, lambda: over_ensemble.held_out(found, workers, as_json))}
    given = [tell for wanted, tell in asked.values() if wanted]
    if len(given) > 1:
        raise InputError(f"give one of {', '.join(list(asked)[:-1])} and {list(asked)[-1]}")
    found = load_ensemble(source)
    if plot and not left:
        from sim.calibration.figure import figure
        from sim.cli.terminal import this_command
        from sim.figures.style import save
        save(figure(found, this_command()), plot)
    if given:
        given[0]()
    else:
        show(found, as_json)
    if plot and not as_json:
        print(f"Picture: {plot}")


# ----- what is said of the members as they are
def show(found: "Ensemble", as_json: bool) -> None:
    """What is narrowed most, and where the ensemble comes from."""
    from sim.calibration.posterior import against_prior, critical
    from sim.cli.terminal import print_rows
    rows, told = against_prior(found), found.provenance
    learnt, limit = int(rows["identified"].sum()), critical(found.independent, len(rows))
    print_rows(rows if as_json else rows.head(SHOWN).drop(columns="mechanism"), as_json, (
        f"{len(found):,} parameter sets that show all calibration patterns, from {told['tried']:,} tried (seed {told['seed']}). "
        f"{_from_search(found) if 'waves' in told else _from_draws(told)} Only a distance from the prior above {limit:.2f} is more than "
        f"chance: so the study narrows {learnt} of {len(rows)} for sure. Width is the share of the range that holds 90 % of the "
        "members, against 90 % of the range."))


def _from_search(found: "Ensemble") -> str:
    """How an older ensemble came about, and what it is worth."""
    return (f"They were found by a search from set to set, {found.provenance['runs'][0]} runs of each workplace and "
            f"{found.provenance['runs'][1]} fresh ones, and descend from about {found.independent:.0f} independent ones, a cautious count.")


def _from_draws(told: dict[str, Any]) -> str:
    """How a new one came about, and what the search lost."""
    audit, early = told["audit"], told["stopped_early"]
    return (f"Each is a draw of its own, so all are independent; {told['runs'][1]} runs of each workplace decide. An emulator "
            f"chose the {told['share_simulated']:.1%} that were simulated: by an audit of {audit['audited']:,} others, which found "
            f"{audit['found']}, it left out {audit['left_out']:.1%} of the acceptable ones, at most {audit['at_most']:.0%}. "
            f"Stopping early lost {early['share']:.1%}, at most {early['at_most']:.1%}.")


def _agree(first: "Ensemble", second: "Ensemble", as_json: bool) -> None:
    from sim.calibration.posterior import agreement
    from sim.cli.terminal import print_json, print_rows
    told = agreement(first, second)
    rows = told.rows
    if as_json:
        print_json({"agree": told.agree, "independent": told.independent, "claimed": told.claimed, "excess": told.excess,
                    "identified": told.identified, "parameters": rows.to_dict("records")})
        return
    apart = list(rows.loc[~rows["agree"], "parameter"])
    print_rows(rows.head(SHOWN), as_json, (
        f"The two ensembles {'agree' if told.agree else 'DISAGREE'}. Over all parameters their means lie as far apart as those of two "
        f"samples of about {told.independent:.0f} independent members; they claim {told.claimed:.0f}, and means at "
        f"least so far apart would then come by chance with probability {told.excess:.2g}. Farther apart than that explains: "
        f"{', '.join(apart) or 'no parameter'}. By this count both say something about {len(told.identified)} of {len(rows)} "
        f"parameters: {', '.join(told.identified) or 'none'}."))


def _pairs(found: "Ensemble", as_json: bool) -> None:
    from sim.calibration.posterior import pairs
    from sim.cli.terminal import print_rows
    rows = pairs(found)
    print_rows(rows.head(SHOWN), as_json, (
        f"The pairs whose ranks go together most, of {len(rows):,}. More than chance explains over all pairs: {int(rows['sure'].sum())}. "
        "Such pairs are narrowed together where neither is narrowed alone."))


def _rules_out(found: "Ensemble", as_json: bool) -> None:
    import pandas as pd

    from sim.cli.terminal import print_rows
    from sim.model.intervals import share
    from sim.patterns import PATTERNS
    told = found.provenance.get("rules_out")
    if told is None:
        raise InputError("this ensemble does not say what each finding rules out: it was made before that was kept")
    rows = pd.DataFrame([{"finding": one["finding"], "rules out": str(share(one["share"] * told["draws"], told["draws"])),
                          "claim": PATTERNS[one["finding"]].claim if one["finding"] in PATTERNS else ""}
                         for one in sorted(told["alone"], key=lambda one: -float(one["share"]))])
    print_rows(rows, as_json, (
        f"The share of {told['draws']:,} plain draws from the prior that each finding rules out alone, [95 %]. All together rule out "
        f"all but {1 - told['together']:.2g} of the prior."), 110)
