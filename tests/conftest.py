"""What all tests share: Hypothesis without a time limit and with the same examples every time, and the command in this process."""

import os
import sys

import pytest
from hypothesis import settings

from sim.cli import main

os.environ.pop("COLUMNS", None)  # those who share tests between processes set it, and tables would be fitted to it
settings.register_profile("takehold", deadline=None, derandomize=True)
settings.load_profile("takehold")


@pytest.fixture
def call(monkeypatch, capsys):
    """Call the command in this process; returns status, standard output, standard error."""
    def called(*arguments):
        monkeypatch.setattr(sys, "argv", ["takehold", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main.main()
        out, err = capsys.readouterr()
        return stop.value.code, out, err
    return called


@pytest.fixture
def light(monkeypatch):
    """An engine that costs nothing, and small chunks."""
    from study_files import lightly

    from sim.study.running import chunks
    lightly(monkeypatch)
    monkeypatch.setattr(chunks, "LEAST_RUNS", 7)
    monkeypatch.setattr(chunks, "FEWEST", 1000)

