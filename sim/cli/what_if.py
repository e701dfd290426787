"""takehold what-if: the same people with the same luck, as it is and otherwise. Heavy libraries are loaded inside."""

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from sim.cli.options import CORES, RANGES, SETS, Contexts, Given, Json, Lever, One, Plot, Seed, Set, Sets, Whose, Without
from sim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.admissible.directions import OverSets
    from sim.admissible.split import Split
    from sim.calibration.spread import Spread, World
    from sim.inputs.workplace import Unit
    from sim.model.cast import Cast
    from sim.model.intervals import Estimate
    from sim.model.measures import Measure

SHOWN = ("retention", "trust_end", "expectation_gap", "dropped_out", "hours_total", "hours_leader")  # beside the outcome classes

Runs = Annotated[int, typer.Option(min=2, max=1_000_000, help="how many pairs of runs")]
FollowUp = Annotated[int, typer.Option(metavar="WEEKS", help="weeks after launch")]
Drawn = Annotated[str, typer.Option(help="what the picture shows: retention, trust_end, ...")]


class Line(NamedTuple):
    """One measure of a unit: its share or mean as it is, what if, and the paired difference, each with its 95 % interval.

    over: the difference over parameter sets that the study allows, where it was asked for.
    """

    measure: "Measure"
    as_it_is: "Estimate"
    what_if: "Estimate"
    difference: "Estimate"
    over: "OverSets | None" = None

    def as_record(self) -> dict[str, Any]:
        """Plain values; the sign is the measure's own, beside it what that means."""
        change = self.difference.value
        return {"name": self.measure.name, "short": self.measure.short, "unit": self.measure.unit, "as_it_is": self.as_it_is,
                "what_if": self.what_if, "difference": self.difference, "moves": self.measure.moves(change),
                "judged": self.measure.judged(change) or None, "preference": self.measure.preference,
                "over_sets": self.over.as_record(self.difference) if self.over else None}


def what_if(name: One, levers: Lever = [], settings: Set = [], without: Without = [], runs: Runs = 500, seed: Seed = 0,  # noqa: B006
            follow_up: FollowUp = 30, sets: Sets = SETS, contexts: Contexts = RANGES, measure: Drawn = "retention", as_json: Json = False,
            plot: Plot = None, people: Whose = None, given: Given = None) -> None:
    """What happens if ... : the same people with the same luck, as recorded and with levers, settings or mechanisms changed."""
    from sim.admissible.sets import over_admissible
    from sim.calibration.spread import World
    from sim.cli.terminal import about_people, check_picture, people_from, print_json, progress
    from sim.figures.over_runs import check_measure
    from sim.inputs.cases import prepare
    from sim.machine.streams import fitted
    from sim.runs.simulate import engine_for, simulate
    _check(name, bool(levers or settings or without), measure, plot)
    check_picture(plot, read=name)
    if given:
        from sim.cli.given import Asked, what_if_given
        what_if_given(people, Asked(name, given, settings, levers, without, runs, seed), follow_up, measure, as_json, plot)
        return
    cast = people_from(people)
    sets = sets if engine_for("fast", cast) != "mesa" else 0
    (place, _, _), = prepare(name, [], [])
    (changed, parameters, chosen), = prepare(name, settings, levers)
    frames, over = [], []
    with progress(place.title, quiet=as_json, engine="fast") as tell:
        check_measure(simulate(place), measure)  # a single run has all measures
        for world, values, lever_values, off in ((place, {}, {}, []), (changed, parameters, chosen, without)):
            frames.append(simulate(world, values, lever_values, runs, seed, follow_up=follow_up, without=off, progress=tell, people=cast))
            if sets:
                over.append(over_admissible(world, values, lever_values, sets=sets, seed=seed, follow_up=follow_up, without=off,
                                            contexts=contexts, workers=CORES, progress=tell, people=cast))
    first, second = frames
    told = {unit.name: lines(*(rows[rows["unit"] == unit.name] for rows in (*frames, *over))) for unit in place.units}
    worlds = [World(place), World(changed, parameters, chosen, tuple(without))]
    spread, apart = _goes_back_to(worlds, over, contexts, cast) if over else ({}, {})
    if plot:
        from sim.admissible.directions import LAUNCH
        from sim.plot import save
        save(picture(frames, [] if measure == LAUNCH else over, measure), plot)
    if as_json:
        print_json({"workplace": place.name, "levers": levers, "settings": settings, "without": without, "runs": runs, "seed": seed,
                    "follow_up": follow_up, "sets": over[0]["set"].nunique() if over else 0, "units": [
                        {"unit": name, "end_in_another_outcome": changed_pairs(name, first, second),
                         "depends": depends(some), "hangs_on": apart[name].as_record() if name in apart else None,
                         "spread": spread[name].as_record() if name in spread else None,
                         "measures": [one.as_record() for one in some]} for name, some in told.items()]})
        return
    print("\n".join(_opening(name, place.units, told)), end="")
    asked = ", ".join([*levers, *settings, *(f"without {mechanism}" for mechanism in without)])
    heading = f"{runs:,} pairs of runs, the same people with the same luck, seed {seed}, {follow_up} weeks after launch"
    print(f"{fitted(f'What if: {asked}? {heading}')}\n")
    print("\n\n".join(in_words(unit, told[unit.name], first, second) for unit in place.units))
    from sim.text.tables import limits, paragraph
    if over:
        from sim.admissible.wording import AS_RECORDED, how
        said = [f"{unit.title}: {found[unit.name].in_words()}" for unit in place.units for found in (spread, apart) if unit.name in found]
        drawn = [AS_RECORDED] if any(one.parts.context for one in spread.values()) else []
        print("\n" + "\n".join(map(paragraph, [how(over[0]), *drawn, *said])))
    if about := about_people(cast):
        print(f"\n{paragraph(about)}")
    print(f"\n{paragraph(limits([place]))}")
    if plot:
        print(f"Picture: {plot}")


def _check(name: str, changes: bool, measure: str, plot: Path | None) -> None:
    """Raises InputError for what does not go together."""
    if name == "all":
        raise InputError("what-if takes one workplace, not all")
    if not changes:
        raise InputError("what-if changes nothing as it stands; give --lever NAME=VALUE, --set NAME=VALUE or --without MECHANISM")
    if measure != "retention" and plot is None:
        raise InputError(f"--measure {measure} says what the picture shows; give --plot FILE with it")


def _goes_back_to(worlds: "list[World]", over: "list[pd.DataFrame]", contexts: str, cast: "Cast",
                  ) -> "tuple[dict[str, Spread], dict[str, Split]]":
    """What the spread of the change of retention goes back to, by unit: over runs, and over the sets where there are enough to say."""
    from sim.admissible.split import split, spreads
    from sim.model.measures import MEASURES
    of, place = MEASURES["retention"], worlds[0].place
    found = {unit.name: split(of, place, contexts, *(rows[rows["unit"] == unit.name] for rows in over)) for unit in place.units}
    return spreads(of, worlds, *over, contexts=contexts, cast=cast, workers=CORES), {name: one for name, one in found.items() if one}


def lines(first: "pd.DataFrame", second: "pd.DataFrame", *over: "pd.DataFrame") -> list[Line]:
    """All outcome classes, also those that did not occur, and the measures of SHOWN, from outcomes of one unit whose rows are pairs.

    over: rows of over_admissible for the same unit in both worlds, or none.
    """
    from sim.admissible.directions import over_sets
    from sim.model.measures import MEASURES, OUTCOMES
    told = []
    for one in (*OUTCOMES.values(), *(MEASURES[name] for name in SHOWN)):
        ours, theirs = one.per_run(first), one.per_run(second)
        told.append(Line(one, one.estimate(ours), one.estimate(theirs), one.change(ours, theirs), over_sets(one, *over) if over else None))
    return told


def depends(some: list[Line]) -> list[str]:
    """Sentences about the measures that the sets do not tell as the default assumptions do, those that may go either way first."""
    from sim.admissible.wording import whether
    return whether([(one.over, one.difference) for one in some if one.over])


def _opening(name: str, units: "list[Unit]", told: dict[str, list[Line]]) -> list[str]:
    """What depends on assumptions, said first: a line each, which command says what one could observe, then an empty one."""
    from sim.text.tables import paragraph
    said = [f"{unit.title}. {sentence}" if len(units) > 1 else sentence for unit in units for sentence in depends(told[unit.name])]
    further = f"takehold ask {quote(name)} says what one could observe there, and what that would decide."
    return [*map(paragraph, [*said, further]), "", ""] if said else []


def in_words(unit: "Unit", some: list[Line], first: "pd.DataFrame", second: "pd.DataFrame") -> str:
    """The tables of one unit, and in how many pairs it ends otherwise."""
    from sim.text.tables import columns
    header = (unit.title, "as it is [95 % interval]", "what if", "difference, pair by pair")
    changed = f"{changed_pairs(unit.name, first, second):,} of {some[0].as_it_is.runs:,} pairs end in another outcome."
    if not some[0].over:
        return f"{columns([_cells(one) for one in some], header)}\n{changed}"
    sets = f"{len(some[0].over.sets)} sets"
    again = (f"{unit.title}: difference", "under the default assumptions", f"the same in ... of {sets} [95 %]", f"5-95 % of the {sets}")
    return (f"{columns([_cells(one)[:-1] for one in some], header[:-1])}\n{changed}\n\n"
            f"{columns([_over_cells(one) for one in some], again)}")


def changed_pairs(unit: str, first: "pd.DataFrame", second: "pd.DataFrame") -> int:
    """In how many pairs a unit ends in another outcome class."""
    ours, theirs = (frame[frame["unit"] == unit]["outcome"].to_numpy() for frame in (first, second))
    return int((ours != theirs).sum())


def _cells(one: Line) -> list[str]:
    measure = one.measure
    return [f"{measure.short} ({measure.unit})", measure.written(one.as_it_is), measure.written(one.what_if),
            measure.written(one.difference, signed=True)]


def _over_cells(one: Line) -> list[str]:
    """The difference twice: under the default assumptions, and over the sets."""
    from sim.admissible.wording import same, span
    assert one.over
    name, _, _, difference = _cells(one)
    return [name, difference, same(one.over, one.difference), span(one.over)]


def picture(frames: "list[pd.DataFrame]", over: "list[pd.DataFrame]", measure: str) -> "Figure":
    """The pairs under the default assumptions, and below them the sets, where they were asked for."""
    from sim.cli.terminal import this_command
    from sim.figures.style import TITLE, caption, new_figure
    from sim.plot import over_sets, paired
    first, second = frames
    units, names = first["unit"].nunique(), ("as it is", "what if")
    figure = new_figure(8.0, (1.6 + 0.9 * units) * (2 if over else 1))
    above, *below = figure.subplots(2 if over else 1, 1, squeeze=False, sharex=True).flat
    paired(first, second, measure, names, axes=above)
    if over:
        above.set_title("Under the default assumptions: the same people with the same luck", loc="left", fontsize=TITLE)
        over_sets(over[0], over[1], measure, frames, names, axes=below[0])
    caption(figure, this_command(), first["run"].nunique())
    return figure
