"""What is written is whole or is not there, and runs that fail are named and made again."""

import errno
import io
import os
import subprocess
from pathlib import Path

import duckdb
import numpy as np
import pytest
from helpers import complaint, exactly
from study_files import GRID, TINY, files, light_facts, lightly, parts_of, rows, same_rows, written

from sim.machine.files import flush
from sim.study import read_study, run_study, study_sql
from sim.study.running import chunks
from sim.study.store import parts, status
from sim.study.store.seal import BLANK, KEY, put_seal

SEVERAL = TINY.replace("= 2", "= 30") + "follow_ups = [17, 30]\n" + GRID


# ----- what happens to files
def test_parts_whose_notes_stand_one_by_one_as_before_are_read_and_gone_on_with(tmp_path, light):
    study = written(tmp_path, SEVERAL)
    folder = run_study(study, tmp_path / "out", workers=1)
    rows_before = rows(folder)
    for path in parts_of(folder):
        keys = ", ".join(f"'{key}': '{value}'" for key, value in (parts.notes_in(path) | {KEY: BLANK}).items())
        duckdb.sql(f"copy (from read_parquet('{path}')) to '{tmp_path}/old' (format parquet, kv_metadata {{{keys}}})")
        made = io.BytesIO((tmp_path / "old").read_bytes())
        put_seal(made)
        path.write_bytes(made.getvalue())
    before = [path.read_bytes() for path in parts_of(folder)]
    exactly(rows(folder), rows_before)
    run_study(study, folder, workers=1, resume=True)
    assert [path.read_bytes() for path in parts_of(folder)] == before


@pytest.mark.parametrize("harm", [lambda data: data[:-9], lambda data: data[:len(data) // 2], lambda data: b"",
                                  lambda data: b"x" * len(data), lambda data: data[:-8] + b"\xff\xff\xff\x00PAR1"])
def test_a_part_that_is_not_whole_is_named_set_aside_and_done_again(tmp_path, light, harm):
    study = written(tmp_path, SEVERAL)
    folder = run_study(study, tmp_path / "out", engine="fast")
    before, victim = files(folder), parts_of(folder)[4]
    victim.write_bytes(harm(victim.read_bytes()))
    complaint(lambda: read_study(folder), victim.name, "--resume")
    complaint(lambda: study_sql(folder, "select count(*) from runs"), victim.name, "--resume")
    run_study(study, folder, engine="fast", resume=True)
    aside = victim.with_name(victim.name + ".corrupt")
    assert aside.exists() and any(event.get("file") == aside.name for event in status.notes(folder))
    aside.unlink()
    assert files(folder) == before


def test_a_kill_between_any_two_steps_of_writing_leaves_nothing_half(tmp_path, light, monkeypatch):
    study, unlink = written(tmp_path, SEVERAL.replace("= 30", "= 3")), Path.unlink
    whole = files(run_study(study, tmp_path / "whole", engine="fast"))
    for moment in range(1, 13):
        folder, calls = tmp_path / f"out {moment}", []

        def killed(path, moment=moment, calls=calls):
            calls.append(path)
            if len(calls) == moment:
                raise SystemExit
            flush(path)

        with monkeypatch.context() as patch:
            patch.setattr("sim.machine.files.flush", killed)
            patch.setattr(Path, "unlink", lambda path, missing_ok=False: None)  # whom kill -9 ends tidies nothing up
            with pytest.raises(SystemExit):
                run_study(study, folder, engine="fast", workers=1)
        run_study(study, folder, engine="fast", resume=True)
        assert files(folder) == whole and not list(folder.rglob("*.tmp"))
    assert Path.unlink is unlink


def test_a_full_disk_is_said_and_costs_nothing_that_was_written(tmp_path, light, monkeypatch):
    study, calls = written(tmp_path, SEVERAL), []

    def full(path):
        calls.append(path)
        if len(calls) > 20:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        flush(path)

    monkeypatch.setattr("sim.machine.files.flush", full)
    complaint(lambda: run_study(study, tmp_path / "out", engine="fast", workers=1),
              "part-", "the disk is full", "--resume", "runs are there")
    assert not list((tmp_path / "out" / "parts").glob("*.tmp"))
    monkeypatch.setattr("sim.machine.files.flush", flush)
    run_study(study, tmp_path / "out", engine="fast", resume=True)
    assert files(tmp_path / "out") == files(run_study(study, tmp_path / "whole", engine="fast"))


def test_a_disk_that_is_really_full(tmp_path, light):
    """On a file system of one megabyte, where one may be made."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be made here")
    try:
        study = written(tmp_path, SEVERAL.replace("= 30", "= 2000"))
        complaint(lambda: run_study(study, disk / "out", engine="fast"), "the disk is full", "--resume")
        there = files(disk / "out")
        assert there and all(parts.is_whole(disk / "out" / "parts" / name) for name in there)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_places_that_cannot_be_written_are_named(tmp_path, light):
    study = written(tmp_path, TINY)
    (tmp_path / "file").write_text("")
    complaint(lambda: run_study(study, tmp_path / "file" / "out"), "file")
    complaint(lambda: run_study(study, tmp_path / "file"), "file")
    complaint(lambda: run_study(study, "/proc/nowhere/out"), "/proc/nowhere")


def test_weekly_series_that_are_not_whole_are_done_again_with_their_facts(tmp_path):
    study = written(tmp_path, TINY + 'keep = ["use"]\n')
    folder = run_study(study, tmp_path / "out", workers=1)
    before = files(folder)
    assert len(before) == 2
    victim = next((folder / "parts").glob("weeks-*"))
    victim.write_bytes(victim.read_bytes()[:-5])
    run_study(study, folder, workers=1, resume=True)
    assert {name: digest for name, digest in files(folder).items() if not name.endswith(".corrupt")} == before


# ----- failures
def failing(place, parameters, levers, seed, weeks, first, last):
    if first <= 11 < last and place.units[0].trust_in_leader == 0.5:
        raise ArithmeticError("no such number")
    return light_facts(place, parameters, levers, seed, weeks, first, last)


def test_a_run_that_fails_is_a_row_with_its_reason_and_the_rest_goes_on(tmp_path, light, monkeypatch):
    study = written(tmp_path, SEVERAL)
    whole = rows(run_study(study, tmp_path / "whole", engine="fast"))
    lightly(monkeypatch, failing)
    told = []
    folder = run_study(study, tmp_path / "out", engine="fast", progress=told.append)
    failures = study_sql(folder, "select point, run, reason from failures order by point")
    assert failures.to_numpy().tolist() == [[point, 11, "ArithmeticError: no such number"] for point in (2, 3)]
    lost = whole["point"].isin([2, 3]) & (whole["run"] == 11)
    exactly(rows(folder), whole[~lost])
    assert told[-1].failed == 2
    before = files(folder)
    run_study(study, folder, engine="fast", resume=True)
    assert files(folder) == before and len(study_sql(folder, "select * from failures")) == 2


@pytest.mark.parametrize("replications", ["30", "45", "{ at_least = 15, at_most = 60, half_width = 0.2 }"])
def test_failed_runs_are_made_again_and_leave_no_trace(tmp_path, light, monkeypatch, replications):
    study = written(tmp_path, SEVERAL.replace("= 30", f"= {replications}", 1))
    whole = run_study(study, tmp_path / "whole", engine="fast")
    lightly(monkeypatch, failing)
    folder = run_study(study, tmp_path / "out", engine="fast")
    kept = {path: path.stat().st_mtime_ns for path in parts_of(folder)}
    touched = {path for path in kept if (folder / "parts" / path.name.replace("part", "failed")).exists()}
    assert len(touched) == 2
    lightly(monkeypatch)
    if replications == "30":  # chunks of other bounds
        monkeypatch.setattr(chunks, "LEAST_RUNS", 11)
    run_study(study, folder, engine="fast", resume=True)
    assert len(study_sql(folder, "from failures")) == 0
    assert all(path.stat().st_mtime_ns == kept[path] for path in kept if path not in touched)
    if "half_width" in replications:  # a point with a run less may have decided otherwise, and what it had run more stays
        assert files(whole).items() <= files(folder).items()
    else:
        same_rows(folder, whole)
        assert replications == "30" or files(folder) == files(whole)


def test_a_share_makes_its_own_failed_runs_again(tmp_path, light, monkeypatch):
    study = written(tmp_path, SEVERAL)
    whole = files(run_study(study, tmp_path / "whole", engine="fast"))
    lightly(monkeypatch, failing)
    for share in (1, 2):
        run_study(study, tmp_path / "shares", engine="fast", shard=(share, 2))
    failed = len(study_sql(tmp_path / "shares", "from failures"))
    lightly(monkeypatch)
    for share in (1, 2):
        run_study(study, tmp_path / "shares", engine="fast", shard=(share, 2))
    assert failed == 2 and files(tmp_path / "shares") == whole


def test_what_is_no_number_never_reaches_the_store(tmp_path, light, monkeypatch):
    def broken(*arguments):
        facts = np.array(light_facts(*arguments))
        facts[:, 11] = np.nan
        return facts

    lightly(monkeypatch, broken)
    folder = run_study(written(tmp_path, TINY), tmp_path / "out", engine="fast", replay=0)
    assert len(rows(folder)) == 0 and "use_early is no finite number" in study_sql(folder, "select reason from failures")["reason"][0]


def broken(*arguments):
    raise TypeError("cannot\ncompile")


@pytest.mark.parametrize(("ours", "mesa", "words"), [
    (broken, light_facts, ["'fast' cannot make run 0"]), (light_facts, broken, ["'mesa' cannot make run 0"]), (broken, broken, ["no run"])])
def test_a_replay_that_cannot_be_made_stops_a_study_before_it_begins(tmp_path, light, monkeypatch, ours, mesa, words):
    folder = run_study(written(tmp_path, TINY), tmp_path / "out", engine="fast", shard=(1, 1))
    before = files(folder)
    lightly(monkeypatch, ours, mesa)
    complaint(lambda: run_study(written(tmp_path, TINY), tmp_path / "new", engine="fast"), "TypeError", "nothing was run", *words)
    complaint(lambda: run_study(written(tmp_path, TINY), folder, engine="fast", resume=True), "nothing was run")
    assert not parts_of(tmp_path / "new") and files(folder) == before


def test_engines_that_differ_by_one_bit_stop_a_study_before_it_begins(tmp_path, light, monkeypatch):
    def off(*arguments):
        facts = np.array(light_facts(*arguments))
        facts[:, 11] = np.nextafter(facts[:, 11], 1)
        return facts

    lightly(monkeypatch, off, light_facts)
    complaint(lambda: run_study(written(tmp_path, TINY), tmp_path / "out", engine="fast"), "differ", "use_early", "run 0 of point 0")
    assert not parts_of(tmp_path / "out")
