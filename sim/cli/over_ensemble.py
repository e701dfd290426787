"""What takehold ensemble runs: patterns, mechanisms and measures over the members, and what is left out predicted from the rest."""

from typing import TYPE_CHECKING, Any

from sim.errors import known

if TYPE_CHECKING:
    from pathlib import Path

    from sim.calibration.members import Ensemble


def check(found: "Ensemble", members: int, workers: int, as_json: bool) -> None:
    """Whether this code still accepts the members."""
    from sim.calibration.across import SEED_OF_CHECKS, accepted_again
    from sim.cli.terminal import print_json, progress
    from sim.text.tables import paragraph
    with progress("Members", quiet=as_json, engine="fast") as tell:
        fresh, looked_at = accepted_again(found, members, workers, tell)
    if as_json:
        print_json({"members": looked_at, "accepted_under_fresh_draws": fresh, "of_this_model": found.of_this_model})
        return
    print(paragraph(
        f"{fresh} of {looked_at} members show all calibration patterns under {found.provenance['runs'][1]} fresh runs of each workplace "
        f"(seed {SEED_OF_CHECKS}), where a member near a bound may fall short by luck. This code gives "
        f"{'just what the code gave that made them' if found.of_this_model else 'other numbers than the code that made them'}."))


def hangs_on(found: "Ensemble", name: str, members: int, runs: int, as_json: bool) -> None:
    """Behaviour or contexts: which moves a measure."""
    import pandas as pd

    from sim.calibration.hangs_on import hangs_on, measures
    from sim.cli.terminal import print_rows
    from sim.priorities.measures import SHORT
    name = SHORT.get(name, name)
    known("measure", name, measures())
    told = hangs_on(found, name, members, runs)
    rows = pd.DataFrame([one._asdict() for one in told])
    print_rows(rows, as_json, (
        f"What {name} of each unit hangs on over {min(members, len(found))} members: the share of its variance between members that "
        "behaviour (parameters), contexts (the entries of the workplace) and both predict of members not fitted to, [95 %]; runs is the "
        f"share that is the luck of {runs} runs. More --members find more."))


def left(found: "Ensemble", draws: int, workers: int, as_json: bool, plot: "Path | None") -> None:
    """What each finding leaves of a parameter, alone and together with all others."""
    from sim.calibration.left import TOGETHER, what_is_left
    from sim.calibration.posterior import moved_in
    from sim.calibration.search import processes
    from sim.cli.terminal import print_rows, telling, this_command
    found.note_other_model()
    with telling(quiet=as_json) as tell, processes(workers) as pool:
        if tell:
            tell(f"{draws:,} plain draws")
        rows = what_is_left(found, pool, workers, draws)
    if plot:
        from sim.calibration.left_figure import left_figure
        from sim.figures.style import save
        save(left_figure(rows, moved_in(found), this_command(), draws), plot)
    told = rows[rows["sure"] | (rows["finding"] == TOGETHER)]
    print_rows(rows if as_json else told[["parameter", "finding", "draws", "low", "median", "high", "width"]], as_json, (
        f"What findings leave of the {rows['parameter'].nunique()} parameters that the ensemble narrows most: {draws:,} plain draws, of "
        "which so many show a finding, whatever else they show; and the members, which show all. Places in the range, 0 to 1: median, and "
        "the middle 90 %, whose width is a share of what it is before any finding. A finding is listed where it lies farther from the "
        "prior than chance explains; --json has the others."))


def patterns(found: "Ensemble", members: int, runs: int, workers: int, as_json: bool) -> None:
    """The share of members that show each pattern."""
    from sim.calibration.across import shares
    from sim.cli.terminal import print_rows, progress
    found.note_other_model()
    with progress("Patterns over the ensemble", quiet=as_json) as tell:
        rows = shares(found, members, runs, workers, tell)
    tested = [(name, share) for name, tier, share in zip(rows["id"], rows["tier"], rows["share"], strict=True) if tier == "prediction"]
    failing = [name for name, share in tested if share.high < 0.5]
    unclear = [name for name, share in tested if share.low <= 0.5 <= share.high]
    print_rows(rows[["id", "tier", "share", "default", "claim"]], as_json, (
        f"The share of {min(members, len(found))} members that show a pattern, [95 %], over {runs} fresh runs of each, and whether the "
        f"default parameters do. Predictions that most members fail: {', '.join(failing) or 'none'}; that about half fail, so that this "
        f"may reverse with another ensemble: {', '.join(unclear) or 'none'}."), 110)


def mechanisms(found: "Ensemble", members: int, runs: int, workers: int, as_json: bool) -> None:
    """Which pattern fails without which mechanism."""
    from sim.calibration.across import without_mechanisms
    from sim.cli.terminal import print_rows, progress
    found.note_other_model()
    with progress("Mechanisms over the ensemble", quiet=as_json) as tell:
        table = without_mechanisms(found, members, runs, workers, tell)
    needed = [f"{pattern} needs {name}" for name, row in table.iloc[1:].iterrows() for pattern, share in row.items()
              if share < 0.5 <= table[pattern].iloc[0]]
    print_rows(table.reset_index(), as_json, (
        f"The share of {min(members, len(found))} members that still show a pattern when a mechanism is switched off, over {runs} runs of "
        f"each. Most members lose it: {'; '.join(needed) or 'no pattern'}."))


def held_out(found: "Ensemble", workers: int, as_json: bool) -> None:
    """Each unit and each finding predicted from the others."""
    from sim.calibration.held_out import PREDICTORS, held_out_findings, held_out_units
    from sim.calibration.recipe import Recipe
    from sim.cli.terminal import print_json, print_rows, telling
    recipe = Recipe(found.way)
    with telling(quiet=as_json) as tell:
        units, findings = (each(workers, recipe, tell=tell) for each in (held_out_units, held_out_findings))
    if as_json:
        print_json({"units": units.to_dict("records"), "findings": findings.to_dict("records")})
        return
    print_rows(units, as_json, (
        "Each unit predicted by members that show the patterns of the other four. Probability: of what the study reported, with 5 and "
        "95 % over the members. Score: minus its logarithm; less is better. " + _scored(units, list(PREDICTORS), "units")), 30)
    print()
    print_rows(findings, as_json, (
        "Each finding predicted by members that show all others. Probability: the share of them that show it. "
        + _scored(findings, ["the share of plain draws", "one half"], "findings")), 30)


def _scored(rows: Any, rivals: list[str], what: str) -> str:
    """How the model does against predictors that know none."""
    better = ", ".join(f"{name} in {int((rows['score'] < rows[name]).sum())} of {len(rows)} {what}" for name in rivals)
    return (f"The model scores better than {better}; mean score {rows['score'].mean():.2f} against "
            + ", ".join(f"{rows[name].mean():.2f}" for name in rivals) + ".")
