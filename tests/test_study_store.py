"""What is in the store is the same whoever ran it, however often it was interrupted, and nothing in it is done twice."""

import errno
import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from helpers import complaint, exactly
from study_files import GRID, TINY, files, in_a_process, light_facts, lightly, rows, same_rows, written

from sim import simulate
from sim.machine.files import flush
from sim.study import read_study, run_study, study_sql
from sim.study.running import chunks
from sim.study.running.chunks import Chunk, Done
from sim.study.store import parts, status, study_folder
from sim.study.store.lock import locked
from sim.study.store.seal import BLANK, KEY, put_seal

SEVERAL = TINY.replace("= 2", "= 30") + "follow_ups = [17, 30]\n" + GRID


@pytest.fixture
def light(monkeypatch):
    """An engine that costs nothing, and small chunks."""
    lightly(monkeypatch)
    monkeypatch.setattr(chunks, "LEAST_RUNS", 7)
    monkeypatch.setattr(chunks, "FEWEST", 1000)


def parts_of(folder: Path) -> list[Path]:
    return sorted((folder / "parts").glob("part-*.parquet"))


# ----- rows
def test_rows_are_those_of_simulate(tmp_path):
    text = TINY.replace('"hjemmeplejen"', '"bostedet"') + "seed = 9\nfollow_ups = [17, 30]\n[vary.grid]\ntrust_rate = [0.02, 0.08]\n"
    frame = read_study(run_study(written(tmp_path, text), tmp_path / "out", workers=1))
    for point, rate in enumerate((0.02, 0.08)):
        mine = frame[frame["point"] == point]
        theirs = simulate("bostedet", {"trust_rate": rate}, runs=2, seed=9, engine="mesa", follow_up=[17, 30])
        exactly(mine[theirs.columns].astype(theirs.dtypes), theirs)
        assert set(mine["trust_rate"]) == {rate} and set(mine["study"]) == {"small"}


def test_workers_change_nothing(tmp_path, monkeypatch):
    monkeypatch.setitem(chunks.PERSON_WEEKS, "mesa", 1600)
    monkeypatch.setattr(chunks, "LEAST_RUNS", 1)
    study = written(tmp_path, TINY + GRID)
    first, second = (run_study(study, tmp_path / f"{workers}", workers=workers) for workers in (1, 2))
    assert len(files(first)) == 12
    assert files(first) == files(second)
    assert (first / "points.parquet").read_bytes() == (second / "points.parquet").read_bytes()
    assert (first / "manifest.json").read_bytes() == (second / "manifest.json").read_bytes()


def test_where_chunks_are_cut_changes_no_row(tmp_path, light, monkeypatch):
    study = written(tmp_path, SEVERAL.replace('"mesa"', '"fast"'))
    small = run_study(study, tmp_path / "small", engine="fast")
    monkeypatch.setattr(chunks, "LEAST_RUNS", 10**6)
    large = run_study(study, tmp_path / "large", engine="fast")
    assert len(files(small)) > len(files(large)) == 1
    same_rows(small, large)


def test_all_points_share_their_draws(tmp_path, light):
    frame = rows(run_study(written(tmp_path, SEVERAL), tmp_path / "out", engine="fast"))
    use = frame.pivot_table(index=["run", "follow_up"], columns="point", values="use_early")
    assert (use.sub(use[0], axis=0) == 0).all().all() and use[0].nunique() == 30


def test_the_compiled_engine_gives_the_same_store(tmp_path):
    text = TINY.replace('"hjemmeplejen"', '"bostedet"') + GRID
    pytest.importorskip("numba")
    mesa, fast = (run_study(written(tmp_path, text), tmp_path / engine, engine=engine, workers=1) for engine in ("mesa", "fast"))
    same_rows(mesa, fast)


# ----- go on
def test_resume_runs_exactly_what_is_missing(tmp_path, light):
    study = written(tmp_path, SEVERAL)
    whole = files(folder := run_study(study, tmp_path / "out", engine="fast", workers=2))
    gone = parts_of(folder)[3:9:2]
    for path in gone:
        path.unlink()
    kept = {path: path.stat().st_mtime_ns for path in parts_of(folder)}
    told = []
    run_study(study, folder, engine="fast", resume=True, progress=told.append)
    assert files(folder) == whole
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert len(told) == len(gone) and told[-1].done == told[-1].total == 180
    run_study(study, folder, engine="fast", resume=True, progress=told.append)
    assert len(told) == len(gone)


def test_a_study_goes_on_on_another_engine_with_other_chunks(tmp_path, light, monkeypatch):
    study = written(tmp_path, SEVERAL)
    whole = run_study(study, tmp_path / "whole", engine="fast")
    mixed = run_study(study, tmp_path / "mixed", engine="fast")
    for path in parts_of(mixed)[2:20:3]:
        path.unlink()
    monkeypatch.setattr(chunks, "LEAST_RUNS", 11)
    run_study(study, mixed, engine="mesa", workers=1, resume=True)
    same_rows(whole, mixed)


def test_a_folder_in_use_is_refused_unless_one_asks_to_go_on(tmp_path, light):
    study = written(tmp_path, TINY)
    folder = run_study(study, tmp_path / "out", engine="fast")
    complaint(lambda: run_study(study, folder), "out", "--resume", "--extend", "--out")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("mine")
    complaint(lambda: run_study(study, tmp_path / "other", resume=True), "other", "not empty")
    complaint(lambda: read_study(tmp_path / "other"), "other")


@pytest.mark.parametrize(("change", "words"), [
    (("seed = 1", "seed = 2"), ["seed", "1", "2"]), (("[17]", "[17, 30]"), ["follow-ups"]), (("0.2,", "0.3,"), ["2 of its 6 points"]),
    (("= 2\n", "= 3\n"), ["replications", "--extend"]), (('"hjemmeplejen"', '"bostedet"'), ["points"]),
    (("0.8]", "0.8, 0.9]"), ["2 more points", "--extend"])])
def test_another_question_in_the_same_folder_is_refused(tmp_path, light, change, words):
    text = TINY + "seed = 1\nfollow_ups = [17]\n" + GRID
    folder = run_study(written(tmp_path, text), tmp_path / "out", engine="fast")
    before = files(folder)
    complaint(lambda: run_study(written(tmp_path, text.replace(*change)), folder, resume=True, engine="fast"), "out", *words)
    assert files(folder) == before


def test_other_code_is_not_mixed_in_unless_asked_for(tmp_path, light, monkeypatch):
    study = written(tmp_path, SEVERAL)
    folder = run_study(study, tmp_path / "out", engine="fast")
    parts_of(folder)[0].unlink()
    for module in ("store.study_folder", "running.work"):
        monkeypatch.setattr(f"sim.study.{module}.code_fingerprint", lambda: "0123456789ab")
    complaint(lambda: run_study(study, folder, engine="fast", resume=True), "other code", "--mix-versions")
    run_study(study, folder, engine="fast", resume=True, mix_versions=True)
    assert len(study_folder.load_job(folder).manifest["code"]) == 2
    assert {parts.notes_in(path)["code"] for path in parts_of(folder)} == set(study_folder.load_job(folder).manifest["code"])


@pytest.mark.parametrize("more", [("= 30", "= 75"), ("0.8]", "0.8, 0.9]"), ("0.2, 0.5", "0.2, 0.4, 0.5")])
def test_extend_adds_and_redoes_nothing(tmp_path, light, more):
    study = written(tmp_path, SEVERAL)
    folder = run_study(study, tmp_path / "out", engine="fast")
    before = files(folder)
    study = written(tmp_path, SEVERAL.replace(*more))
    run_study(study, folder, engine="fast", extend=True)
    assert before.items() < files(folder).items()
    keys = ["trust_in_leader", "leader.value", "run", "follow_up"]
    at_once = read_study(run_study(study, tmp_path / "at once", engine="fast")).sort_values(keys, ignore_index=True)
    added = read_study(folder).sort_values(keys, ignore_index=True)
    exactly(added.drop(columns="point"), at_once.drop(columns="point"))
    assert not added.duplicated(keys).any()


def test_a_kill_while_a_study_is_extended_leaves_it_as_it_was(tmp_path, light, monkeypatch):
    folder = run_study(written(tmp_path, SEVERAL), tmp_path / "out", engine="fast")
    before = read_study(folder)
    more = written(tmp_path, SEVERAL.replace("0.2, 0.5", "0.2, 0.4, 0.5").replace('"hjemmeplejen"', '"bostedet", "hjemmeplejen"'))

    def killed(folder, manifest):
        raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(study_folder, "write_manifest", killed)
        run_study(more, folder, engine="fast", extend=True)
    exactly(read_study(folder), before)
    assert len(study_sql(folder, "from points")) == 6
    run_study(more, folder, engine="fast", extend=True)
    keys = ["workplace", "trust_in_leader", "leader.value", "run", "follow_up", "unit"]
    at_once = read_study(run_study(more, tmp_path / "at once", engine="fast")).sort_values(keys, ignore_index=True)
    exactly(read_study(folder).sort_values(keys, ignore_index=True).drop(columns="point"), at_once.drop(columns="point"))


def test_shares_of_a_study_make_the_whole(tmp_path, light):
    study = written(tmp_path, SEVERAL)
    whole = run_study(study, tmp_path / "whole", engine="fast")
    for share in (2, 3, 1, 2):
        run_study(study, tmp_path / "shares", engine="fast", shard=(share, 3))
    assert files(whole) == files(tmp_path / "shares")


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


# ----- one writer
def test_a_second_process_is_refused_and_a_dead_one_holds_nobody_up(tmp_path, light):
    study = written(tmp_path, SEVERAL)
    (tmp_path / "out").mkdir()
    with locked(tmp_path / "out"):
        second = in_a_process(study, tmp_path / "out", resume=True)
        told = second.communicate(timeout=60)[1]
        assert f"process {os.getpid()}" in told and "out" in told and len(told.strip().splitlines()) == 1
    (tmp_path / "out" / "lock").write_text(json.dumps({"host": os.uname().nodename, "pid": 1}))  # left by a kill
    run_study(study, tmp_path / "out", engine="fast", resume=True)
    (tmp_path / "out" / "lock").write_text(json.dumps({"host": "elsewhere", "pid": 1}))
    complaint(lambda: run_study(study, tmp_path / "out", resume=True), "process 1 on elsewhere", "remove lock")


def test_shares_do_not_hold_each_other_up_but_hold_up_the_whole(tmp_path, light):
    study = written(tmp_path, SEVERAL)
    run_study(study, tmp_path / "out", engine="fast", shard=(1, 2))
    with locked(tmp_path / "out", (1, 2)):
        run_study(study, tmp_path / "out", engine="fast", shard=(2, 2))
        complaint(lambda: run_study(study, tmp_path / "out", engine="fast", shard=(1, 2)), "being written")
        complaint(lambda: run_study(study, tmp_path / "out", engine="fast", resume=True), "being written")


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


# ----- plan
def test_what_chunks_of_other_bounds_have_left_is_found():
    done = Done([Chunk(0, 5, 0, 10), Chunk(5, 6, 0, 4), Chunk(5, 6, 7, 10)])
    assert done.missing(Chunk(0, 5, 0, 10)) == done.missing(Chunk(2, 4, 3, 9)) == []
    assert done.missing(Chunk(0, 6, 0, 12)) == [Chunk(0, 5, 10, 12), Chunk(5, 6, 4, 7), Chunk(5, 6, 10, 12)]
    assert done.missing(Chunk(7, 9, 0, 5)) == [Chunk(7, 9, 0, 5)]
    assert done.runs == 57


def test_chunks_cover_every_run_once():
    for points, runs, size in ((1, 1, 1), (7, 3, 10), (3, 25, 10), (4, 10, 10), (100, 1, 7)):
        seen = [(p, r) for c in chunks.chunks(points, 0, runs, size) for p in c.points for r in range(c.first_run, c.last_run)]
        assert sorted(seen) == [(p, r) for p in range(points) for r in range(runs)] and len(set(seen)) == len(seen)
        assert all(c.runs <= max(size, 1) for c in chunks.chunks(points, 0, runs, size))


def test_only_a_few_chunks_are_handed_out_at_a_time(tmp_path, light, monkeypatch):
    from concurrent.futures import ThreadPoolExecutor
    out = []

    class Counting(ThreadPoolExecutor):
        def submit(self, *arguments):
            future = super().submit(*arguments)
            out.append(future)
            assert sum(not one.done() for one in out) <= 2 * 4
            return future

    monkeypatch.setattr("sim.study.running.executors.ThreadPoolExecutor", Counting)
    run_study(written(tmp_path, SEVERAL), tmp_path / "out", engine="fast", workers=2)
    assert len(out) == 36


# ----- reading
def test_sql_sees_measures_settings_and_points(tmp_path, light):
    folder = run_study(written(tmp_path, SEVERAL), tmp_path / "out", engine="fast")
    frame = read_study(folder)
    asked = study_sql(folder, 'select "leader.value" as value, count(*) as n, sum(retention) as kept from runs group by all order by all')
    assert asked["n"].tolist() == [180, 180]
    assert asked["kept"].tolist() == pytest.approx(frame.groupby("leader.value")["retention"].sum().tolist())
    pd.testing.assert_frame_equal(study_sql(folder, "select * from runs order by point, run, follow_up").astype(frame.dtypes), frame)
    assert study_sql(folder, "select count(*) as n from facts")["n"][0] == 360 and len(study_sql(folder, "from points")) == 6
    complaint(lambda: study_sql(folder, "select nothing from runs"), "nothing")
    complaint(lambda: study_sql(folder, "drop everything"), "cannot be answered")


@pytest.mark.parametrize("engine", ["mesa", "fast"])
def test_weekly_series_are_those_of_the_model(tmp_path, engine):
    from sim import InterventionModel
    text = TINY.replace("hjemmeplejen", "bostedet") + 'keep = ["trust_leader", "use"]\n'
    folder = run_study(written(tmp_path, text), tmp_path / "out", workers=1, engine=engine)
    weeks = study_sql(folder, "select * from weeks order by run, unit, week")
    for run in (0, 1):
        model = InterventionModel("bostedet", replication=run, collect=False).run()
        theirs = model.trajectories()[["unit", "week", "trust_leader", "use"]]
        mine = weeks[weeks["run"] == run][list(theirs.columns)]
        exactly(mine.astype(theirs.dtypes), theirs.sort_values(["unit", "week"]))


def test_a_study_may_be_read_where_nothing_can_be_written(tmp_path, light, monkeypatch):
    folder = run_study(written(tmp_path, SEVERAL), tmp_path / "out", engine="fast")
    made = Path.mkdir

    def refused(path, *arguments, **keywords):
        if "measures" in path.name:
            raise PermissionError(errno.EACCES, "no")
        made(path, *arguments, **keywords)

    monkeypatch.setattr(Path, "mkdir", refused)
    assert study_sql(folder, "select count(*) as n from runs")["n"][0] == 360
    assert not list(folder.glob("measures-*"))
    shutil.rmtree(folder)
