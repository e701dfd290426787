"""takehold sensitivity. Heavy libraries are loaded inside, so that --help answers at once."""

from typing import Annotated

import typer

from sim.options import CORES, Json, Plot, Workers

File = Annotated[str, typer.Argument(metavar="FILE|NAME", help="a study file that varies ranges, or the name of one in experiments/")]

Pair = Annotated[list[str], typer.Option(metavar="A,B", help="also show the effect of input A while B is held; may be repeated")]


def sensitivity(file: File, method: Annotated[str, typer.Option(help="morris (screening), sobol (shares of variance) or both")] = "both",
                measure: Annotated[str, typer.Option(help="a measure or outcome class instead of the file's; retention by default")] = "",
                points: Annotated[int, typer.Option(help="base points, a power of two; Sobol' takes 2 x inputs + 2 times as many")] = 256,
                replications: Annotated[int, typer.Option(min=1, max=10_000, help="runs at each point, with the same draws at all")] = 16,
                pair: Pair = [],  # noqa: B006
                at_defaults: Annotated[bool, typer.Option("--at-defaults", help="parameters that are no inputs stand at their defaults, "
                                                                                "and not over the sets that the study allows")] = False,
                seed: Annotated[int | None, typer.Option(help="instead of the file's")] = None,
                workers: Workers = CORES, as_json: Json = False, plot: Plot = None) -> None:
    """Which inputs a result depends on, alone and together, how much is luck, and what sets the runs that stopped apart."""
    from sim.calibration.ensemble import load_ensemble
    from sim.draws import whole_number
    from sim.sensitivity.analysis import Effort, analyse
    from sim.sensitivity.question import read_question
    from sim.sensitivity.says import not_analysed, paragraph, table
    from sim.study.finding import find_study
    from sim.tables import LIMITS, columns
    from sim.tables import paragraph as filled
    from sim.terminal import check_picture, print_json, progress, this_command
    check_picture(plot, read=file)
    question = read_question(find_study(file), measure, None if seed is None else whole_number("seed", seed),
                             () if at_defaults else load_ensemble().members)
    with progress("Sensitivity", quiet=as_json) as tell:
        told = analyse(question, method, Effort(points, replications, workers), pair, tell)
    if plot:
        from sim.drawing import save
        from sim.sensitivity.figure import figure
        save(figure(told, this_command()), plot)
    if as_json:
        print_json({**told.as_record(), "answer": paragraph(told)})
        return
    print(f"{question.text}\n\n{columns(*table(told))}\n\n{filled(paragraph(told))}\n")
    for line in not_analysed(told):
        print(filled(line))
    print(LIMITS)
    if plot:
        print(f"Picture: {plot}")
