"""takehold what-if: the same people with the same luck, as it is and otherwise. Heavy libraries are loaded inside."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from sim.complaints import Complaint
from sim.options import Json, Lever, One, Plot, Seed, Set, Without

if TYPE_CHECKING:
    import pandas as pd

    from sim.intervals import Estimate
    from sim.workplace import Unit

SHOWN = {"retention": "practices retained (0-1)", "trust_end": "trust in the leader (0-1)", "expectation_gap": "unmet expectation (0-1)",
         "dropped_out": "quietly dropped out (0-1)", "hours_total": "person-hours (h)",
         "hours_leader": "of these, the leader's (h)"}

Runs = Annotated[int, typer.Option(min=2, max=1_000_000, help="how many pairs of runs")]
FollowUp = Annotated[int, typer.Option(metavar="WEEKS", help="weeks after launch")]
Measure = Annotated[str, typer.Option(help="what the picture shows: retention, trust_end, ...")]


class Line(NamedTuple):
    """One measure of a unit: its share or mean as it is, what if, and the paired difference, each with its 95 % interval."""

    name: str
    as_it_is: "Estimate"
    what_if: "Estimate"
    difference: "Estimate"


def what_if(name: One, levers: Lever = [], settings: Set = [], without: Without = [], runs: Runs = 500, seed: Seed = 0,  # noqa: B006
            follow_up: FollowUp = 30, measure: Measure = "retention", as_json: Json = False, plot: Plot = None) -> None:
    """What happens if ... : the same people with the same luck, as recorded and with levers, settings or mechanisms changed."""
    from sim.plot.over_runs import check_measure
    from sim.runs import simulate
    from sim.terminal import check_picture, prepare, print_json, progress, this_command
    if name == "all":
        raise Complaint("what-if takes one workplace, not all")
    if not (levers or settings or without):
        raise Complaint("what-if changes nothing as it stands; give --lever NAME=VALUE, --set NAME=VALUE or --without MECHANISM")
    if measure != "retention" and plot is None:
        raise Complaint(f"--measure {measure} says what the picture shows; give --plot FILE with it")
    check_picture(plot, read=name)
    (place, _, _), = prepare(name, [], [])
    (changed, parameters, chosen), = prepare(name, settings, levers)
    frames = []
    with progress(place.title, quiet=as_json, engine="fast") as tell:
        check_measure(simulate(place), measure)  # a single run has all measures
        for world, values, lever_values, off in ((place, {}, {}, []), (changed, parameters, chosen, without)):
            frames.append(simulate(world, values, lever_values, runs, seed, follow_up=follow_up, without=off, progress=tell))
    first, second = frames
    told = {unit.name: lines(*(frame[frame["unit"] == unit.name] for frame in frames)) for unit in place.units}
    if plot:
        from sim.plot import paired, save
        save(paired(first, second, measure, ("as it is", "what if"), command=this_command()), plot)
    if as_json:
        print_json({"workplace": place.name, "levers": levers, "settings": settings, "without": without, "runs": runs, "seed": seed,
                    "follow_up": follow_up, "units": [
                        {"unit": name, "end_in_another_outcome": changed_pairs(name, first, second),
                         "measures": [one._asdict() for one in some]} for name, some in told.items()]})
        return
    print(f"What if: {', '.join([*levers, *settings, *(f'without {mechanism}' for mechanism in without)])}? {runs:,} pairs of runs, "
          f"the same people with the same luck, seed {seed}, {follow_up} weeks after launch\n")
    print("\n\n".join(_in_words(unit, told[unit.name], first, second) for unit in place.units))
    from sim.tables import limits, paragraph
    print(f"\n{paragraph(limits([place]))}")
    if plot:
        print(f"Picture: {plot}")


def lines(first: "pd.DataFrame", second: "pd.DataFrame") -> list[Line]:
    """The outcome classes that occur and the measures of SHOWN, from outcomes of one unit whose rows are pairs."""
    from sim import intervals
    from sim.outcome import CLASSES
    told = []
    for name in CLASSES:
        ours, theirs = (frame["outcome"].to_numpy() == name for frame in (first, second))
        if ours.any() or theirs.any():
            told.append(Line(name, intervals.share(int(ours.sum()), len(ours)), intervals.share(int(theirs.sum()), len(theirs)),
                             intervals.paired_share(ours, theirs)))
    for name in SHOWN:
        ours, theirs = (frame[name].to_numpy(float) for frame in (first, second))
        told.append(Line(name, intervals.mean(ours), intervals.mean(theirs), intervals.mean(theirs - ours)))
    return told


def _in_words(unit: "Unit", some: list[Line], first: "pd.DataFrame", second: "pd.DataFrame") -> str:
    """The table of one unit, and in how many pairs it ends otherwise."""
    from sim.tables import columns
    header = (unit.title, "as it is [95 % interval]", "what if", "difference, pair by pair")
    return (columns([_cells(one) for one in some], header)
            + f"\n{changed_pairs(unit.name, first, second):,} of {some[0].as_it_is.runs:,} pairs end in another outcome.")


def changed_pairs(unit: str, first: "pd.DataFrame", second: "pd.DataFrame") -> int:
    """In how many pairs a unit ends in another outcome class."""
    ours, theirs = (frame[frame["unit"] == unit]["outcome"].to_numpy() for frame in (first, second))
    return int((ours != theirs).sum())


def _cells(one: Line) -> list[str]:
    hours = one.name.startswith("hours")
    plain, signed = ("z.0f", "+z.0f") if hours else ("z.2f", "+z.2f")

    def written(told: "Estimate", form: str) -> str:
        return f"{told.value:{form}} [{told.low:{form}}, {told.high:{form}}]"
    return [SHOWN.get(one.name, f"{one.name}, share of runs"), written(one.as_it_is, plain), written(one.what_if, plain),
            written(one.difference, signed)]
