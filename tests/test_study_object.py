"""A study as one object: read, forecast, run, asked; what it says is what the commands say."""

import json

import pytest
from helpers import complaint

import sim
from sim import InputError, Study
from sim.study.answers.answers import answer
from sim.study.store.summary import summary

TEXT = """question = "Does involvement matter?"
workplaces = ["plejecenter-2"]
replications = 6
follow_ups = [17]
[vary.grid]
lever.involvement = [0.2, 0.8]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tiny.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_from_the_file_to_the_answer(file, tmp_path, call):
    study = Study.read(file, tmp_path / "out")
    assert study.design.points.values.tolist() == [[0.2], [0.8]] and study.forecast(workers=1).most == 12
    ran = study.run(workers=1)
    assert ran.folder == tmp_path / "out" and ran.state()["runs"] == 12 and len(ran.runs()) == 12
    assert ran.runs().equals(sim.read_study(ran.folder)) and len(ran.sql("select * from points")) == 2
    assert ran.rows.equals(summary(ran.folder)) and ran.answer() == answer(ran.job, ran.rows)
    status, out, _ = call("results", ran.folder, "--json")
    assert status == 0 and json.loads(out)["answer"] == ran.answer()
    assert ran.figure().axes and len(ran.estimates()) == len(ran.rows)
    assert study.run(workers=1, resume=True).runs().equals(ran.runs())


def test_a_folder_is_opened_for_one_unit_and_some_measures(file, tmp_path):
    Study.read(file, tmp_path / "out").run(workers=1)
    opened = Study.open(tmp_path / "out", "plejecenter-2", ["trust_change", "trust_change"])
    assert opened.measures == ("trust_change",) and {section.measure for section in opened.sections} == {"trust_change"}
    assert "trust" in opened.answer() and list(opened.estimates()[0]) == ["trust_change"]
    complaint(opened.run, "opened as a folder", "Study.read")


@pytest.mark.parametrize(("ask", "parts"), [
    (lambda place: Study.read("dosee"), ["dosee", "dose"]), (lambda place: Study.read(place / "nothing.toml"), ["nothing.toml"]),
    (Study.open, ["study"]), (lambda place: Study.open(place / "out", "ward"), ["ward", "plejecenter-2"]),
    (lambda place: Study.open(place / "out", measures=["retentoin"]), ["retentoin", "retention"]),
    (lambda place: Study.open(place / "out").sql("drop table runs"), ["SELECT"])])
def test_bad_input_gets_one_sentence(ask, parts, file, tmp_path):
    Study.read(file, tmp_path / "out").run(workers=1)
    with pytest.raises(InputError) as told:
        found = ask(tmp_path)
        assert found.job
    assert all(part.lower() in str(told.value).lower() for part in parts), told.value
