"""Keeps what is stored in the lessons, to be read on the web, equal to what their cells show now.

    python tests/stored_lessons.py [WORD]    runs the lessons whose name holds the word, all without, and stores what they show

A picture is stored in few colours, and the laboratory's page as a sentence: lessons stay small files.
"""

import asyncio
import base64
import io
import json
import sys
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import numpy as np
from PIL import Image

LESSONS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
WIDGET, PICTURE = "application/vnd.jupyter.widget-view+json", "image/png"
SHOWN = ("text/html", "text/plain")
COLOURS = 64  # of a stored picture
NEARLY = 0.3  # of 255: mean difference of two pictures that other fonts or another Pillow may have made
PAGE = "The laboratory's page stands here in a notebook that is running."


def ran(path: Path, also: list[str]) -> list[list[dict[str, Any]]]:
    """What each code cell of a lesson shows, and then each further piece of code."""
    lesson = nbformat.read(path, as_version=4)
    lesson.cells += [nbformat.v4.new_code_cell(code) for code in also]
    client = nbclient.NotebookClient(lesson, timeout=300, kernel_name="python3", store_widget_state=False,
                                     resources={"metadata": {"path": str(path.parent)}})
    asyncio.run(client.async_execute())  # its own execute leaves an event loop open
    return [cell.outputs for cell in lesson.cells if cell.cell_type == "code"]


def kept(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is stored of the outputs of a cell: text, tables, pictures; print after print as one."""
    found: list[dict[str, Any]] = []
    for output in outputs:
        if output["output_type"] == "stream":
            if found and found[-1].get("name") == output["name"]:
                found[-1]["text"] = _lines("".join(found[-1]["text"]) + output["text"])
            else:
                found.append({"name": output["name"], "output_type": "stream", "text": _lines(output["text"])})
            continue
        data = output["data"]
        if WIDGET in data:
            shown: dict[str, Any] = {"text/plain": [PAGE]}
        elif PICTURE in data:
            shown = {PICTURE: _in_few_colours(data[PICTURE])}
        else:
            shown = {kind: _lines(data[kind]) for kind in SHOWN if kind in data}
        found.append({"data": shown, "metadata": {}, "output_type": "display_data"})
    return found


def differ(stored: list[dict[str, Any]], now: list[dict[str, Any]]) -> bool:
    """Whether what is stored of a cell is no longer what it shows; of pictures, whether they look different."""
    if len(stored) != len(now):
        return True
    return any(old != new and not _look_the_same(old, new) for old, new in zip(stored, now, strict=True))


def store(path: Path) -> None:
    """Run a lesson and store what its cells show, unless they show what is stored."""
    lesson = json.loads(path.read_text(encoding="utf-8"))
    codes = [cell for cell in lesson["cells"] if cell["cell_type"] == "code"]
    for cell, outputs in zip(codes, ran(path, []), strict=True):
        now = kept(outputs)
        if differ(cell["outputs"], now):
            cell["outputs"] = now
    path.write_text(json.dumps(lesson, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _opened(encoded: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(encoded))).convert("RGB")


def _in_few_colours(encoded: str) -> str:
    out = io.BytesIO()
    _opened(encoded).quantize(COLOURS, dither=Image.Dither.NONE).save(out, format="PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode()


def _look_the_same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    pictures = [one.get("data", {}).get(PICTURE) for one in (old, new)]
    if not all(pictures):
        return False
    before, after = (_opened(encoded) for encoded in pictures)
    return before.size == after.size and float(np.abs(np.asarray(before, float) - np.asarray(after, float)).mean()) < NEARLY


if __name__ == "__main__":
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    for lesson in LESSONS:
        if word in lesson.name:
            store(lesson)
