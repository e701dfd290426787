"""A small survey with a roster and a codebook, to be read as it is or with one thing wrong in it."""

import csv
import io
from pathlib import Path

import numpy as np

import sim
from sim.survey.shipped import shipped

ITEMS = ("L1", "L2", "L3", "O1", "O2", "W1")
CODEBOOK = """name = "small"
title = "A small place"
answers = [1, 5]
missing = [99]
[columns]
unit = "Afdeling"
team = "Team"
hours = "Timer"
key = "Nr"
[roster]
unit = "Afdeling"
team = "Team"
role = "Rolle"
hours = "Timer"
key = "Nr"
[roles]
"Tillidsvalgt" = "representative"
[scales.leader]
measures = "trust_in_leader"
items = ["L1", "L2", "L3"]
reversed = ["L3"]
[scales.organisation]
measures = "trust_in_organisation"
items = ["O1", "O2"]
[scales.workload]
measures = "workload"
items = ["W1"]
"""
HEADER = ["Nr", "Afdeling", "Team", "Timer", *ITEMS]
ROSTER_HEADER = ["Nr", "Afdeling", "Team", "Timer", "Rolle"]


def place(number: int) -> list[str]:
    """Where somebody works: two units of two teams."""
    return [("Nord", "Øst")[number % 2], ("Dag", "Aften")[number // 2 % 2]]


def rows(count: int = 28, seed: int = 1) -> list[list[str]]:
    """The header and an answer a row."""
    rng = np.random.default_rng(seed)
    return [HEADER, *([str(100 + k), *place(k), "32,5", *map(str, rng.integers(1, 6, len(ITEMS)).tolist())] for k in range(count))]


def roster(count: int = 40) -> list[list[str]]:
    """The header and a person a row."""
    return [ROSTER_HEADER, *([str(100 + k), *place(k), "30", "Tillidsvalgt" if k in (4, 5) else "employee"] for k in range(count))]


def text(table: list[list[str]], between: str = ";") -> str:
    """A table as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=between, lineterminator="\n").writerows(table)
    return out.getvalue()


def put(folder: Path, survey: str | bytes | None = None, people: str | bytes | None = None,
        book: str | None = None) -> tuple[Path, Path, Path]:
    """The three files in a folder: survey, codebook and roster, as sim.from_survey takes them; each may be another text."""
    files = (folder / "survey.csv", folder / "codebook.toml", folder / "roster.csv")
    for file, given, usual in zip(files, (survey, book, people), (text(rows()), CODEBOOK, text(roster())), strict=True):
        content = usual if given is None else given
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return files


def read(tmp_path, **files):
    return sim.from_survey(*put(tmp_path, **files))


def example(name):
    answers, asked, book = shipped(name, None, None)
    return sim.from_survey(answers, book, asked)
