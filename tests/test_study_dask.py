"""On Dask: the same store, to the last bit, though a worker is killed on the way."""

import os
import signal
import sys

import pytest
from helpers import complaint
from study_files import MANY, files, written

from sim.study import run_study

pytest.importorskip("numba")
distributed = pytest.importorskip("distributed")


def test_a_killed_worker_is_survived_and_changes_nothing(tmp_path):
    study = written(tmp_path, MANY)
    here = run_study(study, tmp_path / "here", workers=2)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        killed = []

        def kill_one(progress):
            if not killed and progress.done > 1000:
                killed.append(cluster.workers[0].pid)
                os.kill(killed[0], signal.SIGKILL)

        there = run_study(study, tmp_path / "there", on="dask", workers=2, scheduler=cluster.scheduler_address, progress=kill_one)
    assert killed
    assert files(here) == files(there)


def test_a_cluster_of_its_own(tmp_path):
    study = written(tmp_path, MANY.replace("= 700", "= 100"))
    there = run_study(study, tmp_path / "there", on="dask", workers=2)
    assert files(there) == files(run_study(study, tmp_path / "here"))


def test_a_scheduler_that_does_not_answer_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.study.cluster.PATIENCE", "1s")
    study = written(tmp_path, MANY)
    complaint(lambda: run_study(study, tmp_path / "out", on="dask", scheduler="tcp://127.0.0.1:9"), "127.0.0.1:9", "--resume")
    complaint(lambda: run_study(study, tmp_path / "out", on="dask", scheduler="moon", resume=True), "moon")


@pytest.mark.parametrize(("on", "missing"), [("dask", "distributed"), ("slurm", "dask_jobqueue")])
def test_without_dask_one_is_told_how_to_get_it(tmp_path, monkeypatch, on, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    complaint(lambda: run_study(written(tmp_path, MANY), tmp_path / "out", on=on), f"--on {on}", "pip install 'takehold[cluster]'")
    assert not (tmp_path / "out").exists()
