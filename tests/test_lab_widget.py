"""The laboratory as a widget: sim.lab(...), its setting from both sides, and its part in the browser."""

import json
import sys

import pytest
from chromium import needs_chromium
from helpers import complaint
from test_lab_page import WHOLE
from the_page import needs_page, until

import sim
from sim import load_workplace
from sim.lab.page import BUILT, MARKER, page


def test_without_anywidget_it_says_how_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "sim.lab.widget", raising=False)
    complaint(lambda: sim.lab("bostedet"), "anywidget", "pip install anywidget")


@pytest.fixture
def widget():
    pytest.importorskip("anywidget", reason="anywidget is not installed: pip install anywidget")
    return sim.lab("plejecenter-2", levers={"push_through": 1}, room="play", height=600)


def test_lab_is_a_room_of_the_code_and_can_be_called(widget):
    import sim.lab.page  # and the name still stands for both
    assert sim.lab.page.page is page and callable(sim.lab) and "lab" in dir(sim)
    assert (widget.height, widget._page) == (600, page())
    assert widget.setting == {"workplace": "plejecenter-2", "room": "play", "levers": {"push_through": 1.0}}
    assert sim.lab().setting == {}


def test_the_setting_is_checked_when_it_is_set_and_stays_where_it_cannot_be(widget):
    before = widget.setting
    complaint(lambda: setattr(widget, "setting", {"levers": {"involvement": 7}}), "0 to 1")
    complaint(lambda: sim.lab("bostede"), "did you mean 'bostedet'")
    complaint(lambda: sim.lab("bostedet", height="tall"), "height", "tall", "200 to 5000")
    assert widget.setting == before
    widget.setting = {"workplace": load_workplace("bostedet")}
    assert widget.setting == {"workplace": "bostedet", "room": "play"}


def test_a_setting_that_the_page_tells_arrives_and_is_not_told_back(widget, monkeypatch):
    told = []
    monkeypatch.setattr(widget, "send_state", lambda key=None: told.append(key))
    own = load_workplace("bostedet").model_dump(mode="json")
    for heard in (WHOLE, {"workplace": own, "room": "mine", "levers": {"involvement": 1, "pre_study_quality": None}}):
        widget.set_state({"setting": heard})
        assert widget.setting == heard and told == []
    widget.setting = {"seed": 5}
    assert told == ["setting"]


PAGE = f"""<!DOCTYPE html>{MARKER}<script>
const shown = JSON.parse(document.getElementById("opened-with").textContent);
window.setting = shown;
addEventListener("message", event => {{ window.setting = event.data.takehold.setting; }});
window.person = setting => parent.postMessage({{takehold: {{setting}}}}, "*");
</script>"""
NOTEBOOK = """async ([code, page]) => {
    const listeners = {}, values = {setting: {seed: 1, note: "</script>"}, height: 300, _page: page};
    window.model = {get: name => values[name], on: (name, call) => { listeners[name] = call; }, off: name => { delete listeners[name]; },
        set: (name, value) => { values[name] = value; listeners["change:" + name]?.(); },
        save_changes: () => { model.saved = values.setting; }};
    const {default: widget} = await import(URL.createObjectURL(new Blob([code], {type: "text/javascript"})));
    window.remove = widget.render({model, el: document.body});
}"""


@needs_chromium
def test_the_frame_and_the_notebook_tell_each_other_every_setting(browser):
    code = (BUILT.parent / "widget.js").read_text(encoding="utf-8")
    notebook = browser.new_page()
    notebook.evaluate(NOTEBOOK, [code, PAGE])
    frame = notebook.locator("iframe").element_handle().content_frame()
    frame.wait_for_function("window.setting?.seed === 1 && window.setting.note === '</script>'")
    assert notebook.locator("iframe").bounding_box()["height"] == 300
    notebook.evaluate("model.set('setting', {seed: 2})")  # from Python
    frame.wait_for_function("window.setting.seed === 2")
    frame.evaluate("window.setting = 'untold'; person({seed: 3})")  # by the person
    notebook.wait_for_function("model.saved?.seed === 3")
    assert frame.evaluate("window.setting") == "untold"
    notebook.evaluate("document.body.append(document.querySelector('iframe'))")  # moved, so loaded anew
    frame = notebook.locator("iframe").element_handle().content_frame()
    frame.wait_for_function("window.setting?.seed === 3")
    notebook.evaluate("remove()")
    notebook.close()


@needs_page
@needs_chromium
def test_the_page_itself_follows_the_notebook_and_outlives_being_moved(browser):
    def frame_that_shows(**wanted):
        frame = notebook.locator("iframe").element_handle().content_frame()
        shows = " && ".join(f"globalThis.takehold?.setting.{name} === {json.dumps(value)}" for name, value in wanted.items())
        frame.evaluate(until(shows))
        return frame

    notebook, said = browser.new_page(), []
    notebook.on("pageerror", lambda error: said.append(str(error)))
    notebook.evaluate(NOTEBOOK, [(BUILT.parent / "widget.js").read_text(encoding="utf-8"), page()])
    notebook.evaluate("model.set('setting', {room: 'play', workplace: 'bostedet', seed: 2})")  # perhaps before it is unpacked
    frame_that_shows(seed=2, workplace="bostedet").evaluate("takehold.change({ levers: { restart: 1 } })")
    notebook.evaluate(until("model.saved?.levers?.restart === 1"))
    notebook.evaluate("document.body.append(document.querySelector('iframe'))")
    assert frame_that_shows(seed=2, room="play").evaluate("takehold.setting.levers") == {"restart": 1}
    assert said == []
    notebook.close()
