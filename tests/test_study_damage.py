"""What happens to files of a store from outside: it is said in one sentence, and nothing is read that nobody wrote."""

import json
import shutil

import numpy as np
import pytest
from helpers import complaint
from study_files import GRID, TINY, files, lightly, written

from sim.errors import InputError
from sim.study import read_study, run_study, study_sql
from sim.study.store import checks, manifest, parts

SEVERAL = TINY.replace("= 2", "= 30") + "follow_ups = [17, 30]\n" + GRID
COUNT = "select count(*) as n, min(use_early) as least, max(use_early) as most from runs"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A study that was run, on an engine that costs nothing."""
    lightly(monkeypatch)
    return run_study(written(tmp_path, SEVERAL), tmp_path / "out", engine="fast")


def go_on(folder):
    return run_study(folder.parent / "small.toml", folder, engine="fast", resume=True)


def part(folder):
    return next((folder / "parts").glob("part-*.parquet"))


def test_numbers_that_nobody_wrote_are_refused_and_done_again(folder):
    before, victim = files(folder), part(folder)
    numbers = parts.read_table(victim)
    numbers["use_early"] = np.nextafter(numbers["use_early"], 1)
    parts.write_table(victim, numbers, {})
    complaint(lambda: read_study(folder), victim.name, "damaged", "--resume")
    go_on(folder)
    victim.with_name(victim.name + ".corrupt").unlink()
    assert files(folder) == before


def test_a_folder_of_parts_that_is_gone_is_made_again(folder):
    before = files(folder)
    shutil.rmtree(folder / "parts")
    go_on(folder)
    assert files(folder) == before


def test_measures_that_are_cut_short_are_worked_out_anew(folder):
    asked = study_sql(folder, COUNT)
    derived = next(folder.glob("measures-*/*.parquet"))
    derived.write_bytes(derived.read_bytes()[:200])
    assert study_sql(folder, COUNT).equals(asked)


def test_measures_with_a_damaged_page_are_worked_out_anew(folder):
    asked = study_sql(folder, COUNT)
    derived = next(folder.glob("measures-*/*.parquet"))
    data = bytearray(derived.read_bytes())
    data[4:2000] = b"\xff" * 1996
    derived.write_bytes(data)
    assert study_sql(folder, COUNT).equals(asked)


def test_what_a_killed_reader_left_among_the_measures_is_removed(folder, tmp_path):
    study_sql(folder, COUNT)
    left = next(folder.glob("measures-*")) / "part.parquet.host.1.2.tmp"
    elsewhere = tmp_path / "elsewhere" / "other.tmp"
    elsewhere.parent.mkdir()
    (folder / "measures-of-others").symlink_to(elsewhere.parent)
    for path in (left, elsewhere):
        path.touch()
    go_on(folder)
    assert not left.exists() and elsewhere.exists()


def test_a_study_is_read_where_the_disk_is_full(folder, monkeypatch):
    write = parts.put

    def full(path, content):
        if "out" in path.parts:
            raise InputError(f"{path.name} cannot be written: the disk is full")
        write(path, content)

    monkeypatch.setattr(parts, "put", full)
    assert study_sql(folder, COUNT)["n"][0] == 360
    assert not list(folder.glob("measures-*/*.parquet"))


@pytest.mark.parametrize("text", ["{}", "[]", '{"workplaces": []}', '{"x":', "", "7", "null"])
def test_a_manifest_that_is_none_is_named(folder, text):
    (folder / manifest.MANIFEST).write_text(text)
    complaint(lambda: read_study(folder), manifest.MANIFEST)
    complaint(lambda: go_on(folder), manifest.MANIFEST)


def test_every_entry_of_a_manifest_is_needed_or_made_anew(folder):
    told = json.loads((folder / manifest.MANIFEST).read_text())
    assert set(told) == set(manifest.Manifest.model_fields) - {
        manifest.PEOPLE, manifest.PEOPLE_FILES, manifest.CONTEXTS, manifest.UNSURE}, "which stand there for those who need them only"


def test_damage_is_noticed_in_a_folder_that_was_read_before_in_this_process(folder, monkeypatch):
    monkeypatch.setattr(checks, "SETTLED", 0)  # as if its files had lain for long
    before = study_sql(folder, COUNT)
    assert study_sql(folder, COUNT).equals(before)
    part = next((folder / "parts").glob("part-*"))
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(data)
    complaint(lambda: study_sql(folder, COUNT), part.name)
    part.unlink()
    assert study_sql(folder, COUNT)["n"][0] < before["n"][0]
