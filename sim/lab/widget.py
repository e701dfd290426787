"""The page of the laboratory in a notebook, its setting readable and settable from Python."""

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.errors import InputError, checked
from sim.inputs.reading import load_workplace
from sim.inputs.workplace import Workplace
from sim.lab import page

try:
    import anywidget
    import traitlets
except ModuleNotFoundError:
    raise InputError("sim.lab(...) needs anywidget, which is not installed here; pip install anywidget brings it; the command takehold lab "
                     "does without") from None

LEAST_HEIGHT, HEIGHT, MOST_HEIGHT = 200, 800, 5000  # pixels


class Lab(anywidget.AnyWidget):
    """The page in a frame. ``setting`` follows what a person does on it, and the page follows ``setting``.

    Raises InputError when a setting is given that the page could not use; it then stays as it was.
    """

    _esm = Path(__file__).with_name("widget.js")
    _page = traitlets.Unicode().tag(sync=True)
    setting = traitlets.Dict().tag(sync=True)
    height = traitlets.Int(HEIGHT, min=LEAST_HEIGHT, max=MOST_HEIGHT, help="of the frame, in pixels").tag(sync=True)

    @traitlets.default("_page")
    def _as_built(self) -> str:
        return page.page()

    @traitlets.validate("setting")
    def _usable(self, proposal: Any) -> page.Setting:
        return page.checked(proposal.value)


def lab(workplace: Workplace | str | Path | Mapping[str, Any] | None = None, *, height: int = HEIGHT, **setting: Any) -> Lab:
    """The laboratory as a widget for Jupyter, VS Code and Colab.

    workplace: a shipped name, the path of a file, or a workplace; the story without one. height: of the frame, in pixels. setting:
    levers={"involvement": 1}, parameters, without, room, seed, run, follow_up and language, as sim.lab.page.setting takes them.
    The widget's ``setting`` is what the page shows, a dictionary: read it after playing, or assign another. Raises InputError.

    Example::

        seen = sim.lab("plejecenter-2", levers={"push_through": 1})
        seen                                                  # at the end of a cell, to show it
        sim.simulate(seen.setting["workplace"], levers=seen.setting["levers"])
    """
    pixels = checked("widget", "height", height, LEAST_HEIGHT, MOST_HEIGHT, "pixels")
    workplace = load_workplace(workplace) if isinstance(workplace, (str, Path)) else workplace
    if isinstance(workplace, Workplace) and workplace.known_people:
        warnings.warn(page.DRAWN, stacklevel=2)
    return Lab(setting=page.setting(workplace, **setting), height=int(pixels))
