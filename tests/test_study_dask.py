"""On Dask: the same store, to the last bit, though a worker is killed on the way."""

import os
import signal
import sys

import pytest
from helpers import complaint
from study_files import MANY, files, written

from sim.inputs.reading import TEMPLATE
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


def test_workers_read_the_people_of_a_people_file(tmp_path):
    with_people, named = "my-workplace.toml", 'workplaces = ["hjemmeplejen", "bostedet"]'
    (tmp_path / "people.csv").write_text("trust_in_leader\n" + "0.25\n" * 12)
    (tmp_path / with_people).write_text(f'people = "people.csv"\n{TEMPLATE.read_text(encoding="utf-8")}', encoding="utf-8")
    study = written(tmp_path, MANY.replace(named, f'workplaces = ["{with_people}"]').replace("= 700", "= 60"))
    there = run_study(study, tmp_path / "there", on="dask", workers=2)
    assert files(there) == files(run_study(study, tmp_path / "here"))


def test_a_cluster_of_its_own(tmp_path):
    study = written(tmp_path, MANY.replace("= 700", "= 100"))
    there = run_study(study, tmp_path / "there", on="dask", workers=2)
    assert files(there) == files(run_study(study, tmp_path / "here"))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "moon", "tcp://no.such.host.invalid:8786", "carrier-pigeon://roof"])
def test_a_scheduler_that_does_not_answer_is_named_before_anything_is_made(tmp_path, monkeypatch, address):
    monkeypatch.setattr("sim.study.running.cluster.PATIENCE", 1)
    complaint(lambda: run_study(written(tmp_path, MANY), tmp_path / "out", on="dask", scheduler=address), address)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("on", "missing"), [("dask", "distributed"), ("slurm", "dask_jobqueue")])
def test_without_dask_one_is_told_how_to_get_it(tmp_path, monkeypatch, on, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    complaint(lambda: run_study(written(tmp_path, MANY), tmp_path / "out", on=on), f"--on {on}", "pip install 'takehold[cluster]'")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("there", "words"), [
    ({}, ["sbatch, squeue and scancel", "--dry-run"]),
    ({"sbatch": 0, "scancel": 0}, ["squeue"]),
    ({"sbatch": 0, "scancel": 0, "squeue": 1}, ["does not answer", "no controller"])])
def test_without_a_slurm_one_is_told_before_anything_is_made(tmp_path, monkeypatch, there, words):
    pytest.importorskip("dask_jobqueue")
    commands(tmp_path / "bin", there, monkeypatch)
    complaint(lambda: run_study(written(tmp_path, MANY), tmp_path / "out", on="slurm"), *words)
    assert not (tmp_path / "out").exists()


def test_jobs_that_slurm_would_refuse_are_not_waited_for(tmp_path, monkeypatch):
    pytest.importorskip("dask_jobqueue")
    commands(tmp_path / "bin", {"sbatch": 1, "scancel": 0, "squeue": 0}, monkeypatch)
    complaint(lambda: run_study(written(tmp_path, MANY), tmp_path / "out", on="slurm"), "refused", "no controller")


def commands(folder, there, monkeypatch):
    """Have these commands and no others, each with its exit status."""
    folder.mkdir()
    for name, status in there.items():
        (folder / name).write_text(f"#!/bin/sh\necho 'no controller' >&2\nexit {status}\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
