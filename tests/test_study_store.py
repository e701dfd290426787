"""What is in the store is the same whoever ran it, and is read as it was written."""

import errno
import shutil
from pathlib import Path

import pandas as pd
import pytest
from helpers import complaint, exactly
from study_files import GRID, TINY, files, rows, same_rows, written

from sim import simulate
from sim.study import read_study, run_study, study_sql
from sim.study.running import chunks
from sim.study.running.chunks import Chunk, Done

SEVERAL = TINY.replace("= 2", "= 30") + "follow_ups = [17, 30]\n" + GRID


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
