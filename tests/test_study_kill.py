"""Killed, stopped or signalled at any moment, and resumed: the store of a study that ran through."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from study_files import MANY, files, in_a_process, same_rows, written

from sim.study import run_study
from sim.study.store import parts, status

pytest.importorskip("numba")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The study run in one go."""
    folder = tmp_path_factory.mktemp("whole")
    return run_study(written(folder, MANY), folder / "out", workers=2)


def until_some_parts(process, folder, count):
    """Wait until a study that runs has written so many parts."""
    while process.poll() is None and len(list((folder / "parts").glob("part-*.parquet"))) < count:
        time.sleep(0.01)


def test_killed_at_random_moments_and_resumed(tmp_path, whole):
    study, moments = written(tmp_path, MANY), random.Random(1)
    survived, kills = [], 0
    for _ in range(8):
        process = in_a_process(study, tmp_path / "out", workers=2, resume=True)
        until_some_parts(process, tmp_path / "out", len(survived and files(tmp_path / "out")) + moments.randrange(1, 3))
        time.sleep(moments.random() * 0.1)
        process.kill()
        process.communicate()
        if (tmp_path / "out" / "parts").exists():
            there = [path.name for path in (tmp_path / "out" / "parts").glob("part-*.parquet")]
            assert set(survived) <= set(there)
            survived = there
        kills += len(survived) < len(files(whole))
    assert kills > 3 and survived
    run_study(study, tmp_path / "out", workers=1, resume=True)
    assert files(tmp_path / "out") == files(whole)
    same_rows(tmp_path / "out", whole)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("engine", ["fast", "mesa"])
def test_stopped_by_a_signal_with_a_clear_word_and_nothing_half(tmp_path, whole, sign, engine):
    study = written(tmp_path, MANY if engine == "fast" else MANY.replace("= 700", "= 15"))
    process = in_a_process(study, tmp_path / "out", workers=2, engine=engine)
    if engine == "fast":
        until_some_parts(process, tmp_path / "out", 2)
    else:
        while not (tmp_path / "out" / status.STATUS).exists():
            time.sleep(0.01)
        time.sleep(0.3)  # in which workers start
    os.killpg(process.pid, sign)  # as a terminal and timeout do
    told = process.communicate(timeout=60)[1]
    assert "stopped after" in told and "--resume" in told and len(told.strip().splitlines()) == 1
    assert status.notes(tmp_path / "out")[-1]["event"] == "stopped"
    assert all(parts.is_whole(path) for path in (tmp_path / "out" / "parts").iterdir())
    if engine == "fast":
        assert files(tmp_path / "out").items() < files(whole).items()
        run_study(study, tmp_path / "out", workers=2, resume=True)
        assert files(tmp_path / "out") == files(whole)


def test_workers_of_a_killed_study_do_not_live_on(tmp_path):
    study = written(tmp_path, MANY.replace("= 700", "= 200"))
    process = in_a_process(study, tmp_path / "out", workers=2, engine="mesa")
    while not (tmp_path / "out" / status.STATUS).exists():
        time.sleep(0.01)
    time.sleep(1.0)
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False).stdout.split()
    process.kill()
    process.communicate()
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() and "Z (" not in Path(f"/proc/{pid}/status").read_text() for pid in listed):
            return
        time.sleep(0.1)
    raise AssertionError(f"some of the workers {listed} live on")
