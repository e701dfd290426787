"""The page of the lab in a real Chromium, opened as a file with the network cut: what it shows and refuses, and its numbers.

Nothing is built here: sim/lab/lab.html is tested as it lies there. Sharing: test_lab_sharing.py. Firefox and WebKit:
test_lab_in_other_browsers.py.
"""

import base64
import shutil
import subprocess

import numpy as np
import pytest
from chromium import needs_chromium
from the_page import AXE, LAB, ROOMS, SAID, SOURCES, STEPS, hash_of, needs_page, other_language, own_place, setting, until

from sim import simulate

pytestmark = [needs_page, needs_chromium]
BITS = """(settings) => settings.map(({ last, ...setting }) => {
    const { values } = globalThis.takehold.runs.takehold.world(setting).facts(0, last), bytes = new Uint8Array(values.buffer);
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")); })"""


# ----- every room

@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("room", ROOMS)
def test_every_room_opens(opened, room, language):
    page = opened(f"#{room}")
    if language == "da":
        other_language(page)
    assert page.evaluate("document.documentElement.lang") == language
    page.locator(f"#{room} h1").first.wait_for()
    assert page.locator(f"#{room} h1").first.inner_text().strip()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the screen"


@pytest.mark.skipif(not AXE.exists(), reason="axe is not here: npm ci in sim/lab/page")
@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("room", ROOMS)
def test_axe_finds_nothing(opened, room, language):
    page = opened(f"#{room}")
    if language == "da":
        other_language(page)
    for step in STEPS if room == "story" else [0]:
        if step:
            page.evaluate(f"globalThis.takehold.rooms.story.go({step - 1})")
            assert found(page) == [], f"step {step}"
            answer(page)
        page.wait_for_timeout(300)
        assert found(page) == [], f"step {step}, answered"


def found(page):
    """What axe finds: the rule and where."""
    return [f"{one['id']}: {node['target']}" for one in page.evaluate("axe.run()")["violations"] for node in one["nodes"]]


def answer(page):
    """Answer a step of the story; reveals come at once with reduced motion, except what has to be run."""
    page.locator("#story .choice:visible, #story .after .primary:visible, #story .text > .primary:visible").first.click()
    page.evaluate(until("!document.querySelector('#story .running')"))


@pytest.mark.skipif(not AXE.exists(), reason="axe is not here: npm ci in sim/lab/page")
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_in_the_dialog_of_sharing(opened, width):
    page = opened("#fit?" + hash_of({"workplace": own_place()}))
    page.set_viewport_size({"width": width, "height": 844})
    for _ in ("en", "da"):
        page.locator("header button[aria-haspopup=dialog]").click()
        assert found(page) == []
        page.keyboard.press("Escape")
        other_language(page)


# ----- numbers

def test_numbers_are_those_of_python_to_the_last_bit(opened):
    pytest.importorskip("numba", reason="the cases come with what needs Numba")
    from engine_cases import drawn, facts_on
    page, cases = opened(), drawn(range(200))
    for start in range(0, len(cases), 50):
        some = cases[start:start + 50]
        told = page.evaluate(BITS, [{
            "workplace": one.place.model_dump(mode="json"), "parameters": one.parameters.model_dump(), "levers": one.levers.model_dump(),
            "seed": one.seed, "followUp": one.weeks, "last": one.last} for one in some])
        assert [k for k, (ours, one) in enumerate(zip(told, some, strict=True))
                if np.frombuffer(base64.b64decode(ours)).tobytes() != facts_on("wasm", one).tobytes()] == []


def test_workers_give_the_numbers_of_simulate(opened):
    told = opened().evaluate("""() => globalThis.takehold.runs.table({ workplace: "bostedet", levers: { restart: 1 }, seed: 3 }, 0, 110)
        .then((table) => Object.fromEntries(Object.entries(table).map(([name, column]) => [name, Array.from(column)])))""")
    wanted = simulate("bostedet", levers={"restart": 1}, runs=110, seed=3)
    for name in ("trust_end", "retention", "hours_total", "outcome", "unit"):
        assert told[name] == wanted[name].tolist(), name


# ----- links, and what cannot be used

def test_a_link_restores_everything(opened):
    page = opened("#fit")
    page.evaluate("(place) => globalThis.takehold.change({ workplace: place, levers: { involvement: 0.8 },"
                  " parameters: { trust_rate: 0.12 },"
                  " without: ['turnover'], seed: 7, run: 12, follow_up: 26, language: 'da', answers: { q1: ['ja', 0.5] } })", own_place())
    page.wait_for_timeout(SAID)
    again = opened(page.evaluate("location.hash"))
    assert setting(again) == setting(page)
    assert setting(again)["workplace"]["title"] == own_place()["title"]
    assert again.evaluate("document.documentElement.lang") == "da"
    assert again.locator(".refused").count() == 0


WRONG = [{"seed": -1}, {"seed": "1"}, {"levers": {"push": 1}}, {"levers": {"restart": 0.5}}, {"levers": None}, {"levers": [1]},
         {"workplace": "nowhere"}, {"workplace": None}, {"workplace": {}}, {"workplace": 5}, {"workplace": {"units": [None]}},
         {"unit": {}}, {"unit": "nobody"}, {"without": "trust"}, {"without": [1]},
         {"parameters": {"trust_rate": 9}}, {"follow_up": 1000}, {"language": "xx"}, {"answers": "x"}, {"colour": 1}, [1], "x"]


BROKEN = ["#fit?%%%", "#fit?e3", "#nowhere", "#story/x"]


def test_a_link_that_cannot_be_used_is_told_in_a_sentence_and_changes_nothing(opened):
    page = opened("#fit")
    before = setting(page)
    for hash_ in [*BROKEN, *(f"#fit?{hash_of(wrong)}" for wrong in WRONG)]:
        page.evaluate("(hash) => { location.hash = hash; }", hash_)
        alert = page.get_by_role("alert")
        alert.wait_for()
        assert one_sentence(alert.locator("p").inner_text()), hash_
        alert.get_by_role("button").click()
        assert setting(page) == before, hash_


@pytest.mark.parametrize("hash_", [BROKEN[0], f"#fit?{hash_of(WRONG[0])}", f"#fit?{hash_of(WRONG[4])}"], ids=["damaged", "seed", "levers"])
def test_a_page_opened_with_what_cannot_be_used_says_so_and_is_as_usual(opened, hash_):
    page = opened(hash_)
    assert one_sentence(page.get_by_role("alert").locator("p").inner_text())
    usual = setting(page)
    assert (usual["workplace"], usual["seed"], usual["levers"], usual["room"]) == ("plejecenter-2", 0, {}, "story")


def one_sentence(text):
    return 10 < len(text) < 1000 and "\n" not in text and "undefined" not in text and "[object" not in text


# ----- how it is made

@pytest.mark.slow
def test_the_page_is_what_its_sources_make(tmp_path):
    if not shutil.which("npm"):
        pytest.skip("Node is not installed, so that the page cannot be built anew")
    shutil.copytree(LAB.parents[1], tmp_path / "sim", ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    there = tmp_path / "sim" / SOURCES.relative_to(LAB.parents[1])
    if subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=there, capture_output=True, check=False, timeout=300).returncode:
        pytest.skip("the registry of packages does not answer")
    done = subprocess.run(["node", "build.mjs", "--check"], cwd=there, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
