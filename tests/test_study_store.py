"""What is in the store is the same whoever ran it, however often it was interrupted, and nothing in it is done twice."""

import errno
import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from helpers import complaint, exactly
from study_files import GRID, TINY, files, in_a_process, light_facts, lightly, rows, same_rows, written

from sim import simulate
from sim.study import parts, plan, read_study, run_study, store, study_sql
from sim.study.lock import locked
from sim.study.plan import Chunk, Done

SEVERAL = TINY.replace("= 2", "= 30") + "follow_ups = [17, 30]\n" + GRID


@pytest.fixture
def light(monkeypatch):
    """An engine that costs nothing, and small chunks."""
    lightly(monkeypatch)
    monkeypatch.setattr(plan, "LEAST_RUNS", 7)
    monkeypatch.setattr(plan, "FEWEST", 1000)


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
    monkeypatch.setitem(plan.PERSON_WEEKS, "mesa", 1600)
    monkeypatch.setattr(plan, "LEAST_RUNS", 1)
    study = written(tmp_path, TINY + GRID)
    first, second = (run_study(study, tmp_path / f"{workers}", workers=workers) for workers in (1, 2))
    assert len(files(first)) == 12
    assert files(first) == files(second)
    assert (first / "points.parquet").read_bytes() == (second / "points.parquet").read_bytes()
    assert (first / "manifest.json").read_bytes() == (second / "manifest.json").read_bytes()


def test_where_chunks_are_cut_changes_no_row(tmp_path, light, monkeypatch):
    study = written(tmp_path, SEVERAL.replace('"mesa"', '"fast"'))
    small = run_study(study, tmp_path / "small", engine="fast")
    monkeypatch.setattr(plan, "LEAST_RUNS", 10**6)
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
    monkeypatch.setattr(plan, "LEAST_RUNS", 11)
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
    for module in ("store", "work"):
        monkeypatch.setattr(f"sim.study.{module}.code_fingerprint", lambda: "0123456789ab")
    complaint(lambda: run_study(study, folder, engine="fast", resume=True), "other code", "--mix-versions")
    run_study(study, folder, engine="fast", resume=True, mix_versions=True)
    assert len(store.load_job(folder).manifest["code"]) == 2
    notes = parts.connection().execute("select distinct decode(value) as code from parquet_kv_metadata(?) where decode(key) = 'code'",
                                       [f"{folder}/parts/*.parquet"]).df()
    assert set(notes["code"]) == set(store.load_job(folder).manifest["code"])


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


def test_shares_of_a_study_make_the_whole(tmp_path, light):
    study = written(tmp_path, SEVERAL)
    whole = run_study(study, tmp_path / "whole", engine="fast")
    for share in (2, 3, 1, 2):
        run_study(study, tmp_path / "shares", engine="fast", shard=(share, 3))
    assert files(whole) == files(tmp_path / "shares")


# ----- what happens to files
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
    assert aside.exists() and any(event.get("file") == aside.name for event in store.notes(folder, store.STATUS))
    aside.unlink()
    assert files(folder) == before


def test_a_kill_between_any_two_steps_of_writing_leaves_nothing_half(tmp_path, light, monkeypatch):
    study, flush, unlink = written(tmp_path, SEVERAL.replace("= 30", "= 3")), parts.flush, Path.unlink
    whole = files(run_study(study, tmp_path / "whole", engine="fast"))
    for moment in range(1, 13):
        folder, calls = tmp_path / f"out {moment}", []

        def killed(path, moment=moment, calls=calls):
            calls.append(path)
            if len(calls) == moment:
                raise SystemExit
            flush(path)

        with monkeypatch.context() as patch:
            patch.setattr(parts, "flush", killed)
            patch.setattr(Path, "unlink", lambda path, missing_ok=False: None)  # whom kill -9 ends tidies nothing up
            with pytest.raises(SystemExit):
                run_study(study, folder, engine="fast", workers=1)
        run_study(study, folder, engine="fast", resume=True)
        assert files(folder) == whole and not list(folder.rglob("*.tmp"))
    assert Path.unlink is unlink


def test_a_full_disk_is_said_and_costs_nothing_that_was_written(tmp_path, light, monkeypatch):
    study, calls, flush = written(tmp_path, SEVERAL), [], parts.flush

    def full(path):
        calls.append(path)
        if len(calls) > 20:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        flush(path)

    monkeypatch.setattr(parts, "flush", full)
    complaint(lambda: run_study(study, tmp_path / "out", engine="fast", workers=1),
              "part-", "the disk is full", "--resume", "runs are there")
    assert not list((tmp_path / "out" / "parts").glob("*.tmp"))
    monkeypatch.setattr(parts, "flush", flush)
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


def test_what_is_no_number_never_reaches_the_store(tmp_path, light, monkeypatch):
    def broken(*arguments):
        facts = np.array(light_facts(*arguments))
        facts[:, 11] = np.nan
        return facts

    lightly(monkeypatch, broken)
    folder = run_study(written(tmp_path, TINY), tmp_path / "out", engine="fast", replay=0)
    assert len(rows(folder)) == 0 and "use_early is no finite number" in study_sql(folder, "select reason from failures")["reason"][0]


def test_engines_that_differ_by_one_bit_stop_a_study_before_it_begins(tmp_path, light, monkeypatch):
    from sim.study import engines

    def off(*arguments):
        facts = np.array(light_facts(*arguments))
        facts[:, 11] = np.nextafter(facts[:, 11], 1)
        return facts

    monkeypatch.setattr(engines, "engine_facts", lambda name: off if name == "fast" else light_facts)
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
        seen = [(p, r) for c in plan.chunks(points, 0, runs, size) for p in c.points for r in range(c.first_run, c.last_run)]
        assert sorted(seen) == [(p, r) for p in range(points) for r in range(runs)] and len(set(seen)) == len(seen)
        assert all(c.runs <= max(size, 1) for c in plan.chunks(points, 0, runs, size))


def test_only_a_few_chunks_are_handed_out_at_a_time(tmp_path, light, monkeypatch):
    from concurrent.futures import ThreadPoolExecutor
    out = []

    class Counting(ThreadPoolExecutor):
        def submit(self, *arguments):
            future = super().submit(*arguments)
            out.append(future)
            assert sum(not one.done() for one in out) <= 2 * 4
            return future

    monkeypatch.setattr("sim.study.places.ThreadPoolExecutor", Counting)
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
