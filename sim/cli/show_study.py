"""What a study gave, on the screen: answers, tables, how far it is; or as JSON, or as a picture."""

from pathlib import Path

from sim.cli.terminal import print_json, this_command
from sim.machine.streams import fitted
from sim.study.levels import in_a_sentence
from sim.study.store.state import in_words
from sim.study.study import Study
from sim.text.tables import LIMITS, columns, paragraph

SHOWN = 12  # rows of a table on the screen


def show(study: Study, plot: Path | None, as_json: bool) -> None:
    """State, answer, table and picture of a study."""
    if plot:
        from sim.figures.style import save
        save(study.figure(this_command()), plot)
    if as_json:
        _print_as_json(study)
        return
    _print(study)
    if plot:
        print(f"Picture: {plot}")


def _print_as_json(study: Study) -> None:
    estimates = [{name: {"estimate": one.estimate, "change": one.change} for name, one in row.items()} for row in study.estimates()]
    points = [{**row, "estimates": mine} for row, mine in zip(study.rows.to_dict("records"), estimates, strict=True)]
    print_json({**study.state(), "fixed": study.layout.fixed, "sampled": study.layout.sampled, "notes": study.job.notes,
                "answer": study.answer(), "answers": study.sections, "points": points})


def _print(study: Study) -> None:
    """Question, answers, tables and state, for people: a part for each measure."""
    print(f"{fitted(study.job.manifest['question'])}\n")
    for name in study.measures or [""]:
        for section in study.sections:
            if not name or section.measure == name:
                print(f"{paragraph(section.answer)}\n")
        _print_table(study, [name] if name else [])
    for line in (*study.beside(), *map(in_a_sentence, study.job.notes)):
        print(paragraph(line))
    print(paragraph(f"{in_words(study.job, study.state())} {LIMITS}"))


def _print_table(study: Study, names: list[str]) -> None:
    """The first rows; of a sample what each input explains, for each unit."""
    if study.layout.sampled:
        for heading, cells, header in study.explained(names):
            print(f"{heading}\n{columns(cells, header, 40)}\n")
        return
    print(f"{columns(*study.table(names, SHOWN), 40)}\n")
    if len(study.rows) > SHOWN:
        print(f"... and {len(study.rows) - SHOWN:,} more rows: takehold results {study.folder} --csv FILE, or --sql QUERY\n")
