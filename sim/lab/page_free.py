"""The free page: player, pictures, and what can be changed."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import solara
import solara.lab

from sim.inputs.reading import load_workplace, workplaces
from sim.lab import guided, panels, texts
from sim.lab.controls import lever_controls, parameter_controls
from sim.lab.page_story import OtherWays
from sim.lab.setting import EXAMPLE, Setting
from sim.lab.weeks import NAMES
from sim.lab.world import World

v = solara.v
PAUSE = 0.15  # seconds between weeks, beside the time it takes to draw one
Go = Callable[..., bool]  # go(**changes): change the setting


@solara.component
def Free(setting: Setting, pair: list[World], go: Go) -> None:
    """The free page: the player on top; where and levers on one side, pictures on the other."""
    still = replace(setting, week=0)  # for the parts that stay as they are while the weeks go by
    Player(setting, pair, go)
    v.Html(tag="p", class_="caption", children=[texts.HOW])
    with solara.Div(classes=["free"]):
        with solara.Div(classes=["where"]):
            Where(still, pair[0], go)
        with solara.Div(classes=["top"]):
            panels.People(pair, setting.week)
            panels.Phases(pair, setting.week)
        with solara.Div(classes=["side"]):
            Levers(still, pair, go)
        with solara.Div(classes=["more"]):
            v.Html(tag="h2", children=["What happened"])
            panels.Happened(pair, setting.week)
            v.Html(tag="h2", children=["Week by week"])
            panels.Lines(pair, setting.week)
            v.Html(tag="h2", children=["How often does it go like that?"])
            panels.Many(still)
            link = setting.link()
            with v.Html(tag="p", class_="link"):
                solara.Text("This page as a link, to keep or to share (the address bar holds it, too): ")
                v.Html(tag="a", attributes={"href": link}, children=[link])


@solara.component
def Player(setting: Setting, pair: list[World], go: Go) -> None:
    """Start, pause, step, reset, and any week again."""
    playing = solara.use_reactive(False)
    over = all(world.ended(world.at(setting.week)) for world in pair)

    def step() -> bool:
        """Live one week more; False at the end, or where there is no going on."""
        reached = max(world.at(setting.week + 1) for world in pair)
        return go(week=reached) and not all(world.ended(reached) for world in pair)

    def start_or_pause() -> None:
        """Start, from the beginning when all is over, or pause."""
        if over and not playing.peek():
            go(week=0)
        playing.set(not playing.peek())

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
            solara.Button("Pause" if playing.value else "Start", color="primary", on_click=start_or_pause)
            solara.Button("Step", outlined=True, disabled=playing.value or over, on_click=step)
            solara.Button("Reset", outlined=True, on_click=reset)
            solara.Button("Story", text=True, on_click=lambda: go(**vars(guided.setting(1))))
        slider = v.Slider(label="Week", v_model=min(held, last), on_v_model=hold, min=0, max=last, hide_details=True,
                          disabled=playing.value)
        v.use_event(slider, "change", lambda _widget, _event, week: go(week=int(week)))
        for number, world in enumerate(pair):
            name = f"{NAMES[number].capitalize()}: " if len(pair) > 1 else ""
            v.Html(tag="div", class_="now", attributes={"role": "status"}, children=[name + texts.now(world, setting.week)])


@solara.component
def Where(setting: Setting, world: World, go: Go) -> None:
    """Which workplace, which of its units, and whose luck."""
    titles = solara.use_memo(lambda: {name: load_workplace(name).title for name in workplaces()}, [])
    shown = {**titles, EXAMPLE: "An example of one's own file"}
    items = [{"text": title, "value": name} for name, title in {**shown, setting.place: shown.get(setting.place, setting.place)}.items()]
    units = [{"text": unit.title, "value": unit.name} for unit in world.place.units]

    def move(place: str) -> None:
        go(place=place.strip(), unit="", week=0)

    v.Select(label="Workplace", items=items, v_model=setting.place, on_v_model=move, dense=True, hide_details=True, outlined=True)
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
        OtherWays(setting.place, lambda levers: (show(1), go(what_if=levers)))
        with v.Tabs(v_model=which, on_v_model=show, grow=True, height=36):
            for name in NAMES:
                v.Tab(children=[f"Levers: {name}"])
    else:
        v.Html(tag="h2", children=["Levers"])
    panels.Sliders(controls, getattr(setting, kind), change).key(kind)
    v.Html(tag="h2", children=["How people are, the same in both worlds" if setting.pair else "How people are"])
    panels.Sliders(parameter_controls(), setting.parameters,
                   lambda name, value: go(parameters=setting.with_value("parameters", name, value).parameters)).key("parameters")
