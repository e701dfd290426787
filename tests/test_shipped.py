"""What comes with Takehold beside its code: studies and lessons are found, listed and copied, from any folder, and never over a file."""

import json
import os
import re
from pathlib import Path

import pytest

from sim import load_workplace
from sim.cli.lessons import unseen as without_outputs
from sim.inputs.reading import GENERIC
from sim.machine.shipped import EXPERIMENTS, LESSONS
from sim.priorities.map import priority_map
from sim.study.answers.finding import find_study
from sim.study.design import read_design
from sim.study.store import versions

STUDIES = ["dose", "five_units", "follow_up_windows", "leader_by_facilitation", "sensitivity", "trust_by_fit"]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def unseen(path):
    """The text of a shipped file; of a lesson without outputs."""
    return without_outputs(path) if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")


def files():
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


def listed(call, *arguments):
    return [(one["study"], one["shipped"], one["by_name"]) for one in json.loads(call("studies", "--json", *arguments)[1])]


def test_what_is_shipped_is_listed_in_an_empty_folder(call):
    assert listed(call) == [(name, True, True) for name in STUDIES]
    told = json.loads(call("lessons", "--json")[1])
    assert [one["lesson"][:2] for one in told[:6]] == [f"{number}-" for number in range(1, 7)]
    assert told[1]["title"] == "Trust and fit"
    for command in ("studies", "lessons"):
        status, said, complaint = call(command)
        assert (status, complaint) == (0, "") and f"takehold {command} --copy" in said
    assert not files()


@pytest.mark.parametrize("name", STUDIES)
def test_a_copied_study_runs_as_it_stands(call, name):
    status, said, _ = call("studies", "--copy", name)
    assert status == 0 and f"takehold study {name}.toml" in said
    assert files() == {path.name: path.read_bytes() for path in EXPERIMENTS.iterdir() if path.name in said}
    copied, shipped = read_design(Path(f"{name}.toml")), read_design(EXPERIMENTS / f"{name}.toml")
    assert copied.study == shipped.study and copied.points.places == shipped.points.places


def test_the_workplace_of_a_copied_study_is_the_copy(call):
    call("studies", "--copy", "dose")
    Path("generic-unit.toml").write_text("broken")
    assert "generic-unit.toml is not valid TOML" in call("study", "dose.toml", "--dry-run")[2]


def test_all_studies_and_all_lessons_can_be_copied_to_a_new_folder(call):
    assert call("studies", "--copy", "all", "--to", "a/b")[0] == call("lessons", "--copy", "all", "--to", "c")[0] == 0
    shipped = [path for folder in (EXPERIMENTS, LESSONS) for path in folder.iterdir() if path.suffix in (".toml", ".ipynb", ".py")]
    assert {Path(name).name: text for name, text in files().items()} == {path.name: unseen(path).encode() for path in shipped}


@pytest.mark.parametrize(("asked", "written"), [("2", "2-trust-and-fit.ipynb"), ("3-promises", "3-promises.ipynb"),
                                                ("example_subclass", "example_subclass.py")])
def test_a_lesson_is_copied_by_name_or_number(call, asked, written):
    assert call("lessons", "--copy", asked)[0] == 0
    assert files() == {written: unseen(LESSONS / written).encode()}


def test_a_copied_lesson_shows_nothing_before_it_is_run(call):
    call("lessons", "--copy", "2")
    copied, shipped = (json.loads((folder / "2-trust-and-fit.ipynb").read_text(encoding="utf-8")) for folder in (Path(), LESSONS))
    assert any(cell.get("outputs") for cell in shipped["cells"])
    assert [cell.pop("outputs", []) for cell in copied["cells"]] == [[]] * len(copied["cells"])
    assert copied["cells"] == [{key: value for key, value in cell.items() if key != "outputs"} for cell in shipped["cells"]]


@pytest.mark.parametrize(("command", "name", "file"), [("studies", "dose", "dose.toml"), ("studies", "dose", "generic-unit.toml"),
                                                       ("lessons", "3", "3-promises.ipynb")])
def test_nothing_is_ever_overwritten_and_nothing_half_copied(call, command, name, file):
    Path(file).write_text("mine")
    for asked in (name, "all"):
        status, said, complaint = call(command, "--copy", asked)
        assert status == 2 and not said and file in complaint and "is left as it is" in complaint and complaint.count("\n") == 1
        assert files() == {file: b"mine"}


def test_two_studies_share_the_generic_unit(call):
    assert call("studies", "--copy", "dose")[0] == call("studies", "--copy", "trust_by_fit")[0] == 0
    assert sorted(files()) == ["dose.toml", "generic-unit.toml", "trust_by_fit.toml"]
    assert call("studies", "--copy", "dose")[0] == 2


@pytest.mark.parametrize(("arguments", "said"), [
    (("studies", "--copy", "dosis"), "did you mean 'dose'?"), (("studies", "--copy", "../dose"), "no shipped study"),
    (("lessons", "--copy", "promises"), "did you mean '3-promises'?"), (("lessons", "--copy", "8"), "no lesson '8'"),
    (("studies", "--to", "x"), "--to goes with --copy"), (("lessons", "--to", "x"), "--to goes with --copy"),
    (("studies", "--copy", "dose", "--to", "file"), "--to file"), (("lessons", "--copy", "1", "--to", "file/deeper"), "--to file/deeper"),
    (("study", "experiments/dose.toml"), "takehold studies --copy dose"), (("study", "dosis"), "did you mean 'dose'?"),
    (("check", "experiments/generic-unit.toml"), "generic-unit without .toml"), (("run", "generic-unti"), "did you mean 'generic-unit'?")])
def test_what_is_not_shipped_is_said_in_one_sentence(call, arguments, said):
    Path("file").write_text("mine")
    status, shown, complaint = call(*arguments)
    assert status == 2 and not shown and said in complaint and complaint.count("\n") == 1
    assert files() == {"file": b"mine"}


def test_copies_that_cannot_all_be_written_are_taken_back(call, monkeypatch):
    whole = Path.replace

    def full(path, target):
        if Path(target).name.startswith("4-"):
            raise OSError(28, "No space left on device")
        return whole(path, target)
    monkeypatch.setattr(Path, "replace", full)
    status, _, complaint = call("lessons", "--copy", "all")
    assert status == 2 and "No space left" in complaint and not files()


@pytest.mark.parametrize("folder", ["", "experiments"])
def test_ones_own_study_comes_before_a_shipped_one_of_its_name_and_both_are_listed(call, folder):
    call("studies", "--copy", "dose", "--to", folder or ".")
    own = Path(folder, "dose.toml")
    own.write_text(own.read_text().replace("How large may", "How small may"))
    Path(folder, "mine.toml").write_text(own.read_text())
    Path(folder, "broken.toml").write_text("question = ")
    assert listed(call)[:3] == [("dose", False, True), ("mine", False, True), ("dose", True, False)]
    said = call("studies")[1]
    for where, question in ((re.escape(str(own)), "How small"), ("shipped", "How large")):
        assert re.search(rf"^dose +{where} +{question}", said, re.MULTILINE)
    assert "same name" in said and find_study("dose") == own
    assert "broken.toml is not valid TOML" in call("study", "broken")[2]  # and nothing of that name is looked for further on


def test_in_a_copy_of_the_sources_the_studies_are_the_shipped_ones_and_no_bodys_own(call, monkeypatch):
    for folder in (EXPERIMENTS, EXPERIMENTS.parent):
        monkeypatch.chdir(folder)
        assert listed(call) == [(name, True, True) for name in STUDIES]


def test_the_generic_unit_has_a_name(call):
    assert load_workplace(GENERIC) == load_workplace(EXPERIMENTS / "generic-unit.toml")
    assert "generic-unit is fine" in call("check", GENERIC)[1]
    assert priority_map(steps=2, runs=8).place == load_workplace(GENERIC)


def test_lessons_and_studies_name_no_folder_of_the_sources():
    for path in (*LESSONS.glob("*.ipynb"), *EXPERIMENTS.glob("*.toml")):
        assert "../" not in path.read_text(encoding="utf-8"), path.name


def test_the_code_is_the_same_code_where_the_lessons_lie_inside_the_package(tmp_path, monkeypatch):
    def fingerprint(lessons):
        monkeypatch.setattr(versions, "__file__", str(tmp_path / "sim" / "study" / "versions.py"))
        monkeypatch.setattr(versions, "LESSONS", lessons)
        return versions.code_fingerprint.__wrapped__()
    (tmp_path / "sim" / "notebooks").mkdir(parents=True)
    (tmp_path / "sim" / "model.py").write_text("model = 1\n")
    beside = fingerprint(tmp_path / "notebooks")
    (tmp_path / "sim" / "notebooks" / "example.py").write_text("example = 1\n")
    assert fingerprint(tmp_path / "sim" / "notebooks") == beside
    (tmp_path / "sim" / "model.py").write_text("model = 2\n")
    assert fingerprint(tmp_path / "sim" / "notebooks") != beside


@pytest.mark.skipif(not Path("/proc/self").exists() and getattr(os, "getuid", lambda: 0)() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(call, tmp_path, monkeypatch):
    if os.getuid() == 0:  # who may write anywhere else
        monkeypatch.chdir("/proc/self")
    tmp_path.chmod(0o500)
    status, _, complaint = call("studies", "--copy", "dose")
    tmp_path.chmod(0o700)
    assert status == 2 and "cannot be written" in complaint
