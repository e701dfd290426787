"""takehold calibrate and takehold ensemble. Heavy libraries are loaded inside, so that --help answers at once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.options import CORES, Json, Plot, Workers
from sim.errors import InputError

if TYPE_CHECKING:
    from sim.calibration.ensemble import Ensemble

SHOWN = 15  # parameters on the screen


def calibrate(out: Annotated[Path, typer.Option(metavar="DIR", help="where waves and ensemble are kept; go on there after a stop")] =
              Path("results/calibration"),
              seed: Annotated[int, typer.Option(min=0, max=2**31, help="seed; the same seed gives the same ensemble")] = 0,
              size: Annotated[int, typer.Option(min=20, max=100_000, help="parameter sets in the population")] = 500,
              workers: Workers = CORES, as_json: Json = False) -> None:
    """Find the parameter sets that show every calibration pattern, over the whole ranges of all parameters."""
    from sim.calibration.calibrate import Settings
    from sim.calibration.calibrate import calibrate as calibrated
    from sim.cli.terminal import telling
    from sim.study.store.lock import check_system
    check_system()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"--out {out} cannot be made: {error.strerror or error}") from None
    with telling(quiet=as_json) as tell:
        found = calibrated(out, Settings(seed=seed, size=size, draws=3 * size), workers, tell)
    _show(found, as_json)
    if not as_json:
        print(f"Kept in {out}. What follows from it: takehold ensemble --from {out} --predictions")


def ensemble(source: Annotated[Path | None, typer.Option("--from", metavar="DIR", help="an ensemble; the shipped one by default")] = None,
             against: Annotated[Path | None, typer.Option(metavar="DIR", help="another ensemble: do they agree?")] = None,
             check: Annotated[bool, typer.Option("--check", help="does this code still accept the members?")] = False,
             predictions: Annotated[bool, typer.Option("--predictions", help="the share of members that show each pattern")] = False,
             mechanisms: Annotated[bool, typer.Option("--mechanisms", help="which pattern fails without which mechanism")] = False,
             held_out: Annotated[bool, typer.Option("--held-out", help="each unit predicted from the other four (minutes)")] = False,
             members: Annotated[int, typer.Option(min=1, help="how many members are run")] = 60,
             runs: Annotated[int, typer.Option(min=2, max=100_000, help="runs of each")] = 100,
             workers: Workers = CORES, as_json: Json = False, plot: Plot = None) -> None:
    """What the study says about the parameters, and what follows over all that it allows."""
    from sim.calibration.ensemble import load_ensemble
    from sim.cli.terminal import check_picture
    check_picture(plot)
    if sum((against is not None, check, predictions, mechanisms, held_out)) > 1:
        raise InputError("give one of --against, --check, --predictions, --mechanisms and --held-out")
    found = load_ensemble(source)
    if plot:
        from sim.calibration.posterior import figure
        from sim.cli.terminal import this_command
        from sim.figures.style import save
        save(figure(found, this_command()), plot)
    if against:
        _agree(found, load_ensemble(against), as_json)
    elif check:
        _check(found, members, workers, as_json)
    elif predictions:
        _patterns(found, members, runs, workers, as_json)
    elif mechanisms:
        _mechanisms(found, members, runs, workers, as_json)
    elif held_out:
        _held_out(workers, as_json)
    else:
        _show(found, as_json)
    if plot and not as_json:
        print(f"Picture: {plot}")


# ----- what the two print

def _print(rows: Any, as_json: bool, words: str, widest: int = 60) -> None:
    """A table and a paragraph, or its records as JSON."""
    from sim.cli.terminal import print_json
    from sim.text.tables import columns, paragraph
    if as_json:
        print_json(rows.to_dict("records"))
        return
    cells = [[_cell(value) for value in row] for row in rows.to_numpy(object)]
    print(f"{columns(cells, tuple(map(str, rows.columns)), widest)}\n\n{paragraph(words)}")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _show(found: "Ensemble", as_json: bool) -> None:
    from sim.calibration.posterior import against_prior, critical
    rows, told = against_prior(found), found.provenance
    learnt, limit = int(rows["identified"].sum()), critical(float(told["effective_ancestors"]), len(rows))
    _print(rows if as_json else rows.head(SHOWN).drop(columns="mechanism"), as_json, (
        f"{len(found):,} parameter sets that show all calibration patterns, from {told['tried']:,} tried (seed {told['seed']}; "
        f"{told['runs'][0]} runs of each workplace to search, {told['runs'][1]} fresh ones to be sure). {_converged(told['waves'])} They "
        f"descend from about {told['effective_ancestors']:.0f} independent ones, a cautious count, by which only a distance from the prior "
        f"above {limit:.2f} is more than chance: so the study identifies {learnt} of {len(rows)} parameters for sure, and about the others "
        "this ensemble alone cannot tell; a second seed says more (--against). Width is the share of the parameter's range that holds "
        "90 % of them, against 90 % of the range."))


def _converged(waves: list[dict[str, Any]]) -> str:
    """How the search came to the evidence."""
    reached = next((number for number, wave in enumerate(waves) if wave["tolerance"] == 0), None)
    if reached is None:
        return "The search did not reach the evidence."
    return (f"The search came from a distance of {waves[0]['tolerance']:.2f} to 0 in {reached} waves, and moved on for "
            f"{len(waves) - 1 - reached} more on fresh draws, with {waves[-1]['steps_taken']:.0%} of the steps taken in the last.")


def _agree(first: "Ensemble", second: "Ensemble", as_json: bool) -> None:
    from sim.calibration.posterior import agreement
    from sim.cli.terminal import print_json
    told = agreement(first, second)
    rows = told.rows
    if as_json:
        print_json({"agree": told.agree, "independent": told.independent, "claimed": told.claimed, "excess": told.excess,
                    "identified": told.identified, "parameters": rows.to_dict("records")})
        return
    apart = list(rows.loc[~rows["agree"], "parameter"])
    _print(rows.head(SHOWN), as_json, (
        f"The two ensembles {'agree' if told.agree else 'DISAGREE'}. Over all parameters their means lie as far apart as those of two "
        f"samples of about {told.independent:.0f} independent members; by their ancestors they claim {told.claimed:.0f}, and means at "
        f"least so far apart would then come by chance with probability {told.excess:.2g}. Farther apart than that explains: "
        f"{', '.join(apart) or 'no parameter'}. By this count both say something about {len(told.identified)} of {len(rows)} "
        f"parameters: {', '.join(told.identified) or 'none'}."))


def _check(found: "Ensemble", members: int, workers: int, as_json: bool) -> None:
    from sim.calibration.across import FRESH, accepted_again
    from sim.cli.terminal import print_json, progress
    from sim.text.tables import paragraph
    chosen, runs = found.some(members), found.provenance["runs"]
    with progress("Members", quiet=as_json, engine="fast") as tell:
        still, fresh = accepted_again(found, chosen, workers, tell)
    if as_json:
        print_json({"members": len(chosen), "accepted": still, "accepted_under_fresh_draws": fresh, "of_this_model": found.of_this_model})
        return
    print(paragraph(
        f"{still} of {len(chosen)} members show all calibration patterns under the draws they were found with, and {fresh} under "
        f"{runs[1]} fresh runs of each workplace (seed {FRESH}), where a member near a bound may fall short by luck. This code gives "
        f"{'just what the code gave that made them' if found.of_this_model else 'other numbers than the code that made them'}."))


def _patterns(found: "Ensemble", members: int, runs: int, workers: int, as_json: bool) -> None:
    from sim.calibration.across import shares
    from sim.cli.terminal import progress
    found.note_other_model()
    chosen = found.some(members)
    with progress("Patterns over the ensemble", quiet=as_json) as tell:
        rows = shares(chosen, runs, workers, tell)
    tested = [(name, share) for name, tier, share in zip(rows["id"], rows["tier"], rows["share"], strict=True) if tier == "prediction"]
    failing = [name for name, share in tested if share.high < 0.5]
    unclear = [name for name, share in tested if share.low <= 0.5 <= share.high]
    _print(rows[["id", "tier", "share", "default", "claim"]], as_json, (
        f"The share of {len(chosen)} members that show a pattern, [95 %], over {runs} fresh runs of each, and whether the default "
        f"parameters do. Predictions that most members fail: {', '.join(failing) or 'none'}; that about half fail, so that this "
        f"may reverse with another ensemble: {', '.join(unclear) or 'none'}."), 110)


def _mechanisms(found: "Ensemble", members: int, runs: int, workers: int, as_json: bool) -> None:
    from sim.calibration.across import without_mechanisms
    from sim.cli.terminal import progress
    found.note_other_model()
    chosen = found.some(members)
    with progress("Mechanisms over the ensemble", quiet=as_json) as tell:
        table = without_mechanisms(chosen, runs, workers, tell)
    needed = [f"{pattern} needs {name}" for name, row in table.iloc[1:].iterrows() for pattern, share in row.items()
              if share < 0.5 <= table[pattern].iloc[0]]
    _print(table.reset_index(), as_json, (
        f"The share of {len(chosen)} members that still show a pattern when a mechanism is switched off, over {runs} runs of each. "
        f"Most members lose it: {'; '.join(needed) or 'no pattern'}."))


def _held_out(workers: int, as_json: bool) -> None:
    from sim.calibration.held_out import PREDICTORS
    from sim.calibration.held_out import held_out as left_out
    from sim.cli.terminal import telling
    with telling(quiet=as_json) as tell:
        rows = left_out(workers, tell=tell)
    better = {name: int((rows["score"] < rows[name]).sum()) for name in PREDICTORS}
    _print(rows, as_json, (
        "Each unit predicted by parameter sets that show the calibration patterns of the other four. Probability: of what the study "
        "reported, with 5 and 95 % over the parameter sets. Score: minus its logarithm; less is better. The model scores better than "
        + ", ".join(f"{name} in {count} of {len(rows)} units" for name, count in better.items())
        + f"; mean score {rows['score'].mean():.2f} against " + ", ".join(f"{rows[name].mean():.2f}" for name in PREDICTORS) + "."), 30)
