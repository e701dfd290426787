"""What the commands share: checked inputs, tables and JSON on the terminal, progress."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sim.errors import InputError
from sim.inputs.cases import Cases
from sim.machine.files import check_places
from sim.machine.plain import plain


def people_from(path: Path | None) -> Any:
    """The people of a file; the shipped ones without."""
    if path is None:
        from sim.model.cast import SHIPPED
        return SHIPPED
    from sim.model.people_file import load_people
    return load_people(path)


def about_people(cast: Any) -> str:
    """Whose people an answer is about, in a line; nothing for the shipped ones."""
    if not cast.in_words:
        return ""
    from sim.model.own_code import fingerprint
    return (f"People: {cast.in_words} (code {fingerprint(cast)}), everybody else as shipped. Parameter sets that fit the study were "
            "found with the shipped people.")


def whole_list(text: str) -> list[int]:
    """Follow-ups from a text with commas."""
    from sim.inputs.settings import checked_follow_up
    return sorted({checked_follow_up(part) for part in text.split(",")})


def last_window(outcomes: Any) -> Any:
    """The rows of the latest follow-up."""
    return outcomes[outcomes["follow_up"] == outcomes["follow_up"].max()]


def first_weeks(cases: Cases, seed: int, engine: str, follow_up: int, without: list[str], people: Any) -> Any:
    """The weeks of the first run of each workplace, as sim.trajectories gives them."""
    import pandas as pd

    from sim.runs.trajectories import trajectories
    return pd.concat([trajectories(place, values, chosen, 1, seed, engine, follow_up=follow_up, without=without, people=people)
                      for place, values, chosen in cases], ignore_index=True)


def show(records: list[dict[str, Any]], as_json: bool, names: tuple[str, ...] | None = None, widest: int = 44) -> None:
    """Print records as JSON or as an aligned table of some of their columns."""
    if as_json:
        print_json(records)
        return
    from sim.text.tables import columns
    header = names or tuple(records[0])
    print(columns([[in_cell(record[name]) for name in header] for record in records], header, widest))


def in_cell(value: Any) -> str:
    """A value as a table shows it; a lever without a number is as recorded."""
    return "as recorded" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def print_json(value: Any) -> None:
    """Print JSON and nothing else; characters that the output does not know are escaped, so that the text is the same."""
    known = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(plain(value), indent=1, ensure_ascii=not known, allow_nan=False))


def tell_answer(found: Any, as_json: bool, cast: Any, picture: Path | None, further: str = "",
                brief: bool = False) -> None:
    """Print an answer as JSON, or as text, in short or not, with whose people it is about, what else is to be said, and its picture."""
    if as_json:
        print_json(found.as_record())
        return
    from sim.text.tables import paragraph
    print(found.brief() if brief else found.text())
    if about := about_people(cast):
        print(f"\n{paragraph(about)}")
    if further:
        print(further)
    if picture:
        print(f"Picture: {picture}")


def check_picture(path: Path | None, read: str = "") -> None:
    """Refuse to start when a picture could not be written in the end."""
    check_places(path, read=read)
    if path is None:
        return
    from sim.figures.style import FORMATS  # loads Matplotlib
    if path.suffix.lower() not in FORMATS:
        raise InputError(f"{path}: a picture is written as {', '.join(FORMATS)}, not as '{path.suffix}'")


def this_command() -> str:
    """The command line that is being run, to be printed with a picture."""
    import shlex
    return shlex.join(["takehold", *sys.argv[1:]]).encode("utf-8", "replace").decode("utf-8")


@contextlib.contextmanager
def progress(what: str, quiet: bool, engine: str = "mesa") -> Iterator[Callable[[int, int], None] | None]:
    """A bar with runs done and time left on a terminal; nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from sim.kernel.engine import has_to_compile
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                  console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"{what}: compiling the engine, once" if engine != "mesa" and has_to_compile() else what)
        yield lambda done, total: bar.update(task, completed=done, total=total, description=what)


@contextlib.contextmanager
def telling(quiet: bool) -> Iterator[Callable[[str], None] | None]:
    """A line on a terminal that says how far a search is whose length nobody knows; nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    with Console(stderr=True).status("beginning") as line:
        yield line.update


def print_rows(rows: Any, as_json: bool, words: str, widest: int = 60) -> None:
    """A table and a paragraph, or its records as JSON."""
    from sim.text.tables import columns, paragraph
    if as_json:
        print_json(rows.to_dict("records"))
        return
    cells = [[_cell(value) for value in row] for row in rows.to_numpy(object)]
    print(f"{columns(cells, tuple(map(str, rows.columns)), widest)}\n\n{paragraph(words)}")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
