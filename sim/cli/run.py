"""takehold run: workplaces from start to follow-up, the study beside the model."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from sim.cli.options import (
    CORES,
    RANGES,
    SETS,
    Contexts,
    Engine,
    FollowUp,
    Given,
    Json,
    Lever,
    Plot,
    Runs,
    Seed,
    Set,
    Sets,
    Where,
    Whose,
    Without,
    Workers,
)
from sim.cli.terminal import (
    about_people,
    check_picture,
    first_weeks,
    last_window,
    people_from,
    print_json,
    progress,
    this_command,
    whole_list,
)
from sim.inputs.cases import Cases, prepare
from sim.machine.files import check_places, told_beside
from sim.machine.row_files import ANY_OF_THEM, check_rows, write_rows

if TYPE_CHECKING:
    import pandas as pd

    from sim.admissible.split import Split
    from sim.calibration.spread import Spread
    from sim.model.cast import Cast


class GoesBack(NamedTuple):
    """What the spread of retention in a unit goes back to: over runs, and over the sets; None where it cannot be told, or was not asked."""

    spread: "Spread | None" = None
    hangs_on: "Split | None" = None

    def as_record(self) -> dict[str, Any]:
        """Plain values."""
        return {name: one and one.as_record() for name, one in self._asdict().items()}


def run(name: Where = "all", runs: Runs = 100, seed: Seed = 0, follow_up: FollowUp = "30", settings: Set = [], levers: Lever = [],  # noqa: B006
        without: Without = [], engine: Engine = "fast", sets: Sets = SETS, contexts: Contexts = RANGES,  # noqa: B006
        workers: Workers = CORES, as_json: Json = False,
        csv: Annotated[Path | None, typer.Option(metavar="FILE", help=f"write a row per run and unit ({ANY_OF_THEM})")] = None,
        weeks: Annotated[Path | None, typer.Option(metavar="FILE", help=f"write the weeks of the first run ({ANY_OF_THEM})")] = None,
        plot: Plot = None, people: Whose = None, given: Given = None) -> None:
    """Run workplaces from start to follow-up and show the study beside the model.

    What other parameter sets say needs the compiled engine, and is left out of a single run. JSON holds a row per run, and in each what
    the spread of retention in its unit goes back to.
    """
    import pandas as pd

    from sim.admissible.sets import over_admissible
    from sim.runs.simulate import engine_for, simulate
    if given:
        from sim.cli.given import Asked, refuse, run_given
        refuse(people=people, weeks=weeks, engine=engine != "fast")
        check_places(csv, plot, read=name)
        check_rows(csv)
        check_picture(plot)
        run_given(Asked(name, given, settings, levers, without, runs, seed), whole_list(follow_up), as_json, csv, plot)
        return
    cases, cast = prepare(name, settings, levers), people_from(people)
    engine = engine_for(engine, cast)
    check_places(csv, weeks, plot, read=name)
    check_rows(csv, weeks)
    check_picture(plot)
    frames, over = [], []
    for place, parameters, chosen in cases:
        with progress(f"{place.title}", quiet=as_json, engine=engine) as tell:
            frames.append(simulate(place, parameters, chosen, runs, seed, engine, follow_up=whole_list(follow_up), without=without,
                                   workers=workers if runs > 5 else 1, progress=tell, people=cast))
            if sets and runs > 1 and engine != "mesa":
                over.append(over_admissible(place, parameters, chosen, sets=sets, seed=seed, follow_up=whole_list(follow_up)[-1],
                                            without=without, contexts=contexts, workers=workers, progress=tell, people=cast))
    outcomes = pd.concat(frames, ignore_index=True)
    if csv:
        write_rows(csv, outcomes)
    if weeks:
        write_rows(weeks, first_weeks(cases, seed, engine, whole_list(follow_up)[-1], without, cast))
    if plot:
        from sim.plot import outcomes as picture
        from sim.plot import save
        save(picture(last_window(outcomes), command=this_command()), plot)
    sets_told = pd.concat(over, ignore_index=True) if over else None
    goes_back = {} if sets_told is None else _goes_back_to(cases, last_window(outcomes), sets_told, without, contexts, cast)
    with told_beside(csv, weeks):
        if as_json:
            print_json(_records(outcomes, goes_back))
            return
        tell_runs(cases, outcomes, sets_told, runs, seed, engine, without=without, people=cast, goes_back=goes_back)
        for label, path in (("Rows", csv), ("Weeks", weeks), ("Picture", plot)):
            if path:
                print(f"{label}: {path}")


def tell_runs(cases: Cases, outcomes: "pd.DataFrame", over: "pd.DataFrame | None", runs: int, seed: int, engine: str, without: list[str],
              people: "Cast", goes_back: dict[tuple[str, str], GoesBack]) -> None:
    """The study beside the model, a table for each follow-up; what became of it, and why.

    over: what other parameter sets give at the last follow-up, if they were asked; told in a column and, where it is otherwise, first.
    goes_back: what the spread of it goes back to.
    """
    from sim.admissible import wording
    from sim.explain.explanation import what_carried
    from sim.text import tables
    places, last = [place for place, _, _ in cases], last_window(outcomes)
    if over is not None and (said := wording.which_of(places, last, over)):
        print("\n".join(map(tables.paragraph, said)), "\n")
    for week, some in outcomes.groupby("follow_up"):
        rows = [row for place in places for row in tables.study_and_model(place, some[some["workplace"] == place.name])]
        header = list(tables.HEADER)
        if over is not None and week == last["follow_up"].iloc[0]:
            header.append(wording.COLUMN.format(sets=over["set"].nunique()))
            rows = [[*row, cell] for row, cell in zip(rows, wording.outcome_cells(places, some, over), strict=True)]
        print(tables.paragraph(f"{runs} run{'s' if runs > 1 else ''} each, seed {seed}, {week} weeks after launch"), "\n", sep="")
        print(tables.columns(rows, header, 30), "\n")
    if runs == 1:
        for place, _, _ in cases:
            print(tables.in_sentences(place, outcomes[outcomes["workplace"] == place.name]), "\n")
    if not without:
        print(tables.paragraph("Why, in the model, in one run of the most frequent outcome, re-run with each mechanism switched "
                               "off in turn (takehold explain NAME --runs 20 says how often it is so, and under how many other sets):"))
        for place, values, chosen in cases:
            mine = last_window(outcomes[outcomes["workplace"] == place.name])
            for number, unit in what_carried(place, mine, values, chosen, seed, engine, people):
                print(tables.paragraph(f"- {unit.in_short()} (run {number})"))
        print()
    if over is not None:
        said = [f"{unit.title}: {one.in_words()}" for place in places for unit in place.units
                for one in goes_back.get((place.name, unit.name), ()) if one]
        drawn = [wording.AS_RECORDED] if any(one.spread and one.spread.parts.context for one in goes_back.values()) else []
        print("\n".join(map(tables.paragraph, [wording.how(over), *drawn, *said])), "\n")
    if about := about_people(people):
        print(tables.paragraph(about), "\n")
    print(tables.paragraph(tables.limits(places)))


def _goes_back_to(cases: Cases, runs: "pd.DataFrame", over: "pd.DataFrame", without: list[str], contexts: str, people: "Cast",
                  ) -> dict[tuple[str, str], GoesBack]:
    """What the spread of retention goes back to, by workplace and unit."""
    from sim.admissible.split import split, spreads
    from sim.admissible.wording import of_units
    from sim.calibration.spread import World
    from sim.model.measures import MEASURES
    told, of = {}, MEASURES["retention"]
    for place, parameters, levers in cases:
        rows = over[over["workplace"] == place.name]
        found = spreads(of, [World(place, parameters, levers, tuple(without))], rows, contexts=contexts, cast=people, workers=CORES)
        for unit, _, theirs in of_units([place], runs, rows):
            told[place.name, unit.name] = GoesBack(found.get(unit.name), split(of, place, contexts, theirs))
    return told


def _records(outcomes: "pd.DataFrame", goes_back: dict[tuple[str, str], GoesBack]) -> list[dict[str, Any]]:
    """A row per run; those of the last follow-up with what the spread of retention in their unit goes back to, null where none is told."""
    last, nothing = int(outcomes["follow_up"].max()), GoesBack().as_record()
    told = {(*where, last): one.as_record() for where, one in goes_back.items()}
    return [{str(name): value for name, value in row.items()} | told.get((row["workplace"], row["unit"], row["follow_up"]), nothing)
            for row in outcomes.to_dict("records")]
