"""Generated junk of every kind, a few hundred or some thousands: a result or one sentence, and no damage that changes a number.

The script takes any number; 10^5 take about half an hour.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "benchmarks" / "hostile.py"


def tried(count: int, seed: int) -> subprocess.CompletedProcess[str]:
    """The script in a process of its own, since it limits the memory it may ask for."""
    return subprocess.run([sys.executable, str(SCRIPT), str(count), str(seed)], capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(SCRIPT.parents[2])})


def test_a_few_hundred_inputs_end_in_a_result_or_one_sentence():
    done = tried(600, 1)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_thousands_of_inputs_do():
    done = tried(5_000, 2)
    assert done.returncode == 0, done.stdout + done.stderr
