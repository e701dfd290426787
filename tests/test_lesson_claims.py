"""What a lesson says that its cells show is so: each such sentence stands in a table, with what has to be true of the cells."""

import re
from functools import partial

import pytest
from lesson_claims_1 import LESSON_1
from lesson_claims_2 import LESSON_2
from lesson_claims_3 import LESSON_3
from lesson_claims_4 import LESSON_4
from lesson_claims_5 import LESSON_5
from lesson_claims_6 import LESSON_6
from lesson_claims_7 import LESSON_7
from lessons import LESSONS, answers, live, markdown, prose

import sim
from sim import priorities
from sim.explain import explanation

CLAIMS = dict(zip(LESSONS, (LESSON_1, LESSON_2, LESSON_3, LESSON_4, LESSON_5, LESSON_6, LESSON_7), strict=True))
EXPLAINS = ("Any entry of the file can be set",)  # answers that say nothing of what a cell shows
SEEDS = (0, 1)  # what is claimed is true of another seed as well
SEEDED = ((sim, "simulate"), (sim, "trajectories"), (sim, "check_patterns"), (sim, "InterventionModel"), (sim, "over_admissible"),
          (sim, "ask"), (explanation, "explain"), (priorities, "priorities"))
ABOUT_RULES = (  # sentences on how the model is made, or that lead to a claim in the next
    "the difference is that mechanism's effect in the model.",
    "In the model these are two different ways of not going on",
    "In the model the two work at different times.",
    "In the model that is one method of `Employee`",
)
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@each_lesson
def test_what_is_claimed_stands_in_the_lesson(path):
    text = markdown(path)
    assert [words for words, _ in CLAIMS[path] if text.count(words) == 0] == []


@each_lesson
def test_no_answer_stands_without_a_claim_that_is_checked(path):
    for answer in map(prose, answers(path)):
        assert answer, "an answer says what its code shows"
        assert any(words in answer for words, _ in CLAIMS[path]) or answer.startswith(EXPLAINS), answer


@each_lesson
def test_every_sentence_about_the_model_is_checked_or_only_explains(path):
    sentences = re.split(r"(?<=[.?!])\*?\s+", markdown(path))
    of_model = [one for one in sentences if re.search(r"\bin the model\b", one, re.IGNORECASE) and not one.startswith("**Afterwards")]
    known = [words for words, _ in CLAIMS[path]]  # goals claim nothing
    assert of_model or path == LESSONS[0]
    for sentence in of_model:
        assert any(words in sentence or sentence in words for words in (*known, *ABOUT_RULES)), sentence


@pytest.mark.slow
@pytest.mark.parametrize("seed", [SEEDS[0], *(pytest.param(seed, marks=pytest.mark.rare) for seed in SEEDS[1:])])
@each_lesson
def test_what_a_lesson_claims_is_what_its_cells_show(path, seed, monkeypatch):
    for owner, name in SEEDED:  # the lesson as if this seed were the usual one; a study file keeps its own
        monkeypatch.setattr(owner, name, partial(getattr(owner, name), seed=seed))
    with live(path) as lived:
        assert [words for words, holds in CLAIMS[path] if not holds(lived)] == []
