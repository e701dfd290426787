"""Two made-up surveys that come with Takehold, by name."""

from pathlib import Path
from typing import Any

from sim.errors import known
from sim.machine.files import check_new, write_file

EXAMPLES = Path(__file__).parent / "examples"
SHIPPED = ("ward", "home-care")


def shipped(name: str, roster: Any, codebook: Any) -> tuple[str | Path, Any, Any]:
    """Survey, roster and codebook: those of an example by its name, where no others are given; else as given."""
    if name not in SHIPPED:
        return name, roster, codebook
    book = EXAMPLES / f"{name}-codebook.toml"
    return EXAMPLES / f"{name}.csv", (EXAMPLES / f"{name}-roster.csv" if roster is None else roster), (
        book if codebook is None and book.exists() else codebook)


def copied(name: str) -> list[Path]:
    """Write the files of an example into this folder; what is there is left as it is. Raises InputError."""
    known("example", name, SHIPPED)
    files = [file for file in sorted(EXAMPLES.iterdir()) if file.name.startswith(name)]
    here = [Path(file.name) for file in files]
    check_new(*here)
    for file, place in zip(files, here, strict=True):
        write_file(place, file.read_bytes())
    return here
