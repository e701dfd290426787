"""Studies by name: the files in experiments/, here or beside the model."""

from pathlib import Path

from sim.complaints import Complaint, no_such
from sim.study.design import read_toml

RESULTS = Path("results")
EXPERIMENTS = (Path("experiments"), Path(__file__).parents[2] / "experiments")


def studies() -> dict[str, Path]:
    """Study files by name: TOML files in experiments/ that ask a question."""
    folder = next((place for place in EXPERIMENTS if place.is_dir()), None)
    found = {}
    for path in sorted(folder.glob("*.toml")) if folder else []:
        try:
            if "question" in read_toml(path)[1]:
                found[path.stem] = path
        except Complaint:
            continue
    return found


def find_study(file: str | Path) -> Path:
    """The path of a study given by path or name; raises Complaint when there is none."""
    text = str(file)
    known = {} if text.endswith(".toml") else studies()
    if text in known:
        return known[text]
    if text.endswith(".toml") or "/" in text:
        return Path(text)
    raise Complaint(no_such("study", text[:100], known) + ", or give the path of a .toml file")


def find_results(folder: str | Path) -> Path:
    """The folder of a study that was run, given by path or by name in results/; raises Complaint when there is none."""
    path = Path(folder)
    for place in (path, RESULTS / path):
        if (place / "manifest.json").is_file():
            return place
    names = [place.parent.name for place in RESULTS.glob("*/manifest.json")]
    raise Complaint(f"{folder} holds no study that was run" + (f"; {no_such('folder', path.name, names)}" if names else ""))
