"""takehold explain: why a run went as it did."""

from typing import Annotated

import typer

from sim.cli.options import CORES, RANGES, SETS, Contexts, Engine, FollowUp, Json, Lever, One, Plot, Runs, Seed, Set, Sets, Whose
from sim.cli.terminal import check_picture, people_from, progress, tell_answer, this_command, whole_list
from sim.errors import InputError
from sim.inputs.cases import prepare


def explain(name: One, unit: Annotated[str, typer.Option(help="one unit of it")] = "", seed: Seed = 0,
            run: Annotated[int, typer.Option(min=0, help="which run of that seed")] = 0, runs: Runs = 1, settings: Set = [],  # noqa: B006
            levers: Lever = [], follow_up: FollowUp = "30", sets: Sets = SETS, contexts: Contexts = RANGES, engine: Engine = "fast",  # noqa: B006
            as_json: Json = False, plot: Plot = None, people: Whose = None) -> None:
    """Why a run went as it did, in the model: twin runs with one mechanism switched off under the same draws."""
    from dataclasses import replace

    from sim.admissible.in_contexts import stands_in_contexts
    from sim.admissible.mechanisms import carried_over_sets
    from sim.explain.explanation import WORTH_COMPILING
    from sim.explain.explanation import explain as explained
    from sim.kernel.engine import Setting
    from sim.runs.simulate import engine_for
    if name == "all":
        raise InputError("explain takes one workplace, not all")
    (place, values, chosen), = prepare(name, settings, levers)
    check_picture(plot, read=name)
    weeks, cast = whole_list(follow_up), people_from(people)
    engine = engine_for(engine, cast)
    if len(weeks) > 1:
        raise InputError("explain takes one follow-up")
    left_out = ""
    with progress("Twin runs", quiet=as_json, engine=engine if sets or runs > WORTH_COMPILING else "mesa") as tell:
        story = explained(place, unit=unit or None, parameters=values, levers=chosen, seed=seed, run=run, runs=runs,
                          follow_up=weeks[0], progress=tell, engine=engine, people=cast)
        told = Setting(place, story.model.parameters, story.model.levers, story.seed, run)
        story = replace(story, units=stands_in_contexts(story.units, told, weeks[0], engine=engine, how=contexts, cast=cast,
                                                        workers=CORES))
        try:
            if sets and engine != "mesa":
                story = replace(story, units=carried_over_sets(place, story.units, values, chosen, sets=sets, seed=seed,
                                                                follow_up=weeks[0], workers=CORES, contexts=contexts, progress=tell,
                                                                people=cast))
        except InputError as why:  # Mesa has told the run by itself, where there is no compiled engine
            left_out = f"Other sets of assumptions were not asked: {why}"
    if plot:
        from sim.plot import save
        from sim.plot import weeks as picture
        save(picture(story.model, unit or None, command=this_command()), plot)
    tell_answer(story, as_json, cast, plot, left_out)
