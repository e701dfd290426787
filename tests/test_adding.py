"""Whoever follows docs/adding.md gets what it promises: the page is followed on a copy of the project, and both engines are run there."""

import json

import pandas as pd
import pytest
from helpers import exactly

from tests import adding

TEXT = adding.PAGE.read_text(encoding="utf-8")
EDITS = adding.edits(TEXT)
PRESSED = ("--set", "pressure_loss=0.8", "--set", "tiring=0.1")
OWN_TESTS = ("sim/rules", "tests/test_rules.py", "tests/test_registries.py", "tests/test_states.py", "tests/test_state_declarations.py",
             "tests/test_odd.py", "tests/test_bookkeeping.py", "tests/test_reproducible.py", "tests/test_calibration_older.py",
             "tests/test_guard.py::test_every_line_of_every_function_is_lived_in_the_runs_that_are_compared")
pytestmark = pytest.mark.skipif(not (adding.ROOT / ".git").exists(), reason="a copy is made of what git knows")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    adding.make(folder)
    return folder


def rows(folder, tmp_path, *arguments):
    """The rows of some runs of Hjemmeplejen, in which people are short of time."""
    file = tmp_path / f"rows-{len(list(tmp_path.iterdir()))}.csv"
    adding.takehold(folder, "run", "hjemmeplejen", "--runs", "12", "--sets", "0", "--csv", str(file), *arguments)
    return pd.read_csv(file).drop(columns="fingerprint")  # of all that was set, and that is more in the copy


# ----- the page
def test_each_edit_names_one_line_of_a_file_that_is_there():
    for edit in EDITS:
        assert edit.text in adding.edited((adding.ROOT / edit.file).read_text(encoding="utf-8"), edit)


def test_a_lever_takes_three_files():
    files = {edit.file for edit in adding.edits(adding.sections(TEXT)["A lever"])}
    assert files == {"sim/inputs/levers.py", "sim/model/week.py", "docs/ODD.md"}


def test_each_kind_of_thing_has_its_section():
    wanted = ["A lever", "A parameter", "A mechanism", "A rule", "A state"]
    assert [name for name in adding.sections(TEXT) if name in wanted] == wanted
    assert all(adding.edits(adding.sections(TEXT)[name]) for name in wanted)


def test_text_is_put_before_after_or_instead_of_a_line_and_an_unclear_line_is_said():
    content = "    one\ntwo\n"
    for place, wanted in (("before", "x\n    one\ntwo\n"), ("after", "    one\nx\ntwo\n"), ("instead of", "x\ntwo\n")):
        assert adding.edited(content, adding.Edit("a.py", place, "on", "x\n")) == wanted
    with pytest.raises(ValueError, match=r"docs/adding\.md edits a\.py .* 't', of which there are 0"):
        adding.edited("one\n", adding.Edit("a.py", "after", "t", "x\n"))


# ----- what it gives
@pytest.mark.slow
def test_the_commands_print_what_the_page_shows(copy):
    assert adding.renewed(TEXT, copy) == TEXT, "run: python tests/adding.py"


@pytest.mark.slow
def test_both_engines_give_the_same_rows_with_what_was_added(copy, tmp_path):
    settings = ("--lever", "coaching=1", *PRESSED)
    fast, mesa = (rows(copy, tmp_path, *settings, "--engine", engine) for engine in ("fast", "mesa"))
    exactly(fast, mesa)
    for other in (PRESSED, ("--lever", "coaching=1"), settings[:4], ("--lever", "coaching=1", *PRESSED[2:])):
        assert not fast.equals(rows(copy, tmp_path, *other)), other


@pytest.mark.slow
def test_nothing_changes_as_long_as_it_is_not_used_or_switched_off(copy, tmp_path):
    before = rows(adding.ROOT, tmp_path)
    exactly(before, rows(copy, tmp_path))
    exactly(before, rows(copy, tmp_path, *PRESSED, "--without", "time_pressure", "--without", "fatigue"))


@pytest.mark.slow
def test_rankings_the_map_and_the_page_take_the_lever_in(copy):
    ranked = json.loads(adding.takehold(copy, "priorities", "hjemmeplejen", "--runs", "8", "--json").stdout)
    packages = [entry["package"] for entry in ranked["ranking"]]
    assert {"coaching": 1.0} in packages and {"coaching": 1.0, "widen_scope": 1.0} in packages
    cells = json.loads(adding.takehold(copy, "map", "--steps", "2", "--runs", "8", "--json").stdout)["cells"]
    assert all("coaching" in [one["lever"] for one in cell["levers"]] for cell in cells)
    asked = "from sim.lab.page import setting; print(setting(levers={'coaching': 1}))"
    assert "'coaching': 1.0" in adding.python(copy, "-c", asked).stdout


@pytest.mark.slow
def test_the_shipped_ensemble_says_once_what_it_holds(copy):
    said = adding.takehold(copy, "run", "hjemmeplejen", "--runs", "4", "--sets", "4").stderr
    assert said.count("takehold:") == 1
    assert "before the model had pressure_loss, tiring: its parameter sets leave time_pressure, fatigue off" in said


@pytest.mark.slow
@pytest.mark.rare
def test_the_projects_own_tests_hold_in_the_copy(copy):
    assert adding.python(copy, "-m", "sim.cli.odd", "--check").returncode == 0
    done = adding.python(copy, "-m", "pytest", "-q", "-m", "not slow", "-p", "no:cacheprovider", *OWN_TESTS)
    assert done.returncode == 0, done.stdout[-2000:]
    style = adding.python(copy, "-m", "ruff", "check", "--no-cache", *{edit.file for edit in EDITS if edit.file.endswith(".py")})
    assert style.returncode == 0, style.stdout
