"""Reports: one page that holds everything, says what it must, and escapes what it is given."""

import re
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from study_files import GRID, QUESTION, lightly, written

from sim.cli.main import app
from sim.errors import InputError
from sim.model import intervals
from sim.model.intervals import Estimate
from sim.model.measures import NUMBERS
from sim.priorities.packages import DOSES, plainly
from sim.priorities.verdict import cannot_say
from sim.report.page import Page, Section, Table
from sim.report.where_first import answer, plain
from sim.study import run_study


def workplace_report(folder: Path, *more: str, name: str = "plejecenter-2") -> Path:
    """A page of a unit that stopped in the study."""
    path = folder / "workplace.html"
    arguments = ["report", name, "--runs", "20", "--first-runs", "0", "--out", str(path), *more]
    before, sys.argv = sys.argv, ["takehold", *arguments]
    try:
        app(arguments, standalone_mode=False)
    finally:
        sys.argv = before
    return path


def study_report(folder: Path) -> Path:
    """A page of a small study, on an engine that costs nothing."""
    patch = pytest.MonkeyPatch()
    lightly(patch)
    text = QUESTION + 'workplaces = ["hjemmeplejen"]\nengine = "mesa"\nreplications = 20\n' + GRID
    out = run_study(written(folder, text), folder / "study", workers=1)
    patch.undo()
    path = folder / "study.html"
    app(["report", str(out), "--out", str(path)], standalone_mode=False)
    return path


class Outline(HTMLParser):
    """Tags with their attributes, and the headings in their order."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def of(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(scope="module", params=["workplace", "study"])
def text(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    path = workplace_report(folder) if request.param == "workplace" else study_report(folder)
    return path.read_text(encoding="utf-8")


def test_it_holds_all_it_needs_and_asks_nothing_of_the_network(text):
    seen = Outline(text)
    assert not re.search(r"https?://|//[a-z]|@import|url\(", re.sub(r'src="data:[^"]*"', "", text))
    assert not seen.of("script") and all(link["href"] == "data:," for link in seen.of("link"))
    assert all(image["src"].startswith("data:image/png;base64,") for image in seen.of("img"))


def test_it_is_written_for_everybody(text):
    seen = Outline(text)
    assert seen.of("html") == [{"lang": "en"}] and any(meta.get("name") == "viewport" for meta in seen.of("meta"))
    levels = [int(tag[1]) for tag, _ in seen.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))
    assert seen.of("img") and all(len(image["alt"]) > 80 for image in seen.of("img"))
    assert len(seen.of("figure")) == len(seen.of("figcaption"))
    assert all("scope" in head for head in seen.of("th")) and len(seen.of("caption")) == len(seen.of("table"))
    assert "@media print" in text


def test_it_says_the_answer_how_sure_it_is_what_was_assumed_and_how_it_is_made(text):
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))
    for said in ("In short", "How sure this is", "95 % interval", "What was assumed", "it never forecasts one workplace",
                 "in the study it was a good decision", "takehold report", "are assumed"):
        assert said in plain
    assert 2 <= text.split('class="answer"')[1].split("</section>")[0].count("<li>") <= 3
    assert not re.search(r"\bnan\b|None|\bfailure of\b", plain)


def test_a_stopped_unit_is_shown_beside_its_report_with_why_and_its_assumptions(tmp_path):
    text = workplace_report(tmp_path, "--set", "trust_rate=0.05", "--lever", "leader_sparring=0.5").read_text(encoding="utf-8")
    assert "What was reported, and what the model gives" in text and "Why, in the model" in text and "Rivals." in text
    assert "Changed for this page: trust_rate = 0.05." in text and "Levers in use: leader_sparring = 0.5." in text
    assert "entries that are assumptions" in text and "--lever leader_sparring=0.5" in text


def test_where_to_begin_is_ranked_with_its_doubts_and_left_out_when_the_ground_was_changed(tmp_path):
    text = workplace_report(tmp_path, "--first-runs", "8", name="plejecenter-1").read_text(encoding="utf-8")
    section = text.split("Where to begin, in the model</h2>")[1].split("<section")[0]
    assert "no advice for a certain workplace" in section and "doing nothing" in section and "What the levers are" in section
    said = text.split('class="answer"')[1].split("</section>")[0].split("<li>")[-1]
    assert said.startswith("Where to begin, in the model: Plejecenter 1: ") and "_" not in said
    assert re.search(r"First: |Do nothing more|The model cannot say|Nothing can be advised", section)
    assert "_" not in re.sub(r'src="[^"]*"', "", section)
    changed = workplace_report(tmp_path, "--first-runs", "8", "--lever", "leader_sparring=0.5").read_text(encoding="utf-8")
    assert "Where to begin, in the model" not in changed


def test_more_runs_are_asked_for_by_the_option_that_a_report_has():
    assert plain("More runs (--runs) could decide trust_first_weeks.") == "More runs (--first-runs) could decide trust first weeks."


def test_one_unit_has_a_page_of_its_own(tmp_path):
    text = workplace_report(tmp_path, "--unit", "bostedet-b", name="bostedet").read_text(encoding="utf-8")
    assert "<h1>Bostedet, department B</h1>" in text and "Bostedet, department A: run" not in text and "Bostedet, department B: run" in text
    both = workplace_report(tmp_path, name="bostedet").read_text(encoding="utf-8")
    row = re.compile(r'<tr role="row"><th scope="row" role="rowheader" data-label="Unit">Bostedet, department B.*?</tr>', re.DOTALL)
    assert row.search(text).group() == row.search(both).group()


@pytest.mark.parametrize("hits", range(201))
def test_a_share_in_per_cent_is_that_of_the_tables(hits):
    share = intervals.share(hits, 200)
    in_table = [float(part.strip("[],")) for part in str(share).split()]
    assert [float(number) / 100 for number in re.findall(r"[\d.]+", share.in_per_cent())] == pytest.approx(in_table, abs=1e-12)


def best_of(gain, rivals, package=(("trust_first_weeks", 12.0), ("restart", 1.0)), measure="retention", others=()):
    """A ranking with these numbers, as far as the sentence reads it."""
    entry = SimpleNamespace(package=package, gain=Estimate(*gain, 100), measure=NUMBERS[measure])
    return SimpleNamespace(unit=SimpleNamespace(title="A"), best=entry, rivals=[others] * rivals, decided=not rivals, entries=[entry] * 78,
                           cannot_say=cannot_say(rivals))


@pytest.mark.parametrize(("ranking", "said"), [
    (best_of((0.071, 0.042, 0.1), 36), "A: the model cannot say, since 37 of 78 choices cannot be told apart."),
    (best_of((0.071, 0.042, 0.1), 36, others=(("restart", 1.0),)),
     "37 of 78 choices cannot be told apart; all of them hold starting again after a stop."),
    (best_of((0.3, 0.2, 0.4), 0), "A: 12 weeks of listening before the project starts together with starting again after a stop, which "
     "raises the share of practices retained by 30 percentage points (20 to 40), more than anything else that was tried."),
    (best_of((0.3, 0.2, 0.4), 1), "though that this is the best is not decided: 2 choices cannot be told apart."),
    (best_of((-0.3, -0.4, -0.2), 0, measure="dropped_out"),
     "which lowers quietly dropped out (-0.30 [-0.40, -0.20]), further than anything else that was tried."),
    (best_of((0.0, 0.0, 0.0), 0, ()), "A: nothing that was tried is clearly better than what happens anyway.")])
def test_where_to_begin_is_said_in_plain_words_with_its_doubt(ranking, said):
    assert answer(SimpleNamespace(units=[ranking])).endswith(said)
    assert not any(sign in plainly(((name, dose.amount),)) for name, dose in DOSES.items() for sign in "{}_")


def test_the_same_command_gives_the_same_page(tmp_path):
    first = workplace_report(tmp_path).read_bytes()
    assert workplace_report(tmp_path).read_bytes() == first


def test_what_a_file_says_is_shown_and_never_run():
    evil = '<script>alert("x")</script>'
    page = Page(evil, evil, [evil], [Section(evil, [evil], tables=[Table(evil, (evil, evil), [[evil, evil]])])], [evil])
    assert "<script" not in page.html() and "&lt;script&gt;" in page.html()


@pytest.mark.parametrize(("arguments", "said"), [
    (["bostedt"], "did you mean 'bostedet'"), (["bostedet", "--out", "x.pdf"], "written as .html"),
    (["bostedet", "--out", "nowhere/x.html"], "there is no folder"), (["tests"], "holds no study"),
    (["bostedet", "--set", "trust_rte=0.1"], "did you mean 'trust_rate'"), (["bostedet", "--follow-up", "3"], "follow"),
    (["bostedet", "--unit", "bostedet-c"], "bostedet-b"), (["bostedet", "--first-runs", "1"], "--first-runs 1"),
])
def test_what_cannot_be_used_is_refused_before_anything_is_written(tmp_path, arguments, said):
    before = set(Path.cwd().iterdir())
    with pytest.raises(InputError) as told:
        app(["report", *arguments], standalone_mode=False)
    assert said in str(told.value) and set(Path.cwd().iterdir()) == before
