"""takehold new: ten questions at a terminal, the template elsewhere; answers become ranges as in the page."""

import os
import pty
import select
import subprocess
import sys
import termios
import time

import numpy as np
import pytest
from helpers import complaint
from hypothesis import given
from hypothesis import strategies as st
from node import answers as in_node
from node import needs_node

from sim import InputError, load_workplace
from sim.inputs.questions import QUESTIONS, UNKNOWN, WORDS, allowed, answered, is_count, options, workplace_text
from sim.inputs.reading import TEMPLATE
from sim.inputs.uncertain import entries
from sim.model.contexts import contexts

EVERY = {one.name: one for some in QUESTIONS for one in some}
SAID = {"employees": "10-14", "trust_in_leader": "so-so", "trust_in_organisation": "", "fit": "partly", "full": "full",
        "other_changes": "some", "invited": "0,4 to 0.6", "leader_wish": "much", "leader_hours": "5", "backing": "firmly", "sessions": "3",
        "hours": "0.5"}


@pytest.fixture
def made(tmp_path):
    def of(**said):
        file = tmp_path / "made.toml"
        file.write_text(workplace_text("mine", {name: answered(EVERY[name], text) for name, text in said.items()}), encoding="utf-8")
        return load_workplace(file)
    return of


# ----- answers
@pytest.mark.parametrize(("name", "text", "low", "high"), [
    ("employees", "12", 12, 12), ("employees", "10-14", 10, 14), ("employees", "14 to 10", 10, 14), ("employees", UNKNOWN, 8, 60),
    ("trust_in_leader", "so-so", 0.4, 0.65), ("trust_in_leader", "Much", 0.65, 0.85), ("trust_in_leader", "", 0.15, 0.85),
    ("trust_in_leader", "57 %", 0.57, 0.57), ("trust_in_leader", "0,4–0,6", 0.4, 0.6), ("full", "overfull", 0.95, 0.98),
    ("full", "much", 0.95, 0.98), ("fit", "hardly", 0.5, 0.8), ("fit", "0.9", 0.1, 0.1), ("fit", "0.6-1", 0, 0.4),
    ("leader_hours", "?", 1, 10), ("hours", "0.25", 0.25, 0.25)])
def test_an_answer_leaves_a_range(name, text, low, high):
    told = answered(EVERY[name], text)
    assert (told.low, told.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(("name", "text"), [
    ("employees", "two"), ("employees", "2"), ("employees", "10.5"), ("employees", "10-2000"), ("employees", "hardly"),
    ("trust_in_leader", "maybe"), ("trust_in_leader", "57"), ("trust_in_leader", "-0.2"), ("trust_in_leader", "0.4-"), ("full", "0.5")])
def test_an_answer_that_cannot_be_used_is_told_what_can(name, text):
    complaint(lambda: answered(EVERY[name], text), f"'{text}' cannot be used; answer {options(EVERY[name])}")


@given(st.sampled_from(list(EVERY)), st.text(max_size=20) | st.from_regex(r"[0-9.,]{1,5}( ?[-–] ?[0-9.,%]{1,5})?", fullmatch=True))
def test_whatever_is_answered_is_used_or_refused(name, text):
    question = EVERY[name]
    try:
        told = answered(question, text)
    except InputError:
        return
    least, greatest = allowed(question)
    assert least <= told.low <= told.high <= greatest


def test_a_file_of_answers_is_a_workplace_that_says_them(made):
    place = made(**SAID)
    unit = place.units[0]
    assert unit.employees == 12 and unit.trust_in_leader == 0.525 and unit.leader.hours == 5 and len(unit.practices) == 1
    assert place.provenance["units.0.employees"] == "answered: 10-14"
    assert place.provenance["units.0.trust_in_organisation"] == "assumption: not known"
    assert {one.path for one in entries(place)} == {f"units.0.{name}" for name in (
        "trust_in_leader", "trust_in_organisation", "utilisation", "involvement", "top_support", "needs.planning", "needs.coordination",
        "needs.wellbeing", "competing_change.load", "leader.value")}


@pytest.mark.parametrize("fit", [*WORDS, UNKNOWN, "0.7"])
def test_needs_move_together_over_the_range_of_the_answer(made, fit):
    told = answered(EVERY["fit"], fit)
    needs = np.array([one.units[0].needs.shares() for one in contexts(made(fit=fit), 1, range(300))])
    assert np.allclose(needs.sum(axis=1), 1) and needs[:, 0] == pytest.approx(1.5 * needs[:, 1])
    assert needs[:, 2].min() == pytest.approx(told.low, abs=0.01) and needs[:, 2].max() == pytest.approx(told.high, abs=0.01)


@needs_node
def test_the_page_asks_the_same():
    (told,) = in_node("mine_in_node.mjs", [{"ask": "questions"}])
    words = told["words"]
    assert [[part["name"] for part in some] for some in told["questions"]] == [[one.name for one in some] for some in QUESTIONS]
    for part in (part for some in told["questions"] for part in some):
        ours, theirs = EVERY[part["name"]], words["question"][part["name"]]
        assert ours.path == ".".join(map(str, part["path"])) and ours.ask == theirs["ask"] and ours.unit == theirs.get("unit", "")
        assert list(ours.cuts) == part.get("cuts", []) and list(ours.unknown) == part.get("unknown", [0, 0])
        if ours.words:
            assert list(ours.words) == list((words["answers"] | theirs.get("answers", {})).values())
    assert words["unknown"].replace("’", "'") == UNKNOWN


# ----- the command
class Terminal:
    """takehold new at a terminal of its own."""

    def __init__(self, file):
        ours, theirs = pty.openpty()
        modes = termios.tcgetattr(theirs)
        modes[3] |= termios.NOFLSH  # else the key itself may wash away what the command says when it is signalled
        termios.tcsetattr(theirs, termios.TCSANOW, modes)
        self.file, self.screen, self.said = file, ours, ""
        self.process = subprocess.Popen([sys.executable, "-m", "sim.cli", "new", str(file)], stdin=theirs, stdout=theirs, stderr=theirs,
                                        start_new_session=True, env={**os.environ, "COLUMNS": "100"})
        os.close(theirs)

    def until(self, text, seconds=60):
        """Read on until that stands on the screen, or the command has ended."""
        end, found = time.monotonic() + seconds, self.said.count(text)
        while self.said.count(text) == found and time.monotonic() < end:
            ended = self.process.poll() is not None  # asked first: what was said before the end is then there to be read
            if select.select([self.screen], [], [], 0.2)[0]:
                try:
                    self.said += os.read(self.screen, 4096).decode()
                except OSError:
                    break
            elif ended:
                break

    def type(self, text):
        os.write(self.screen, text.encode())
        self.until("> ")

    def end(self):
        self.until("\0", 20)
        os.close(self.screen)
        return self.process.wait(20)


def test_ten_questions_make_a_file_and_a_bad_answer_is_asked_for_again(tmp_path, call):
    terminal = Terminal(tmp_path / "ward-4.toml")
    terminal.until("> ")
    for name, text in SAID.items():
        if name == "trust_in_leader":
            terminal.type("perhaps\n")
            assert "'perhaps' cannot be used; answer hardly / so-so / much / don't know" in terminal.said
        assert not terminal.file.exists()
        terminal.type(f"{text}\n")
    assert terminal.end() == 0 and "Wrote" in terminal.said and terminal.said.count("1. How many people work") == 1
    assert "10. How often is the new practice planned?" in terminal.said
    place = load_workplace(terminal.file)
    assert place.name == "ward-4" and place.units[0].employees == 12
    assert "is fine" in call("check", terminal.file)[1]


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "end of input"])
def test_leaving_in_the_middle_leaves_nothing_behind(tmp_path, key):
    terminal = Terminal(tmp_path / "mine.toml")
    terminal.until("> ")
    terminal.type("12\n")
    os.write(terminal.screen, key.encode())
    if key == "\x03":
        terminal.process.send_signal(2)  # which a terminal of one's own would send
    assert terminal.end() == 130 and "nothing is half-written" in terminal.said
    assert list(tmp_path.iterdir()) == []


def test_elsewhere_it_writes_the_template(tmp_path):
    file = tmp_path / "mine.toml"
    done = subprocess.run([sys.executable, "-m", "sim.cli", "new", str(file)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          check=True)
    assert "Wrote" in done.stdout and file.read_bytes() == TEMPLATE.read_bytes()


def test_counts_have_no_range():
    assert {name for name, one in EVERY.items() if is_count(one)} == {"employees", "sessions"}
