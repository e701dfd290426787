"""What the commands share: checked inputs, tables and JSON on the terminal, files written whole, progress."""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

from sim.complaints import Complaint

Cases = list[tuple[Any, dict[str, Any], dict[str, Any]]]  # workplace, parameters, levers


def prepare(name: str, settings: list[str], levers: list[str]) -> Cases:
    """Workplaces with settings and levers; everything is checked before the first run."""
    from sim.levers import make_levers
    from sim.parameters import make_parameters
    from sim.reading import load_workplace
    from sim.reading import workplaces as names
    from sim.settings import parse_assignments, sort_settings, with_context
    values, more, context = sort_settings(parse_assignments(settings, "--set"))
    chosen = parse_assignments(levers, "--lever")
    for lever, value in more.items():
        if lever in chosen:
            raise Complaint(f"lever {lever} is given twice")
        chosen[lever] = value
    make_parameters(values), make_levers(chosen)
    places = [load_workplace(n) for n in (names() if name == "all" else [name])]
    return [(with_context(place, context), values, chosen) for place in places]


def whole_list(text: str) -> list[int]:
    """Follow-ups from a text with commas."""
    from sim.settings import checked_follow_up
    return sorted({checked_follow_up(part) for part in text.split(",")})


def last_window(outcomes: Any) -> Any:
    """The rows of the latest follow-up."""
    return outcomes[outcomes["follow_up"] == outcomes["follow_up"].max()]


def first_weeks(cases: Cases, seed: int, engine: str, follow_up: int, without: list[str]) -> Any:
    """The weeks of the first run of each workplace, as sim.trajectories gives them."""
    import pandas as pd

    from sim.weekly import trajectories
    return pd.concat([trajectories(place, values, chosen, 1, seed, engine, follow_up=follow_up, without=without)
                      for place, values, chosen in cases], ignore_index=True)


def show(records: list[dict[str, Any]], as_json: bool, names: tuple[str, ...] | None = None, widest: int = 44) -> None:
    """Print records as JSON or as an aligned table of some of their columns."""
    if as_json:
        print_json(records)
        return
    from sim.tables import columns
    header = names or tuple(records[0])
    print(columns([[in_cell(record[name]) for name in header] for record in records], header, widest))


def in_cell(value: Any) -> str:
    """A value as a table shows it; a lever without a number is as recorded."""
    return "as recorded" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def print_json(value: Any) -> None:
    """Print JSON and nothing else."""
    print(json.dumps(plain(value), indent=1, ensure_ascii=False, allow_nan=False))


def plain(value: Any) -> Any:
    """A value as JSON knows it: a named tuple by its names, what is missing or no finite number null, a date its text."""
    value = value._asdict() if hasattr(value, "_asdict") else value.tolist() if hasattr(value, "tolist") else value  # NumPy's, too
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    value = float(value) if isinstance(value, Decimal) else value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else None
    import pandas as pd
    return None if pd.isna(value) else str(value)


def check_places(*paths: Path | None, read: str = "") -> None:
    """Refuse to start when a result could not be written in the end, or would overwrite another or the file that is read."""
    given = [path for path in paths if path is not None]
    for number, path in enumerate(given):
        if path in given[:number] or str(path) == read:
            raise Complaint(f"{path} is named twice; a result needs a file of its own")
        try:
            folder, is_folder = path.resolve().parent, path.is_dir()
        except OSError as error:
            raise Complaint(f"{str(path)[:60]}... cannot be written: {error.strerror or error}") from None
        if not folder.is_dir():
            raise Complaint(f"{path}: there is no folder {folder}")
        if is_folder:
            raise Complaint(f"{path} is a folder, not a file")


def check_picture(path: Path | None, read: str = "") -> None:
    """Refuse to start when a picture could not be written in the end."""
    check_places(path, read=read)
    if path is None:
        return
    from sim.drawing import FORMATS  # loads Matplotlib
    if path.suffix.lower() not in FORMATS:
        raise Complaint(f"{path}: a picture is written as {', '.join(FORMATS)}, not as '{path.suffix}'")


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise Complaint(f"{path} cannot be written: {error.strerror or error}") from None


def this_command() -> str:
    """The command line that is being run, to be printed with a picture."""
    import shlex
    return shlex.join(["takehold", *sys.argv[1:]])


@contextlib.contextmanager
def progress(what: str, quiet: bool, engine: str = "mesa") -> Iterator[Callable[[int, int], None] | None]:
    """A bar with runs done and time left on a terminal; nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                  console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"{what}: compiling the engine, once" if engine == "fast" and _has_to_compile() else what)
        yield lambda done, total: bar.update(task, completed=done, total=total, description=what)


def _has_to_compile() -> bool:
    """Whether the first run of the compiled engine waits for the compiler."""
    from sim.kernel.engine import is_available, is_compiled
    return is_available() and not is_compiled()


@contextlib.contextmanager
def telling(quiet: bool) -> Iterator[Callable[[str], None] | None]:
    """A line on a terminal that says how far a search is whose length nobody knows; nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    with Console(stderr=True).status("beginning") as line:
        yield line.update
