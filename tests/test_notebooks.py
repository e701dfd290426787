"""The lessons run top to bottom, their answers too; they are kept without outputs, and each leads to the next."""

import ast
import asyncio
import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
LESSONS = sorted(FOLDER.glob("*.ipynb"))
ANSWER = re.compile(r"<details><summary>Answer</summary>\n(.*?)</details>", re.DOTALL)
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def cells(path, kind):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind]


def answers(path):
    return ANSWER.findall("\n".join(cells(path, "markdown")))


def test_there_are_six_lessons_in_order():
    assert [path.name[:2] for path in LESSONS] == [f"{number}-" for number in range(1, 7)]


@each_lesson
def test_a_lesson_is_kept_without_outputs_so_that_changes_can_be_read(path):
    text = path.read_text(encoding="utf-8")
    lesson = json.loads(text)
    assert text == json.dumps(lesson, indent=1, ensure_ascii=False) + "\n"
    identifiers = [cell["id"] for cell in lesson["cells"]]
    assert len(set(identifiers)) == len(identifiers)
    for cell in lesson["cells"]:
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)


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
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    before = sorted(FOLDER.iterdir())
    lesson = nbformat.read(path, as_version=4)
    lesson.cells += [nbformat.v4.new_code_cell(code) for answer in answers(path) for code in CODE.findall(answer)]
    client = nbclient.NotebookClient(lesson, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}})
    asyncio.run(client.async_execute())  # its own execute leaves an event loop open
    said = [output for cell in lesson.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output["text"] for output in said if output.get("name") == "stderr"]
    assert any("image/png" in output.get("data", {}) for output in said)
    assert sorted(FOLDER.iterdir()) == before  # a lesson leaves nothing behind
