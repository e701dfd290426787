"""A million runs, killed five times on the way; on one worker, on two and on Dask: one and the same store."""

import random
import time

import pytest
from study_files import QUESTION, files, in_a_process, written

from sim.study import run_study
from sim.study.running.chunks import Done
from sim.study.store import parts

pytest.importorskip("numba")
RUNS = 1_000_000
# a small team, seen early: what is tested is the store, and a run of it costs little
MILLION = QUESTION + f"""workplaces = ["hjemmeplejen"]
replications = {RUNS // 10}
follow_ups = [9]
fixed = {{ employees = 4, representatives = 1, planners = 0, team_size = 4 }}
[vary.grid]
trust_in_leader = [0.1, 0.3, 0.5, 0.7, 0.9]
"leader.value" = [0.3, 0.7]
"""
KILLS = 5


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The study run in one go by two workers."""
    folder = tmp_path_factory.mktemp("whole")
    return files(run_study(written(folder, MILLION), folder / "out", workers=2))


def runs_in(folder) -> int:
    """How many runs are safe in a store."""
    return Done(parts.present(folder)).runs


@pytest.mark.slow
def test_killed_five_times_at_random_moments(tmp_path, whole):
    study, out, moments = written(tmp_path, MILLION), tmp_path / "out", random.Random(3)
    for kill in range(KILLS):
        process = in_a_process(study, out, workers=2, resume=True)
        enough = (kill + moments.random()) / (KILLS + 1) * RUNS
        while process.poll() is None and runs_in(out) < enough:
            time.sleep(0.01)
        time.sleep(moments.random() * 0.05)
        process.kill()
        process.communicate()
        assert process.returncode == -9 and 0 <= runs_in(out) < RUNS
    run_study(study, out, workers=2, resume=True)
    assert runs_in(out) == RUNS and files(out) == whole


@pytest.mark.slow
@pytest.mark.parametrize("options", [{"workers": 1},
                                     pytest.param({"workers": 2, "on": "dask"}, marks=pytest.mark.rare)], ids=["one worker", "dask"])
def test_wherever_it_runs(tmp_path, whole, options):
    assert files(run_study(written(tmp_path, MILLION), tmp_path / "out", **options)) == whole
