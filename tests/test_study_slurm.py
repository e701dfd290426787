"""On a real Slurm of one node: as a job array without Dask, and through dask-jobqueue. Run by make slurm-test."""

import shutil
import subprocess
import time

import pytest
from study_files import MANY, files, written

from sim.study import run_study
from sim.study.running.cluster import job_array
from sim.study.store import status


def answers() -> bool:
    """Whether a Slurm is up."""
    return shutil.which("sinfo") is not None and subprocess.run(["sinfo", "-h"], capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not answers(), reason="no Slurm is up here; make slurm-test brings one up")
SHARES = 4


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """The study on this machine, without Slurm."""
    folder = tmp_path_factory.mktemp("here")
    return run_study(written(folder, MANY), folder / "out", workers=2)


def submitted(script) -> str:
    """The number of a job array."""
    told = subprocess.run(["sbatch", "--parsable", str(script)], check=True, capture_output=True, text=True, cwd=script.parent)
    return told.stdout.strip()


def ended(job: str, patience: float = 300) -> None:
    """Wait until no task of a job is left."""
    until = time.monotonic() + patience
    while subprocess.run(["squeue", "-h", "-j", job], capture_output=True, text=True, check=False).stdout.strip():
        assert time.monotonic() < until, subprocess.run(["squeue"], capture_output=True, text=True, check=False).stdout
        time.sleep(0.3)


def test_a_job_array_is_killed_on_the_way_and_submitted_again(tmp_path, here):
    study, out, script = written(tmp_path, MANY), tmp_path / "out", tmp_path / "array.sh"
    script.write_text(job_array(str(study), out, SHARES).replace("--mem=2G", "--mem=500M"))
    job = submitted(script)
    while not out.exists() or len(files(out) if (out / "parts").exists() else {}) < 3:
        time.sleep(0.05)
    subprocess.run(["scancel", "--signal=KILL", "--full", job], check=True)
    ended(job)
    assert len(files(out)) < len(files(here))
    ended(submitted(script))
    assert files(out) == files(here)
    shares = {event["shard"] for event in status.notes(out) if event["event"] == "finished"}
    assert shares == {f"{share}/{SHARES}" for share in range(1, SHARES + 1)}


def test_dask_on_slurm(tmp_path, here, monkeypatch):
    dask = pytest.importorskip("dask")
    pytest.importorskip("dask_jobqueue")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    with dask.config.set({"jobqueue.slurm.interface": "lo", "jobqueue.slurm.memory": "1GB", "jobqueue.slurm.walltime": "00:10:00"}):
        out = run_study(written(tmp_path, MANY), tmp_path / "out", on="slurm", workers=2)
    assert files(out) == files(here)
    assert any((out / "logs").iterdir())
