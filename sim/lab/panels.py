"""The parts of the page: controls, pictures, and 500 runs. Each is told what to show and what to call; none keeps a setting."""

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import solara
import solara.lab
from matplotlib.figure import Figure

from sim.admissible.directions import OverSets
from sim.errors import InputError
from sim.kernel.engine import has_to_compile
from sim.lab import many, texts
from sim.lab.controls import Control
from sim.lab.people import PeoplePicture, colours
from sim.lab.setting import Setting
from sim.lab.timeline import PhasesPicture
from sim.lab.weeks import NAMES, PANELS, LinesPicture
from sim.lab.world import World

v = solara.v
COMPILES = " The first time the engine is compiled, which takes about half a minute."
Change = Callable[[str, float | None], None]


def picture(png: bytes, told: str) -> None:
    """An image with words for those who do not see it."""
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    v.Html(tag="img", class_="picture", attributes={"src": source, "alt": told})


def as_png(figure: Figure) -> bytes:
    """A finished figure as PNG."""
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=130)
    return out.getvalue()


@solara.component
def Slider(control: Control, value: float | None, change: Change) -> None:
    """One slider or switch. It acts when it is let go, so that a drag does not queue up worlds nobody looks at.

    Its hint is shown where the mouse points, and below a slider that is chosen by keyboard or touch.
    """
    shown = control.usual if value is None else value
    held, hold = solara.use_state(shown)
    solara.use_memo(lambda: hold(shown), [shown])
    with solara.Div(classes=["control"]):
        with solara.Div(classes=["head"]):
            with solara.Tooltip(control.hint):
                solara.Div(children=[solara.Text(control.label, classes=["name"]), solara.Text(control.in_words(held), classes=["value"])],
                           classes=["label"])
            if value is not None and not control.switch:
                solara.Button("as it was", text=True, classes=["back"], on_click=lambda: change(control.name, None))
        if control.switch:
            v.Switch(v_model=bool(held), on_v_model=lambda on: change(control.name, 1.0 if on else None), dense=True,
                     hide_details="auto", hint=control.hint, class_="switch", attributes={"aria-label": control.label}, label=control.label)
        else:
            slider = v.Slider(label=control.label, v_model=held, on_v_model=hold, min=control.low, max=control.high, step=control.step,
                              hide_details="auto", hint=control.hint, dense=True)
            v.use_event(slider, "change", lambda _widget, _event, at: change(control.name, round(float(at), 6)))


@solara.component
def Sliders(controls: Sequence[Control], values: Mapping[str, float], change: Change) -> None:
    """A slider for each control."""
    for control in controls:
        Slider(control, values.get(control.name), change).key(control.name)


@solara.component
def People(pair: Sequence[World], week: int) -> None:
    """The people of each world, side by side."""
    pictures = solara.use_memo(lambda: [PeoplePicture(world) for world in pair], [*map(id, pair)])
    with solara.Div(classes=["two" if len(pair) > 1 else "one"]):
        for name, world, drawn in zip(NAMES, pair, pictures, strict=False):
            trust = world.series("trust_leader", world.at(week))[-1]
            with solara.Div():
                solara.Div(children=[solara.Text(name if len(pair) > 1 else world.unit.context.title)], classes=["caption"])
                picture(drawn.frame(week), f"{len(world.unit.employees)} people on their work network in week {world.at(week)}; "
                                           f"mean trust in the leader {trust:.2f}")
    Key(pictures[0].key())


@solara.component
def Key(signs: list[str]) -> None:
    """What the marks of the people mean."""
    with solara.Div(classes=["key"]):
        with solara.Div(classes=["scale"]):
            solara.Text("trust in the leader: 0")
            solara.Div(classes=["colours"], style={"background": colours()})
            solara.Text("1")
        for sign in signs:
            solara.Text(sign)


@solara.component
def Phases(pair: Sequence[World], week: int) -> None:
    """The phases so far."""
    drawn = solara.use_memo(lambda: PhasesPicture(pair), [*map(id, pair)])
    with solara.Div(classes=["wide"]):
        picture(drawn.frame(week), "Phases: " + "; ".join(texts.now(world, week) for world in pair))


@solara.component
def Lines(pair: Sequence[World], week: int, only: str = "") -> None:
    """The lines week by week; all panels, or the one whose title begins so."""
    drawn = solara.use_memo(lambda: [LinesPicture(panel, pair) for panel in PANELS if panel.title.startswith(only)], [*map(id, pair)])
    with solara.Div(classes=["one" if only else "lines"]):
        for lines in drawn:
            picture(lines.frame(week), f"{lines.panel.title}, week by week, up to week {week}")


@solara.component
def Happened(pair: Sequence[World], week: int) -> None:
    """What happened in each world, what became of it, and what the study reported."""
    with solara.Div(classes=["two" if len(pair) > 1 else "one"]):
        for number, world in enumerate(pair):
            with solara.Div(classes=["told"]):
                if len(pair) > 1:
                    solara.Div(children=[solara.Text(NAMES[number])], classes=["caption"])
                for line in texts.happened(world, week):
                    solara.Div(children=[solara.Text(line)])
                solara.Div(children=[solara.Text(texts.outcome(world, week))], classes=["outcome"])
    solara.Div(children=[solara.Text(texts.study(pair[0]))], classes=["study"])
    if len(pair) > 1:
        solara.Div(children=[solara.Text(texts.apart(pair, week))], classes=["apart"])


@solara.component
def OtherAssumptions(setting: Setting) -> None:
    """What other assumptions that fit the study say, asked as soon as this is on the page."""
    key = setting.link_of_runs()
    task = solara.lab.use_task(lambda: (key, many.over(setting)), dependencies=[key], raise_error=False)
    if task.finished and task.value and task.value[0] == key:
        told = many.second_telling(task.value[1], bool(setting.pair))
    elif task.error:
        told = f"Other assumptions were not asked: {task.exception}"
    else:
        told = f"Other assumptions that fit the study are being asked ...{COMPILES if has_to_compile() else ''}"
    v.Html(tag="p", class_="others", children=[told])


@solara.component
def Many(setting: Setting) -> None:
    """The button that runs each world 500 times, its progress, and both distributions."""
    key = replace(setting, week=0, run=0, story=0)
    done, tell = solara.use_state((0, 1))

    def work() -> tuple[Setting, list[Any], OverSets]:
        tell((0, 1))
        return key, many.many(key, lambda so_far, of: tell((so_far, of))), many.over(key)

    task = solara.lab.use_task(work, dependencies=None, raise_error=False)
    shown = task.value if task.finished and task.value and task.value[0] == key else None
    graph = solara.use_memo(lambda: as_png(many.draw_many(shown[1], key, shown[2])) if shown else b"", [id(shown)])
    with solara.Div(classes=["many"]):
        solara.Button(f"Run {'each world' if setting.pair else 'it'} {many.RUNS} times", color="primary", outlined=True, on_click=task,
                      disabled=task.pending)
        if task.pending:
            first = COMPILES if has_to_compile() else ""
            v.ProgressLinear(value=100 * done[0] / done[1], indeterminate=done[0] == 0, attributes={"aria-label": "progress"})
            solara.Text(f"{done[0]} of {many.RUNS * (1 + setting.pair)} runs.{first}")
        elif task.error:
            solara.Error(str(task.exception) if isinstance(task.exception, InputError) else f"The runs did not finish: {task.exception}")
        elif shown:
            with solara.Div(classes=["wide"]):
                picture(graph, " ".join(many.in_words(*shown[1:])))
            for line in many.in_words(*shown[1:]):
                solara.Div(children=[solara.Text(line)], classes=["told"])
