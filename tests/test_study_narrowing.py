"""Replications until an interval is narrow enough: each point decides by itself, so nothing else can matter."""

import numpy as np
import pytest
from helpers import complaint
from study_files import GRID, TINY, files, lightly, rows, same_rows, written

from sim.model import intervals
from sim.study import run_study
from sim.study.measures import estimate, measure_values
from sim.study.replications import Replications
from sim.study.running import chunks
from sim.study.store.results import facts_of

UNTIL = '{ at_least = 40, at_most = 1200, measure = "stopped", half_width = 0.06 }'
STUDY = TINY.replace("= 2", f"= {UNTIL}").replace('"hjemmeplejen"', '"bostedet"') + "follow_ups = [17, 30]\n" + GRID


@pytest.fixture(autouse=True)
def light(monkeypatch):
    """An engine that costs nothing, and small chunks."""
    lightly(monkeypatch)
    monkeypatch.setattr(chunks, "LEAST_RUNS", 50)
    monkeypatch.setattr(chunks, "FEWEST", 10**6)


@pytest.fixture
def whole(tmp_path):
    return run_study(written(tmp_path, STUDY), tmp_path / "whole", engine="fast", workers=1)


def with_stopped(frame):
    frame = frame.copy()
    frame["stopped"] = measure_values("stopped", facts_of({name: frame[name].to_numpy() for name in frame}))
    return frame


def widest(frame, runs):
    """The largest half-width over units and follow-ups of the first so many runs."""
    told = [estimate("stopped", mine["stopped"]) for _, mine in frame[frame["run"] < runs].groupby(["unit", "follow_up"])]
    return max((one.high - one.low) / 2 for one in told)


def test_every_point_goes_on_exactly_until_it_is_narrow_enough(whole):
    frame, seen = with_stopped(rows(whole)), set()
    for _, mine in frame.groupby("point"):
        runs = mine["run"].nunique()
        seen.add(runs)
        assert sorted(mine["run"].unique()) == list(range(runs))
        assert runs in (40, 80, 160, 320, 640, 1200)
        assert runs == 1200 or widest(mine, runs) <= 0.06
        assert runs == 40 or widest(mine, runs // 2 if runs < 1200 else 640) > 0.06
    assert len(seen) > 1, "all points needed the same number of runs"


def test_workers_and_chunks_change_nothing(tmp_path, whole, monkeypatch):
    assert files(run_study(written(tmp_path, STUDY), tmp_path / "two", engine="fast", workers=2)) == files(whole)
    monkeypatch.setattr(chunks, "LEAST_RUNS", 17)
    same_rows(run_study(written(tmp_path, STUDY), tmp_path / "small", engine="fast", workers=2), whole)


def test_resume_goes_on_as_if_nothing_had_happened(tmp_path, whole):
    study = written(tmp_path, STUDY)
    folder = run_study(study, tmp_path / "out", engine="fast")
    for path in sorted((folder / "parts").iterdir())[1::3]:
        path.unlink()
    told = []
    run_study(study, folder, engine="fast", resume=True, progress=told.append)
    assert files(folder) == files(whole)
    assert told[-1].settled == 6 and told[-1].done == told[-1].total


def test_extend_makes_it_narrower(tmp_path, whole):
    before = files(whole)
    study = written(tmp_path, STUDY.replace("0.06", "0.04"))
    run_study(study, whole, engine="fast", extend=True)
    assert before.items() < files(whole).items()
    same_rows(whole, run_study(study, tmp_path / "at once", engine="fast"))


def test_a_fixed_study_may_become_one_that_narrows(tmp_path, whole):
    text = STUDY.replace(UNTIL, "25")
    folder = run_study(written(tmp_path, text), tmp_path / "out", engine="fast")
    before = files(folder)
    complaint(lambda: run_study(written(tmp_path, STUDY), folder, engine="fast", resume=True), "--extend")
    run_study(written(tmp_path, STUDY), folder, engine="fast", extend=True)
    assert before.items() < files(folder).items()
    same_rows(folder, whole)


def test_shares_make_the_whole(tmp_path, whole):
    for share in (1, 2, 3, 4):
        run_study(written(tmp_path, STUDY), tmp_path / "out", engine="fast", shard=(share, 4))
    assert files(tmp_path / "out") == files(whole)


def test_runs_that_are_all_alike_are_not_taken_for_certainty():
    rule = Replications(at_least=10, at_most=1000, measure="retention", half_width=0.05)
    assert not rule.narrow(np.zeros((10, 1)))
    assert rule.narrow(np.zeros((100, 1)))
    assert estimate("retention", np.ones(10)).low == 1 - intervals.share(0, 10).high


def test_failed_runs_are_left_out_of_the_interval():
    values = np.array([0.0, 1.0, np.nan, 1.0])
    assert estimate("retained", values) == intervals.share(2, 3)
    assert not Replications(at_least=2, at_most=9, half_width=0.1).narrow(np.full((4, 2), np.nan))
