"""takehold ask. Heavy libraries are loaded inside, so that --help answers at once."""

from typing import Annotated

import typer

from sim.cli.options import CORES, RANGES, Contexts, Given, Json, One, Plot, Seed, Source, Whose, Workers
from sim.cli.priorities import OneUnit
from sim.cli.what_if import FollowUp

Question = Annotated[str, typer.Option(help="priorities (which lever comes first), measure (how much of it), or outcome (how it ends)")]
Measure = Annotated[str, typer.Option(help="retention by default; another one for priorities and measure")]
Members = Annotated[int, typer.Option(max=10_000, help="parameter sets, 16 or more")]
Runs = Annotated[int, typer.Option(max=10_000, help="runs of each parameter set, 2 or more")]


def ask(name: One, question: Question = "priorities", measure: Measure = "", unit: OneUnit = "", members: Members = 384, runs: Runs = 4,
        seed: Seed = 0, follow_up: FollowUp = 30, workers: Workers = CORES, source: Source = None,
        contexts: Contexts = RANGES, as_json: Json = False, plot: Plot = None, people: Whose = None,
        given: Given = None) -> None:
    """What would decide? Observations one could make, how far each lowers the chance of a wrong choice, and the hours it takes."""
    from sim.asking.questions import ask as find
    from sim.cli.terminal import check_picture, people_from, progress, tell_answer, this_command
    from sim.errors import InputError
    if name == "all":
        raise InputError("ask takes one workplace, not all")
    check_picture(plot, read=name)
    cast, fitted = people_from(people), None
    if given:
        from sim.cli.given import fit_of, refuse
        refuse(people=people, **{"from": source}, contexts=contexts != RANGES)
        fitted = fit_of(name, given)
    with progress("Ask", quiet=as_json, engine="fast") as tell:
        found = find(name, question=question, measure=measure or None, unit=unit or None, members=members, runs=runs, seed=seed,
                     follow_up=follow_up, workers=workers, ensemble=source, contexts=contexts, progress=tell, people=cast, given=fitted)
    if plot:
        from sim.asking.figure import figure
        from sim.figures.style import save
        save(figure(found, this_command()), plot)
    tell_answer(found, as_json, cast, plot)
