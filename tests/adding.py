"""Follows docs/adding.md on a copy of the project: the page itself says what is edited where, and what then is printed.

    python tests/adding.py             writes anew what the commands of the page print
    python tests/adding.py DIR         makes the copy in a folder, with all edits of the page, and leaves it there

A block after ``<!-- edit: FILE PLACE: LINE -->`` is put before or after the line of the file that begins so, or instead of it (PLACE).
A block after ``<!-- prints: COMMAND -->`` shows the command and what it prints once all edits are made.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "adding.md"
EDIT = re.compile(r"<!-- edit: (\S+) (before|after|instead of): ([^\n]+) -->\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PRINTS = re.compile(r"<!-- prints: (?P<command>[^\n]+) -->\n```console\n(?P<shown>.*?)^```$", re.DOTALL | re.MULTILINE)


class Edit(NamedTuple):
    """Text that goes before or after a line of a file, or instead of it; the line is known by how it begins."""

    file: str
    place: str
    line: str
    text: str


def sections(page: str) -> dict[str, str]:
    """The page by its headings of the second level."""
    head, *parts = re.split(r"^## (.+)$", page, flags=re.MULTILINE)
    return {"": head, **dict(zip(parts[::2], parts[1::2], strict=True))}


def edits(text: str) -> list[Edit]:
    """What a text says to edit, in its order."""
    found = [Edit(*match.groups()) for match in EDIT.finditer(text)]
    assert len(found) == text.count("<!-- edit:"), "an edit of the page is not in the form that tests/adding.py tells"
    return found


def edited(content: str, edit: Edit) -> str:
    """The content of a file after an edit; raises ValueError unless exactly one line begins as the edit says."""
    lines = content.splitlines(keepends=True)
    at = [number for number, line in enumerate(lines) if line.lstrip().startswith(edit.line)]
    if len(at) != 1:
        raise ValueError(f"docs/adding.md edits {edit.file} at a line that begins with {edit.line!r}, of which there are {len(at)}")
    first, last = at[0] + (edit.place == "after"), at[0] + (edit.place != "before")
    return "".join([*lines[:first], edit.text, *lines[last:]])


def make(folder: Path) -> None:
    """A copy of the project as it is now, with all that the page says to edit, and the model description made anew."""
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True,
                            check=True).stdout.splitlines()
    for name in filter(lambda name: (ROOT / name).is_file(), listed):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    for edit in edits(PAGE.read_text(encoding="utf-8")):
        path = folder / edit.file
        path.write_text(edited(path.read_text(encoding="utf-8"), edit), encoding="utf-8")
    done = python(folder, "-m", "sim.cli.odd")
    assert done.returncode == 0, done.stderr


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in a copy, which compiles into a folder of its own, or in the project itself."""
    around = {name: value for name, value in os.environ.items() if name != "COLUMNS"} | {"PYTHONPATH": str(folder)}
    if folder != ROOT:
        around["TAKEHOLD_CACHE"] = str(folder / "cache")
    return subprocess.run([sys.executable, *arguments], cwd=folder, env=around, capture_output=True, text=True, check=False)


def takehold(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a copy; it has to succeed."""
    done = python(folder, "-m", "sim.cli", *arguments)
    assert done.returncode == 0, f"takehold {' '.join(arguments)}: {done.stderr}"
    return done


def printed(command: str, folder: Path) -> str:
    """A command of the page with what it prints; of one that goes on with '| grep WORD', the lines with the word."""
    program, _, word = command.partition(" | grep ")
    lines, word = takehold(folder, *shlex.split(program)[1:]).stdout.rstrip().splitlines(), word.strip("'")
    return "\n".join([f"$ {command}", *(line.rstrip() for line in lines if word in line)]) + "\n"


def renewed(page: str, folder: Path) -> str:
    """The page with what its commands print in a copy."""
    return PRINTS.sub(lambda block: f"<!-- prints: {block['command']} -->\n```console\n{printed(block['command'], folder)}```", page)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        make(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            make(Path(made))
            PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), Path(made)), encoding="utf-8")
