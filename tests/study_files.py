"""Small studies for tests, an engine that costs nothing, and what is in a store."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from sim.machine.plain import digest_of
from sim.model.outcome import COLUMNS
from sim.runs import engines
from sim.study import run_study
from sim.study.running import runner
from sim.study.store import parts
from sim.study.store.results import read_facts
from sim.study.store.study_folder import load_job
from sim.study.store.summary import summary

QUESTION = 'question = "Does it hold?"\n'
TINY = QUESTION + 'workplaces = ["hjemmeplejen"]\nengine = "mesa"\nreplications = 2\n'
GRID = '[vary.grid]\ntrust_in_leader = [0.2, 0.5, 0.8]\n"leader.value" = [0.3, 0.7]\n'
# many small chunks on the compiled engine, since so many follow-ups make many rows of a run
MANY = QUESTION + f'workplaces = ["hjemmeplejen", "bostedet"]\nreplications = 700\nfollow_ups = {list(range(17, 37))}\nseed = 5\n' + GRID
RECEIVED = QUESTION + 'workplaces = ["hjemmeplejen"]\nengine = "fast"\nreplications = 6\nkeep = ["use"]\n' + GRID


def written(folder: Path, text: str = TINY, name: str = "small") -> Path:
    """A study file of that text."""
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def light_facts(place, parameters, levers, seed, weeks, first, last):
    """Facts in the form of an engine's, made of a few draws and not of a model."""
    units, rows = len(place.units), []
    for run in range(first, last):
        for week in weeks:
            for unit in range(units):
                u = np.random.default_rng([seed, run, unit]).random(4)
                facts = dict.fromkeys(COLUMNS, 0.0)
                launched = u[0] < place.units[unit].trust_in_leader + 0.2
                facts.update({"launched": launched, "stopped_phase": -1 if launched else 3, "practices": 3, "launch_week": 14,
                              "kept": int(4 * u[1]) if launched else 0, "use_early": u[2],
                              "end hours": week * parameters.trust_rate * u[3]})
                rows.append(list(facts.values()))
    return rows


def lightly(monkeypatch, facts=light_facts, mesa=None) -> None:
    """Have both engines be this function, or Mesa another."""
    def engine_facts(name, *_):
        own = mesa if name == "mesa" and mesa else facts
        return lambda settings, weeks, runs: [row for one in settings for row in own(*one[:4], weeks, one.first, one.first + runs)]

    monkeypatch.setattr(engines, "engine_facts", engine_facts)
    monkeypatch.setattr(runner, "engine_facts", engine_facts)  # imported above, so that it is never imported patched


def files(folder: Path) -> dict[str, str]:
    """Every part by name, with a digest of its bytes."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((folder / "parts").iterdir())}


def rows(folder: Path) -> pd.DataFrame:
    """All rows as they are in the store, in order of point and run."""
    job = load_job(folder)
    frames = [pd.DataFrame(read_facts(job, chunk)) for chunk in parts.present(folder)]
    return pd.concat(frames, ignore_index=True).sort_values(["point", "run"], kind="stable", ignore_index=True)


def same_rows(first: Path, second: Path) -> None:
    """Two stores hold the same rows to the last bit."""
    pd.testing.assert_frame_equal(rows(first), rows(second), check_exact=True)


def in_a_process(study: Path, out: Path, **options) -> "subprocess.Popen[str]":
    """The study in a process and a process group of its own, as from the command line."""
    code = ("import sys; from sim.study import run_study\n"
            "from sim.errors import InputError\n"
            f"try: run_study({str(study)!r}, {str(out)!r}, **{options!r})\n"
            "except (InputError, KeyboardInterrupt) as told: sys.exit(str(told))\n")
    return subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1],
                            start_new_session=True)


def parts_of(folder: Path) -> list[Path]:
    """The parts of a study in the order of their chunks."""
    return sorted((folder / "parts").glob("part-*.parquet"))


def failing(place, parameters, levers, seed, weeks, first, last):
    """An engine that costs nothing, and fails in one run of some points."""
    if first <= 4 < last and place.units[0].trust_in_leader == 0.5:
        raise ArithmeticError("no such number")
    return light_facts(place, parameters, levers, seed, weeks, first, last)


def series(engine, inputs, seed, run, last, names):
    """Weekly series that cost nothing."""
    return np.full((len(inputs.place.units), 5, len(names)), run / 7)


def received(patch, out):
    """The folder of a small study with every kind of file: parts, weekly series, runs that failed, measures worked out."""
    lightly(patch, failing)
    patch.setattr("sim.study.running.work.weekly_series", series)
    folder = run_study(written(out, RECEIVED), out / "out", workers=1)
    summary(folder)
    return folder


def edited(folder, change):
    """Edit a manifest as one who knows how to seal it."""
    entries = json.loads((folder / "manifest.json").read_text())
    entries.pop("digest")
    change(entries)
    try:
        entries["digest"] = digest_of(entries)
    except (ValueError, TypeError):
        entries["digest"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(entries))
