"""Work is shared out over the cores this process may use, not over all there are."""

import os
import subprocess
import sys

import pytest

from sim.machine import cores


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine of 16 cores, with the files of its control groups and what Slurm says."""
    monkeypatch.setattr(cores, "_by_affinity", lambda: 16)
    monkeypatch.setattr(cores, "GROUPS", tmp_path)
    monkeypatch.setattr(cores, "OWN_GROUP", tmp_path / "own")
    for name in ("SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE"):
        monkeypatch.delenv(name, raising=False)

    def told(own="", **files):
        (tmp_path / "own").write_text(own)
        for name, text in files.items():
            file = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return cores.cores()
    return told


def test_without_limits_all_cores_count(machine):
    assert machine() == 16


@pytest.mark.parametrize(("limit", "count"), [("max 100000", 16), ("200000 100000", 2), ("150000 100000", 2), ("10000 100000", 1),
                                              ("6400000 100000", 16), ("nonsense", 16), ("1 0", 16)])
def test_a_limit_of_a_container_counts_and_is_rounded_up(machine, limit, count):
    assert machine("0::/\n", cpu_dot_max=limit) == count


def test_the_narrowest_of_nested_groups_counts(machine):
    assert machine("0::/a/b\n", a__cpu_dot_max="300000 100000", a__b__cpu_dot_max="max 100000") == 3


def test_the_older_files_of_control_groups_are_read_too(machine):
    own = "4:cpu,cpuacct:/docker/x\n3:memory:/docker/x\n"
    assert machine(own, **{"cpu,cpuacct__cpu.cfs_quota_us": "400000\n", "cpu,cpuacct__cpu.cfs_period_us": "100000\n"}) == 4
    assert machine(own, **{"cpu,cpuacct__cpu.cfs_quota_us": "-1\n"}) == 16


@pytest.mark.parametrize(("told", "count"), [({"SLURM_CPUS_PER_TASK": "4", "SLURM_CPUS_ON_NODE": "12"}, 4),
                                             ({"SLURM_CPUS_ON_NODE": "12"}, 12), ({"SLURM_CPUS_PER_TASK": "many"}, 16),
                                             ({"SLURM_CPUS_PER_TASK": "64"}, 16)])
def test_slurms_own_count_comes_before_that_of_the_machine(machine, monkeypatch, told, count):
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert machine() == count


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system ties no process to cores")
def test_a_process_tied_to_one_core_has_one_worker():
    code = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); from sim.cli.options import CORES; print(CORES)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "1"
