"""Kinds of hostile.py about a workplace of one's own: surveys, people, observations, fits, ensembles."""

import io
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from junk import JUNK, altered, command, write

import sim
from sim.calibration.cube import Cube
from sim.calibration.ensemble import load_ensemble, write_ensemble
from sim.fitting.kept import read
from sim.fitting.observed import EXAMPLE, observations
from sim.inputs.people import COLUMNS
from sim.inputs.reading import TEMPLATE, load_workplace
from sim.survey.shipped import EXAMPLES

CELLS = [*JUNK[:24], "2,5", "ja", "TRUE", "Nord", "2026-01-01", ";", "=1+1", "½", "representative", "none", "1;2", "leader", "99", "5"]
SEEN = [{"measure": "trust_in_leader", "week": 12, "value": 0.5, "sd": 0.2}]
_STORED: dict[str, Any] = {}


def cells_changed(text: str, rng: random.Random, between: str = ",") -> str:
    """A table with some cells, names of columns, lines or columns replaced, doubled or lost."""
    rows = [line.split(between) for line in text.splitlines()]
    for _ in range(rng.choice([0, 1, 1, 2, 5, 40])):
        row = rng.choice(rows) if rng.random() < 0.8 else rows[0]
        at, kind = rng.randrange(len(row)) if row else 0, rng.randrange(6)
        if kind <= 2 and row:
            row[at] = rng.choice(CELLS)
        elif kind == 3:
            rows.insert(rng.randrange(len(rows) + 1), list(row))
        elif kind == 4 and row:
            row.insert(at, rng.choice([*row, *CELLS]))
        elif len(rows) > 1:
            rows.remove(row)
    return "\n".join(rng.choice([between] * 20 + [";", "\t"]).join(row) for row in rows) + "\n"


def survey_file(name: str, text: str, rng: random.Random, folder: Path) -> Path:
    """A table as CSV in some encoding, or as a workbook, which at times is damaged."""
    if rng.random() < 0.85:
        return write(folder / f"{name}.csv", text, rng) if rng.random() < 0.8 else _encoded(folder / f"{name}.csv", text, rng)
    import openpyxl
    book, content = openpyxl.Workbook(), io.BytesIO()
    for line in text.splitlines():
        book.active.append([cell if cell.isprintable() else "x" for cell in line.split(",")])
    book.save(content)
    data = bytearray(content.getvalue())
    for _ in range(rng.choice([0, 0, 1, 5])):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path = folder / f"{name}.xlsx"
    path.write_bytes(bytes(data[:rng.randrange(len(data))]) if rng.random() < 0.1 else bytes(data))
    return path


def _encoded(path: Path, text: str, rng: random.Random) -> Path:
    path.write_bytes(text.encode(rng.choice(["utf-8-sig", "utf-16", "latin-1", "cp1252"]), "replace"))
    return path


def surveys(rng: random.Random, folder: Path) -> None:
    """A survey with its roster and codebook, each damaged or not: what is read can be written, and what is written is a workplace."""
    files = dict.fromkeys((".csv", "-roster.csv", "-codebook.toml"), "")
    for end in files:
        text = (EXAMPLES / f"ward{end}").read_text(encoding="utf-8")
        spoilt = altered if end.endswith("toml") else cells_changed
        files[end] = spoilt(text, rng) if rng.random() < 0.4 else text
    answers, asked = (survey_file(name, files[end], rng, folder) for name, end in (("answers", ".csv"), ("roster", "-roster.csv")))
    book = write(folder / "book.toml", files["-codebook.toml"], rng)
    if rng.random() < 0.1:
        command(["survey", str(answers), "--guess", "--roster", str(asked), "--codebook", str(folder / "new.toml")])
        return
    found = sim.from_survey(answers, book, rng.choice([asked, asked, None]))
    place = load_workplace(found.write(folder / "out")[0])
    if rng.random() < 0.1:
        sim.simulate(place, runs=1)


def people(rng: random.Random, folder: Path) -> None:
    """A people file beside a workplace file, damaged: read and run once where it can be."""
    names = rng.sample(COLUMNS, rng.randint(1, 5))
    rows = [",".join(names)]
    for number in range(rng.randint(0, 12)):
        right = {"person": str(number + 1), "role": rng.choice(["employee", "planner", "representative", ""]), "team": rng.choice("ab"),
                 "unit": "", "colleagues": rng.choice(["1;2", "none", ""])}
        rows.append(",".join(right.get(name, f"{rng.random():.2f}") for name in names))
    write(folder / "people.csv", cells_changed("\n".join(rows), rng) if rng.random() < 0.6 else "\n".join(rows), rng)
    entry = rng.choice(['"people.csv"'] * 12 + ['"people.xlsx"', '"../people.csv"', '"/dev/zero"', '"."', '""', "5", "[]"])
    (folder / "w.toml").write_text(f"people = {entry}\n{TEMPLATE.read_text(encoding='utf-8')}", encoding="utf-8")
    sim.simulate(folder / "w.toml", runs=1)


def observed(rng: random.Random, folder: Path) -> None:
    """A file of observations, damaged: read, and at times weighed."""
    text = altered(EXAMPLE.read_text(encoding="utf-8"), rng)
    path, place = write(folder / "o.toml", altered(text, rng) if rng.random() < 0.5 else text, rng), load_workplace(TEMPLATE)
    observations(path, place)
    if rng.random() < 0.05:
        sim.fit(place, path, members=60, runs=2).write(folder / "fit")


def two_fits(folder: Path) -> None:
    """Two fits, made before the clock runs."""
    base, place = folder / "fits", load_workplace(TEMPLATE)
    base.mkdir()
    for seed in (0, 1):
        sim.fit(place, SEEN, members=60, runs=2, seed=seed).write(base / str(seed))
    _STORED["fit"] = base, place, read(base / "0", place).run_weights


def fits(rng: random.Random, folder: Path) -> None:
    """The folder of a fit with one file damaged, or exchanged with that of another: read as it was, or refused."""
    base, place, weights = _STORED["fit"]
    copy = shutil.copytree(base / "0", folder / "fit")
    damage(copy, ("fit.json", "particles.npz"), base / "1", rng)
    assert np.array_equal(read(copy, place).run_weights, weights)


def two_ensembles(folder: Path) -> None:
    """Two ensembles."""
    base, shipped = folder / "ensembles", load_ensemble()
    for first in (0, 40):
        (base / str(first)).mkdir(parents=True)
        write_ensemble(base / str(first), Cube({}), shipped.values.to_numpy()[first:first + 40],
                       dict(shipped.provenance) | {"members": 40, "entries": {}, "seed": first})
    _STORED["ensemble"] = base, load_ensemble(base / "0")


def ensembles(rng: random.Random, folder: Path) -> None:
    """The folder of an ensemble with one file damaged, or exchanged with that of another: read as it was, or refused."""
    base, before = _STORED["ensemble"]
    copy = shutil.copytree(base / "0", folder / "ensemble")
    damage(copy, ("ensemble.json", "ensemble.npz"), base / "40", rng)
    found = load_ensemble(copy)
    assert found.values.equals(before.values) and found.provenance == before.provenance


def damage(folder: Path, names: tuple[str, ...], other: Path, rng: random.Random) -> None:
    """Damage one of the files: flipped bits, a cut, another's content, a changed line, another file's bytes, or no file any more."""
    path = folder / rng.choice(names)
    data, kind = bytearray(path.read_bytes()), rng.randrange(8)
    if kind <= 2:
        for _ in range(rng.choice([1, 1, 1, 3])):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    elif kind == 3:
        data = data[:rng.randrange(len(data))]
    elif kind == 4:
        data = bytearray((other / path.name).read_bytes())
    elif kind == 5:
        data = bytearray(rng.choice([one for one in folder.iterdir() if one.is_file()]).read_bytes())
    elif kind == 6:
        path.unlink()
        rng.choice([lambda: None, path.mkdir, lambda: path.symlink_to(other / path.name)])()
        return
    else:
        lines = data.decode("utf-8", "replace").splitlines()
        at = rng.randrange(len(lines))
        lines[at] = rng.choice([*JUNK, '{"a": 1}', "[]", lines[at].replace("1", "2"), lines[at].replace("0", "9")])
        data = bytearray("\n".join(lines).encode("utf-8", "surrogatepass")) if path.suffix == ".json" else data + b"x"
    path.write_bytes(bytes(data))


KINDS: dict[str, Callable[[random.Random, Path], None]] = {one.__name__: one for one in (surveys, people, observed, fits, ensembles)}
MADE_BEFORE: dict[str, Callable[[Path], None]] = {"fits": two_fits, "ensembles": two_ensembles}
