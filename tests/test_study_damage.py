"""What happens to files of a store from outside: it is said in one sentence, and nothing is read that nobody wrote."""

import json
import random
import shutil

import numpy as np
import pytest
from helpers import complaint
from study_files import GRID, TINY, files, lightly, written

from sim.complaints import Complaint
from sim.study import parts, read_study, run_study, store, study_sql
from sim.study.summary import summary

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


def test_a_single_bit_that_flips_among_the_numbers_is_seen(folder):
    victim, dice, seen = part(folder), random.Random(4), 0
    whole, told = victim.read_bytes(), parts.digest(parts.read_table(victim))
    for _ in range(60):
        data = bytearray(whole)
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        victim.write_bytes(data)
        try:
            assert parts.digest(parts.read_table(victim)) == told  # it fell on a text or on what nobody reads
        except Complaint:
            seen += 1
    assert seen > 30


def test_numbers_that_nobody_wrote_are_refused_and_done_again(folder):
    before, victim = files(folder), part(folder)
    numbers = {name: column for name, column in parts.read_table(victim).items() if column.dtype != object}
    told = parts.digest(numbers)
    numbers["use_early"] = np.nextafter(numbers["use_early"], 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "digest", lambda columns: told)
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


def test_measures_with_a_damaged_page_are_named_and_go_with_resume(folder):
    asked = study_sql(folder, COUNT)
    derived = next(folder.glob("measures-*/*.parquet"))
    data = bytearray(derived.read_bytes())
    data[4:2000] = b"\xff" * 1996
    derived.write_bytes(data)
    complaint(lambda: summary(folder), "out", "--resume")
    go_on(folder)
    assert study_sql(folder, COUNT).equals(asked)


def test_a_study_is_read_where_the_disk_is_full(folder, monkeypatch):
    write = parts.durably

    def full(path, copy):
        if "out" in path.parts:
            raise Complaint(f"{path.name} cannot be written: the disk is full")
        write(path, copy)

    monkeypatch.setattr(parts, "durably", full)
    assert study_sql(folder, COUNT)["n"][0] == 360
    assert not list(folder.glob("measures-*/*.parquet"))


@pytest.mark.parametrize("text", ["{}", "[]", '{"workplaces": []}', '{"x":', "", "7", "null"])
def test_a_manifest_that_is_none_is_named(folder, text):
    (folder / store.MANIFEST).write_text(text)
    complaint(lambda: read_study(folder), store.MANIFEST)
    complaint(lambda: go_on(folder), store.MANIFEST)


def test_every_entry_of_a_manifest_is_needed_or_made_anew(folder):
    told = json.loads((folder / store.MANIFEST).read_text())
    assert set(told) == {*store.NEEDED, "parameters"}
