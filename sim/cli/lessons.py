"""takehold lessons: the notebooks for a class, and the example that they end in."""

import ast
import json
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json, To
from sim.errors import InputError, no_such
from sim.machine.shipped import LESSONS

Copy = Annotated[str, typer.Option("--copy", metavar="NAME|all", help="write a lesson, by its name or number, or all of them")]


def lessons(copy: Copy = "", to: To = None, as_json: Json = False) -> None:
    """The lessons, seven notebooks for a class, and an example of other people; --copy writes them, to be opened in Jupyter.

    A copy holds no outputs, since whoever learns guesses first and then looks.
    """
    from sim.cli.terminal import print_json, show
    from sim.machine.copies import copied
    known = {path.stem: path for kind in ("*.ipynb", "*.py") for path in sorted(LESSONS.glob(kind))}
    if not copy:
        if to is not None:
            raise InputError("--to goes with --copy NAME or --copy all")
        show([{"lesson": name, "title": title(path)} for name, path in known.items()], as_json, widest=100)
        if not as_json:
            print("\nWrite them here, to be opened in Jupyter: takehold lessons --copy all")
        return
    chosen = [path for name, path in known.items() if copy in ("all", name, name.partition("-")[0])]
    if not chosen:
        raise InputError(no_such("lesson", copy, known))
    written = copied(chosen, to or Path(), text_of=unseen)
    if as_json:
        print_json({"written": written})
        return
    opened = "python" if written[0].suffix == ".py" else "jupyter lab"
    where = "" if opened == "python" else " (pip install jupyterlab, if it is missing)"
    print(f"Wrote {', '.join(map(str, written))}. Then: {opened} {written[0]}{where}")


def title(path: Path) -> str:
    """The heading of a lesson without its number, or the first line of an example."""
    if path.suffix == ".py":
        return str(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))).splitlines()[0]
    first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
    return first.splitlines()[0].partition(" · ")[2]


def unseen(path: Path) -> str:
    """The text of a lesson without what its cells showed when it was stored; of an example, all of it."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    lesson = json.loads(text)
    for cell in lesson["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    return json.dumps(lesson, indent=1, ensure_ascii=False) + "\n"
