"""Worker processes: whatever stops a command, it says so in one sentence and leaves no process behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers import complaint

from sim.machine.processes import worker_processes

COMMAND = """
import sys
if __name__ == "__main__":
    from sim.cli.main import main
    main()
"""
SEARCH = "calibrate --members 60 --workers 2 --out out"
RUNS = "run bostedet --runs 2000 --engine mesa --workers 2"


def children(pid):
    """The worker processes of a process, without the tracker of its resources; as Linux and macOS show them."""
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout.splitlines()
    return [int(line.split()[0]) for line in listed if line.split()[1] == str(pid) and "spawn_main" in line]


def alive(pid):
    """Whether a process is there and no mere entry that nobody has read."""
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(listed.strip()) and not listed.startswith("Z")


def wait_for(condition, seconds=60):
    """What the condition gives as soon as it is true."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
    return found


@pytest.mark.parametrize("later", [0.2, 4], ids=["while they start", "while they work"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("command", [SEARCH, RUNS], ids=lambda text: text.split()[0])
def test_what_is_stopped_or_killed_leaves_no_process_behind(tmp_path, command, number, later):
    """A signal goes to all processes, as from a terminal and from timeout; a kill to the first alone."""
    process = subprocess.Popen([sys.executable, "-c", COMMAND, *command.split()], stderr=subprocess.PIPE, text=True, cwd=tmp_path,
                               env={**os.environ, "PYTHONPATH": str(Path.cwd())}, start_new_session=True)
    try:
        workers = wait_for(lambda: children(process.pid) if len(children(process.pid)) >= 2 else None)
        time.sleep(later)
        (os.kill if number == signal.SIGKILL else os.killpg)(process.pid, number)
        _, said = process.communicate(timeout=60)
        assert number == signal.SIGKILL or said.splitlines()[-1] == "takehold: stopped; nothing is half-written"
        assert "Traceback" not in said
        wait_for(lambda: not any(alive(worker) for worker in workers))
    finally:
        process.kill()


def test_a_worker_that_dies_is_one_sentence():
    complaint(_killed, "worker process died")


def _killed():
    with worker_processes(2) as pool:
        pool.submit(os._exit, 9).result()


def test_signals_are_left_to_the_parent():
    with worker_processes(1) as pool:
        worker = pool.submit(os.getpid).result()
        for number in (signal.SIGINT, signal.SIGTERM):
            os.kill(worker, number)
            assert pool.submit(os.getpid).result() == worker


@pytest.mark.parametrize("finish", [True, False])
def test_what_is_under_way_is_finished_or_cut_off(tmp_path, finish):
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), worker_processes(1, finish) as pool:
        pool.submit(_slow, str(tmp_path / "begun"), str(tmp_path / "done"), 0 if finish else 600)
        later = [pool.submit(_slow, str(tmp_path / f"begun {i}"), str(tmp_path / f"done {i}"), 0) for i in range(9)]
        wait_for((tmp_path / "begun").exists)
        raise KeyboardInterrupt
    assert time.monotonic() - begun < 100
    assert (tmp_path / "done").exists() == finish and later[-1].cancelled() and not (tmp_path / "begun 8").exists()


def _slow(begun, done, seconds):
    Path(begun).touch()
    time.sleep(1 + seconds)
    Path(done).touch()
