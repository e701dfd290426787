"""takehold report --given: the page of a project that is under way, from runs that fit what was observed."""

import json
import re

import pytest
from helpers import complaint
from test_report import before_the_appendix, workplace_report
from typer.testing import CliRunner

import sim
from sim.cli.main import app
from sim.fitting.ahead import Change, ahead
from sim.fitting.kept import read
from sim.inputs.levers import LEVERS
from sim.inputs.reading import TEMPLATE
from sim.lab.page import MARKER
from sim.priorities.ranking import priorities
from sim.report.cards import first_cards
from sim.report.from_here_on import NOTHING_OPEN, UNKNOWING, over_in_words
from sim.report.where_first import plain
from sim.text.tables import study_and_model

SEEN = [{"measure": "trust_in_leader", "after_launch": 12, "value": 0.45, "respondents": 10, "source": "survey in June"},
        {"measure": "launched", "week": 16, "value": True}]
FROM_JUNE = "Observed until week 25: trust in the leader, 12 weeks after launch; whether practices were launched, week 16."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A workplace, mine.toml, and a fit of it with another entry than its file has."""
    where = tmp_path_factory.mktemp("report")
    (where / "mine.toml").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    sim.fit(where / "mine.toml", SEEN, context={"utilisation": 0.8}, members=120, runs=4).write(where / "fit")
    return where


def in_words(text: str) -> str:
    body = re.sub(r'src(doc)?="[^"]*"', "", text.split("<body>")[1])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body))


def page(folder, *more: str) -> str:
    given = ("--given", str(folder / "fit"), *more)
    return workplace_report(folder, *given, name=str(folder / "mine.toml")).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def ranked(folder):
    return page(folder, "--first-runs", "64", "--workers", "1")


def test_it_says_what_was_observed_until_when_and_that_it_is_no_forecast(ranked, folder):
    said, words = before_the_appendix(ranked), in_words(ranked)
    assert FROM_JUNE in said and "no forecast of the workplace" in said and "begins in week 26" in said
    assert "pre study quality" in said.split("Too late")[1] and len(said.split()) <= 400 and "_" not in said
    for part in ("What we expected, what we saw, what the model learned", "What would have to be true", "survey in June",
                 "how likely what was observed is", "utilisation = 0.8", "Where to begin, in the model", "How sure this is"):
        assert part in words
    assert f"takehold report {folder / 'mine.toml'}" in words and f"--given {folder / 'fit'}" in words
    assert "takehold fit WORKPLACE.toml OBSERVED.toml" in words and "--set utilisation=0.8" in words
    assert "Why, in the model" not in words and "nan" not in words  # runs without a mechanism from the start would fit nothing


def test_cards_and_tables_are_those_of_priorities_and_of_runs_that_go_on(ranked, folder):
    found = read(folder / "fit", sim.load_workplace(folder / "mine.toml"))
    place, words = found.ground.place, in_words(ranked).replace("&#39;", "'")
    told = priorities(place, given=found, runs=64)
    for card in first_cards(told.units[0]).cards:
        assert all(" ".join(text.split()) in words for text in (card.lead, *card.paragraphs))
    late = words.split("Too late")[1].split(".")[0]
    assert told.given.over and all((plain(name) in late) == (name in told.given.over) for name in LEVERS)
    (row,) = study_and_model(place, ahead(found, most=20))
    assert row[2] in words and row[3] in words


def test_what_is_changed_is_changed_after_the_last_observation(folder):
    found = read(folder / "fit", sim.load_workplace(folder / "mine.toml"))
    text = in_words(page(folder, "--lever", "protected_hours=1"))
    (row,) = study_and_model(found.ground.place, ahead(found, Change({"protected_hours": 1.0}), most=20))
    assert row[2] in text and row[3] in text and "Changed from week 26 on: protected_hours=1." in text
    assert "sets of assumptions that fit what was observed" in text and "What became of it" in text and "Do this" not in text


def test_the_same_page_whatever_the_workers(ranked, folder):
    again = page(folder, "--first-runs", "64", "--workers", "2")
    assert in_words(again).replace("--workers 2", "--workers 1") == in_words(ranked)


def test_the_live_part_says_that_it_knows_nothing_of_what_was_observed(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.lab.page.BUILT", tmp_path / "lab.html")
    (tmp_path / "lab.html").write_text(f"{MARKER}<script>1</script>", encoding="utf-8")
    text = page(folder, "--live")
    assert UNKNOWING in before_the_appendix(text) and "--set utilisation=0.8" in before_the_appendix(text)
    opened = json.loads(re.search(r'id=&#34;opened-with&#34;&gt;(.*?)&lt;/script', text)[1].replace("&#34;", '"'))
    assert opened["workplace"]["units"][0]["utilisation"] == 0.8 and "levers" not in opened


def test_where_no_lever_is_open_the_page_says_so_and_ranks_nothing(tmp_path):
    stopped = sim.fit("plejecenter-2", [{"measure": "stopped", "week": 40, "value": True}], members=80, runs=4)
    stopped.write(tmp_path / "fit")
    text = workplace_report(tmp_path, "--given", str(tmp_path / "fit"), "--first-runs", "64").read_text(encoding="utf-8")
    assert NOTHING_OPEN in before_the_appendix(text) and "not a failure" in before_the_appendix(text)
    assert over_in_words(list(LEVERS)) == NOTHING_OPEN and not over_in_words([])


@pytest.mark.parametrize(("given", "word"), [
    (["bostedet"], "not for bostedet"), (["all"], "not all"), (["{file}", "--sets", "4"], "--sets"),
    (["{file}", "--contexts", "recorded"], "--contexts"), (["{file}", "--unit", "ward"], "my-unit"),
    (["{file}", "--follow-up", "12"], "13 or more"), (["{file}", "--lever", "pre_study_quality=0.9"], "can change nothing"),
    (["{file}", "--first-runs", "3"], "too few")])
def test_what_does_not_go_with_it_gets_one_sentence_and_nothing_is_written(given, word, folder, tmp_path):
    parts = [part.format(file=folder / "mine.toml") for part in given]
    more = ["--given", str(folder / "fit"), "--out", str(tmp_path / "a.html"), "--no-live"]
    done = CliRunner().invoke(app, ["report", *parts, *more])
    assert done.exit_code and word in str(done.exception) and "\n" not in str(done.exception) and not any(tmp_path.iterdir())


def test_a_folder_of_something_else_is_refused(folder, tmp_path):
    complaint(read, "fit.json", folder=tmp_path, place=sim.load_workplace("bostedet"))
    done = CliRunner().invoke(app, ["report", str(folder / "mine.toml"), "--given", str(tmp_path), "--out", str(tmp_path / "a.html")])
    assert done.exit_code and "fit.json" in str(done.exception)
