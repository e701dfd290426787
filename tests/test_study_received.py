"""A study's folder from a stranger or a bad disk: it is read as it was written, or refused in one sentence, and nothing of it is run."""

import os
import random
import shutil
from pathlib import Path

import numpy as np
import pytest
from helpers import complaint, quiet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from study_files import RECEIVED, edited, failing, files, lightly, series, written

from sim.study import read_study, run_study, study_sql
from sim.study.store import manifest, parts
from sim.study.store.results import opened
from sim.study.store.state import state_of
from sim.study.store.study_folder import load_job
from sim.study.store.summary import summary

TABLES = ("runs", "points", "failures", "weeks", "facts")


def told(folder):
    """All that is told of a study."""
    state = {name: value for name, value in state_of(load_job(folder)).items() if name not in ("folder", "last", "written_by")}
    with opened(folder) as study:
        return [read_study(folder), summary(folder), *(study.ask(f"from {table}") for table in TABLES)], state


def same_or_refused(folder, want):
    """Nothing else is told than before, or nothing at all; returns whether it was refused."""
    got = []
    if quiet(lambda: got.append(told(folder))):
        return True
    assert all(one.equals(other) for one, other in zip(got[0][0], want[0], strict=True)) and got[0][1] == want[1]
    return False


# ----- damage
def damages(data, dice):
    """A file with one thing wrong."""
    at = dice.randrange(len(data)) if data else 0
    flipped = bytearray(data)
    if data:
        flipped[at] ^= 1 << dice.randrange(8)
    return dice.choice([bytes(flipped)] * 5 + [data[:at], data + b"\0", data[:at] + bytes(40) + data[at + 40:], b""])


def each_damage(folder, count):
    want, dice, refused = told(folder), random.Random(7), {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        kind = path.parent.name.partition("-")[0] + "/" + path.name.partition("-")[0]
        for _ in range(count):
            path.write_bytes(damages(whole, dice))
            refused.setdefault(kind, []).append(same_or_refused(folder, want))
        path.write_bytes(whole)
    assert told(folder)[1] == want[1]
    return refused


def test_no_byte_that_changes_anywhere_changes_a_number_in_silence(received_folder):
    refused = each_damage(received_folder, 4)
    assert all(all(refused[kind]) for kind in ("parts/part", "parts/weeks", "parts/failed", "out/points.parquet"))
    assert not any(refused["measures/part"]), "measures are worked out anew"


@pytest.mark.slow
def test_many_bytes_that_change(received_folder):
    assert sum(map(sum, each_damage(received_folder, 150).values())) > 400


@pytest.mark.parametrize("kind", parts.KINDS)
def test_a_damaged_chunk_is_made_again(received_study, received_folder, monkeypatch, kind):
    lightly(monkeypatch, failing)
    monkeypatch.setattr("sim.study.running.work.weekly_series", series)
    path = next((received_folder / "parts").glob(f"{kind}-*"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)
    complaint(lambda: read_study(received_folder), path.name, "--resume")
    run_study(written(received_folder.parent, RECEIVED), received_folder, resume=True, workers=1)
    assert {name: seal for name, seal in files(received_folder).items() if not name.endswith(".corrupt")} == files(received_study)


def test_a_damaged_table_of_points_is_made_again(received_study, received_folder, monkeypatch):
    lightly(monkeypatch, failing)
    whole = (received_folder / "points.parquet").read_bytes()
    (received_folder / "points.parquet").write_bytes(whole[:300] + b"?" + whole[301:])
    complaint(lambda: read_study(received_folder), "points.parquet", "--resume")
    run_study(written(received_folder.parent, RECEIVED), received_folder, resume=True, workers=1)
    assert (received_folder / "points.parquet").read_bytes() == whole


@pytest.fixture
def chunks(tmp_path, monkeypatch):
    """A study in two chunks."""
    lightly(monkeypatch)
    monkeypatch.setattr("sim.study.running.chunks.LEAST_RUNS", 20)
    return run_study(written(tmp_path, RECEIVED.replace('keep = ["use"]\n', "")), tmp_path / "chunks", workers=1)


def test_a_part_that_is_not_what_its_name_says_is_refused(chunks):
    first, second, *_ = sorted((chunks / "parts").iterdir())
    whole, job = second.read_bytes(), load_job(chunks)
    notes = parts.notes_in(second)
    del notes["seal"]
    columns = parts.read_table(second)
    numbers = {name: column for name, column in columns.items() if column.dtype != object}
    fewer = {name: column[:-1] for name, column in columns.items()}
    for spoil in (lambda: shutil.copy(first, second),
                  lambda: second.rename(second.with_name("part-000000003-000000006-000000000-000000009.parquet")),
                  lambda: second.rename(second.with_name("part-000000003-999999999-000000000-000000006.parquet")),
                  lambda: shutil.copy(second, second.with_name("part-000000002-000000006-000000000-000000006.parquet")),
                  lambda: parts.write_table(second, columns, {}), lambda: parts.write_table(second, fewer, notes),
                  lambda: parts.write_table(second, numbers, notes),
                  lambda: parts.write_table(second, {**columns, "run": columns["run"] + np.int32(1)}, notes),
                  lambda: parts.write_table(second, columns, {**notes, "failed": "1"}),
                  lambda: parts.connection().execute(f"copy (from '{first}') to '{second}'")):
        spoil()
        complaint(lambda: read_study(chunks), ".parquet in", "--resume")
        complaint(lambda: study_sql(chunks, "from runs"), ".parquet in", "--resume")
        for path in (chunks / "parts").iterdir():
            if path != first:
                path.unlink()
        second.write_bytes(whole)
    assert len(read_study(chunks)) == 36 and load_job(chunks).points.digest() == job.points.digest()


def test_a_part_of_another_study_of_that_name_is_refused(chunks, tmp_path):
    other = RECEIVED.replace('keep = ["use"]\n', "").replace("0.8]", "0.9]")
    there = run_study(written(tmp_path, other), tmp_path / "other", workers=1)
    for name in ("part-000000003-000000006-000000000-000000006.parquet", "points.parquet"):
        place = "parts" if name.startswith("part") else ""
        whole = (chunks / place / name).read_bytes()
        shutil.copy(there / place / name, chunks / place / name)
        complaint(lambda: read_study(chunks), name, "--resume")
        (chunks / place / name).write_bytes(whole)


# ----- edits
ALONE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["\x1b[31m", "\ud800", "'; --"])
JUNK = st.recursive(ALONE, lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3), max_leaves=5)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(sorted(manifest.Manifest.model_fields)), junk=JUNK)
def test_any_edit_of_a_manifest_is_answered(received_folder, key, junk):
    before = (received_folder / "manifest.json").read_text()
    rows = read_study(received_folder)
    edited(received_folder, lambda entries: entries.update({key: junk}))
    got = []
    quiet(lambda: got.append(read_study(received_folder)))
    quiet(lambda: told(received_folder))
    (received_folder / "manifest.json").write_text(before)
    assert not got or got[0].equals(rows)


@pytest.mark.parametrize(("change", "said"), [
    (lambda told: told["workplaces"][0]["units"][0].update(trust_in_leader=7), "trust_in_leader = 7 is outside what is allowed: 0 to 1"),
    (lambda told: told["workplaces"][0]["units"][0]["leader"].update(leaves_in_week=0),
     "leaves_in_week = 0 is outside what is allowed: 1 to 200"),
    (lambda told: told["sources"].append({}), "argument"),
    (lambda told: told.update(sede=1), "sede: no such setting; did you mean 'seed'?"),
    (lambda told: told.update(points="many"), "points = 'many' is no whole number")])
def test_what_is_wrong_with_a_manifest_is_said_as_of_any_file(received_folder, change, said):
    edited(received_folder, change)
    complaint(lambda: read_study(received_folder), "manifest.json", said)


def test_an_edit_without_a_seal_is_seen(received_folder):
    text = (received_folder / "manifest.json").read_text()
    (received_folder / "manifest.json").write_text(text.replace("Does it hold?", "Does it not?"))
    complaint(lambda: read_study(received_folder), "manifest.json", "changed")
    (received_folder / "manifest.json").write_text(text.replace('"digest"', '"older"'))
    complaint(lambda: read_study(received_folder), "manifest.json", "digest", "anew")


BAD = {"empty": b"", "not text": b"\xff\xfe\x00", "deep": b"[" * 200_000, "null": b"null", "a number": b"7", "NaN": b'{"event": NaN}',
       "huge": b" " * 17_000_000, "other keys": b'{"event": 5}\n{"event": "\\u001b[31m"}\n[]\n{"pid": {}, "host": []}'}
NAMES = ("manifest.json", "points.parquet", "study.toml", "status.jsonl", "lock")


@pytest.mark.parametrize("name", NAMES)
def test_every_file_may_be_anything(received_folder, name):
    want, path = told(received_folder), received_folder / name
    for content in BAD.values():
        path.write_bytes(content)
        same_or_refused(received_folder, want)
    for make in (Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.symlink_to(path), Path.touch):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        make(path)
        refused = same_or_refused(received_folder, want)
        assert refused or name == "study.toml" or make is Path.touch, make


@pytest.mark.parametrize("name", ["parts", "points.parquet", "lock", "status.jsonl"])
def test_nothing_is_written_through_a_link(received_folder, tmp_path, name, monkeypatch):
    lightly(monkeypatch, failing)
    letter = tmp_path / "letter"
    shutil.move(received_folder / name, letter)
    before = letter.read_bytes() if letter.is_file() else None
    (received_folder / name).symlink_to(letter)
    refused = quiet(lambda: run_study(written(tmp_path, RECEIVED), received_folder, resume=True, workers=1))
    assert name == "points.parquet" or (name in refused and "link" in refused)
    assert letter.read_bytes() == before if before is not None else len(list(letter.iterdir())) == 3
