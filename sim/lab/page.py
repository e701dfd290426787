"""The page of takehold lab, in Solara.

Mesa's own SolaraViz works on InterventionModel (a test shows it) but shows one model at a time, lets a slider act only after
Reset, and has no room for a story; so this is a page of its own around the same Mesa model.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import solara

from sim.errors import InputError
from sim.lab import guided, texts
from sim.lab.page_free import Free
from sim.lab.page_story import Story
from sim.lab.setting import Setting, checked, from_link
from sim.lab.world import worlds

v = solara.v
STYLE = Path(__file__).parent / "page.css"


@solara.component_vue("address.vue")
def Address(place: list[Any], event_back: Callable[[str], None]) -> None:
    """The address bar, which follows the page from its first change on.

    place: step of the story and link of the page. event_back: told the address that somebody went back or forward to.
    """


@solara.component
def Page() -> None:
    """The whole page: the guided story first, or what the link asks for."""
    query = solara.use_router().search or ""
    start, complaint = solara.use_memo(lambda: _opened(query), [])
    setting, said = solara.use_reactive(start), solara.use_reactive(complaint)

    def open_link(query: str) -> None:
        start, complaint = _opened(query)
        setting.set(start)
        said.set(complaint)

    def change(**changes: Any) -> bool:
        """Change the setting, if it can be; whether it was."""
        try:
            setting.set(checked(replace(setting.peek(), **changes)))
            said.set("")
        except InputError as told:
            said.set(str(told))
        return not said.peek()

    go = solara.use_memo(lambda: change, [])  # the same every week, so that what stands still need not be drawn anew
    solara.Title("Takehold lab")
    solara.Style(STYLE)
    pair = solara.use_memo(lambda: worlds(setting.value), [repr(replace(setting.value, week=0, story=0))])
    with solara.Div(classes=["lab"]):
        Address(place=[setting.value.story, setting.value.link()], event_back=open_link)
        v.Html(tag="h1", children=["Takehold lab"])
        v.Html(tag="p", class_="lead", children=["Why do new practices at work take hold, or not?"])
        if said.value:
            v.Alert(type="warning", text=True, dense=True, children=[said.value], attributes={"role": "alert"})
        if setting.value.story:
            Story(setting.value, pair, go)
        else:
            Free(setting.value, pair, go)
        v.Html(tag="p", class_="limits", children=[texts.LIMIT])


def _opened(query: str) -> tuple[Setting, str]:
    """The setting of a link and no complaint, or the story and what is wrong with the link."""
    try:
        return (from_link(query) if query else guided.setting(1)), ""
    except InputError as told:
        return guided.setting(1), str(told)
