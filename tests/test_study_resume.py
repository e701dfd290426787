"""A study goes on where it stopped, however often it is interrupted, and nothing in it is done twice."""

import json
import os

import pytest
from helpers import complaint, exactly
from study_files import GRID, TINY, files, in_a_process, parts_of, same_rows, written

from sim.study import read_study, run_study, study_sql
from sim.study.running import chunks
from sim.study.store import parts, study_folder
from sim.study.store.lock import locked

SEVERAL = TINY.replace("= 2", "= 30") + "follow_ups = [17, 30]\n" + GRID


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
    for module in ("store.going_on", "running.work"):
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
