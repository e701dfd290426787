"""Copies of what is shipped, to be changed: all of them or none, and never over a file that is there."""

from collections.abc import Callable, Sequence
from pathlib import Path

from sim.errors import InputError
from sim.machine.files import write_file

ELSEWHERE = "is left as it is; choose another folder with --to"


def copied(chosen: Sequence[Path], folder: Path, needed: Sequence[Path] = (), text_of: Callable[[Path], str] | None = None) -> list[Path]:
    """Copy text files into a folder, which is made where it is missing; returns where they lie now.

    needed: files that the chosen ones cannot do without; one that is there already with the same text serves as it is.
    text_of: what is written of a file; all of it by default.
    Raises InputError, and writes nothing, where a file is there already or the folder cannot be used.
    """
    texts = {folder / path.name: text_of(path) if text_of else path.read_text(encoding="utf-8") for path in (*chosen, *needed)}
    for path in chosen:
        if (folder / path.name).exists():
            raise InputError(f"{folder / path.name} exists already and {ELSEWHERE}")
    for path in needed:
        if (folder / path.name).exists() and not _holds(folder / path.name, texts[folder / path.name]):
            raise InputError(f"{folder / path.name} exists already, differs from the one that belongs to {chosen[0].name}, and {ELSEWHERE}")
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for place, text in texts.items():
            if not place.exists():
                write_file(place, text)
                written.append(place)
    except (OSError, InputError) as error:
        for place in written:
            place.unlink()
        raise error if isinstance(error, InputError) else InputError(f"--to {folder} cannot be used: {error.strerror or error}") from None
    return list(texts)


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") == text
    except (OSError, UnicodeDecodeError):
        return False
