"""The lessons run top to bottom, their answers too; what is stored in them is what their cells show, and each leads to the next."""

import ast
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
LESSONS = sorted(FOLDER.glob("*.ipynb"))
ANSWER = re.compile(r"<details><summary>Answer</summary>\n(.*?)</details>", re.DOTALL)
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
MOST_BYTES = 500_000  # of a lesson with its pictures; the laboratory's page alone is more
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def cells(path, kind):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind]


def answers(path):
    return ANSWER.findall("\n".join(cells(path, "markdown")))


def test_there_are_seven_lessons_in_order():
    assert [path.name[:2] for path in LESSONS] == [f"{number}-" for number in range(1, 8)]


@each_lesson
def test_what_is_stored_of_a_lesson_is_small_and_can_be_compared(path):
    text = path.read_text(encoding="utf-8")
    lesson = json.loads(text)
    assert text == json.dumps(lesson, indent=1, ensure_ascii=False) + "\n"
    identifiers = [cell["id"] for cell in lesson["cells"]]
    assert len(set(identifiers)) == len(identifiers)
    assert len(text) < MOST_BYTES and "widgets" not in lesson["metadata"]
    for cell in lesson["cells"]:
        if cell["cell_type"] == "code":
            kinds = {kind for output in cell["outputs"] for kind in output.get("data", ())}
            assert cell["execution_count"] is None and kinds <= {"text/plain", "text/html", "image/png"}


@each_lesson
def test_a_lesson_says_what_one_can_do_afterwards_and_what_it_needs(path):
    first = cells(path, "markdown")[0]
    assert re.search(r"\*\*Afterwards you can\*\*\n\n(\* .+[;.]\n){3,4}", first)
    assert "**Before you begin:** " in first and re.search(r"\*\*Time:\*\* about \d+ minutes", first)


@each_lesson
def test_a_lesson_asks_for_a_guess_before_the_cell_that_shows_it(path):
    kinds = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    asked = [following for (_, text), (following, _) in pairwise(kinds) if "**Predict:**" in text]
    assert len(asked) >= 2 and set(asked) == {"code"}


@each_lesson
def test_no_plumbing_stands_in_the_cells(path):
    code = "\n".join(cells(path, "code"))
    assert not re.search(r"pyplot|tempfile|unittest|set_option|rcParams|pathlib", code)


@each_lesson
def test_a_lesson_asks_questions_and_folds_the_answers_away(path):
    text = "\n".join(cells(path, "markdown"))
    assert text.startswith(f"# {path.name[0]} · ")
    assert len(answers(path)) == len(re.findall(r"^\*\*\d\.\*\* ", text, re.MULTILINE)) >= 3
    for answer in answers(path):
        for code in CODE.findall(answer):
            ast.parse(code)


@each_lesson
def test_links_lead_to_files_that_are_there(path):
    links = re.findall(r"\]\(([^)]+)\)", "\n".join(cells(path, "markdown")))
    assert all((FOLDER / link).exists() for link in links)
    assert links or path == LESSONS[-1]


@pytest.mark.slow
@each_lesson
def test_a_lesson_runs_top_to_bottom_and_so_do_its_answers(path):
    pytest.importorskip("nbclient")
    pytest.importorskip("anywidget")
    from stored_lessons import differ, kept, ran
    before = sorted(FOLDER.iterdir())
    shown = [kept(outputs) for outputs in ran(path, [code for answer in answers(path) for code in CODE.findall(answer)])]
    assert not [output["text"] for outputs in shown for output in outputs if output.get("name") == "stderr"]
    stored = [cell["outputs"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert any("image/png" in output.get("data", {}) for outputs in stored for output in outputs)
    old = [number for number, (before, now) in enumerate(zip(stored, shown, strict=False)) if differ(before, now)]
    assert not old, f"{path.name}: cells {old} show something else now; run python tests/stored_lessons.py {path.name[:2]}"
    assert sorted(FOLDER.iterdir()) == before  # a lesson leaves nothing behind
