"""The guided story on the page: a scene, a guess or a choice of the reader, and what came of it."""

import asyncio
from collections.abc import Callable
from typing import Any

import solara
import solara.lab

from sim.lab import guided, panels
from sim.lab.needs import draw_needs
from sim.lab.setting import Setting
from sim.lab.world import World

v = solara.v
Go = Callable[..., bool]  # go(**changes): change the setting
PAUSE = 0.03  # seconds between weeks, beside the time it takes to draw one


@solara.component
def Story(setting: Setting, pair: list[World], go: Go) -> None:
    """One step of the guided story."""
    number = min(setting.story, len(guided.STEPS))
    step = guided.STEPS[number - 1]
    chosen, choose = solara.use_state({})

    def to(other: int) -> None:
        go(**vars(guided.setting(other)))

    answered = number in chosen
    with solara.Div(classes=["story"]):
        with solara.Div(classes=["scene"]):
            v.Html(tag="div", class_="caption", children=[f"{number} of {len(guided.STEPS)}"])
            v.Html(tag="h2", children=[step.heading])
            _paragraphs(step.scene(pair, chosen))
            Question(step, chosen.get(number), lambda word: choose({**chosen, number: word}))
        Pictures(step, pair, answered).key(f"{number} {answered}")
        with solara.Div(classes=["after"]):
            if step.over:
                with solara.Div(classes=[] if answered else ["hidden"]):  # asked while the reader thinks
                    panels.OtherAssumptions(setting)
            if answered:
                _paragraphs(step.after(pair, chosen), live=True)
            with solara.Row(classes=["buttons"]):
                solara.Button("Back", text=True, disabled=number == 1, on_click=lambda: to(number - 1))
                if number < len(guided.STEPS):
                    solara.Button("Next", color="primary", disabled=not answered, on_click=lambda: to(number + 1))
                last = number == len(guided.STEPS)
                solara.Button("Open the lab" if last else "Skip to the lab", text=not (last and answered),
                              color="primary" if last and answered else None,
                              on_click=lambda: go(story=0, week=0, pair=1, what_if=guided.PUSHED))
            if step.pair and answered:
                OtherWays(setting.place, lambda levers: go(story=0, week=guided.END, pair=1, what_if=levers))
        if step.pair and answered:
            with solara.Div(classes=["often"]):
                panels.Many(setting)


def _paragraphs(texts: list[str], live: bool = False) -> None:
    with v.Html(tag="div", attributes={"aria-live": "polite"} if live else {}):
        for paragraph in texts:
            v.Html(tag="p", children=[paragraph])


@solara.component
def Question(step: guided.Step, chosen: str | None, choose: Callable[[str], None]) -> None:
    """A question and its answers; the one that was given stays marked, and may be changed."""
    v.Html(tag="p", class_="question", children=[step.question])
    with solara.Row(classes=["buttons", "choices"]):
        for word in step.choices:
            solara.Button(word, outlined=word != chosen, color="primary", on_click=lambda word=word: choose(word),
                          attributes={"aria-pressed": str(word == chosen).lower()})


@solara.component
def Pictures(step: guided.Step, pair: list[World], answered: bool) -> None:
    """The pictures of a step; once the question is answered its weeks go by."""
    week, show = solara.use_state(step.before)

    async def live_on() -> None:
        """The next week, once this one is on the screen."""
        if answered and week < step.week:
            await asyncio.sleep(PAUSE)
            show(week + 1)

    solara.lab.use_task(live_on, dependencies=[week])
    with solara.Div(classes=["pictures"]):
        if guided.PHASES_STRIP in step.pictures:
            panels.Phases(pair, week)
        if guided.TRUST in step.pictures:
            panels.Lines(pair, week, only="Trust")
        if guided.PEOPLE in step.pictures:
            panels.People(pair, week)
        if guided.NEEDS in step.pictures:
            panels.picture(panels.as_png(draw_needs(pair[0])), "What the employees need, what the leader wants, what the project lets in")


@solara.component
def OtherWays(place: str, on_way: Callable[[Any], None]) -> None:
    """Other levers to start from."""
    with solara.Div(classes=["ways"]):
        v.Html(tag="p", children=["What if instead ..."])
        for name, levers in guided.ways(place).items():
            solara.Button(name, outlined=True, small=True, on_click=lambda levers=levers: on_way(levers))
