"""takehold ensemble. Heavy libraries are loaded inside, so that --help answers at once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.options import CORES, Json, Plot, Workers
from sim.errors import InputError, known

if TYPE_CHECKING:
    from sim.calibration.members import Ensemble

SHOWN = 15  # parameters on the screen


def ensemble(source: Annotated[Path | None, typer.Option("--from", metavar="DIR", help="an ensemble; the shipped one by default")] = None,
             against: Annotated[Path | None, typer.Option(metavar="DIR", help="another ensemble: do they agree?")] = None,
             check: Annotated[bool, typer.Option("--check", help="does this code still accept the members?")] = False,
             pairs: Annotated[bool, typer.Option("--pairs", help="what goes together among the members")] = False,
             rules_out: Annotated[bool, typer.Option("--rules-out", help="what each finding rules out, alone and together")] = False,
             hangs_on: Annotated[str | None, typer.Option(metavar="MEASURE", help="behaviour or contexts: which moves a measure?")] = None,
             predictions: Annotated[bool, typer.Option("--predictions", help="the share of members that show each pattern")] = False,
             mechanisms: Annotated[bool, typer.Option("--mechanisms", help="which pattern fails without which mechanism")] = False,
             held_out: Annotated[bool, typer.Option("--held-out", help="each unit and finding predicted from the others (long)")] = False,
             members: Annotated[int, typer.Option(min=1, help="how many members are run")] = 60,
             runs: Annotated[int, typer.Option(min=2, max=100_000, help="runs of each")] = 100,
             workers: Workers = CORES, as_json: Json = False, plot: Plot = None) -> None:
    """What the study says about the parameters, and what follows over all that it allows."""
    from sim.calibration.ensemble import load_ensemble
    from sim.cli.terminal import check_picture
    check_picture(plot)
    if sum((against is not None, check, pairs, rules_out, hangs_on is not None, predictions, mechanisms, held_out)) > 1:
        raise InputError("give one of --against, --check, --pairs, --rules-out, --hangs-on, --predictions, --mechanisms and --held-out")
    found = load_ensemble(source)
    if plot:
        from sim.calibration.figure import figure
        from sim.cli.terminal import this_command
        from sim.figures.style import save
        save(figure(found, this_command()), plot)
    if against:
        _agree(found, load_ensemble(against), as_json)
    elif check:
        _check(found, members, workers, as_json)
    elif pairs:
        _pairs(found, as_json)
    elif rules_out:
        _rules_out(found, as_json)
    elif hangs_on is not None:
        _hangs_on(found, hangs_on, members, runs, as_json)
    elif predictions:
        _patterns(found, members, runs, workers, as_json)
    elif mechanisms:
        _mechanisms(found, members, runs, workers, as_json)
    elif held_out:
        _held_out(found, workers, as_json)
    else:
        show(found, as_json)
    if plot and not as_json:
        print(f"Picture: {plot}")


# ----- what it prints
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


def show(found: "Ensemble", as_json: bool) -> None:
    """What is narrowed most, and where the ensemble comes from."""
    from sim.calibration.posterior import against_prior, critical
    rows, told = against_prior(found), found.provenance
    learnt, limit = int(rows["identified"].sum()), critical(found.independent, len(rows))
    _print(rows if as_json else rows.head(SHOWN).drop(columns="mechanism"), as_json, (
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
    return (f"Each is a draw of its own, so all are independent; {told['runs'][1]} fresh runs of each workplace decide. An emulator "
            f"chose the {told['share_simulated']:.1%} that were simulated: by an audit of {audit['audited']:,} others, which found "
            f"{audit['found']}, it left out {audit['left_out']:.1%} of the acceptable ones, at most {audit['at_most']:.0%}. "
            f"Stopping early lost {early['share']:.1%}, at most {early['at_most']:.1%}.")


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
        f"samples of about {told.independent:.0f} independent members; they claim {told.claimed:.0f}, and means at "
        f"least so far apart would then come by chance with probability {told.excess:.2g}. Farther apart than that explains: "
        f"{', '.join(apart) or 'no parameter'}. By this count both say something about {len(told.identified)} of {len(rows)} "
        f"parameters: {', '.join(told.identified) or 'none'}."))


def _check(found: "Ensemble", members: int, workers: int, as_json: bool) -> None:
    from sim.calibration.across import FRESH, accepted_again
    from sim.cli.terminal import print_json, progress
    from sim.text.tables import paragraph
    with progress("Members", quiet=as_json, engine="fast") as tell:
        fresh, looked_at = accepted_again(found, members, workers, tell)
    if as_json:
        print_json({"members": looked_at, "accepted_under_fresh_draws": fresh, "of_this_model": found.of_this_model})
        return
    print(paragraph(
        f"{fresh} of {looked_at} members show all calibration patterns under {found.provenance['runs'][1]} fresh runs of each workplace "
        f"(seed {FRESH}), where a member near a bound may fall short by luck. This code gives "
        f"{'just what the code gave that made them' if found.of_this_model else 'other numbers than the code that made them'}."))


def _pairs(found: "Ensemble", as_json: bool) -> None:
    from sim.calibration.posterior import pairs
    rows = pairs(found)
    _print(rows.head(SHOWN), as_json, (
        f"The pairs whose ranks go together most, of {len(rows):,}. More than chance explains over all pairs: {int(rows['sure'].sum())}. "
        "Such pairs are narrowed together where neither is narrowed alone."))


def _rules_out(found: "Ensemble", as_json: bool) -> None:
    import pandas as pd

    from sim.model.intervals import share
    from sim.patterns import PATTERNS
    told = found.provenance.get("rules_out")
    if told is None:
        raise InputError("this ensemble does not say what each finding rules out: it was made before that was kept")
    rows = pd.DataFrame([{"finding": one["finding"], "rules out": str(share(one["share"] * told["draws"], told["draws"])),
                          "claim": PATTERNS[one["finding"]].claim if one["finding"] in PATTERNS else ""}
                         for one in sorted(told["alone"], key=lambda one: -float(one["share"]))])
    _print(rows, as_json, (
        f"The share of {told['draws']:,} plain draws from the prior that each finding rules out alone, [95 %]. All together rule out "
        f"all but {1 - told['together']:.2g} of the prior."), 110)


def _hangs_on(found: "Ensemble", name: str, members: int, runs: int, as_json: bool) -> None:
    import pandas as pd

    from sim.calibration.hangs_on import hangs_on, measures
    known("measure", name, measures())
    told = hangs_on(found, name, members, runs)
    rows = pd.DataFrame([one._asdict() for one in told])
    _print(rows, as_json, (
        f"What {name} of each unit hangs on over {min(members, len(found))} members: the share of its variance between members that "
        "behaviour (parameters), contexts (the entries of the workplace) and both predict of members not fitted to, [95 %]; runs is the "
        f"share that is the luck of {runs} runs. More --members find more."))


def _patterns(found: "Ensemble", members: int, runs: int, workers: int, as_json: bool) -> None:
    from sim.calibration.across import shares
    from sim.cli.terminal import progress
    found.note_other_model()
    with progress("Patterns over the ensemble", quiet=as_json) as tell:
        rows = shares(found, members, runs, workers, tell)
    tested = [(name, share) for name, tier, share in zip(rows["id"], rows["tier"], rows["share"], strict=True) if tier == "prediction"]
    failing = [name for name, share in tested if share.high < 0.5]
    unclear = [name for name, share in tested if share.low <= 0.5 <= share.high]
    _print(rows[["id", "tier", "share", "default", "claim"]], as_json, (
        f"The share of {min(members, len(found))} members that show a pattern, [95 %], over {runs} fresh runs of each, and whether the "
        f"default parameters do. Predictions that most members fail: {', '.join(failing) or 'none'}; that about half fail, so that this "
        f"may reverse with another ensemble: {', '.join(unclear) or 'none'}."), 110)


def _mechanisms(found: "Ensemble", members: int, runs: int, workers: int, as_json: bool) -> None:
    from sim.calibration.across import without_mechanisms
    from sim.cli.terminal import progress
    found.note_other_model()
    with progress("Mechanisms over the ensemble", quiet=as_json) as tell:
        table = without_mechanisms(found, members, runs, workers, tell)
    needed = [f"{pattern} needs {name}" for name, row in table.iloc[1:].iterrows() for pattern, share in row.items()
              if share < 0.5 <= table[pattern].iloc[0]]
    _print(table.reset_index(), as_json, (
        f"The share of {min(members, len(found))} members that still show a pattern when a mechanism is switched off, over {runs} runs of "
        f"each. Most members lose it: {'; '.join(needed) or 'no pattern'}."))


def _held_out(found: "Ensemble", workers: int, as_json: bool) -> None:
    from sim.calibration.calibrate import Recipe
    from sim.calibration.held_out import PREDICTORS, held_out_findings, held_out_units
    from sim.cli.terminal import print_json, telling
    recipe = Recipe(found.way)
    with telling(quiet=as_json) as tell:
        units, findings = (each(workers, recipe, tell=tell) for each in (held_out_units, held_out_findings))
    if as_json:
        print_json({"units": units.to_dict("records"), "findings": findings.to_dict("records")})
        return
    _print(units, as_json, (
        "Each unit predicted by members that show the patterns of the other four. Probability: of what the study reported, with 5 and "
        "95 % over the members. Score: minus its logarithm; less is better. " + _scored(units, list(PREDICTORS), "units")), 30)
    print()
    _print(findings, as_json, (
        "Each finding predicted by members that show all others. Probability: the share of them that show it. "
        + _scored(findings, ["the share of plain draws", "one half"], "findings")), 30)


def _scored(rows: Any, rivals: list[str], what: str) -> str:
    """How the model does against predictors that know none."""
    better = ", ".join(f"{name} in {int((rows['score'] < rows[name]).sum())} of {len(rows)} {what}" for name in rivals)
    return (f"The model scores better than {better}; mean score {rows['score'].mean():.2f} against "
            + ", ".join(f"{rows[name].mean():.2f}" for name in rivals) + ".")
