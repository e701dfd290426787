"""Studies by name: one's own, here or in experiments/ here, and after them those that are shipped."""

import contextlib
import os.path
from pathlib import Path
from typing import NamedTuple

from sim.errors import InputError, check_path, no_such
from sim.machine.files import RESULTS
from sim.machine.received import read_toml
from sim.machine.shipped import EXPERIMENTS
from sim.study.store.study_folder import is_study

OWN = (Path(), Path("experiments"))


class Known(NamedTuple):
    """A study that has a name; shipped: it came with Takehold; hidden: its name stands for one that comes before it."""

    name: str
    path: Path
    question: str
    shipped: bool
    hidden: bool


def folders() -> list[Path]:
    """Where a name is looked for, one's own places first; in a copy of the sources experiments/ is the shipped one."""
    return [*(place for place in OWN if not _is_shipped(place)), EXPERIMENTS]


def studies() -> list[Known]:
    """The studies that can be run by name, and those behind them, in the order in which a name is looked for.

    What cannot be read as TOML, or asks no question, is left out.
    """
    found: list[Known] = []
    for folder in folders():
        for path in sorted(folder.glob("*.toml")):
            with contextlib.suppress(InputError):
                question = read_toml(path)[1].get("question")
                if question is not None:
                    hidden = path.stem in {one.name for one in found}
                    found.append(Known(path.stem, path, str(question), folder == EXPERIMENTS, hidden))
    return found


def find_study(file: str | Path) -> Path:
    """The path of a study given by path or name; raises InputError when there is none."""
    check_path("file", file)
    text = str(file)
    if text.endswith(".toml") or "/" in text:
        path = Path(text)
        if not os.path.exists(path) and path.stem in shipped_studies():  # noqa: PTH110 - never raises
            raise InputError(f"{path}: there is no such file; {path.stem} without .toml is the shipped study, "
                            f"and takehold studies --copy {path.stem} writes it here")
        return path
    for folder in folders():
        named = {one.stem: one for one in folder.glob("*.toml")}.get(text)
        if named and "question" in read_toml(named)[1]:
            return named
    raise InputError(no_such("study", text[:100], [one.name for one in studies()]) + ", or give the path of a .toml file")


def shipped_studies() -> dict[str, Path]:
    """The studies that come with Takehold, by name."""
    return {one.name: one.path for one in studies() if one.shipped}


def named_workplaces(study: Path) -> list[Path]:
    """The workplace files beside a study that it names."""
    named = read_toml(study)[1]["workplaces"]
    return [study.parent / name for name in named if name.endswith(".toml") and (study.parent / name).is_file()]


def find_results(folder: str | Path) -> Path:
    """The folder of a study that was run, given by path or by name in results/; raises InputError when there is none."""
    check_path("folder", folder)
    path = Path(folder)
    for place in (path, RESULTS / path):
        if is_study(place):
            return place
    names = [place.parent.name for place in RESULTS.glob("*/manifest.json")]
    raise InputError(f"{folder} holds no study that was run" + (f"; {no_such('folder', path.name, names)}" if names else ""))


def _is_shipped(place: Path) -> bool:
    try:
        return place.samefile(EXPERIMENTS)
    except OSError:
        return False
