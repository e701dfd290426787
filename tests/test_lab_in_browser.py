"""The page of the lab in a real Chromium, opened as a file with the network cut: what it shows, shares and refuses, and its numbers.

Nothing is built here: sim/lab/lab.html is tested as it lies there. Firefox and WebKit: test_lab_in_other_browsers.py.
"""

import base64
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import numpy as np
import pytest
from helpers import changed
from the_page import LAB, ROOMS, STEPS, hash_of, needs_page, until

from sim import load_workplace, simulate

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [needs_page, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here: apt-get install chromium")]
SOURCES = LAB.parent / "page"
AXE = SOURCES / "node_modules/axe-core/axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
HOSTILE = "</script><img src=x onerror='globalThis.harm=1'><!--<script>\"Å\""
WATCH = "addEventListener('securitypolicyviolation', (event) => console.error('refused', event.violatedDirective, event.blockedURI))"
BITS = """(settings) => settings.map(({ last, ...setting }) => {
    const { values } = globalThis.takehold.runs.takehold.world(setting).facts(0, last), bytes = new Uint8Array(values.buffer);
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")); })"""


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser):
    """Open the page with an address; in the end nothing may have been asked of a network, and the console must hold no error."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True, reduced_motion="reduce", locale="en-GB")
    context.add_init_script(WATCH)
    if AXE.exists():
        context.add_init_script(path=AXE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    errors, asked = [], []
    context.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("request", lambda request: asked.append(request.url))

    def open_page(hash_="", file=LAB):
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{Path(file).as_uri()}{hash_}")
        page.evaluate(until("globalThis.takehold"))
        return page
    yield open_page
    context.close()
    assert errors == []
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []


def setting(page):
    return page.evaluate("globalThis.takehold.setting")


def other_language(page):
    page.locator("button.language").click()


def saved(page, button, to):
    """What a button of the open dialog gives as a file."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    download.value.save_as(to)
    return to


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

def own_place(title="Åbo \"Ærø\" & 'Ø'"):
    place = changed("plejecenter-2", {"employees": 33}).model_dump(mode="json", exclude={"provenance"})
    return {**place, "name": "aabo", "title": title}


SAID = 300  # milliseconds after a change by which the address says it


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


# ----- sharing

def share(page):
    page.locator("header button[aria-haspopup=dialog]").click()


def test_the_saved_page_opens_with_its_setting_and_can_be_saved_again(opened, tmp_path):
    page = opened("#fit?" + hash_of({"workplace": own_place(HOSTILE), "levers": {"restart": 1}, "seed": 4}))
    share(page)
    again = opened(file=saved(page, "Save the page", tmp_path / "first.html"))
    assert setting(again) == setting(page)
    share(again)
    assert saved(again, "Save the page", tmp_path / "second.html").read_bytes() == (tmp_path / "first.html").read_bytes()
    again.keyboard.press("Escape")
    again.evaluate("globalThis.takehold.change({ levers: {}, seed: 0 })")  # back to what is usual: its links say so
    again.wait_for_timeout(SAID)
    last = opened(again.evaluate("location.hash"), file=tmp_path / "second.html")
    assert (setting(last)["levers"], setting(last)["seed"]) == ({}, 0)


def test_hostile_titles_do_no_harm(opened, tmp_path):
    place = own_place(HOSTILE)
    place["units"][0]["title"] = place["units"][0]["practices"][0]["title"] = HOSTILE
    page = opened("#story?" + hash_of({"workplace": place}))
    for room in ROOMS:
        page.evaluate(f"globalThis.takehold.open('{room}')")
        share(page)
        page.keyboard.press("Escape")
        page.pdf(path=tmp_path / "paper.pdf")
        assert page.locator("img").count() == 0 and page.locator("script").count() == 2
        assert page.evaluate("globalThis.harm") is None


def test_the_dialog_keeps_the_focus_and_gives_it_back(opened):
    page = opened("#fit")
    page.locator("header button[aria-haspopup=dialog]").focus()
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('body, dialog, dialog *')")  # body: it is in the browser's own bar
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-haspopup')") == "dialog"


def test_the_link_is_copied(opened):
    page = opened("#fit?" + hash_of({"seed": 9}))
    share(page)
    page.get_by_role("button", name="Copy the link").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_pictures_stand_alone(opened, tmp_path):
    page = opened("#story/5")
    page.locator("#story canvas").first.wait_for()
    share(page)
    picture = saved(page, "Save as SVG", tmp_path / "picture.svg").read_text(encoding="utf-8")
    assert "And had the leader gone on?" in picture and "takehold run plejecenter-2" in picture and "@font-face" in picture
    assert re.findall(r"url\((?!\"?data:|\"?#)|href=\"(?!data:|#)", picture) == []
    assert saved(page, "Save as PNG", tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    alone = opened(file=LAB).context.new_page()
    alone.goto((tmp_path / "picture.svg").as_uri())
    assert alone.evaluate("document.documentElement.querySelectorAll('image').length") > 0


def test_the_command_and_the_workplace_file_give_the_same_in_python(opened, tmp_path, call):
    page = opened("#fit?" + hash_of({"workplace": own_place(), "levers": {"involvement": 0.35}, "without": ["turnover"],
                                      "seed": 5, "follow_up": 26}))
    share(page)
    file = saved(page, "Save the workplace file", tmp_path / "aabo.toml")
    assert tomllib.loads(file.read_text(encoding="utf-8"))["title"] == own_place()["title"]
    assert load_workplace(file).model_dump(mode="json", exclude={"provenance"}) == own_place()
    command = page.locator("dialog pre").inner_text().split()
    assert command[:3] == ["takehold", "run", "aabo.toml"]
    status, _, err = call("run", file, *command[3:-1], tmp_path / "runs.csv")
    assert status == 0, err
    told = page.evaluate("() => { const { runs, setting: { follow_up: followUp, ...rest } } = globalThis.takehold;"
                         " return runs.table({ ...rest, followUp }, 0, 100).then((table) => Array.from(table.trust_end, String)); }")
    lines = [line.split(",") for line in (tmp_path / "runs.csv").read_text(encoding="utf-8").splitlines()]
    assert [line[lines[0].index("trust_end")] for line in lines[1:]] == told


def test_numbers_as_csv_hold_every_digit_and_no_formula(opened, tmp_path):
    page = opened("#fit")
    page.evaluate("""() => { globalThis.takehold.rooms.fit.answer = () => ({ title: 'Æ', command: 'takehold run --runs 3',
        columns: ['name', 'value'], rows: [['=1+1', 0.1 + 0.2], ['a "b", c', -1e-7]] }); }""")
    share(page)
    text = saved(page, "Save as CSV", tmp_path / "numbers.csv").read_bytes().decode("utf-8")
    assert text == "\ufeffname,value\r\n'=1+1,0.30000000000000004\r\n\"a \"\"b\"\", c\",-1e-7\r\n"


@pytest.mark.parametrize("room", ROOMS)
def test_on_paper_there_is_a_report_and_nothing_to_click(opened, tmp_path, room):
    page = opened(f"#{room}")
    page.pdf(path=tmp_path / "paper.pdf")
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.locator("button:visible, input:visible").count() == 0
    paper = page.locator("#print").inner_text()
    assert "never forecasts one workplace" in paper and "takehold " in paper


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
