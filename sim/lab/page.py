"""The page of takehold lab, in Solara.

Mesa's own SolaraViz works on InterventionModel (a test shows it) but shows one model at a time, lets a slider act only after
Reset, and has no room for a story; so this is a page of its own around the same Mesa model.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import solara
import solara.lab

from sim.complaints import Complaint
from sim.lab import guided, panels, texts
from sim.lab.controls import lever_controls, parameter_controls
from sim.lab.needs import draw_needs
from sim.lab.setting import Setting, checked, from_link
from sim.lab.weeks import NAMES
from sim.lab.world import World, worlds
from sim.reading import load_workplace, workplaces

v = solara.v
STYLE = Path(__file__).parent / "page.css"
PAUSE = 0.15  # seconds between weeks, beside the time it takes to draw one
Go = Callable[..., None]  # go(**changes): change the setting


@solara.component
def Page() -> None:
    """The whole page: the guided story first, or what the link asks for."""
    query = solara.use_router().search or ""
    start, complaint = solara.use_memo(lambda: _opened(query), [query])
    setting, said = solara.use_reactive(start), solara.use_reactive(complaint)
    solara.use_memo(lambda: (setting.set(start), said.set(complaint)), [query])

    def go(**changes: Any) -> None:
        try:
            setting.set(checked(replace(setting.peek(), **changes)))
            said.set("")
        except Complaint as told:
            said.set(str(told))

    solara.Title("Takehold lab")
    solara.Style(STYLE)
    pair = solara.use_memo(lambda: worlds(setting.value), [repr(replace(setting.value, week=0, story=0))])
    with solara.Div(classes=["lab"]):
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
    except Complaint as told:
        return guided.setting(1), str(told)


@solara.component
def Story(setting: Setting, pair: list[World], go: Go) -> None:
    """One step of the guided story."""
    number = min(setting.story, len(guided.STEPS))
    step = guided.STEPS[number - 1]
    guess, set_guess = solara.use_state("")

    def to(other: int) -> None:
        go(**vars(guided.setting(other)))

    for world in pair:
        world.at(step.week)
    veiled = step.pair and not guess
    with solara.Div(classes=["story"]):
        with solara.Div(classes=["words"]):
            v.Html(tag="div", class_="caption", children=[f"{number} of {len(guided.STEPS)}"])
            v.Html(tag="h2", children=[step.heading])
            if veiled:
                Guess(set_guess)
            else:
                for paragraph in ([guided.answer(pair, guess)] if step.pair else []) + step.paragraphs(pair):
                    v.Html(tag="p", children=[paragraph])
            with solara.Row(classes=["buttons"]):
                solara.Button("Back", text=True, disabled=number == 1, on_click=lambda: to(number - 1))
                if number < len(guided.STEPS):
                    solara.Button("Next", color="primary", on_click=lambda: to(number + 1))
                solara.Button("Open the lab", text=number < len(guided.STEPS), color="primary" if not veiled and step.pair else None,
                              on_click=lambda: go(story=0, week=0, pair=1, what_if=guided.PUSHED))
        with solara.Div(classes=["pictures"]):
            if not veiled:
                _pictures(step, pair, setting)
        if step.pair and not veiled:
            OtherWays(go)


def _pictures(step: guided.Step, pair: list[World], setting: Setting) -> None:
    if guided.PHASES_STRIP in step.pictures:
        panels.Phases(pair, step.week)
    if guided.TRUST in step.pictures:
        panels.Lines(pair, step.week, only="Trust")
    if guided.PEOPLE in step.pictures:
        panels.People(pair, step.week)
    if guided.NEEDS in step.pictures:
        panels.picture(panels.as_png(draw_needs(pair[0])), "What the steering group needs, what the leader wants, what the project lets in")
    if guided.PAIR in step.pictures:
        panels.Many(setting)


@solara.component
def Guess(on_guess: Callable[[str], None]) -> None:
    """A guess before the answer."""
    v.Html(tag="p", children=[guided.QUESTION])
    with solara.Row(classes=["buttons"]):
        for word in guided.GUESSES:
            solara.Button(word, outlined=True, on_click=lambda word=word: on_guess(word))


@solara.component
def OtherWays(go: Go) -> None:
    """Other levers to start from."""
    with solara.Div(classes=["ways"]):
        v.Html(tag="p", children=["What if instead ..."])
        for name, levers in guided.OTHER_WAYS.items():
            solara.Button(name, outlined=True, small=True, on_click=lambda levers=levers: go(story=0, week=0, pair=1, what_if=levers))


@solara.component
def Free(setting: Setting, pair: list[World], go: Go) -> None:
    """The free page: controls on one side, pictures on the other."""
    with solara.Div(classes=["free"]):
        with solara.Div(classes=["main"]):
            Player(setting, pair, go)
            panels.People(pair, setting.week)
            panels.Phases(pair, setting.week)
            v.Html(tag="h2", children=["What happened"])
            panels.Happened(pair, setting.week)
            v.Html(tag="h2", children=["Week by week"])
            panels.Lines(pair, setting.week)
            v.Html(tag="h2", children=["How often does it go like that?"])
            panels.Many(setting)
            link = setting.link()
            with v.Html(tag="p", class_="link"):
                solara.Text("This page as a link, to keep or to share: ")
                v.Html(tag="a", attributes={"href": link}, children=[link])
        with solara.Div(classes=["side"]):
            Where(setting, go)
            Levers(setting, pair, go)


@solara.component
def Player(setting: Setting, pair: list[World], go: Go) -> None:
    """Start, pause, step, reset, and any week again."""
    playing = solara.use_reactive(False)

    def step() -> bool:
        """Live one week more; False at the end."""
        reached = max(world.at(setting.week + 1) for world in pair)
        go(week=reached)
        return not all(world.ended(reached) for world in pair)

    def reset() -> None:
        playing.set(False)
        go(week=0)

    async def play() -> None:
        """The next week, once this one is on the screen: the task starts when the page has been drawn with the week before."""
        if playing.value:
            await asyncio.sleep(PAUSE)
            if playing.peek() and not step():
                playing.set(False)

    solara.lab.use_task(play, dependencies=[playing.value, setting.week])
    last = max(world.last for world in pair)
    held, hold = solara.use_state(setting.week)
    solara.use_memo(lambda: hold(setting.week), [setting.week])
    with solara.Div(classes=["player"]):
        with solara.Row(classes=["buttons"]):
            solara.Button("Pause" if playing.value else "Start", color="primary", on_click=lambda: playing.set(not playing.value))
            solara.Button("Step", outlined=True, disabled=playing.value, on_click=step)
            solara.Button("Reset", outlined=True, on_click=reset)
            solara.Button("Story", text=True, on_click=lambda: go(**vars(guided.setting(1))))
        slider = v.Slider(label="Week", v_model=min(held, last), on_v_model=hold, min=0, max=last, hide_details=True,
                          disabled=playing.value)
        v.use_event(slider, "change", lambda _widget, _event, week: go(week=int(week)))
        for number, world in enumerate(pair):
            name = f"{NAMES[number].capitalize()}: " if len(pair) > 1 else ""
            v.Html(tag="div", class_="now", attributes={"role": "status"}, children=[name + texts.now(world, setting.week)])


@solara.component
def Where(setting: Setting, go: Go) -> None:
    """Which workplace, which of its units, and whose luck."""
    shipped = [{"text": load_workplace(name).title, "value": name} for name in workplaces()]
    own = [] if setting.place in workplaces() else [{"text": setting.place, "value": setting.place}]
    units = [{"text": unit.title, "value": unit.name} for unit in load_workplace(setting.place).units]

    def move(place: str) -> None:
        go(place=place.strip(), unit="", week=0)

    v.Select(label="Workplace", items=shipped + own, v_model=setting.place, on_v_model=move, dense=True, hide_details=True, outlined=True)
    solara.InputText("or the path of your own .toml file", value="", on_value=lambda path: move(path) if path.strip() else None)
    if len(units) > 1:
        v.Select(label="Unit", items=units, v_model=setting.unit or units[0]["value"], on_v_model=lambda unit: go(unit=unit), dense=True,
                 hide_details=True, outlined=True)
    with solara.Row(classes=["buttons"]):
        solara.Button("Other people, other luck", text=True, small=True, on_click=lambda: go(run=setting.run + 1, week=0))
        solara.Text(f"run {setting.run} of seed {setting.seed}", classes=["caption"])


@solara.component
def Levers(setting: Setting, pair: list[World], go: Go) -> None:
    """The levers of each world, and the parameters that both share."""
    which, show = solara.use_state(1 if setting.pair else 0)
    kind = ("as_it_is", "what_if")[which if setting.pair else 0]
    controls = lever_controls(pair[0].unit.recorded)

    def change(name: str, value: float | None) -> None:
        go(**{kind: getattr(setting.with_value(kind, name, value), kind)})

    def compare(on: bool) -> None:
        show(1 if on else 0)
        go(pair=int(on))

    v.Switch(label="Compare with a what if", v_model=bool(setting.pair), on_v_model=compare, dense=True, hide_details=True)
    if setting.pair:
        OtherWays(go)
        with v.Tabs(v_model=which, on_v_model=show, grow=True, height=36):
            for name in NAMES:
                v.Tab(children=[f"Levers: {name}"])
    else:
        v.Html(tag="h2", children=["Levers"])
    panels.Sliders(controls, getattr(setting, kind), change).key(kind)
    v.Html(tag="h2", children=["How people are, the same in both worlds" if setting.pair else "How people are"])
    panels.Sliders(parameter_controls(), setting.parameters,
                   lambda name, value: go(parameters=setting.with_value("parameters", name, value).parameters)).key("parameters")
