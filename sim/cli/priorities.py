"""takehold priorities and map. Heavy libraries are loaded inside, so that --help answers at once."""

from typing import Annotated

import typer

from sim.cli.options import CORES, RANGES, Contexts, Given, Json, Plot, Seed, Source, Where, Whose, Workers

OneUnit = Annotated[str, typer.Option("--unit", help="one unit of it")]
Budget = Annotated[float | None, typer.Option(metavar="HOURS", help="person-hours of employees and leader that may be spent")]
Measure = Annotated[str, typer.Option(help="retention, trust, or another measure with a preferred direction")]
Horizon = Annotated[int, typer.Option(metavar="WEEKS", help="weeks after launch")]
Runs = Annotated[int, typer.Option(min=1, max=1_000_000, help="most runs of each package")]
Doses = Annotated[list[str], typer.Option("--lever", metavar="NAME=VALUE", help="another dose of a lever; may be repeated")]
Axis = Annotated[str, typer.Option(metavar="NAME", help="a setting as --set takes it, also with a range: leader.value=0.3:0.7")]


def priorities(workplace: Where, unit: OneUnit = "", budget: Budget = None, measure: Measure = "retention", horizon: Horizon = 30,
               runs: Runs = 1536, seed: Seed = 0, workers: Workers = CORES, levers: Doses = [], source: Source = None,  # noqa: B006
               contexts: Contexts = RANGES, brief: Annotated[bool, typer.Option("--brief", help="a line for each unit")] = False,
               as_json: Json = False, plot: Plot = None, people: Whose = None, given: Given = None) -> None:
    """What to do first: every lever and every pair ranked by what it gains, what it costs, and how sure that is."""
    from sim.cli.terminal import check_picture, people_from, progress, tell_answer, this_command
    from sim.inputs.settings import parse_assignments
    from sim.priorities.ranking import priorities as search
    check_picture(plot, read=workplace)
    doses = {name: float(value) for name, value in parse_assignments(levers, "--lever").items()}
    cast, fitted = people_from(people), None
    if given:
        from sim.cli.given import fit_of, refuse
        refuse(people=people, **{"from": source}, contexts=contexts != RANGES)
        fitted = fit_of(workplace, given)
    with progress("Priorities", quiet=as_json, engine="fast") as tell:
        found = search(workplace, unit=unit or None, budget=budget, measure=measure, horizon=horizon, runs=runs, seed=seed,
                       workers=workers, doses=doses, ensemble=source, contexts=contexts, progress=tell, people=cast, given=fitted)
    if plot:
        from sim.figures.style import save
        from sim.priorities.figure import figure
        save(figure(found, this_command()), plot)
    tell_answer(found, as_json, cast, plot, brief=brief)


def priority_map(workplace: Annotated[str, typer.Argument(help="a shipped workplace or the path of a .toml file; "
                                                               "the generic unit of the studies by default")] = "",
                 unit: OneUnit = "", x: Axis = "trust_in_leader", y: Axis = "needs_inside_scope", measure: Measure = "retention",
                 horizon: Horizon = 30,
                 runs: Annotated[int, typer.Option(min=1, max=1_000_000, help="runs of each lever in each cell")] = 768,
                 steps: Annotated[int, typer.Option(min=2, max=20, help="values of each setting")] = 6, seed: Seed = 0,
                 workers: Workers = CORES, source: Source = None, contexts: Contexts = RANGES, as_json: Json = False, plot: Plot = None,
                 people: Whose = None) -> None:
    """Which lever comes first where: a map over two settings, and the study's sentence on trust tested against it."""
    from sim.cli.terminal import check_picture, people_from, progress, tell_answer, this_command
    from sim.priorities.map import priority_map as search
    check_picture(plot, read=workplace)
    cast = people_from(people)
    with progress("Map", quiet=as_json, engine="fast") as tell:
        found = search(workplace or None, unit=unit or None, x=x, y=y, measure=measure, horizon=horizon, runs=runs, seed=seed,
                       workers=workers, steps=steps, ensemble=source, contexts=contexts, progress=tell, people=cast)
    if plot:
        from sim.figures.style import save
        from sim.priorities.map_figure import chart
        save(chart(found, this_command()), plot)
    tell_answer(found, as_json, cast, plot)
