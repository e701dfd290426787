"""The laboratory: one page of HTML on which a person watches a workplace, moves levers, and asks what if.

    sim.lab("bostedet", levers={"involvement": 1})    the page as a widget, in Jupyter, VS Code and Colab

page.py      the page with a setting inside, as text or as a file
widget.py    the page in a notebook; widget.js is its part in the browser
serve.py     the page over HTTP, for this machine alone
sets.py      the parameter sets that the page is told over, as page/sets.json

page/ holds what the page is made of, and how: build.mjs, and Node for it.

lab.html is the page itself: built, whole, and needing nothing else. It holds MARKER (page.py) once, where a setting goes.
"""

import sys
from types import ModuleType
from typing import Any


class _Lab(ModuleType):
    """This package, which can be called, too: ``sim.lab`` is a room of the code and what one asks for in a notebook."""

    def __call__(self, *workplace: Any, **setting: Any) -> Any:
        """The page as a widget; sim.lab.widget.lab says what can be given."""
        from sim.lab.widget import lab
        return lab(*workplace, **setting)


sys.modules[__name__].__class__ = _Lab
