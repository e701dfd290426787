"""takehold sensitivity. Heavy libraries are loaded inside, so that --help answers at once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import CORES, Json, Plot, Workers
from sim.cli.study import Measures, Unit
from sim.errors import InputError

if TYPE_CHECKING:
    from sim.admissible.unknown_inputs import Unknown
    from sim.sensitivity.analysis import Analysis, Found

File = Annotated[str, typer.Argument(metavar="FILE|NAME", help="a study file that varies ranges, or a study's name (takehold studies)")]

Pair = Annotated[list[str], typer.Option(metavar="A,B", help="also show the effect of input A while B is held; may be repeated")]


def sensitivity(file: File, method: Annotated[str, typer.Option(help="morris (screening), sobol (shares of variance) or both")] = "both",
                measure: Measures = [],  # noqa: B006
                unit: Unit = "",
                points: Annotated[int, typer.Option(help="base points, a power of two; Sobol' takes 2 x inputs + 2 times as many")] = 256,
                replications: Annotated[int, typer.Option(min=1, max=10_000, help="runs at each point, with the same draws at all")] = 16,
                pair: Pair = [],  # noqa: B006
                at_defaults: Annotated[bool, typer.Option("--at-defaults", help="parameters that are no inputs stand at their defaults, "
                                                                                "and not over the sets that the study allows")] = False,
                seed: Annotated[int | None, typer.Option(help="instead of the file's")] = None,
                workers: Workers = CORES, as_json: Json = False, plot: Plot = None) -> None:
    """Which inputs a result depends on, alone and together, how much is luck, and what sets the runs that stopped apart."""
    from sim.admissible.unknown_inputs import unknown_of
    from sim.calibration.ensemble import load_ensemble
    from sim.cli.terminal import check_picture, print_json, progress
    from sim.errors import whole_number
    from sim.sensitivity.analysis import Effort, analyse_each
    from sim.sensitivity.question import read_question
    from sim.study.answers.finding import find_study
    check_picture(plot, read=file)
    question = read_question(find_study(file), measure, None if seed is None else whole_number("seed", seed),
                             () if at_defaults else load_ensemble().members, unit)
    with progress("Sensitivity", quiet=as_json) as tell:
        found = analyse_each(question, method, Effort(points, replications, workers), pair, tell)
        unknown = unknown_of(question, workers)
    pictures = _draw(found, plot) if plot else []
    if as_json:
        print_json(_record(found, unknown))
    else:
        _print(found, unknown)
        for picture in pictures:
            print(f"Picture: {picture}")
    if failed := sum(one.failed for one in found.analyses):
        raise InputError(f"{failed:,} of {sum(one.runs for one in found.analyses):,} runs failed and are left out of what is shown")


def _draw(found: "Found", plot: Path) -> list[Path]:
    """The picture of each analysis; of several, each has its unit and measure in its name."""
    from sim.cli.terminal import this_command
    from sim.figures.style import save
    from sim.sensitivity.figure import figure
    several = len(found.analyses) > 1
    places = [plot.with_stem(f"{plot.stem}-{one.target.unit}-{one.target.measure}") if several else plot for one in found.analyses]
    for one, place in zip(found.analyses, places, strict=True):
        save(figure(one, this_command()), place)
    return places


def _record(found: "Found", unknown: "Unknown | None") -> object:
    """The analysis as plain values; a list where several were asked for."""
    from sim.sensitivity.wording import paragraph
    told: list[dict[str, object]] = [{**one.as_record(), "answer": paragraph(one), "notes": one.question.notes,
                                      **(unknown.of(one.target) if unknown else {})} for one in found.analyses]
    told += [{"unit": target.unit, "measure": target.measure, "not_analysed": why} for target, why in found.refused.items()]
    return told if len(told) > 1 else told[0]


def _print(found: "Found", unknown: "Unknown | None") -> None:
    from sim.machine.streams import fitted
    from sim.study.levels import in_a_sentence
    from sim.text.tables import LIMITS, paragraph
    several, question = len(found.analyses) + len(found.refused) > 1, found.analyses[0].question
    print(f"{fitted(question.text)}\n")
    for one in found.analyses:
        _print_one(one, several)
    for target, why in found.refused.items():
        print(paragraph(f"{target.unit}, {target.measure}: not analysed. {why[:1].upper()}{why[1:]}."))
    for note in question.notes:
        print(paragraph(in_a_sentence(note)))
    for said in unknown.in_words() if unknown else []:
        print(paragraph(said))
    print(paragraph(LIMITS))


def _print_one(told: "Analysis", several: bool) -> None:
    from sim.sensitivity.wording import heading, not_analysed, paragraph, table
    from sim.text.tables import columns
    from sim.text.tables import paragraph as filled
    if several:
        print(f"{filled(heading(told))}\n")
    print(f"{filled(paragraph(told))}\n\n{columns(*table(told))}\n")
    for line in not_analysed(told):
        print(filled(line))
