"""run, what-if and report with --given: the runs that fit what was observed go on. Heavy libraries are loaded inside."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from sim.fitting.ahead import Change
    from sim.fitting.wording import Fit
    from sim.pages.page import Page


class Asked(NamedTuple):
    """What is asked of a fit: of which workplace, what is other after the last observation, and how many runs at most."""

    name: str
    folder: Path
    settings: list[str]
    levers: list[str]
    without: list[str]
    runs: int
    seed: int

    @property
    def in_words(self) -> str:
        """What is changed."""
        return ", ".join([*self.levers, *self.settings, *(f"without {one}" for one in self.without)])

    def opened(self) -> "tuple[Fit, Change]":
        """The fit, and what is other from then on; raises InputError for what cannot be used, before the first run."""
        from sim.fitting.ahead import Change
        from sim.inputs.cases import prepare
        from sim.inputs.parameters import make_parameters
        from sim.inputs.settings import parse_assignments, sort_settings
        found = fit_of(self.name, self.folder)
        (_, parameters, chosen), = prepare(self.name, self.settings, self.levers)
        make_parameters(parameters, self.without)
        context = sort_settings(parse_assignments(self.settings, "--set"))[2]
        return found, Change(chosen, parameters, context, self.without)


def fit_of(name: str, folder: Path) -> "Fit":
    """The fit in a folder, of a workplace by its name or file; raises InputError for what is none, or of something else."""
    from sim.fitting.kept import read
    from sim.inputs.cases import prepare
    if name == "all":
        raise InputError("--given takes one workplace, not all; a fit is of one")
    (place, _, _), = prepare(name, [], [])
    return read(folder, place)


def refuse(**options: object) -> None:
    """Raises InputError for an option that does not go with --given."""
    for name, given in options.items():
        if given:
            raise InputError(f"--{name} does not go with --given; a fit is lived on, as it was made")


def run_given(asked: Asked, follow_ups: list[int], as_json: bool, csv: Path | None, plot: Path | None) -> None:
    """What becomes of the runs that fit what was observed."""
    import pandas as pd

    from sim.cli.terminal import print_json, this_command
    from sim.fitting.ahead import ahead
    from sim.fitting.wording import goes_on
    from sim.machine.files import told_beside
    from sim.machine.row_files import write_rows
    from sim.text import tables
    found, change = asked.opened()
    frames = [ahead(found, change, most=asked.runs, seed=asked.seed, follow_up=week) for week in follow_ups]
    rows, place = pd.concat(frames, ignore_index=True), found.ground.place
    if csv:
        write_rows(csv, rows)
    if plot:
        from sim.plot import outcomes, save
        save(outcomes(frames[-1], command=this_command()), plot)
    with told_beside(csv):
        if as_json:
            print_json(rows.to_dict("records"))
            return
        for week, some in zip(follow_ups, frames, strict=True):
            print(tables.paragraph(f"{some['run'].nunique()} runs that fit what was observed, {week} weeks after launch, "
                                   f"{after(found, asked)}"), "\n", sep="")
            print(tables.columns(tables.study_and_model(place, some), tables.HEADER, 30), "\n")
        print(tables.paragraph(goes_on(found, frames[-1]["run"].nunique())), tables.paragraph(tables.limits([place])), sep="\n\n")
        for label, path in (("Rows", csv), ("Picture", plot)):
            if path:
                print(f"{label}: {path}")


def what_if_given(people: Path | None, asked: Asked, follow_up: int, measure: str, as_json: bool, plot: Path | None) -> None:
    """What now? The runs that fit what was observed, as they go on, and with something changed after the last observation."""
    from sim.cli.terminal import print_json
    from sim.cli.what_if import changed_pairs, in_words, lines, picture
    from sim.figures.over_runs import check_measure
    from sim.fitting.ahead import Change, ahead
    from sim.fitting.wording import goes_on
    from sim.machine.streams import fitted
    from sim.text.tables import limits, paragraph
    refuse(people=people)
    found, change = asked.opened()
    place = found.ground.place
    first, second = (ahead(found, one, most=asked.runs, seed=asked.seed, follow_up=follow_up) for one in (Change(), change))
    check_measure(first, measure)
    told = {unit.name: lines(*_of_unit(unit.name, first, second)) for unit in place.units}
    if plot:
        from sim.plot import save
        save(picture([first, second], [], measure), plot)
    pairs = first["run"].nunique()
    if as_json:
        print_json({"workplace": place.name, "levers": asked.levers, "settings": asked.settings, "without": asked.without, "pairs": pairs,
                    "follow_up": follow_up, "given": {"effective": found.effective, "last_week": found.last_week}, "units": [
                        {"unit": name, "end_in_another_outcome": changed_pairs(name, first, second),
                         "measures": [one.as_record() for one in some]} for name, some in told.items()]})
        return
    heading = f"{pairs} pairs of runs that fit what was observed, the same people with the same luck, {follow_up} weeks after launch"
    print(f"{fitted(f'What if: {after(found, asked)}? {heading}')}\n")
    print("\n\n".join(in_words(unit, told[unit.name], first, second) for unit in place.units))
    print(f"\n{paragraph(goes_on(found, pairs))}\n\n{paragraph(limits([place]))}")
    if plot:
        print(f"Picture: {plot}")


def report_given(asked: Asked, unit: str, first_runs: int, follow_up: int, workers: int, live: bool) -> "Page":
    """The page of a workplace from here on: where to begin, what becomes of it, and what was observed."""
    from dataclasses import replace

    from sim.cli.terminal import progress, this_command
    from sim.errors import known
    from sim.fitting.ahead import ahead, still_open
    from sim.priorities.ranking import priorities
    from sim.report.from_here_on import UNKNOWING, FromHereOn, page_from_here_on
    from sim.report.live import live as live_page
    found, change = asked.opened()
    ground = found.ground
    if unit:
        known("unit", unit, [one.name for one in ground.place.units])
    with progress(ground.place.title, quiet=False, engine="fast") as tell:
        outcomes = ahead(found, change, most=asked.runs, seed=asked.seed, follow_up=follow_up, workers=workers, progress=tell)
    shares = still_open(found, seed=asked.seed)
    first = None
    if first_runs and asked.in_words:
        print("Where to begin is left out of the page, since something is changed after the last observation.")
    elif first_runs and any(shares.values()):
        with progress("Where to begin", quiet=False, engine="fast") as tell:
            first = priorities(ground.place, unit=unit or None, horizon=follow_up, runs=first_runs, seed=asked.seed, workers=workers,
                               progress=tell, given=found)
    over = [name for name, share in shares.items() if not share]
    page = page_from_here_on(FromHereOn(found, outcomes, asked.in_words, over, first, unit or None), this_command())
    if not live:
        return page
    return replace(page, live=live_page(ground.place, asked.name, ground.parameters, ground.levers.model_dump(exclude_defaults=True),
                                        {**ground.parameters, **ground.context}, ground.seed, follow_up, UNKNOWING))


def after(found: "Fit", asked: Asked) -> str:
    """What is changed, and from when on."""
    return f"{asked.in_words} after week {found.last_week}" if asked.in_words else "nothing changed"


def _of_unit(name: str, *frames: "pd.DataFrame") -> "list[Any]":
    return [rows[rows["unit"] == name] for rows in frames]
